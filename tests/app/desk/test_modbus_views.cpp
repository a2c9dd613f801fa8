// SPDX-License-Identifier: GPL-3.0-or-later
// The window's views of Modbus: traffic, faults of the communication, writing registers.
#include <boost/test/unit_test.hpp>

#include <QAbstractItemModel>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include "app/desk/register_view.hpp"
#include "app/desk/source_view.hpp"
#include "app/desk/traffic_model.hpp"
#include "app/desk/traffic_view.hpp"
#include "core/comm/modbus/client_pdu.hpp"
#include "core/comm/modbus/exchange.hpp"
#include "tests/app/desk/bench.hpp"

using namespace mb;
using desk::TrafficModel;
using desk_test::Bench;
using desk_test::wait_for;

namespace {

template <class W>
W& find(QWidget& window, char const* name) {
    auto* const widget = window.findChild<W*>(name);
    BOOST_REQUIRE_MESSAGE(widget != nullptr, "no widget " << name);
    return *widget;
}

/// The window with its traffic in front, and a client of its meter.
struct Talking : Bench {
    Talking() {
        window.show();
        BOOST_REQUIRE(window.bring_up("traffic"));
        BOOST_REQUIRE(wait_for([&] { return !table().visibleRegion().isEmpty(); }));
        window.refresh();
    }

    modbus::Outgoing ask(Bytes const& pdu, std::uint8_t unit = 1) {
        modbus::Outgoing out;
        client.answer({7, unit, pdu}, out);
        return out;
    }
    QTableView& table() { return find<QTableView>(window, "traffic_table"); }
    int rows() { return table().model()->rowCount(); }
    std::string cell(int row, int column) { return table().model()->index(row, column).data().toString().toStdString(); }

    modbus::Exchange client{server, {modbus::LinkKind::tcp, "127.0.0.1", modbus::Right::configure}, "tcp 127.0.0.1:40312"};
};

/// Types into the value of a register and ends with a key.
struct Editing : Bench {
    Editing() {
        window.show();
        BOOST_REQUIRE(window.bring_up("registers"));
        BOOST_REQUIRE(wait_for([&] { return !table().visibleRegion().isEmpty(); }));
    }
    QTableView& table() { return find<QTableView>(window, "register_table"); }
    QString note() { return find<QLabel>(window, "register_note").text(); }

