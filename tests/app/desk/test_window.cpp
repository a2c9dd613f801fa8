// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <QAbstractItemModel>
#include <QDockWidget>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/desk/front_panel_view.hpp"
#include "app/desk/led.hpp"
#include "app/desk/register_view.hpp"
#include "app/desk/scope_view.hpp"
#include "app/desk/screen_widget.hpp"
#include "app/desk/screenshot.hpp"
#include "app/desk/source_view.hpp"
#include "sim/waveform_open.hpp"
#include "tests/app/desk/bench.hpp"

using namespace mb;
using desk_test::Bench;
using desk_test::wait_for;

namespace {

/// One for all cases, gone before the process ends.
struct Application {
    int argc = 1;
    char name[10] = "test_desk";
    char* argv[2] = {name, nullptr};
    QApplication app{argc, argv};
};

template <class W>
W& find(QWidget& window, char const* name) {
    auto* const widget = window.findChild<W*>(name);
    BOOST_REQUIRE_MESSAGE(widget != nullptr, "no widget " << name);
    return *widget;
}

/// The row's value column where the symbol column says `symbol`; empty where no row does.
QString shown_value(QTableView const& table, QString const& symbol) {
    for (int row = 0; row < table.model()->rowCount(); ++row)
        if (table.model()->index(row, 2).data().toString() == symbol) return table.model()->index(row, 5).data().toString();
    return {};
}

QString screen_text(Bench& bench) { return find<QWidget>(bench.window, "panel_screen").accessibleDescription(); }

bool has_readings(Bench& bench) { return bench.house.snapshot()->windows >= 3; }

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Application);

BOOST_AUTO_TEST_SUITE(desk_window)

// 230 V and 63 A with the harmonics of the default source: V rms = 230·sqrt(1 + 0.005² + 0.02² + 0.015²) = 230.07 V,
// I rms = 63·sqrt(1 + 0.06² + 0.12² + 0.07²) = 63.717 A.
BOOST_AUTO_TEST_CASE(the_register_table_shows_what_the_source_makes) {
    Bench bench;
    bench.window.show();
    BOOST_REQUIRE(wait_for([&] { return has_readings(bench); }));
    auto& table = find<QTableView>(bench.window, "register_table");
    bench.window.refresh();
    BOOST_TEST(std::abs(shown_value(table, "load1.inst.v1").toDouble() - 230.07) <= 0.03);
    BOOST_TEST(std::abs(shown_value(table, "load1.inst.i1").toDouble() - 63.717) <= 0.01);
    BOOST_TEST(shown_value(table, "load2.inst.v1").toStdString() == "---");
}

BOOST_AUTO_TEST_CASE(the_registers_follow_the_snapshot_when_the_source_changes) {
    Bench bench;
    bench.window.show();
    auto& table = find<QTableView>(bench.window, "register_table");
    BOOST_REQUIRE(wait_for([&] { return has_readings(bench); }));
    find<QWidget>(bench.window, "source_voltage").setProperty("value", 100.0);
    auto const symbol = find_symbol("load1.inst.v1").value();
    BOOST_REQUIRE(wait_for([&] {
        Value const v = bench.house.snapshot()->value(symbol);
        return std::holds_alternative<double>(v) && std::abs(std::get<double>(v) - 100.03) < 0.05;
    }));
    // Steady by now: the table's next look shows the same number, to the 0.01 V of the register.
    BOOST_TEST(wait_for([&] {
        auto const v = std::get<double>(bench.house.snapshot()->value(symbol));
        return std::abs(shown_value(table, "load1.inst.v1").toDouble() - v) <= 0.0051;
    }));
}

BOOST_AUTO_TEST_CASE(a_key_of_the_panel_changes_its_page) {
    Bench bench;
    bench.window.show();
    BOOST_REQUIRE(wait_for([&] { return screen_text(bench).contains("Phase-neutral voltage"); }));
    find<QToolButton>(bench.window, "key_VF").click();
    BOOST_TEST(wait_for([&] { return screen_text(bench).contains("Phase-phase voltage"); }));
    find<QToolButton>(bench.window, "key_IP").click();
    BOOST_TEST(wait_for([&] { return screen_text(bench).contains("I1") && screen_text(bench).contains("Load 1"); }));
}

BOOST_AUTO_TEST_CASE(a_key_held_down_is_a_hold_and_not_a_touch_as_well) {
    Bench bench;
    bench.window.show();
    auto& back = find<QToolButton>(bench.window, "key_BACK");
    back.setDown(true);
    emit back.pressed();
    BOOST_TEST(wait_for([&] { return screen_text(bench).contains("Main menu"); }));
    back.setDown(false);
    emit back.released();
    emit back.clicked();
    auto const later = bench.house.snapshot()->time + std::chrono::milliseconds{100};
    BOOST_REQUIRE(wait_for([&] { return bench.house.snapshot()->time > later; }));
    BOOST_TEST(screen_text(bench).contains("Main menu"));
}

