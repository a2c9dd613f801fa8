// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <complex>
#include <numbers>
#include <vector>

#include "scenarios/engine/report_faults.hpp"
#include "scenarios/engine/report_html.hpp"
#include "scenarios/engine/report_markup.hpp"

namespace mb {
namespace {

constexpr double kWidth = 960.0;
constexpr double kLeft = 56.0;
constexpr double kRight = 12.0;
constexpr double kTop = 14.0;
constexpr double kPlot = 120.0;   // height of the voltage picture
constexpr double kPlain = 184.0;  // of the whole picture without faults
constexpr double kBar = 15.0;     // for each fault

/// Levels of the three phases at a time [percent of nominal].
struct Level {
    double time = 0.0;
    std::array<double, 3> percent{};
    bool slope = false;  ///< reached in a straight line from the one before, not by a step
};

/// Fundamental of a phase to neutral [V] behind the faults; the stimulus itself is to earth.
std::array<double, 3> to_neutral(Stimulus const& s) {
    LaneMatrix const m = lane_matrix(s.faults);
    std::array<std::complex<double>, 4> terminals{};
    for (std::size_t r = 0; r < terminals.size(); ++r)
        for (std::size_t c = 0; c < kChannels; ++c)
            terminals[r] += m[r][c] * std::polar(1.0, s.channels[c].phase_deg * std::numbers::pi / 180.0) * s.channels[c].rms;
    std::array<double, 3> all{};
    for (std::size_t p = 0; p < all.size(); ++p) all[p] = std::abs(terminals[p] - terminals[index(Channel::vn)]);
    return all;
}

/// Draws what was asked for, from stimulus to stimulus. An event's wait for its point on the wave (less than a cycle) is too short to be
/// seen here.
class Stairs {
public:
    explicit Stairs(ScenarioResult const& result) : rated_{result.scenario.rated.voltage}, base_{&result.scenario.start} {
        double const end = seconds(result.simulated);
        levels_.push_back({0.0, levels()});
        double now = 0.0;
        for (Step const& step : result.scenario.timeline) {
            if (auto const* wait = std::get_if<Wait>(&step.what))
                pass(now += seconds(wait->duration));
            else if (auto const* apply = std::get_if<Apply>(&step.what))
                change(now, apply->stimulus);
        }
        // A run that was stopped is shown as far as it came.
        cut(end);
        levels_.push_back({end, levels_.back().percent});
    }

    std::vector<Level> const& all() const { return levels_; }

private:
    std::array<double, 3> levels() const {
        std::array<double, 3> percent = to_neutral(*base_);
        for (std::size_t p = 0; p < 3; ++p)
            percent[p] *= 100.0 / rated_ * (running_until_ >= 0.0 && (running_.phases >> p & 1U) != 0 ? running_.level : 1.0);
        return percent;
    }

    void pass(double now) {
        if (running_until_ < 0.0 || now < running_until_) return;
        double const over = running_until_;
        running_until_ = -1.0;
        cut(over);
        levels_.push_back({over, levels()});
    }

    void change(double now, Stimulus const& stimulus) {
        cut(now);
        base_ = &stimulus;
        if (stimulus.event) {
            running_ = *stimulus.event;
            running_until_ = now + seconds(running_.duration);
        }
        if (stimulus.ramp > Duration{}) {
            levels_.push_back({now, levels_.back().percent});
            levels_.push_back({now + seconds(stimulus.ramp), levels(), true});
        } else {
            levels_.push_back({now, levels()});
        }
    }

    /// Nothing behind `time`; a slope that goes there ends on its way.
    void cut(double time) {
        while (levels_.size() > 1 && levels_.back().time > time) {
            Level const to = levels_.back();
            levels_.pop_back();
            Level const& from = levels_.back();
            if (!to.slope || from.time > time) continue;
            Level on_its_way{time, from.percent, true};
            double const part = (time - from.time) / (to.time - from.time);
            for (std::size_t p = 0; p < 3; ++p) on_its_way.percent[p] += part * (to.percent[p] - from.percent[p]);
            levels_.push_back(on_its_way);
            return;
        }
    }

    double rated_;
    Stimulus const* base_;
    VoltageEvent running_;  // while there is a time until which it runs
    double running_until_ = -1.0;
    std::vector<Level> levels_;
};

/// A bar for each time that a fault was at work, each fault on a line of its own.
std::string fault_bars(std::vector<FaultSpan> const& spans, std::vector<NamedFault const*> const& lines, double top, double left,
                       double width, double end) {
    std::string svg;
    for (FaultSpan const& span : spans) {
        auto const line = static_cast<double>(std::find(lines.begin(), lines.end(), span.fault) - lines.begin());
        double const x = left + width * span.begin_s / end;
        double const y = top + kBar * line;
        svg += fmt::format(
            "<rect class=\"fault\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"13\"><title>{} ({}): {:.3f} s to {:.3f} "
            "s</title></rect>\n<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
            x, y, std::max(2.0, width * (span.end_s - span.begin_s) / end), escaped(span.fault->name), escaped(describe(span.fault->fault)),
            span.begin_s, span.end_s, x + 3, y + 10, escaped(span.fault->name));
    }
    return svg;
}

}  // namespace

std::string timeline_svg(ScenarioResult const& result) {
    double const end = seconds(result.simulated);
    if (end <= 0.0) return "";
    auto const stairs = Stairs{result}.all();
    auto const spans = fault_spans(result);
    std::vector<NamedFault const*> lines;  // faults that were ever at work
    for (FaultSpan const& span : spans)
        if (std::find(lines.begin(), lines.end(), span.fault) == lines.end()) lines.push_back(span.fault);
    double const height = kPlain + kBar * static_cast<double>(lines.size());
    double top = 110.0;
    for (Level const& level : stairs)
        for (double const percent : level.percent) top = std::max(top, percent * 1.08);
    auto const x = [&](double t) { return kLeft + (kWidth - kLeft - kRight) * std::clamp(t / end, 0.0, 1.0); };
    auto const y = [&](double percent) { return kTop + kPlot * (1.0 - percent / top); };

    std::string svg = fmt::format(
        "<svg class=\"timeline\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Applied voltages and events over {:.3f} s\">\n", kWidth,
        height, end);
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
            if (i > 0 && !stairs[i].slope) points += fmt::format("{:.1f},{:.1f} ", x(stairs[i].time), y(stairs[i - 1].percent[phase]));
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
    svg += fault_bars(spans, lines, line + 12, kLeft, kWidth - kLeft - kRight, end);
    for (int i = 0; i <= 4; ++i)
        svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{:.4g} s</text>\n", x(end * i / 4), height - 10,
                           i == 0   ? "start"
                           : i == 4 ? "end"
                                    : "middle",
                           end * i / 4);
    return svg + "</svg>\n";
}

}  // namespace mb