    QLineEdit& open(QString const& symbol) {
        window.registers().set_filter(symbol);
        auto* const model = table().model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 2).data().toString() != symbol) continue;
            table().setCurrentIndex(model->index(row, 5));
            table().edit(model->index(row, 5));
            return find<QLineEdit>(table(), "cell_editor");
        }
        BOOST_FAIL("no register " << symbol.toStdString());
        throw 0;
    }
    static void press(QWidget& widget, int key) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QApplication::sendEvent(&widget, &event);
        QApplication::sendPostedEvents();
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    void enter(QString const& symbol, QString const& text, int key = Qt::Key_Return) {
        auto& line = open(symbol);
        line.setText(text);
        press(line, key);
    }
    double setting(SettingId id) { return house.snapshot()->settings.get(id); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(modbus_views)

BOOST_AUTO_TEST_CASE(each_frame_is_a_row_with_what_it_says) {
    Talking t;
    BOOST_REQUIRE(wait_for([&] { return t.house.snapshot()->windows >= 3; }));
    t.ask(modbus::read_request(36871, 2));  // net_inst.f
    t.ask(modbus::read_request(1, 1));
    t.window.refresh();
    BOOST_REQUIRE(t.rows() == 4);
    BOOST_TEST(t.cell(0, TrafficModel::kLink) == "tcp :40312");
    BOOST_TEST(t.cell(0, TrafficModel::kDirection) == ">");
    BOOST_TEST(t.cell(0, TrafficModel::kUnit) == "1");
    BOOST_TEST(t.cell(0, TrafficModel::kFunction) == "3");
    BOOST_TEST(t.cell(0, TrafficModel::kRegisters) == "36871 x 2");
    BOOST_TEST(t.cell(0, TrafficModel::kContent) == "net_inst.f");
    BOOST_TEST(t.cell(1, TrafficModel::kDirection) == "<");
    BOOST_TEST(t.cell(1, TrafficModel::kContent) == "net_inst.f = 50.000 Hz");
    BOOST_TEST(t.cell(3, TrafficModel::kContent) == "exception 2, illegal data address");
    BOOST_TEST(t.table().isColumnHidden(TrafficModel::kCrc));
}

BOOST_AUTO_TEST_CASE(the_selected_rows_are_copied_as_lines) {
    Talking t;
    t.ask(modbus::read_request(36871, 2));
    t.window.refresh();
    t.table().selectAll();
    auto* const shortcut = t.table().findChild<QShortcut*>();
    BOOST_REQUIRE(shortcut != nullptr);
    BOOST_TEST((shortcut->key() == QKeySequence(QKeySequence::Copy)));
    emit shortcut->activated();
    auto const lines = QGuiApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
    BOOST_REQUIRE(lines.size() == 2);
    BOOST_TEST(lines[0].contains("> unit 1 read holding registers 36871 x 2: net_inst.f"));
}

BOOST_AUTO_TEST_CASE(the_log_is_on_while_the_view_is_seen_or_records) {
    Talking t;
    BOOST_TEST(t.server.traffic().on());
    t.window.bring_up("registers");
    BOOST_REQUIRE(wait_for([&] { return t.table().visibleRegion().isEmpty(); }));
    t.window.refresh();
    BOOST_TEST(!t.server.traffic().on());
    find<QToolButton>(t.window, "traffic_record").setChecked(true);
    t.window.refresh();
    BOOST_TEST(t.server.traffic().on());
    t.ask(modbus::read_request(36871, 2));
    t.window.refresh();
    BOOST_TEST(t.rows() == 2);
}

BOOST_AUTO_TEST_CASE(a_pause_holds_the_table_and_loses_nothing) {
    Talking t;
    find<QToolButton>(t.window, "traffic_pause").setChecked(true);
    t.ask(modbus::read_request(36871, 2));
    t.window.refresh();
    BOOST_TEST(t.rows() == 0);
    find<QToolButton>(t.window, "traffic_pause").setChecked(false);
    t.window.refresh();
    BOOST_TEST(t.rows() == 2);
    find<QToolButton>(t.window, "traffic_clear").click();
    t.window.refresh();
    BOOST_TEST(t.rows() == 0);
}

BOOST_AUTO_TEST_CASE(the_filter_chooses_rows_and_its_refusal_is_told) {
    Talking t;
    t.ask(modbus::read_request(36871, 2));
    t.ask(modbus::read_request(1, 1));
    t.window.traffic().set_filter("errors");
    t.window.refresh();
    BOOST_REQUIRE(t.rows() == 1);
    BOOST_TEST(t.cell(0, TrafficModel::kContent) == "exception 2, illegal data address");
    BOOST_TEST(find<QLabel>(t.window, "traffic_counts").text().toStdString() == "1 of 4");
    t.window.traffic().set_filter("erors");
    auto& refusal = find<QLabel>(t.window, "traffic_refusal");
    BOOST_TEST(refusal.isVisible());
    BOOST_TEST(refusal.text().contains("did you mean 'errors'?"));
    BOOST_TEST(t.rows() == 1);  // the filter before stays
    t.ask(modbus::read_request(2, 1));
    t.window.refresh();
    BOOST_TEST(t.rows() == 2);
    t.window.traffic().set_filter("");
    BOOST_TEST(!refusal.isVisible());
    BOOST_TEST(t.rows() == 6);
}

BOOST_AUTO_TEST_CASE(the_table_is_bounded_and_says_what_it_lost) {
    Talking t;
    constexpr int kRequests = 6'000;  // twice as many frames: more than the log and the table keep
    for (int k = 0; k < kRequests; ++k) t.ask(modbus::read_request(1, 1));
    t.window.refresh();
    BOOST_TEST(t.rows() == static_cast<int>(TrafficModel::kMost));
    BOOST_TEST(find<QLabel>(t.window, "traffic_counts").text().toStdString() == "10000 frames, 2000 lost");
    t.ask(modbus::read_request(36871, 2));
    t.window.refresh();
    BOOST_TEST(t.rows() == static_cast<int>(TrafficModel::kMost));
    BOOST_TEST(t.cell(t.rows() - 2, TrafficModel::kRegisters) == "36871 x 2");
}

BOOST_AUTO_TEST_CASE(the_rows_that_are_shown_are_exported) {
    Talking t;
    t.ask(modbus::read_request(36871, 2));
    t.ask(modbus::read_request(1, 1));
    t.window.traffic().set_filter("errors");
    t.window.refresh();
    QTemporaryDir folder;
    auto const content = [&](char const* name) {
        auto const path = folder.filePath(name);
        if (auto const done = t.window.traffic().export_frames(path.toStdString()); !done) BOOST_FAIL(done.error().sentence);
        QFile file(path);
        BOOST_REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    };
    auto const table = content("t.csv");
    BOOST_TEST(table.startsWith("number,time,link,direction"));
    BOOST_TEST(table.count("\r\n") == 2);
    BOOST_TEST(content("t.txt").contains("exception 2, illegal data address"));
    BOOST_TEST(content("t.pcap").left(4).toHex().toStdString() == "a1b2c3d4");  // libpcap, microseconds
    BOOST_TEST(!t.window.traffic().export_frames(folder.filePath("t.doc").toStdString()));
    BOOST_TEST(!t.window.traffic().export_frames("/nowhere/t.csv"));
}

BOOST_AUTO_TEST_CASE(a_fault_is_put_together_added_counted_switched_off_changed_and_removed) {
    Talking t;
    t.window.bring_up("communication");
    auto& kind = find<QComboBox>(t.window, "comm_fault_kind");
    auto& rule = find<QLineEdit>(t.window, "comm_fault_rule");
    kind.setCurrentText("exception");
    find<QLineEdit>(t.window, "comm_fault_argument").setText("4");
    find<QLineEdit>(t.window, "comm_fault_conditions").setText("fc=3");
    BOOST_TEST(rule.text().toStdString() == "exception=4 fc=3");
    find<QPushButton>(t.window, "comm_fault_add").click();
    BOOST_TEST(t.ask(modbus::read_request(36871, 2)).pieces.at(0).bytes.back() == 4);
    auto& table = find<QTableWidget>(t.window, "comm_faults");
    t.window.refresh();
    BOOST_REQUIRE(table.rowCount() == 1);
    BOOST_TEST(table.item(0, 1)->text().toStdString() == "exception=4 fc=3");
    BOOST_TEST(table.item(0, 2)->text().toStdString() == "1");

    BOOST_TEST(t.window.sources().comm_faults().add("no-reply reg=36871"));
    table.item(0, 0)->setCheckState(Qt::Unchecked);
    BOOST_TEST(t.ask(modbus::read_request(36871, 2)).pieces.empty());
    table.item(0, 0)->setCheckState(Qt::Checked);
    t.ask(modbus::read_request(36873, 2));
    t.window.refresh();
    BOOST_TEST(table.item(0, 2)->text().toStdString() == "2");  // what it counted before it was off stays
    BOOST_TEST(table.item(1, 2)->text().toStdString() == "1");

    table.item(0, 1)->setText("busy fc=3");
    BOOST_TEST(t.ask(modbus::read_request(36873, 2)).pieces.at(0).bytes.back() == 6);
    table.item(0, 1)->setText("bussy");
    BOOST_TEST(table.item(0, 1)->text().toStdString() == "busy fc=3");  // refused: the rule before stays
    BOOST_TEST(!t.window.sources().comm_faults().add("busy fc=0"));

    table.selectRow(0);
    find<QPushButton>(t.window, "comm_fault_remove").click();
    BOOST_TEST(table.rowCount() == 1);
    BOOST_REQUIRE(t.server.injector().rules().size() == 1U);
    BOOST_TEST(modbus::text(t.server.injector().rules()[0]) == "no-reply reg=36871");
    BOOST_TEST(t.ask(modbus::read_request(36873, 2)).pieces.at(0).bytes[7] == 3);
}

BOOST_AUTO_TEST_CASE(return_writes_a_command_or_setting_and_nothing_else_does) {
    Editing e;
    e.server.answer({modbus::LinkKind::internal, "window", modbus::Right::configure}, modbus::write_one_request(58112, 1'000));
    double const before = e.setting(SettingId::win_avg);
    BOOST_REQUIRE(before != 120.0);
    e.enter("cfg_meas.win_avg", "120", Qt::Key_Escape);
    e.enter("cfg_meas.win_avg", "120", Qt::Key_Tab);
    {
        auto& line = e.open("cfg_meas.win_avg");
        line.setText("120");
        QFocusEvent away(QEvent::FocusOut, Qt::MouseFocusReason);  // a click elsewhere
        QApplication::sendEvent(&line, &away);
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    BOOST_TEST(e.setting(SettingId::win_avg) == before);
    e.enter("cfg_meas.win_avg", "2 min");
    BOOST_TEST(e.setting(SettingId::win_avg) == 120.0);
    BOOST_TEST(e.note().toStdString() == "cfg_meas.win_avg = 120 s is written");
    // While one types, the live value does not come between.
    auto& line = e.open("cfg_meas.win_avg");
    line.setText("18");
    e.window.refresh();
    BOOST_TEST(line.text().toStdString() == "18");
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_meter_is_a_sentence) {
    Editing e;
    e.server.answer({modbus::LinkKind::internal, "window", modbus::Right::configure}, modbus::write_one_request(58112, 1'000));
    e.enter("cfg_meas.win_avg", "61 min");
    BOOST_TEST(e.note().toStdString().starts_with("cfg_meas.win_avg: the meter refuses 3660 s: exception 3, illegal data value ("));
    e.enter("cfg_meas.win_avg", "soon");
    BOOST_TEST(e.note().toStdString().starts_with("cfg_meas.win_avg: 'soon'"));
    e.enter("cfg_meas.win_avg", "10 V");
    BOOST_TEST(e.note().toStdString().find("is not") != std::string::npos);
    e.enter("cfg_meas.power_method", "0.5");
    BOOST_TEST(e.note().toStdString().find("cannot hold '0.5'") != std::string::npos);
    // What is only read is not edited at all.
    e.window.registers().set_filter("load1.inst.v1");
    auto const index = e.table().model()->index(0, 5);
    BOOST_TEST(!e.table().model()->flags(index).testFlag(Qt::ItemIsEditable));
}

BOOST_AUTO_TEST_CASE(a_locked_register_asks_for_the_code_and_is_written_then) {
    Editing e;
    double const before = e.setting(SettingId::win_avg);
    e.enter("cfg_meas.win_avg", "2 min");
    auto& lock = find<QWidget>(e.window, "register_lock");
    auto& code = find<QLineEdit>(e.window, "register_lock_code");
    BOOST_TEST(lock.isVisible());
    BOOST_TEST(e.setting(SettingId::win_avg) == before);
    code.setText("999");
    find<QPushButton>(e.window, "register_unlock").click();
    BOOST_TEST(e.note().toStdString() == "999 is not the code");
    BOOST_TEST(lock.isVisible());
    code.setText("1000");
    find<QPushButton>(e.window, "register_unlock").click();
    BOOST_TEST(!lock.isVisible());
    BOOST_TEST(e.setting(SettingId::win_avg) == 120.0);
    BOOST_TEST(code.text().isEmpty());
}

BOOST_AUTO_TEST_SUITE_END()
