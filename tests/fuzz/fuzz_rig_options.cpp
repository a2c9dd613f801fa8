// SPDX-License-Identifier: GPL-3.0-or-later
/// Any text as hidden errors, as a file of them, and as misbehaviour. What is taken is within its limits; a truth that was read is written
/// and read again.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "hil/virtual_rig/misbehaviour.hpp"
#include "hil/virtual_rig/rig_truth.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb::virtual_rig;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    if (auto const limits = parse_error_limits(text); limits && !(draw_truth(*limits, 1).meter_clock_ppm <= 10'000.0)) std::abort();
    if (auto const truth = truth_from_json(text, "file")) {
        if (!(std::abs(truth->meter_clock_ppm) <= 10'000.0)) std::abort();
        auto const again = truth_from_json(truth_json(*truth), "file");
        if (!again || !(*again == *truth)) std::abort();
    }
    Misbehaviour misbehaviour;
    if (add_misbehaviour(text, misbehaviour))
        for (auto const& line : misbehaviour.lines)
            if (!(line.drop >= 0.0 && line.drop <= 1.0)) std::abort();
    return 0;
}
