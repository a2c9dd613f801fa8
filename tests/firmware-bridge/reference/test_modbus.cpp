// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>
#include <string_view>

#include "tests/firmware-bridge/reference/meter_bench.hpp"

namespace mb::reference {
namespace {

using Frame = std::vector<std::uint8_t>;

/// With its checksum, which the first test compares with printed ones.
Frame sealed(Frame frame) {
    auto const crc = rm_crc16(frame.data(), frame.size());
    frame.push_back(static_cast<std::uint8_t>(crc));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8));
    return frame;
}

BOOST_FIXTURE_TEST_SUITE(reference_modbus, MeterBench)

BOOST_AUTO_TEST_CASE(checksums_are_those_of_the_catalogues) {
    std::string_view const digits = "123456789";
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(digits.data());
    BOOST_TEST(rm_crc16(bytes, digits.size()) == 0x4B37);         // CRC-16/MODBUS
    BOOST_TEST(rm_crc32(0, bytes, digits.size()) == 0xCBF43926);  // CRC-32/ISO-HDLC
    BOOST_TEST(rm_crc32(rm_crc32(0, bytes, 4), bytes + 4, 5) == 0xCBF43926);
}

// Frames printed in the manual of an older meter of the family (A40/A41), to slave 5: what was read there does not exist here.
BOOST_AUTO_TEST_CASE(printed_frames_are_taken_and_refused_with_the_right_exception) {
    meter->line.address = 5;
    BOOST_TEST(line({0x05, 0x03, 0x03, 0x00, 0x00, 0x9E, 0xC5, 0xA2}) ==
               (Frame{0x05, 0x83, 0x03, 0x40, 0xF0}));  // 158 registers are too many
    BOOST_TEST(line({0x05, 0x03, 0x07, 0x2B, 0x00, 0x02, 0xB4, 0xF3}) == (Frame{0x05, 0x83, 0x02, 0x81, 0x30}));
    BOOST_TEST(line({0x05, 0x03, 0x07, 0x00, 0x00, 0x64, 0x44, 0xD1}) == (Frame{0x05, 0x83, 0x02, 0x81, 0x30}));
    BOOST_TEST(line({0x05, 0x06, 0x02, 0x00, 0x00, 0x05, 0x49, 0xF5}) == sealed({0x05, 0x86, 0x02}));
    BOOST_TEST(line({0x05, 0x06, 0x04, 0x00, 0x10, 0x00, 0x84, 0xBE}) == sealed({0x05, 0x86, 0x02}));
}

BOOST_AUTO_TEST_CASE(the_maker_mark_is_read_with_functions_3_and_4) {
    for (std::uint8_t const function : Frame{3, 4})
        BOOST_TEST(line(sealed({1, function, 0xC3, 0x50, 0, 4})) == sealed({1, function, 8, 0, 'S', 0, 'O', 0, 'C', 0, 'O'}));
    BOOST_TEST(line({0x01, 0x03, 0xC3, 0x50, 0x00, 0x01, 0xB8, 0x5F}) == sealed({1, 3, 2, 0, 'S'}));
}

BOOST_AUTO_TEST_CASE(holes_inside_a_block_read_zero_and_outside_there_is_exception_2) {
    BOOST_TEST(words(13827, 9) == std::vector<std::uint16_t>(9));  // between rated current and nature of load 1
    BOOST_TEST(words(13822, 2).empty());
    BOOST_TEST(words(18523, 1).size() == 1U);
    BOOST_TEST(words(18523, 2).empty());   // across the end
    BOOST_TEST(words(65535, 10).empty());  // beyond the last address
    BOOST_TEST(words(20480, 92).empty());  // there is no load 2
}

BOOST_AUTO_TEST_CASE(a_request_of_a_wrong_form_gets_exception_3_and_an_unknown_function_1) {
    BOOST_TEST(line(sealed({1, 3, 0xC3, 0x50, 0, 0})) == sealed({1, 0x83, 3}));
    BOOST_TEST(line(sealed({1, 3, 0xC3, 0x50, 0, 126})) == sealed({1, 0x83, 3}));
    BOOST_TEST(line(sealed({1, 16, 0xE1, 0, 0, 1, 4, 0, 1, 0, 1})) == sealed({1, 0x90, 3}));  // count and length differ
    BOOST_TEST(line(sealed({1, 16, 0xE1, 0, 0, 0, 0})) == sealed({1, 0x90, 3}));
    for (std::uint8_t const function : Frame{1, 2, 5, 7, 17, 43, 127})
        BOOST_TEST(line(sealed({1, function})) == sealed({1, static_cast<std::uint8_t>(function | 0x80), 1}));
}