BOOST_AUTO_TEST_CASE(the_dip_button_makes_a_dip_of_the_depth_and_length_asked_for) {
    Bench bench;
    bench.window.show();
    BOOST_REQUIRE(wait_for([&] { return has_readings(bench); }));
    bench.window.sources().set_dip({50.0, 200.0, 0b001});
    find<QPushButton>(bench.window, "dip_button").click();
    BOOST_REQUIRE(wait_for([&] {
        auto const s = bench.house.snapshot();
        return !s->events.empty() && s->events.back().end.has_value();
    }));
    Event const event = bench.house.snapshot()->events.back();
    BOOST_TEST((event.kind == EventKind::dip));
    BOOST_TEST((event.channels & 1U) != 0U);
    BOOST_TEST((event.channels & 0b110U) == 0U);
    // The edges fall anywhere in the cycle: one cycle of Urms(1/2)'s window, and half a cycle of its step at either end (IEC 61000-4-30,
    // 5.4); half a percent for the residual.
    BOOST_TEST(std::abs(event.extreme_percent() - 50.0) < 0.5);
    BOOST_TEST(std::abs(seconds(*event.duration()) - 0.2) <= 0.04);
    BOOST_TEST(wait_for([&] { return find<QLabel>(bench.window, "status_events").text() == "1 event"; }));
}

BOOST_AUTO_TEST_CASE(a_fault_that_is_checked_acts_at_once_and_shows_its_state) {
    Bench bench;
    bench.window.show();
    BOOST_REQUIRE(wait_for([&] { return has_readings(bench); }));
    auto const i2 = find_symbol("load1.inst.i2").value();
    auto const reads = [&](double low, double high) {
        Value const v = bench.house.snapshot()->value(i2);
        return std::holds_alternative<double>(v) && std::get<double>(v) >= low && std::get<double>(v) <= high;
    };
    auto& table = find<QTableWidget>(bench.window, "faults");
    auto const row = static_cast<int>(FaultKind::open_ct);
    BOOST_TEST(table.item(row, 2)->text().toStdString() == "configured");
    table.item(row, 0)->setCheckState(Qt::Checked);
    BOOST_TEST(table.item(row, 2)->text().toStdString() == "active");
    BOOST_TEST(wait_for([&] { return reads(0.0, 0.01); }));
    // It stays while the source changes, and its words may change while it is active.
    find<QWidget>(bench.window, "source_current").setProperty("value", 10.0);
    table.item(row, 1)->setText("I3");
    BOOST_TEST(wait_for([&] { return reads(9.9, 10.3); }));
    table.item(row, 1)->setText("I9");
    BOOST_TEST(table.item(row, 2)->text().toStdString() == "active");
    BOOST_TEST(table.item(row, 1)->text().toStdString() == "I3");  // refused: the words before stay at work
    table.item(row, 0)->setCheckState(Qt::Unchecked);
    BOOST_TEST(table.item(row, 2)->text().toStdString() == "cleared");
}

BOOST_AUTO_TEST_CASE(an_event_without_phases_is_not_sent) {
    Bench bench;
    bench.window.sources().set_dip({50.0, 100.0, 0});
    bench.window.sources().dip();
    auto const later = bench.house.snapshot()->time + std::chrono::milliseconds{600};
    BOOST_REQUIRE(wait_for([&] { return bench.house.snapshot()->time > later; }));
    BOOST_TEST(bench.house.snapshot()->events.empty());
}

BOOST_AUTO_TEST_CASE(the_filter_keeps_rows_with_all_its_words) {
    Bench bench;
    bench.window.show();
    auto& table = find<QTableView>(bench.window, "register_table");
    int const all = table.model()->rowCount();
    BOOST_TEST(all == static_cast<int>(bench.server.map().registers().size()));
    find<QLineEdit>(bench.window, "register_filter").setText("load1 current");
    BOOST_TEST(table.model()->rowCount() > 0);
    BOOST_TEST(table.model()->rowCount() < all);
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        BOOST_TEST(table.model()->index(row, 2).data().toString().startsWith("load1"));
        BOOST_TEST(table.model()->index(row, 3).data().toString().contains("current", Qt::CaseInsensitive));
    }
}

