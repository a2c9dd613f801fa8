// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/csv_time.hpp"

#include <chrono>
#include <string>

#include "sim/text_fields.hpp"

namespace mb {

bool names_time(std::string_view name) {
    std::string const upper = to_upper(name);
    return upper == "T" || upper.starts_with("TIME") || upper == "SECONDS" || upper == "DATE" || upper == "DATETIME" ||
           upper == "TIMESTAMP" || upper == kPqdsHeader;
}

std::optional<double> time_scale(std::string_view name, std::string_view unit) {
    std::string text = to_upper(unit);
    if (to_upper(name) == kPqdsHeader && text.empty()) return 1e-3;
    if (text.empty())
        if (auto const bar = name.rfind('_'); bar != std::string::npos) text = to_upper(name.substr(bar + 1));
    if (text == "MS") return 1e-3;
    if (text == "US" || unit == "\u00B5s") return 1e-6;
    if (text == "NS") return 1e-9;
    return text.empty() || text == "S" || text == "SEC" || text == "SECONDS" || unit.empty() ? std::optional(1.0) : std::nullopt;
}

std::optional<double> date_and_time(std::string_view text) {
    double days = 0.0;
    if (auto const split = text.find_first_of(" T"); split != std::string_view::npos) {
        auto const date = split_fields(text.substr(0, split), '-');
        if (date.size() != 3) return std::nullopt;
        auto const y = parse_integer(date[0]), m = parse_integer(date[1]), d = parse_integer(date[2]);
        if (!y || !m || !d || *y < 0 || *y > 9999 || *m < 1 || *m > 12 || *d < 1 || *d > 31) return std::nullopt;
        auto const day = std::chrono::year(static_cast<int>(*y)) / static_cast<int>(*m) / static_cast<int>(*d);
        if (!day.ok()) return std::nullopt;
        // Days since 2020 keep nanoseconds within a double; only differences matter.
        days = static_cast<double>((std::chrono::sys_days(day) - std::chrono::sys_days(std::chrono::year(2020) / 1 / 1)).count());
        text = text.substr(split + 1);
    }
    if (text.ends_with('Z')) text.remove_suffix(1);
    auto const clock = split_fields(text, ':');
    if (clock.size() != 3) return std::nullopt;
    auto const h = parse_integer(clock[0]), min = parse_integer(clock[1]);
    auto const s = parse_number(clock[2]);
    if (!h || !min || !s || *h < 0 || *h > 24 || *min < 0 || *min > 59 || *s < 0.0 || *s >= 61.0) return std::nullopt;
    return days * 86400.0 + static_cast<double>(*h * 3600 + *min * 60) + *s;
}

}  // namespace mb