BOOST_AUTO_TEST_CASE(the_clock_is_set_whole_and_runs) {
    BOOST_TEST(line(sealed({1, 16, 0xE1, 0, 0, 6, 12, 0, 29, 0, 2, 0x07, 0xE8, 0, 23, 0, 59, 0, 59})) == sealed({1, 16, 0xE1, 0, 0, 6}));
    run(1.0, Wave{});
    BOOST_TEST(words(57600, 6) == (std::vector<std::uint16_t>{1, 3, 2024, 0, 0, 0}));  // 2024 is a leap year
    BOOST_TEST(write(57600, {30, 2, 2024, 0, 0, 0}) == RM_ILLEGAL_VALUE);
    BOOST_TEST(write(57600, {1, 1, 2024, 24, 0, 0}) == RM_ILLEGAL_VALUE);
    BOOST_TEST(write(57600, {1}) == RM_ILLEGAL_ADDRESS);  // a part of it
    run(1.0, Wave{});
    // 2024-03-01 is day 60 of the year: 757382400 + 60 · 86400, and the latest window ended within the last half second
    BOOST_TEST(std::abs(number(36864) - (757'382'400 + 60 * 86'400)) <= 1);
}

BOOST_AUTO_TEST_CASE(a_write_is_carried_out_whole_or_not_at_all) {
    BOOST_TEST(write(12291, {1, 1, 0}) == RM_GOOD);  // f_nom, rotation, vt_used
    BOOST_TEST(words(12291, 3) == (std::vector<std::uint16_t>{1, 1, 0}));
    BOOST_TEST(write(12291, {0, 0, 1}) == RM_ILLEGAL_VALUE);  // there is no transformer
    BOOST_TEST(words(12291, 3) == (std::vector<std::uint16_t>{1, 1, 0}));
    BOOST_TEST(write(12290, {0}) == RM_ILLEGAL_ADDRESS);       // half of a value
    BOOST_TEST(write(12296, {100, 0}) == RM_ILLEGAL_ADDRESS);  // beyond the block
    BOOST_TEST(write(kV1, {1, 1}) == RM_ILLEGAL_ADDRESS);      // read-only
}

BOOST_AUTO_TEST_CASE(locked_registers_open_with_the_code_and_close_by_themselves) {
    BOOST_TEST(write(42629, {85}) == RM_ILLEGAL_FUNCTION);
    BOOST_TEST(write(58112, {999}) == RM_ILLEGAL_VALUE);
    BOOST_TEST(line(sealed({1, 6, 0xE3, 0x00, 0x03, 0xE8})) == sealed({1, 6, 0xE3, 0x00, 0x03, 0xE8}));
    BOOST_TEST(words(58112, 2) == (std::vector<std::uint16_t>{0, 1}));
    BOOST_TEST(write(42629, {85}) == RM_GOOD);
    BOOST_TEST(write(58112, {0}) == RM_GOOD);
    BOOST_TEST(write(42629, {80}) == RM_ILLEGAL_FUNCTION);
    BOOST_TEST(write(58112, {1000}) == RM_GOOD);
    run(59.0, [](double) { return Inputs{}; });
    BOOST_TEST(words(58113, 1)[0] == 1);
    run(1.1, [](double) { return Inputs{}; });
    BOOST_TEST(write(42629, {80}) == RM_ILLEGAL_FUNCTION);
    BOOST_TEST(words(42629, 1)[0] == 85);
}

BOOST_AUTO_TEST_CASE(a_broadcast_is_carried_out_and_not_answered) {
    BOOST_TEST(line(sealed({0, 6, 0x30, 0x04, 0, 1})).empty());  // rotation
    BOOST_TEST(words(12292, 1)[0] == 1);
    BOOST_TEST(line(sealed({0, 3, 0x30, 0x04, 0, 1})).empty());
    BOOST_TEST(line(sealed({2, 6, 0x30, 0x04, 0, 0})).empty());  // for another unit
    BOOST_TEST(words(12292, 1)[0] == 1);
}

BOOST_AUTO_TEST_CASE(a_frame_may_come_byte_by_byte_and_a_broken_one_is_over_after_a_silence) {
    Frame const read = sealed({1, 3, 0xC3, 0x50, 0, 1});
    Frame got;
    for (auto const byte : read) {
        auto const piece = line({byte});
        got.insert(got.end(), piece.begin(), piece.end());
    }
    BOOST_TEST(got == sealed({1, 3, 2, 0, 'S'}));
    Frame broken = read;
    broken[3] ^= 0x10;
    BOOST_TEST(line(broken).empty());
    BOOST_TEST(line(read).empty());  // no silence between: still the broken one
    run(0.003, Wave{});
    BOOST_TEST(line(read) == sealed({1, 3, 2, 0, 'S'}));
    BOOST_TEST(line({1, 3, 0xC3}).empty());
    run(0.003, Wave{});
    BOOST_TEST(line(read) == sealed({1, 3, 2, 0, 'S'}));
    BOOST_TEST(line(Frame(3000, 0x10)).empty());
    run(0.003, Wave{});
    BOOST_TEST(line(read) == sealed({1, 3, 2, 0, 'S'}));
}

BOOST_AUTO_TEST_CASE(inputs_and_the_output_are_told) {
    meter->inputs = 5;
    BOOST_TEST(words(11248, 3) == (std::vector<std::uint16_t>{3, 7, 5}));
    BOOST_TEST(write(11285, {1}) == RM_GOOD);
    BOOST_TEST(meter->outputs == 1U);
    BOOST_TEST(write(11284, {1}) == RM_GOOD);
    BOOST_TEST(meter->outputs == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace mb::reference
