// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/check.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/measure.hpp"

namespace mb {
namespace {

/// Readings are decimal counts, tolerances decimal texts; both are doubles here. What differs by less than this part of the larger
/// number is the same figure on paper: 230.23 against 230 + 0.23.
constexpr double kSameFigure = 1e-12;

double root_sum_square(double a, double b, double c) { return std::sqrt(a * a + b * b + c * c); }

/// By how much `actual` is beyond a limit at distance `own` (and `whole` with the source's part).
Verdict judge_excess(double distance, double own, double whole, double magnitude) {
    double const slack = kSameFigure * std::max(magnitude, 1e-300);
    if (distance <= own + slack) return Verdict::pass;
    if (distance <= whole + slack) return Verdict::inconclusive;
    return Verdict::fail;  // NaN ends here too
}

/// "(tolerance 0.23 V ⊕ source 0.02 V ⊕ resolution 0.005 V)": the terms that are not zero.
std::string terms(Unit unit, std::optional<double> tolerance, Uncertainty const& uncertainty) {
    std::string list;
    auto const add = [&](std::string_view what, double value) {
        if (!list.empty()) list += " ⊕ ";
        list += fmt::format("{} {}", what, print(value, unit, 4));
    };
    if (tolerance) add("tolerance", *tolerance);
    if (uncertainty.source > 0.0) add("source", uncertainty.source);
    if (uncertainty.resolution > 0.0) add("resolution", uncertainty.resolution);
    return list;
}

Finding missing(std::string quantity, std::string expected, std::string actual) {
    Finding f;
    f.verdict = Verdict::fail;
    f.quantity = std::move(quantity);
    f.expected = std::move(expected);
    f.actual = std::move(actual);
    f.limit = "must exist";
    return f;
}

/// A reading to the decimal place that one count of its register is worth: "230.00 V".
std::string print_reading(double value, Unit unit, double half_count) {
    if (!(half_count > 1e-9 && half_count < 1e9)) return print(value, unit);
    int const decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(2.0 * half_count) - 1e-9)));
    std::string const number = fmt::format("{:.{}f}", value, decimals);
    return unit == Unit::none ? number : fmt::format("{} {}", number, symbol(unit));
}

std::string ordinal(int number) { return fmt::format("no. {}", number); }

SeenEvent const* pick(EventCheck const& check, std::vector<SeenEvent> const& events) {
    SeenEvent const* latest = nullptr;
    int number = 0;
    for (SeenEvent const& seen : events) {
        if (seen.event.kind != check.kind) continue;
        latest = &seen;
        if (check.number && ++number == *check.number) return latest;
    }
    return check.number ? nullptr : latest;
}

Finding judge_duration(std::string quantity, EventCheck const& check, Event const& event, SourceUncertainty const& source) {
    auto const limit = [](std::optional<Duration> d) { return d ? std::optional{seconds(*d)} : std::nullopt; };
    // Each stamp counts milliseconds, so the difference of two is good to one.
    auto const judged = [&](double lasted) {
        return judge_range(std::move(quantity), Unit::second, limit(check.duration_min), limit(check.duration_max), lasted,
                           {source.of(Unit::second, lasted), 0.001});
    };
    if (auto const duration = event.duration()) return judged(seconds(*duration));
    Finding f = judged(0.0);
    f.verdict = Verdict::inconclusive;
    f.actual = "still running";
    f.actual_value.reset();
    return f;
}

}  // namespace

Finding judge_value(std::string quantity, Unit unit, double expected, double tolerance, double actual, Uncertainty const& uncertainty) {
    double const own = root_sum_square(tolerance, 0.0, uncertainty.resolution);
    double const whole = root_sum_square(tolerance, uncertainty.source, uncertainty.resolution);
    Finding f;
    f.verdict = judge_excess(std::abs(actual - expected), own, whole, std::max(std::abs(expected), std::abs(actual)));
    f.quantity = std::move(quantity);
    f.expected = print(expected, unit);
    f.actual = print_reading(actual, unit, uncertainty.resolution);
    f.limit = fmt::format("± {} ({})", print(whole, unit, 4), terms(unit, tolerance, uncertainty));
    f.unit = unit;
    f.low = expected - whole;
    f.high = expected + whole;
    f.actual_value = actual;
    return f;
}

Finding judge_range(std::string quantity, Unit unit, std::optional<double> min, std::optional<double> max, double actual,
                    Uncertainty const& uncertainty) {
    double const whole = root_sum_square(0.0, uncertainty.source, uncertainty.resolution);
    Finding f;
    f.verdict = Verdict::pass;
    auto const side = [&](double beyond, double bound) {
        f.verdict = worse(f.verdict, judge_excess(beyond, uncertainty.resolution, whole, std::max(std::abs(bound), std::abs(actual))));
    };
    if (min) side(*min - actual, *min);
    if (max) side(actual - *max, *max);
    f.quantity = std::move(quantity);
    if (min && max)
        f.expected = fmt::format("{} … {}", print(*min, unit), print(*max, unit));
    else if (min)
        f.expected = fmt::format("at least {}", print(*min, unit));
    else if (max)
        f.expected = fmt::format("at most {}", print(*max, unit));
    f.actual = print_reading(actual, unit, uncertainty.resolution);
    f.limit = whole > 0.0 ? fmt::format("widened by {} ({})", print(whole, unit, 4), terms(unit, std::nullopt, uncertainty)) : "exact";
    f.unit = unit;
    if (min) f.low = *min - whole;
    if (max) f.high = *max + whole;
    f.actual_value = actual;
    return f;
}