BOOST_AUTO_TEST_CASE(the_raw_words_are_the_register_in_hexadecimal) {
    Bench bench;
    bench.window.show();
    auto& table = find<QTableView>(bench.window, "register_table");
    BOOST_REQUIRE(wait_for([&] { return has_readings(bench) && shown_value(table, "load1.inst.f").toDouble() > 0; }));
    bench.window.refresh();
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        if (table.model()->index(row, 2).data().toString() != "load1.inst.f") continue;
        BOOST_TEST(table.model()->index(row, 0).data().toInt() == 18442);  // registers.csv
        BOOST_TEST(table.model()->index(row, 1).data().toString().toStdString() == "480A");
        auto const words = table.model()->index(row, 4).data().toString().split(' ');
        BOOST_REQUIRE(words.size() == 2);
        int const count = words[0].toInt(nullptr, 16) * 65'536 + words[1].toInt(nullptr, 16);
        BOOST_TEST(std::abs(count - 50'000) <= 1);  // 50 Hz in counts of 1 mHz
        BOOST_TEST(std::abs(table.model()->index(row, 5).data().toString().toDouble() - count / 1000.0) < 1e-9);
        return;
    }
    BOOST_ERROR("no row load1.inst.f");
}

BOOST_AUTO_TEST_CASE(the_scope_shows_the_chosen_channels_and_pausing_does_not_stop_the_meter) {
    Bench bench;
    bench.window.show();
    auto& scope = find<desk::ScopeView>(bench.window, "scope");
    // 160 ms at 9600 Hz are 1536 points.
    BOOST_REQUIRE(wait_for([&] { return scope.points(Channel::va) >= 1536; }));
    find<QToolButton>(bench.window, "scope_V1").click();
    BOOST_TEST(scope.points(Channel::va) == 0);
    BOOST_TEST(scope.points(Channel::i1) >= 1536);
    find<QToolButton>(bench.window, "scope_pause").click();
    auto const windows = bench.house.snapshot()->windows;
    BOOST_TEST(scope.paused());
    BOOST_TEST(wait_for([&] { return bench.house.snapshot()->windows > windows; }));
}

BOOST_AUTO_TEST_CASE(the_layout_comes_back_and_a_broken_one_is_ignored) {
    QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication::setOrganizationName("Meterbench");
    QApplication::setApplicationName("test-desk");
    {
        Bench bench;
        bench.window.show();
        find<QDockWidget>(bench.window, "dock_registers").hide();
        bench.window.save_layout();
    }
    Bench again;
    again.window.restore_layout();
    again.window.show();
    BOOST_TEST(!find<QDockWidget>(again.window, "dock_registers").isVisible());
    BOOST_TEST(find<QDockWidget>(again.window, "dock_scope").isVisible());
    QSettings().setValue("window/docks", QByteArray("nonsense"));
    QSettings().setValue("window/geometry", QByteArray("nonsense"));
    Bench broken;
    broken.window.restore_layout();
    broken.window.show();
    BOOST_TEST(find<QDockWidget>(broken.window, "dock_registers").isVisible());
}

BOOST_AUTO_TEST_CASE(a_lamp_says_its_state_in_words) {
    desk::Led led("ALARM", Qt::red);
    BOOST_TEST(led.accessibleDescription().toStdString() == "off");
    led.set(true);
    BOOST_TEST(led.accessibleDescription().toStdString() == "on");
    BOOST_TEST(led.accessibleName().toStdString() == "ALARM");
}

BOOST_AUTO_TEST_CASE(a_screenshot_has_the_size_of_the_window_and_many_colours) {
    Bench bench;
    QTemporaryDir folder;
    bench.window.resize(1200, 800);
    auto const file = folder.filePath("desk.png");
    auto const taken = desk::take_screenshot(bench.window, bench.house, file.toStdString(), true);
    if (!taken) BOOST_FAIL(taken.error().sentence);
    QImage const image(file);
    BOOST_TEST(image.width() == 1200);
    BOOST_TEST(image.height() == 800);
    std::set<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2) colours.insert(image.pixel(x, y));
    BOOST_TEST(colours.size() > 50U);
    BOOST_TEST(bench.house.snapshot()->events.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_screenshot_that_cannot_be_written_leaves_nothing_behind) {
    Bench bench;
    QTemporaryDir folder;
    auto const file = folder.filePath("no such folder/desk.png");
    auto const taken = desk::take_screenshot(bench.window, bench.house, file.toStdString(), false);
    BOOST_REQUIRE(!taken);
    BOOST_TEST(taken.error().sentence.find("no such folder") != std::string::npos);
    BOOST_TEST((taken.error().kind == ErrorKind::infrastructure));
    BOOST_TEST(!QFile::exists(file));
}

// The default source: 230 V and its harmonics, hence crests between 300 V and 400 V; the recording is read by the reader of recordings.
BOOST_AUTO_TEST_CASE(the_scope_exports_what_it_shows) {
    Bench bench;
    bench.window.show();
    BOOST_REQUIRE(wait_for([&] { return has_readings(bench); }));
    bench.window.refresh();
    auto& scope = find<desk::ScopeView>(bench.window, "scope");
    QTemporaryDir folder;
    std::string const path = folder.filePath("w.cfg").toStdString();
    auto const written = scope.export_frames(path);
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(written), (written ? "" : written.error().sentence));
    auto const read = open_waveform(path);
    BOOST_REQUIRE(static_cast<bool>(read));
    BOOST_TEST(read->sampling_rate == 9600.0);
    BOOST_REQUIRE(read->channels.size() == 8U);
    BOOST_TEST(read->channels[0].samples.size() == kScopeFrames);
    auto const& v1 = read->channels[0].samples;
    double const crest = *std::max_element(v1.begin(), v1.end());
    BOOST_TEST(crest > 300.0);
    BOOST_TEST(crest < 400.0);
    BOOST_TEST(QFile::exists(folder.filePath("w.dat")));
    auto const refused = scope.export_frames(folder.filePath("w.doc").toStdString());
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().sentence.find("end it in .cfg, .cff, .csv or .png") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
