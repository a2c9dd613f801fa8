// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include "sim/csv_waveform.hpp"
#include "tests/sim/comtrade_text.hpp"

using namespace mb;
using test::says;

namespace {

WaveformFile made(std::string const& text, double rate = 0.0) {
    auto file = read_csv(text, rate, "r.csv");
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().sentence));
    return *file;
}

std::string refusal(std::string const& text, double rate = 0.0) {
    auto const file = read_csv(text, rate, "r.csv");
    BOOST_REQUIRE(!file);
    return file.error().sentence;
}

void check(WaveformChannel const& channel, std::string const& name, std::vector<double> const& samples) {
    BOOST_TEST(channel.name == name);
    BOOST_TEST(channel.samples == samples, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_waveform)

BOOST_AUTO_TEST_CASE(a_time_column_gives_the_rate) {
    auto const file = made("time,U1,I1\n0,1,10\n0.001,2,20\n0.002,3,30\n");
    BOOST_TEST(file.sampling_rate == 1000.0, boost::test_tools::tolerance(1e-9));
    check(file.channels[0], "U1", {1, 2, 3});
    check(file.channels[1], "I1", {10, 20, 30});
    BOOST_TEST(file.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(without_a_time_column_the_rate_must_be_given) {
    std::string const text = "U1,I1\r\n1,10\r\n2,20\r\n";
    BOOST_TEST(refusal(text) == "r.csv: no time column; give the sampling rate (--rate 9600)");
    BOOST_TEST(made(text, 6400.0).sampling_rate == 6400.0);
}

BOOST_AUTO_TEST_CASE(units_stand_in_the_header_or_in_a_row_of_their_own) {
    auto const header = made("t [ms],U1 [kV],I1 (mA)\n0,1,10\n1,2,20\n");
    BOOST_TEST(header.sampling_rate == 1000.0, boost::test_tools::tolerance(1e-9));
    check(header.channels[0], "U1", {1000, 2000});
    BOOST_TEST(header.channels[1].samples[1] == 0.02, boost::test_tools::tolerance(1e-12));
    auto const row = made("time,U1,I1\nms,kV,A\n0,1,10\n1,2,20\n");
    BOOST_TEST(row.sampling_rate == 1000.0, boost::test_tools::tolerance(1e-9));
    check(row.channels[0], "U1", {1000, 2000});
}

BOOST_AUTO_TEST_CASE(a_unit_over_two_lines_stays_on_one_line_of_a_message) {
    BOOST_TEST(refusal("time,U1\n\"fort\nnight\",V\n0,1\n1,2\n") ==
               "r.csv: the time column is in 'fort night'; s, ms, us and ns are understood");
    BOOST_TEST(made("time,U1\ns,\"V\tA\"\n0,1\n1,2\n").channels[0].unit == "V A");
}

BOOST_AUTO_TEST_CASE(semicolons_allow_decimal_commas) {
    auto const file = made("t;U1;I1\n0,000;1,5;-2\n0,001;2.5;3e1\n");
    BOOST_TEST(file.sampling_rate == 1000.0, boost::test_tools::tolerance(1e-9));
    check(file.channels[0], "U1", {1.5, 2.5});
    check(file.channels[1], "I1", {-2, 30});
}

BOOST_AUTO_TEST_CASE(quoted_cells_follow_rfc_4180) {
    auto const file = made("\"U1, \"\"busbar\"\"\n north\",I1\n\"1\",2\n3,4\n", 1000.0);
    check(file.channels[0], "U1, \"busbar\"  north", {1, 3});  // a line end inside a name is shown as a blank
    BOOST_TEST(refusal("U1,I1\n1,\"2\n3,4\n", 1000.0).find("never closed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(date_and_time_stamps_are_read_to_the_nanosecond) {
    auto const file =
        made("Time_UTC,MODAQ_Va_V\n2020-02-24 23:59:59.999980000,1\n2020-02-25 00:00:00.000000000,2\n2020-02-25T00:00:00.00002Z,3\n");
    BOOST_TEST(file.sampling_rate == 50'000.0, boost::test_tools::tolerance(0.002));
    BOOST_TEST(refusal("time,U1\n2020-13-45 00:00:00,1\n0,2\n").find("r.csv:2") == 0U);
}

BOOST_AUTO_TEST_CASE(empty_cells_are_missing_samples) {
    auto const file = made("U1,I1\n1,5\n,NaN\n3,7\n,\n", 1000.0);
    check(file.channels[0], "U1", {1, 2, 3, 3});
    check(file.channels[1], "I1", {5, 6, 7, 7});
    BOOST_TEST(says(file.diagnostics, "2 missing samples of 'U1'"));
}

BOOST_AUTO_TEST_CASE(short_rows_are_told_and_empty_columns_left_out) {
    auto const file = made("U1,I1,X\n1,5\n2,6,\n3,7,,9,9\n", 1000.0);
    BOOST_TEST(file.channels.size() == 2U);
    BOOST_TEST(says(file.diagnostics, "2 rows do not have 3 cells"));
    BOOST_TEST(says(file.diagnostics, "'X' holds no number"));
}

BOOST_AUTO_TEST_CASE(comments_a_byte_order_mark_and_a_last_comma_do_no_harm) {
    auto const file = made("\xEF\xBB\xBF# made by a scope\n# 2026\nU1,I1,\n1,2,\n3,4,\n", 1000.0);
    BOOST_TEST(file.channels.size() == 2U);
    BOOST_TEST(says(file.diagnostics, "2 comment lines"));
    BOOST_TEST(refusal("# a\nU1\nx1\ny\n", 1000.0).find("r.csv:4") == 0U);
}

BOOST_AUTO_TEST_CASE(metadata_before_a_pqds_table_are_skipped_and_its_time_is_in_milliseconds) {
    std::string const metadata = "DeviceName,\"Meter, north\",,T,\"Name\"\nNominalFrequency,\"60\",Hz,N,\"\"\n";
    auto const file = made(metadata + "waveform-data,va,ia\n0,1.0,10\n0.5,2.0,         NaN\n1,3.0,30\n");
    BOOST_TEST(file.sampling_rate == 2000.0, boost::test_tools::tolerance(1e-9));
    check(file.channels[0], "va", {1, 2, 3});
    check(file.channels[1], "ia", {10, 20, 30});
    BOOST_TEST(says(file.diagnostics, "r.csv: 2 lines of PQDS metadata before the table were skipped"));
    // Line numbers are those of the file; without the table's own header such lines are no table.
    BOOST_TEST(refusal(metadata + "Waveform-Data,va\n0,1\n1,x\n") == "r.csv:5: 'x' in column 'va' is no number");
    BOOST_TEST(refusal(metadata + "time,va\n0,1\n1,2\n").find("r.csv:1: a header row") != 0U);
}

BOOST_AUTO_TEST_CASE(nonsense_is_refused_with_its_line) {
    BOOST_TEST(refusal("").find("no header row") != std::string::npos);
    BOOST_TEST(refusal("1,2,3\n4,5,6\n").find("r.csv:1: a header row with channel names is needed") == 0U);
    BOOST_TEST(refusal("U1,I1\n1,2\n3,four\n", 1000.0) == "r.csv:3: 'four' in column 'I1' is no number");
    BOOST_TEST(refusal("U1,I1\n", 1000.0).find("no samples") != std::string::npos);
    BOOST_TEST(refusal("time,U1\n0,1\n0,2\n").find("does not go forward") != std::string::npos);
    BOOST_TEST(refusal("time,U1\n0,1\n1e-9,2\n2e-9,3\n1,4\n").find("gaps too long") != std::string::npos);
    BOOST_TEST(refusal("time [parsec],U1\n0,1\n1,2\n").find("'parsec'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(times_that_are_not_uniform_are_straightened) {
    auto const file = made("t,U1\n0,0\n0.001,1\n0.002,2\n0.006,6\n0.007,7\n");
    BOOST_REQUIRE(file.channels[0].samples.size() == 8U);
    for (std::size_t i = 0; i < 8; ++i) BOOST_TEST(std::abs(file.channels[0].samples[i] - static_cast<double>(i)) < 1e-9);
    BOOST_TEST(says(file.diagnostics, "not uniform"));
}

BOOST_AUTO_TEST_SUITE_END()
