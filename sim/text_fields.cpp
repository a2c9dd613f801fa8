// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/text_fields.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mb {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Length of the well-formed UTF-8 sequence at the front, 0 where there is none. Shortest forms only, no surrogates.
std::size_t utf8_length(std::string_view s) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    auto const follows = [&](std::size_t i) { return i < s.size() && (byte(i) & 0xC0U) == 0x80U; };
    unsigned char const first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (!follows(1) || !follows(2)) return 0;
        bool const overlong = first == 0xE0 && byte(1) < 0xA0;
        bool const surrogate = first == 0xED && byte(1) >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (!follows(1) || !follows(2) || !follows(3)) return 0;
        bool const overlong = first == 0xF0 && byte(1) < 0x90;
        bool const beyond = first == 0xF4 && byte(1) >= 0x90;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

bool is_utf8(std::string_view s) {
    while (!s.empty()) {
        std::size_t const n = utf8_length(s);
        if (n == 0) return false;
        s.remove_prefix(n);
    }
    return true;
}

bool has_cyrillic_words(std::string_view s) {
    auto const upper_half_letter = [](char c) { return static_cast<unsigned char>(c) >= 0xC0; };
    auto const pair = std::adjacent_find(s.begin(), s.end(), [&](char a, char b) { return upper_half_letter(a) && upper_half_letter(b); });
    return pair != s.end();
}

void put_utf8(std::string& to, unsigned code) {
    if (code < 0x80) {
        to.push_back(static_cast<char>(code));
    } else {  // nothing here exceeds U+07FF
        to.push_back(static_cast<char>(0xC0U | (code >> 6)));
        to.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
    }
}

/// Letters, the two outside their row, and what both sets share; typographic signs have no place in a channel name.
unsigned code_of_cp1251(unsigned char c) {
    if (c >= 0xC0) return 0x0410U + (c - 0xC0U);
    if (c == 0xA8) return 0x0401;
    if (c == 0xB8) return 0x0451;
    if (c == 0xB5 || c == 0xB0 || c == 0xB1 || c == 0xB7) return c;
    return '?';
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// What almost every sample is: a few digits, a point among them perhaps. With 15 of them the digits and the power of ten are exact in a
/// double, so their quotient is the nearest double, as it is from std::from_chars; nullopt for all else.
std::optional<double> short_decimal(std::string_view text) {
    static constexpr double kPowers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool const negative = text.front() == '-';
    if (negative) text.remove_prefix(1);
    if (text.size() > 16) return std::nullopt;  // 15 digits and a point, or 16 digits without one
    std::int64_t value = 0;
    std::size_t digits = 0, behind = 0;
    bool point = false;
    for (char const c : text) {
        if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            ++digits;
            behind += point ? 1 : 0;
        } else if (c == '.' && !point) {
            point = true;
        } else {
            return std::nullopt;
        }
    }
    if (digits == 0) return std::nullopt;
    double const size = static_cast<double>(value) / kPowers[behind];
    return negative ? -size : size;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view take_line(std::string_view& rest) {
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != '\n' && rest[end] != '\r') ++end;
    std::string_view const line = rest.substr(0, end);
    bool const pair = end + 1 < rest.size() && rest[end] == '\r' && rest[end + 1] == '\n';
    rest.remove_prefix(std::min(rest.size(), end + (pair ? 2 : 1)));
    return line;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) lines.push_back(take_line(text));
    return lines;
}

std::string_view take_field(std::string_view& rest, char separator, bool& more) {
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != separator) ++end;
    std::string_view const field = trimmed(rest.substr(0, end));
    more = end < rest.size();
    rest.remove_prefix(more ? end + 1 : end);
    return field;
}

std::vector<std::string_view> split_fields(std::string_view line, char separator) {
    std::vector<std::string_view> fields;
    for (bool more = true; more;) fields.push_back(take_field(line, separator, more));
    return fields;
}

std::optional<double> parse_number(std::string_view text) {
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    if (auto const simple = short_decimal(text)) return simple;
    double value = 0.0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<double> parse_number_with_comma(std::string_view text) {
    if (auto const value = parse_number(text)) return value;
    if (std::count(text.begin(), text.end(), ',') != 1 || text.find('.') != std::string_view::npos) return std::nullopt;
    std::string point(text);
    std::replace(point.begin(), point.end(), ',', '.');
    return parse_number(point);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string to_upper(std::string_view text) {
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
}

std::string one_line(std::string_view text, std::size_t most) {
    std::string shown(text.substr(0, most));
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' ');
    return shown;
}

PlainText plain_text(std::string_view bytes) {
    PlainText plain;
    if (bytes.starts_with(kByteOrderMark)) {
        plain.byte_order_mark = true;
        bytes.remove_prefix(kByteOrderMark.size());
    }
    if (!is_utf8(bytes)) plain.found = has_cyrillic_words(bytes) ? TextEncoding::cp1251 : TextEncoding::latin1;
    plain.text.reserve(bytes.size());
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        bool const line_end_or_tab = c == '\n' || c == '\r' || c == '\t';
        // 0x1A stays: it is DOS's end of file, and the readers must see it.
        if ((byte < 0x20 && !line_end_or_tab && byte != 0x1A) || byte == 0x7F)
            plain.text.push_back('?');
        else if (byte < 0x80 || plain.found == TextEncoding::utf8)
            plain.text.push_back(c);
        else
            put_utf8(plain.text, plain.found == TextEncoding::cp1251 ? code_of_cp1251(byte) : byte < 0xA0 ? unsigned{'?'} : byte);
    }
    return plain;
}

}  // namespace mb
