// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/value_text.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "core/base/time.hpp"

namespace mb {
namespace {

constexpr std::uint64_t kSensible = 8'000'000'000;  // seconds to the year 2253: nothing that a meter says on purpose is beyond it

std::string date_text(EpochMilliseconds since, bool with_milliseconds) {
    using namespace std::chrono;
    auto const instant = calendar_time(since);
    auto const day = floor<days>(instant);
    year_month_day const date{day};
    hh_mm_ss const time{instant - day};
    auto text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()},
                            time.hours().count(), time.minutes().count(), time.seconds().count());
    if (with_milliseconds) text += fmt::format(".{:03}", time.subseconds().count());
    return text;
}

/// As many decimals as one count is worth.
int decimals(double scale) { return scale >= 1.0 ? 0 : static_cast<int>(std::ceil(-std::log10(scale) - 1e-9)); }

/// Text of a whole number that has no unit: codes, bits, dates. Empty: it is a plain number.
std::string code_text(RegisterType type, std::uint64_t whole) {
    switch (type) {
        case RegisterType::u8_hex:
            return fmt::format("0x{:02X}", whole);
        case RegisterType::u16_hex:
            return fmt::format("0x{:04X}", whole);
        case RegisterType::u32_hex:
            return fmt::format("0x{:08X}", whole);
        case RegisterType::u64_hex:
            return fmt::format("0x{:016X}", whole);
        case RegisterType::datetime:
        case RegisterType::datetime_3:
            if (whole > 0 && whole < kSensible) return date_text(static_cast<EpochMilliseconds>(whole * 1'000), false);
            return {};
        case RegisterType::datetime_ms:
            if (whole > 0 && whole < kSensible * 1'000) return date_text(static_cast<EpochMilliseconds>(whole), true);
            return {};
        default:
            return {};
    }
}

std::string shown(Register const& reg, Value const& value, std::string_view unit, std::string_view none) {
    if (auto const* const text = std::get_if<std::string>(&value)) return *text;
    if (auto const* const number = std::get_if<double>(&value)) return fmt::format("{:.{}f}{}", *number, decimals(reg.scale), unit);
    auto const* const whole = std::get_if<std::uint64_t>(&value);
    if (whole == nullptr) return std::string{none};
    auto code = code_text(reg.type, *whole);
    return code.empty() ? fmt::format("{}{}", *whole, unit) : code;
}

}  // namespace

std::string value_text(Register const& reg, Value const& value) {
    Unit const unit = symbol_info(reg.symbol).unit;
    return shown(reg, value, unit == Unit::none ? "" : fmt::format(" {}", symbol(unit)), "not available");
}

std::string bare_value_text(Register const& reg, Value const& value) { return shown(reg, value, "", "---"); }

}  // namespace mb
