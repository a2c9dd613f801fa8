// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/firmware-bridge/reference/meter_bench.hpp"

namespace mb::reference {
namespace {

/// A line of the screen, a character a dot; a dot is two pixels by two, and all four must agree.
std::string shown(MeterBench const& bench, int number) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(RM_DISPLAY_WIDTH * RM_DISPLAY_HEIGHT), 7);
    rm_display_draw(&bench.meter->display, bench.meter.get(), pixels.data());
    auto const lit = [&](int x, int y) { return pixels[static_cast<std::size_t>((12 * number + y) * RM_DISPLAY_WIDTH + x)]; };
    std::string text = "\n";
    for (int y = 0; y < 10; y += 2) {
        for (int x = 0; x < RM_DISPLAY_WIDTH; x += 2) {
            BOOST_TEST((lit(x, y) == lit(x + 1, y) && lit(x, y) == lit(x, y + 1) && lit(x, y) == lit(x + 1, y + 1)));
            text += lit(x, y) == 255 ? '#' : '.';
        }
        text += '\n';
    }
    return text;
}

BOOST_FIXTURE_TEST_SUITE(reference_display, MeterBench)

BOOST_AUTO_TEST_CASE(a_reading_stands_as_it_is_drawn) {
    meter->readings.v[0] = 23'046;
    BOOST_TEST(shown(*this, 0) == R"(
#.#..#..................###.###.###.....#.#.###.
#.#.##....................#...#.#.#.....#.#.#...
#.#..#..................###.###.#.#.....###.###.
#.#..#..................#.....#.#.#.......#.#.#.
.#..###.................###.###.###..#....#.###.
)");
}

BOOST_AUTO_TEST_CASE(a_negative_power_has_its_sign_and_no_point) {
    rm_display_keys(&meter->display, 2);  // the page before the first is the last
    rm_display_keys(&meter->display, 2);  // still down: no other press
    rm_display_keys(&meter->display, 0);
    rm_display_keys(&meter->display, 2);
    meter->readings.total.p = -15;
    BOOST_TEST(shown(*this, 0) == R"(
###.....#.#..............................#..###.
#.#.....#.#.............................##..#...
###.....###.........................###..#..###.
#.......###..............................#....#.
#.......#.#.............................###.###.
)");
}

BOOST_AUTO_TEST_CASE(what_is_longer_than_a_line_ends_at_its_edge) {
    rm_display_keys(&meter->display, 2);
    meter->energies.total[RM_EA_POS].tenths = 99'999'999'999'999'999ULL;
    BOOST_TEST(shown(*this, 0).find("###.###.###") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
