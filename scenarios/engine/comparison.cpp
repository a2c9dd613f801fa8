// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/comparison.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/measure.hpp"
#include "core/catalogue/symbol.hpp"

namespace mb {
namespace {

bool judged(Verdict v) { return v != Verdict::not_applicable && v != Verdict::not_set; }

/// One in the last decimal place that the quantity is told with; 0 where nobody knows.
double last_place(std::string const& symbol) {
    auto const id = find_symbol(symbol);
    return id ? std::pow(10.0, -symbol_info(*id).decimals) : 0.0;
}

bool same_figure(double a, double b, std::string const& symbol, double tolerance_percent) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) == std::isnan(b);
    double const most = std::max(std::max(std::abs(a), std::abs(b)) * tolerance_percent / 100.0, last_place(symbol));
    return std::abs(a - b) <= most * (1.0 + 1e-9);
}

/// "pass 230.00 V, fail -5 var": what was found, or why nothing.
std::string told(RecordedCheck const& check) {
    std::string words{name(check.verdict)};
    if (check.findings.empty()) return check.reason.empty() ? words : fmt::format("{}: {}", words, check.reason);
    for (std::size_t i = 0; i < check.findings.size(); ++i) words += fmt::format("{} {}", i == 0 ? "" : ",", check.findings[i].actual);
    return words;
}

bool figures_moved(RecordedCheck const& a, RecordedCheck const& b, double tolerance_percent) {
    std::size_t const both = std::min(a.findings.size(), b.findings.size());
    for (std::size_t i = 0; i < both; ++i) {
        auto const& x = a.findings[i];
        auto const& y = b.findings[i];
        if (x.actual_value.has_value() != y.actual_value.has_value()) return true;
        if (x.actual_value ? !same_figure(*x.actual_value, *y.actual_value, x.quantity, tolerance_percent) : x.actual != y.actual)
            return true;
    }
    return a.findings.size() != b.findings.size();
}

Change change_of(RecordedCheck const& a, RecordedCheck const& b, double tolerance_percent) {
    if (judged(a.verdict) && !judged(b.verdict)) return Change::lost;
    if (!judged(a.verdict)) return judged(b.verdict) ? Change::added : Change::same;
    if (b.verdict != a.verdict) return b.verdict > a.verdict ? Change::regressed : Change::fixed;
    return figures_moved(a, b, tolerance_percent) ? Change::moved : Change::same;
}

/// The parts of two lists that belong together by a key; the same key again is the next one of it.
template <class Item, class KeyOf, class Pair>
void pair_up(std::vector<Item> const& before, std::vector<Item> const& after, KeyOf key_of, Pair pair) {
    using Key = decltype(key_of(before.front()));
    std::map<std::pair<Key, int>, Item const*> waiting;
    std::map<Key, int> seen;
    for (Item const& item : after) {
        auto const key = key_of(item);
        waiting[{key, seen[key]++}] = &item;
    }
    seen.clear();
    for (Item const& item : before) {
        auto const key = key_of(item);
        auto const found = waiting.find({key, seen[key]++});
        pair(&item, found == waiting.end() ? nullptr : found->second);
        if (found != waiting.end()) waiting.erase(found);
    }
    seen.clear();
    for (Item const& item : after) {
        auto const key = key_of(item);
        if (waiting.contains({key, seen[key]++})) pair(static_cast<Item const*>(nullptr), &item);
    }
}

class Comparing {
public:
    Comparing(Comparison& into, double tolerance_percent) : into_{into}, tolerance_percent_{tolerance_percent} {}

    void scenarios(RecordedScenario const* a, RecordedScenario const* b) {
        RecordedScenario const& any = a != nullptr ? *a : *b;
        scenario_ = any.name;
        if (a == nullptr || b == nullptr) {
            into_.notes.push_back(
                fmt::format("{} ({}) is in one of the runs only: {}", any.name, any.file, a != nullptr ? into_.before : into_.after));
            if (a != nullptr)
                for (RecordedCheck const& check : a->checks) checks(&check, nullptr);
            return;
        }
        if (a->ended != b->ended)
            into_.notes.push_back(fmt::format("{}: ended in one run \"{}\", in the other \"{}\"", any.name, a->ended, b->ended));
        pair_up(
            a->checks, b->checks,
            [](RecordedCheck const& c) {
                return std::pair{c.line, c.title};
            },
            [this](RecordedCheck const* x, RecordedCheck const* y) { checks(x, y); });
        if (a->readings.empty() || b->readings.empty()) return;  // of a scenario that did not end there are none; the note says so
        pair_up(
            a->readings, b->readings, [](RecordedReading const& r) { return r.symbol; },
            [this](RecordedReading const* x, RecordedReading const* y) { readings(x, y); });
    }

private:
    void checks(RecordedCheck const* a, RecordedCheck const* b) {
        static RecordedCheck const kNone;
        RecordedCheck const& x = a != nullptr ? *a : kNone;
        RecordedCheck const& y = b != nullptr ? *b : kNone;
        if (judged(x.verdict) && judged(y.verdict)) ++into_.checks;
        Change const change = change_of(x, y, tolerance_percent_);
        if (change == Change::same) return;
        RecordedCheck const& any = a != nullptr ? x : y;
        into_.differences.push_back({change, true, scenario_, fmt::format("{}:{}", any.file, any.line), any.title,
                                     a != nullptr ? told(x) : "not there", b != nullptr ? told(y) : "not there"});
    }

    void readings(RecordedReading const* a, RecordedReading const* b) {
        auto const add = [&](Change change) {
            RecordedReading const& any = a != nullptr ? *a : *b;
            into_.differences.push_back({change,
                                         false,
                                         scenario_,
                                         {},
                                         any.symbol,
                                         a != nullptr ? print(a->value, a->unit) : "no reading",
                                         b != nullptr ? print(b->value, b->unit) : "no reading"});
        };
        if (a == nullptr) return add(Change::added);
        if (b == nullptr) return add(Change::lost);
        ++into_.readings;
        if (!same_figure(a->value, b->value, a->symbol, tolerance_percent_)) add(Change::moved);
    }

    Comparison& into_;
    double tolerance_percent_;
    std::string scenario_;
};

}  // namespace

std::string_view name(Change change) {
    switch (change) {
        case Change::regressed:
            return "regressed";
        case Change::lost:
            return "lost";
        case Change::moved:
            return "moved";
        case Change::added:
            return "added";
        case Change::fixed:
            return "fixed";
        case Change::same:
            return "same";
    }
    return "";
}

std::size_t Comparison::count(Change change) const {
    return static_cast<std::size_t>(
        std::count_if(differences.begin(), differences.end(), [&](Difference const& d) { return d.change == change; }));
}

bool Comparison::worse() const {
    return std::any_of(differences.begin(), differences.end(),
                       [](Difference const& d) { return d.of_a_check && (d.change == Change::regressed || d.change == Change::lost); });
}

Comparison compare(RunRecord const& before, RunRecord const& after, double tolerance_percent) {
    Comparison result;
    result.before = before.target;
    result.after = after.target;
    if (before.map != after.map)
        result.notes.push_back(fmt::format("the runs used different register maps: {} and {}", before.map, after.map));
    result.identical = !before.digest.empty() && before.digest == after.digest;
    Comparing comparing{result, tolerance_percent};
    pair_up(
        before.scenarios, after.scenarios, [](RecordedScenario const& s) { return s.name; },
        [&](RecordedScenario const* a, RecordedScenario const* b) { comparing.scenarios(a, b); });
    return result;
}

}  // namespace mb
