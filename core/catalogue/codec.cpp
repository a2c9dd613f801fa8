// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/codec.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "core/base/time.hpp"

namespace mb {
namespace {

using Words = std::span<std::uint16_t>;
using WordView = std::span<std::uint16_t const>;

struct Shape {
    int bits;
    bool is_signed;
};

/// How many bits a number of this type has; 0 for texts and DATETIME_3.
Shape shape_of(RegisterType type) {
    switch (type) {
        case RegisterType::u8:
        case RegisterType::u8_hex:
            return {8, false};
        case RegisterType::u16:
        case RegisterType::u16_hex:
            return {16, false};
        case RegisterType::s16:
            return {16, true};
        case RegisterType::u32:
        case RegisterType::u32_hex:
        case RegisterType::datetime:
            return {32, false};
        case RegisterType::s32:
            return {32, true};
        case RegisterType::u64:
        case RegisterType::u64_hex:
        case RegisterType::datetime_ms:
            return {64, false};
        case RegisterType::s64:
            return {64, true};
        case RegisterType::string_16:
        case RegisterType::string_norm:
        case RegisterType::datetime_3:
            break;
    }
    return {0, false};
}

constexpr std::uint64_t all_ones(int bits) { return bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1; }

void put(std::uint64_t raw, Words words) {
    for (std::size_t i = words.size(); i-- > 0; raw >>= 16) words[i] = static_cast<std::uint16_t>(raw & 0xFFFFU);
}

std::uint64_t get(WordView words) {
    std::uint64_t raw = 0;
    for (auto const word : words) raw = (raw << 16) | word;
    return raw;
}

/// The nearest count, at most the ends of the type; two's complement where it is negative.
std::uint64_t counts(double value, Shape shape) {
    if (std::isnan(value)) return 0;
    double const rounded = std::round(value);
    if (!shape.is_signed) {
        if (rounded <= 0.0) return 0;
        if (rounded >= std::ldexp(1.0, shape.bits)) return all_ones(shape.bits);
        return static_cast<std::uint64_t>(rounded);
    }
    double const limit = std::ldexp(1.0, shape.bits - 1);
    if (rounded >= limit) return all_ones(shape.bits - 1);
    auto const whole = static_cast<std::int64_t>(std::max(rounded, -limit));
    return static_cast<std::uint64_t>(whole) & all_ones(shape.bits);
}

std::uint64_t counts_of(Value const& value, double scale, Shape shape) {
    if (auto const* const measured = std::get_if<double>(&value)) return counts(*measured / scale, shape);
    if (auto const* const whole = std::get_if<std::uint64_t>(&value)) {
        if (scale != 1.0) return counts(static_cast<double>(*whole) / scale, shape);
        return std::min(*whole, all_ones(shape.is_signed ? shape.bits - 1 : shape.bits));
    }
    return 0;
}

void put_text(std::string_view text, RegisterType type, Words words) {
    auto const byte = [&](std::size_t at, char padding) { return static_cast<std::uint8_t>(at < text.size() ? text[at] : padding); };
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] =
            type == RegisterType::string_16 ? byte(i, '\0') : static_cast<std::uint16_t>((byte(2 * i, ' ') << 8) | byte(2 * i + 1, ' '));
    }
}

std::string get_text(RegisterType type, WordView words) {
    std::string text;
    for (auto const word : words) {
        if (type == RegisterType::string_norm) text.push_back(static_cast<char>(word >> 8));
        text.push_back(static_cast<char>(word & 0xFFU));
    }
    if (auto const end = text.find('\0'); end != std::string::npos) text.resize(end);
    text.resize(text.find_last_not_of(' ') + 1);
    return text;
}

using Days = std::chrono::sys_days;
constexpr int kEpochYear = static_cast<int>(std::chrono::year_month_day{kEpoch}.year());

void put_date(std::uint64_t since, Words words) {
    using namespace std::chrono;
    // 2255-12-31 23:59:59, the last that a byte of years can say.
    constexpr auto kLast = static_cast<std::uint64_t>((Days{year{2256} / 1 / 1} - kEpoch).count()) * 86'400 - 1;
    auto const whole = std::min(since, kLast);
    year_month_day const date{kEpoch + days{static_cast<int>(whole / 86'400)}};
    auto const of_day = static_cast<unsigned>(whole % 86'400);
    unsigned const bytes[] = {static_cast<unsigned>(int{date.year()} - kEpochYear),
                              unsigned{date.month()},
                              unsigned{date.day()},
                              of_day / 3'600,
                              of_day / 60 % 60,
                              of_day % 60};
    for (std::size_t i = 0; i < std::min<std::size_t>(3, words.size()); ++i)
        words[i] = static_cast<std::uint16_t>((bytes[2 * i] << 8) | bytes[2 * i + 1]);
}

Value get_date(WordView words) {
    using namespace std::chrono;
    if (words.size() != 3) return std::monostate{};
    year_month_day const date{year{kEpochYear + (words[0] >> 8)}, month{words[0] & 0xFFU}, day{static_cast<unsigned>(words[1] >> 8)}};
    unsigned const hour = words[1] & 0xFFU;
    unsigned const minute = words[2] >> 8;
    unsigned const second = words[2] & 0xFFU;
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::monostate{};
    auto const midnight = static_cast<std::uint64_t>((Days{date} - kEpoch).count()) * 86'400;
    return midnight + hour * 3'600 + minute * 60 + second;
}

}  // namespace

void encode(Register const& reg, Value const& value, std::span<std::uint16_t> words) {
    std::ranges::fill(words, std::uint16_t{0});
    if (std::holds_alternative<std::monostate>(value)) return;
    if (reg.type == RegisterType::string_16 || reg.type == RegisterType::string_norm) {
        if (auto const* const text = std::get_if<std::string>(&value)) put_text(*text, reg.type, words);
    } else if (reg.type == RegisterType::datetime_3) {
        if (auto const* const since = std::get_if<std::uint64_t>(&value)) put_date(*since, words);
    } else {
        put(counts_of(value, reg.scale, shape_of(reg.type)), words);
    }
}

Value decode(Register const& reg, std::span<std::uint16_t const> words) {
    if (reg.type == RegisterType::string_16 || reg.type == RegisterType::string_norm) return get_text(reg.type, words);
    if (reg.type == RegisterType::datetime_3) return get_date(words);
    Shape const shape = shape_of(reg.type);
    std::uint64_t const raw = get(words) & all_ones(shape.bits);
    if (shape.is_signed) {
        std::uint64_t const sign = std::uint64_t{1} << (shape.bits - 1);
        auto const whole = static_cast<std::int64_t>((raw ^ sign) - sign);  // sign extension
        return static_cast<double>(whole) * reg.scale;
    }
    if (reg.scale == 1.0 && !symbol_info(reg.symbol).is_reading()) return raw;
    return static_cast<double>(raw) * reg.scale;
}

}  // namespace mb
