// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/meter/panel/font.hpp"
#include "core/meter/panel/pages.hpp"
#include "core/meter/panel/panel.hpp"
#include "tests/core/meter/panel_bench.hpp"

using namespace mb;
using namespace std::chrono_literals;
using panel::State;

namespace {

State on(std::string_view name) {
    State s;
    s.page = panel::page_named(name);
    return s;
}

/// The screen's lines with single spaces: what a reader reads, whatever the columns.
std::vector<std::string> read(State const& state, Snapshot const& snapshot) {
    std::vector<std::string> lines;
    for (std::string const& line : panel::text(state, snapshot)) {
        std::istringstream words{line};
        std::string word, joined;
        while (words >> word) joined += (joined.empty() ? "" : " ") + word;
        lines.push_back(joined);
    }
    return lines;
}

void check_lines(std::vector<std::string> const& actual, std::vector<std::string> const& expected) {
    BOOST_CHECK_EQUAL_COLLECTIONS(actual.begin(), actual.end(), expected.begin(), expected.end());
}

bool overlap(panel::TextRun const& a, panel::TextRun const& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/// Snapshots that stretch every field: nothing, zeros, long numbers, many long events.
std::vector<Snapshot> hard_snapshots() {
    std::vector<Snapshot> list{panel_bench::nothing_measured()};
    for (double const value : {0.0, -999.99, -999'949.0, 123.456, -1e12}) list.push_back(panel_bench::all_readings(value));
    Snapshot s = panel_bench::all_readings(230.0);
    for (int i = 0; i < 500; ++i) {
        auto const kind = kEventKinds[static_cast<std::size_t>(i % 3)];
        s.events.push_back(panel_bench::event(kind, i * 1h, 59h + 59min, kind == EventKind::interruption ? 4.9 : 199.9));
    }
    for (auto const kind : kEventKinds)
        s.events.push_back(panel_bench::event(kind, 1s, std::nullopt, kind == EventKind::interruption ? 0.0 : 119.9));
    s.time = Instant{Duration{48'000LL * 3'000'000}};
    s.power_on = EpochMilliseconds{3'155'673'599'000};
    list.push_back(s);
    return list;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(panel_screen)

BOOST_AUTO_TEST_CASE(the_first_screen_shows_the_phase_voltages) {
    Snapshot s = panel_bench::nothing_measured();
    panel_bench::set(s, "net_inst.v1", 230.123);
    panel_bench::set(s, "net_inst.v2", 229.5);
    panel_bench::set(s, "net_inst.v3", 11'500.0);
    check_lines(read({}, s),
                {"Phase-neutral voltage Network", "V1 230.12 V", "V2 229.50 V", "V3 11.50 kV", "Vn --- V", "LEFT/RIGHT page BACK up 1/5"});
}

BOOST_AUTO_TEST_CASE(power_factors_say_inductive_or_capacitive_where_it_is_known) {
    Snapshot s = panel_bench::nothing_measured();
    panel_bench::set(s, "load1.inst.pf1", 0.8);
    panel_bench::set(s, "load1.inst.pf1_type", 2.0);  // 1 leading, 2 lagging (registers.csv)
    panel_bench::set(s, "load1.inst.pf2", 0.9);
    panel_bench::set(s, "load1.inst.pf2_type", 1.0);
    panel_bench::set(s, "load1.inst.pf3", 1.0);
    panel_bench::set(s, "load1.inst.pf3_type", 0.0);
    check_lines(read(on("pf"), s),
                {"Power factor Load 1", "PF1 0.800 ind", "PF2 0.900 cap", "PF3 1.000", "Total ---", "LEFT/RIGHT page BACK up 4/4"});
}

BOOST_AUTO_TEST_CASE(values_stand_in_one_column_at_their_right_edge) {
    Snapshot s = panel_bench::nothing_measured();
    panel_bench::set(s, "net_inst.v1", 230.0);
    panel_bench::set(s, "net_inst.vn", 1.5);
    auto const lines = panel::text({}, s);
    BOOST_TEST(lines.at(1).find("230.00") + 6 == lines.at(4).find("1.50") + 4);
}

BOOST_AUTO_TEST_CASE(a_dip_in_progress_is_listed_there_and_marked_on_every_page) {
    Snapshot s = panel_bench::nothing_measured();
    s.events.push_back(panel_bench::event(EventKind::dip, 10s, std::nullopt, 40.0));
    s.time = Instant{12s + 500ms};
    check_lines(read(on("running"), s), {"In progress", "dip 40.0 % 2.500 s", "2000-01-01 00:00:10.000 V1 V2 V3 U12 U23 U31",
                                         "UP/DOWN scroll LEFT/RIGHT page BACK up EVENT 1/2"});
    check_lines(read(on("history"), s), {"History", "No event so far", "UP/DOWN scroll LEFT/RIGHT page BACK up EVENT 2/2"});
    BOOST_TEST(read({}, s).back() == "LEFT/RIGHT page BACK up EVENT 1/5");
}

BOOST_AUTO_TEST_CASE(the_history_shows_the_latest_event_first) {
    Snapshot s = panel_bench::nothing_measured();
    s.events.push_back(panel_bench::event(EventKind::dip, 1s, 200ms, 40.0));
    s.events.push_back(panel_bench::event(EventKind::swell, 62s, 12'340ms, 115.0));
    s.power_on = 0;
    auto const lines = read(on("history"), s);
    BOOST_TEST(lines.at(1) == "swell 115.0 % 12.34 s");
    BOOST_TEST(lines.at(2) == "2000-01-01 00:01:02.000 V1 V2 V3 U12 U23 U31");
    BOOST_TEST(lines.at(3) == "dip 40.0 % 0.200 s");
}

BOOST_AUTO_TEST_CASE(the_about_page_names_the_meter_and_admits_an_unset_clock) {
    Snapshot s = panel_bench::nothing_measured();
    s.time = Instant{65s};
    auto const lines = read(on("about"), s);
    BOOST_TEST(lines.at(1) == "Model Meterbench A200");
    BOOST_TEST((std::find(lines.begin(), lines.end(), "Nominal 230/398 V 100 A 50 Hz") != lines.end()));
    BOOST_TEST((std::find(lines.begin(), lines.end(), "Running for 65.00 s") != lines.end()));
    BOOST_TEST((std::find(lines.begin(), lines.end(), "Clock not set") != lines.end()));
}

BOOST_AUTO_TEST_CASE(every_symbol_on_a_page_exists_in_the_catalogue) {
    for (panel::Page const& page : panel::pages())
        for (panel::Line const& line : page.lines) {
            BOOST_TEST(panel::resolve(line.symbol, 1).has_value(), line.symbol << " on page " << page.name);
            if (!line.nature.empty()) BOOST_TEST(panel::resolve(line.nature, 1).has_value(), line.nature << " on page " << page.name);
        }
}

BOOST_AUTO_TEST_CASE(no_page_draws_outside_the_screen_or_text_over_text) {
    panel::Canvas canvas;
    for (Snapshot const& snapshot : hard_snapshots())
        for (std::size_t page = 0; page < panel::pages().size(); ++page)
            for (std::uint16_t const cursor : std::array<std::uint16_t, 3>{0, 3, 60'000}) {
                State s;
                s.page = static_cast<std::uint8_t>(page);
                s.cursor = cursor;
                s.favourites = 0xFFFFFFFF;
                panel::draw(s, snapshot, canvas);
                BOOST_TEST(canvas.clipped() == 0U, "page " << panel::pages()[page].name);
                auto const texts = canvas.texts();
                for (std::size_t a = 0; a < texts.size(); ++a)
                    for (std::size_t b = a + 1; b < texts.size(); ++b)
                        BOOST_TEST(!overlap(texts[a], texts[b]),
                                   panel::pages()[page].name << ": '" << texts[a].text << "' over '" << texts[b].text << "'");
            }
}

BOOST_AUTO_TEST_CASE(the_header_is_a_filled_bar_over_the_whole_width) {
    panel::Canvas canvas;
    panel::draw({}, panel_bench::nothing_measured(), canvas);
    panel::Colour const bar = canvas.at(0, 0);
    BOOST_TEST(bar != canvas.at(2, 60));
    for (int x = 0; x < panel::kWidth; ++x) {
        BOOST_TEST(canvas.at(x, 0) == bar);
        BOOST_TEST(canvas.at(x, 21) == bar);
    }
}

BOOST_AUTO_TEST_CASE(a_bar_is_as_long_as_its_part_of_120_percent) {
    Snapshot s = panel_bench::nothing_measured();
    panel::Canvas canvas;
    auto const filled = [&](double volts) {
        panel_bench::set(s, "net_inst.v1", volts);
        panel::draw({}, s, canvas);
        int const y = 22 + 15;
        panel::Colour const full = canvas.at(287, y);
        int length = 0;
        while (length < 54 && canvas.at(287 + length, y) == full) ++length;
        return length;
    };
    // 54 pixels are 120 % of 230 V: 45 pixels are 100 %, 27 are 60 %.
    BOOST_TEST(filled(230.0) == 45);
    BOOST_TEST(filled(138.0) == 27);
    BOOST_TEST(filled(1000.0) == 54);
}

BOOST_AUTO_TEST_CASE(every_small_character_looks_different_and_only_space_is_blank) {
    std::set<std::array<std::uint8_t, 9>> seen;
    for (char c = panel::kFirstGlyph; c <= panel::kLastGlyph; ++c) {
        auto const& rows = panel::small_rows(c);
        BOOST_TEST(seen.insert(rows).second, "'" << c << "' looks like another one");
        bool const blank = std::all_of(rows.begin(), rows.end(), [](std::uint8_t row) { return row == 0; });
        BOOST_TEST(blank == (c == ' '));
        for (std::uint8_t const row : rows) BOOST_TEST(row < 32, "'" << c << "' is wider than five pixels");
    }
    BOOST_TEST(seen.insert(panel::small_rows('\n')).second);  // the box of an unknown character
}

BOOST_AUTO_TEST_CASE(large_digits_look_different_and_stay_in_their_cells) {
    std::set<std::vector<std::uint8_t>> seen;
    for (char const c : std::string{"0123456789+-"}) {
        auto const& glyph = panel::large_glyph(c);
        BOOST_TEST(glyph.width == 18);
        BOOST_TEST(seen.insert(glyph.coverage).second);
        for (int y = 0; y < glyph.height; ++y) {
            BOOST_TEST(glyph.coverage[static_cast<std::size_t>(y * glyph.width)] == 0);
            BOOST_TEST(glyph.coverage[static_cast<std::size_t>(y * glyph.width + glyph.width - 1)] == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_written_is_cut_off_at_the_edge_and_counted) {
    panel::Canvas canvas;
    canvas.fill({panel::kWidth - 1, 0, 3, 2}, panel::rgb(255, 255, 255));
    BOOST_TEST(canvas.clipped() == 4U);
    canvas.clear(0);
    BOOST_TEST(canvas.clipped() == 0U);
    canvas.text(-20, -20, panel::Font::huge, panel::rgb(255, 255, 255), "8");
    BOOST_TEST(canvas.clipped() > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