std::string title(Check const& check) {
    struct Titles {
        std::string operator()(QuantityCheck const& c) const {
            Symbol const& symbol = symbol_info(c.symbol);
            if (c.value) return fmt::format("{} = {}", symbol.name, print(*c.value, symbol.unit));
            if (c.min && c.max) return fmt::format("{} in {} … {}", symbol.name, print(*c.min, symbol.unit), print(*c.max, symbol.unit));
            if (c.min) return fmt::format("{} >= {}", symbol.name, print(*c.min, symbol.unit));
            return fmt::format("{} <= {}", symbol.name, print(c.max.value_or(0.0), symbol.unit));
        }
        std::string operator()(EventCheck const& c) const {
            std::string words{name(c.kind)};
            if (c.number) words += fmt::format(" {}", ordinal(*c.number));
            if (c.residual) words += fmt::format(" to {}", print(*c.residual, Unit::percent));
            return words;
        }
        std::string operator()(EventCountCheck const& c) const {
            return fmt::format("{} {}", c.count, c.kind ? fmt::format("{} events", name(*c.kind)) : std::string{"events"});
        }
        std::string operator()(PulseCheck const& c) const { return fmt::format("pulse error = {}", print(c.error_percent, Unit::percent)); }
        std::string operator()(ReplyCheck const& c) const {
            return fmt::format("reply to {}: {}", symbol_info(c.symbol).name, outcome_text(c));
        }
    };
    return std::visit(Titles{}, check.what);
}

std::vector<Finding> judge(QuantityCheck const& check, double actual, double resolution, SourceUncertainty const& source) {
    Symbol const& symbol = symbol_info(check.symbol);
    double const about = check.value.value_or(actual);
    bool const of_the_source = symbol.is_reading() || symbol.unit != Unit::none;  // else a state, a number of something
    Uncertainty const uncertainty{of_the_source ? source.of(symbol.unit, about) : 0.0, resolution / 2.0};
    if (check.value) return {judge_value(symbol.name, symbol.unit, *check.value, check.tolerance.of(*check.value), actual, uncertainty)};
    return {judge_range(symbol.name, symbol.unit, check.min, check.max, actual, uncertainty)};
}

std::vector<Finding> judge(EventCheck const& check, std::vector<SeenEvent> const& events, SourceUncertainty const& source) {
    std::string const kind{name(check.kind)};
    SeenEvent const* seen = pick(check, events);
    if (seen == nullptr) {
        auto const of_kind = std::count_if(events.begin(), events.end(), [&](SeenEvent const& e) { return e.event.kind == check.kind; });
        return {missing(kind, check.number ? fmt::format("{} {}", kind, ordinal(*check.number)) : fmt::format("a {}", kind),
                        fmt::format("{} seen", of_kind))};
    }
    Event const& event = seen->event;
    std::vector<Finding> findings;
    if (check.residual) {
        findings.push_back(judge_value(kind + ".residual", Unit::percent, *check.residual, check.residual_tolerance,
                                       event.extreme_percent(), {source.of(Unit::volt, *check.residual), seen->resolution_percent}));
    }
    if (check.duration_min || check.duration_max) findings.push_back(judge_duration(kind + ".duration", check, event, source));
    if (check.channels) {
        Finding f;
        f.verdict = event.channels == *check.channels ? Verdict::pass : Verdict::fail;
        f.quantity = kind + ".channels";
        f.expected = channel_list(*check.channels);
        f.actual = channel_list(event.channels);
        f.limit = "exactly these";
        findings.push_back(std::move(f));
    }
    if (findings.empty()) {
        Finding f =
            missing(kind, fmt::format("a {}", kind), fmt::format("{} from {:.3f} s", kind, seconds(event.start.time_since_epoch())));
        f.verdict = Verdict::pass;
        findings.push_back(std::move(f));
    }
    return findings;
}

std::vector<Finding> judge(EventCountCheck const& check, std::vector<SeenEvent> const& events) {
    auto const count =
        std::count_if(events.begin(), events.end(), [&](SeenEvent const& e) { return !check.kind || e.event.kind == *check.kind; });
    Finding f;
    f.verdict = count == check.count ? Verdict::pass : Verdict::fail;
    f.quantity = check.kind ? fmt::format("{} events", name(*check.kind)) : "events";
    f.expected = fmt::format("{}", check.count);
    f.actual = fmt::format("{}", count);
    f.limit = "exactly";
    f.low = f.high = check.count;
    f.actual_value = static_cast<double>(count);
    for (SeenEvent const& e : events) {  // a wrong count is looked into by knowing what was seen
        if (f.verdict == Verdict::pass || (check.kind && e.event.kind != *check.kind)) continue;
        f.actual += fmt::format("; {} to {:.4g} % at {:.3f} s", name(e.event.kind), e.event.extreme_percent(),
                                seconds(e.event.start.time_since_epoch()));
    }
    return {f};
}

Verdict verdict_of(std::vector<Finding> const& findings) {
    Verdict worst = Verdict::not_applicable;
    for (Finding const& f : findings) worst = worse(worst, f.verdict);
    return worst;
}

}  // namespace mb
