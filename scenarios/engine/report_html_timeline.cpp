// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <complex>
#include <numbers>
#include <vector>

#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_markup.hpp"

namespace mb {
namespace {

constexpr double kWidth = 960.0;
constexpr double kLeft = 56.0;
constexpr double kRight = 12.0;
constexpr double kTop = 14.0;
constexpr double kPlot = 120.0;  // height of the voltage picture
constexpr double kHeight = 184.0;

/// Levels of the three phases from a time on [percent of nominal].
struct Level {
    double time = 0.0;
    std::array<double, 3> percent{};
};

/// Fundamental of a phase to neutral [V]; the stimulus itself is to earth.
double to_neutral(Stimulus const& s, std::size_t phase) {
    auto const phasor = [](ChannelSignal const& c) { return std::polar(c.rms, c.phase_deg * std::numbers::pi / 180.0); };
    return std::abs(phasor(s.channels[phase]) - phasor(s[Channel::vn]));
}

std::array<double, 3> levels(Stimulus const& s, double rated, std::uint8_t phases, double factor) {
    std::array<double, 3> all{};
    for (std::size_t p = 0; p < 3; ++p) all[p] = 100.0 * to_neutral(s, p) / rated * ((phases & (1U << p)) != 0 ? factor : 1.0);
    return all;
}

/// What was asked for, as a staircase. An event's wait for its point on the wave (less than a cycle) is too short to be seen here.
std::vector<Level> applied(ScenarioResult const& result) {
    Scenario const& scenario = result.scenario;
    double const rated = scenario.rated.voltage;
    std::vector<Level> stairs{{0.0, levels(scenario.start, rated, 0, 1.0)}};
    double const end = seconds(result.simulated);
    double now = 0.0;
    Stimulus const* base = &scenario.start;
    VoltageEvent running;  // while now < running_until
    double running_until = -1.0;
    for (Step const& step : scenario.timeline) {
        if (auto const* wait = std::get_if<Wait>(&step.what)) {
            now += seconds(wait->duration);
            if (running_until < 0.0 || now < running_until) continue;
            stairs.push_back({running_until, levels(*base, rated, 0, 1.0)});
            running_until = -1.0;
        } else if (auto const* apply = std::get_if<Apply>(&step.what)) {
            base = &apply->stimulus;
            if (base->event) {
                running = *base->event;
                running_until = now + seconds(running.duration);
            }
            bool const runs = running_until >= 0.0;
            stairs.push_back({now, levels(*base, rated, runs ? running.phases : 0, runs ? running.level : 1.0)});
        }
    }
    // A run that was stopped is shown as far as it came.
    std::erase_if(stairs, [&](Level const& level) { return level.time > end; });
    stairs.push_back({end, stairs.back().percent});
    return stairs;
}

}  // namespace

std::string timeline_svg(ScenarioResult const& result) {
    double const end = seconds(result.simulated);
    if (end <= 0.0) return "";
    auto const stairs = applied(result);
    double top = 110.0;
    for (Level const& level : stairs)
        for (double const percent : level.percent) top = std::max(top, percent * 1.08);
    auto const x = [&](double t) { return kLeft + (kWidth - kLeft - kRight) * std::clamp(t / end, 0.0, 1.0); };
    auto const y = [&](double percent) { return kTop + kPlot * (1.0 - percent / top); };

    std::string svg = fmt::format(
        "<svg class=\"timeline\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Applied voltages and events over {:.3f} s\">\n", kWidth,
        kHeight, end);
    for (SeenEvent const& seen : result.events) {
        double const from = seconds(seen.event.start.time_since_epoch());
        double const to = seen.event.end ? seconds(seen.event.end->time_since_epoch()) : end;
        svg += fmt::format(
            "<rect class=\"event\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"><title>{} on {}: {:.4g} %, {:.3f} s to "
            "{}</title></rect>\n",
            x(from), kTop, std::max(2.0, x(to) - x(from)), kPlot, name(seen.event.kind), channel_list(seen.event.channels),
            seen.event.extreme_percent(), from, seen.event.end ? fmt::format("{:.3f} s", to) : "still running");
        svg += fmt::format("<text class=\"eventname\" x=\"{:.1f}\" y=\"{}\">{}</text>\n", x(from) + 3, kTop + kPlot - 5,
                           name(seen.event.kind));
    }
    for (double const percent : {0.0, 50.0, 100.0})
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/><text class=\"tick\" x=\"{3}\" y=\"{4:.1f}\" "
            "text-anchor=\"end\">{5:.0f} %</text>\n",
            kLeft, kWidth - kRight, y(percent), kLeft - 6, y(percent) + 4, percent);
    for (std::size_t phase = 3; phase-- > 0;) {
        std::string points;
        for (std::size_t i = 0; i < stairs.size(); ++i) {
            if (i > 0) points += fmt::format("{:.1f},{:.1f} ", x(stairs[i].time), y(stairs[i - 1].percent[phase]));
            points += fmt::format("{:.1f},{:.1f} ", x(stairs[i].time), y(stairs[i].percent[phase]));
        }
        svg += fmt::format("<polyline class=\"l{}\" points=\"{}\"/>\n", phase + 1, points);
    }
    double const line = kTop + kPlot + 14;
    for (bool const good : {true, false})  // what went wrong is drawn last, on top of what went well at the same time
        for (CheckResult const& check : result.checks) {
            if ((check.verdict == Verdict::pass) != good) continue;
            double const at = seconds(check.time.time_since_epoch());
            svg += fmt::format("<path class=\"mark {}\" d=\"M{:.1f},{} l4,8 h-8 z\"><title>{:.3f} s: {}, {}</title></path>\n",
                               good ? "good" : "bad", x(at), line, at, escaped(check.title), name(check.verdict));
        }
    for (int i = 0; i <= 4; ++i)
        svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{:.4g} s</text>\n", x(end * i / 4), kHeight - 10,
                           i == 0   ? "start"
                           : i == 4 ? "end"
                                    : "middle",
                           end * i / 4);
    return svg + "</svg>\n";
}

}  // namespace mb
