// SPDX-License-Identifier: GPL-3.0-or-later
// The picture: a header with title and load, the body of the page's layout, a footer that says what the keys do here.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/meter/panel/format.hpp"
#include "core/meter/panel/pages.hpp"
#include "core/meter/panel/panel.hpp"
#include "core/meter/panel/text_lines.hpp"

namespace mb::panel {
namespace {

constexpr Colour kBack = rgb(13, 20, 28), kBar = rgb(34, 74, 96), kFoot = rgb(24, 36, 48), kRule = rgb(40, 56, 70);
constexpr Colour kText = rgb(236, 242, 246), kFaint = rgb(142, 162, 178), kChosen = rgb(38, 92, 120), kAlarm = rgb(214, 72, 60);
// Colours of the phases and the neutral that colour-blind people can tell apart (the palette of Okabe and Ito, for a dark ground).
constexpr Colour kPhases[]{rgb(86, 180, 233), rgb(240, 170, 40), rgb(40, 190, 140), rgb(160, 170, 180)};

constexpr int kHeader = 22, kFooter = 14, kMargin = 8;
constexpr int kBody = kHeight - kHeader - kFooter;
constexpr int kListLines = 4;

std::string full_unit(Snapshot const& snapshot, Line const& line, int load, std::string const& unit) {
    if (line.nature.empty()) return unit;
    auto const id = resolve(line.nature, load);
    if (!id) return {};
    Value const value = snapshot.value(*id);
    auto const* const nature = std::get_if<double>(&value);
    return nature == nullptr ? "" : *nature == 1.0 ? "cap" : *nature == 2.0 ? "ind" : "";
}

/// Value of 100 % on a bar, 0 where there is no bar.
double nominal(Scale scale, Nominal const& n) {
    switch (scale) {
        case Scale::none:
            return 0.0;
        case Scale::voltage:
            return n.voltage;
        case Scale::line_voltage:
            return n.voltage * std::numbers::sqrt3;
        case Scale::current:
            return n.current;
        case Scale::phase_power:
            return n.voltage * n.current;
        case Scale::total_power:
            return 3.0 * n.voltage * n.current;
        case Scale::unity:
            return 1.0 / 1.2;
    }
    return 0.0;
}

double value_of(Snapshot const& snapshot, std::optional<SymbolId> id) {
    if (!id) return std::nan("");
    Value const value = snapshot.value(*id);
    auto const* const number = std::get_if<double>(&value);
    return number == nullptr ? std::nan("") : *number;
}

void draw_bar(Canvas& canvas, Rect const& area, double part, Colour colour) {
    canvas.frame(area, kRule);
    int const room = area.width - 2;
    if (std::isfinite(part)) {
        auto const filled = static_cast<int>(std::lround(std::min(part / 1.2, 1.0) * room));
        canvas.fill({area.x + 1, area.y + 1, filled, area.height - 2}, colour);
    }
}

void draw_values(State const& state, Page const& page, Snapshot const& snapshot, Canvas& canvas) {
    int const count = static_cast<int>(page.lines.size());
    bool const one = count == 1;
    Font const font = one ? Font::huge : Font::large;
    int const step = kBody / count;
    int y = kHeader + (step - line_height(font)) / 2;
    for (Line const& line : page.lines) {
        auto const id = resolve(line.symbol, state.load);
        Unit const unit = id ? symbol_info(*id).unit : Unit::none;
        double const value = value_of(snapshot, id);
        Reading const r = reading(value, unit, id ? symbol_info(*id).decimals : 0);
        Colour const colour = line.phase < 0 ? kText : kPhases[line.phase];
        int const text_y = y + (line_height(font) - 14) / 2;  // capitals of the medium face are 14 high
        canvas.text(kMargin, text_y, Font::medium, colour, line.label);
        canvas.text(one ? 286 : 232, y, font, r.number == "---" ? kFaint : kText, r.number, Align::right);
        canvas.text(one ? 292 : 240, one ? text_y + 8 : text_y, Font::medium, kFaint, full_unit(snapshot, line, state.load, r.unit));
        if (double const full = nominal(line.scale, snapshot.nominal); full > 0.0)
            draw_bar(canvas, {286, y + 9, kWidth - kMargin - 286, 10}, std::abs(value) / full, line.phase < 0 ? kFaint : colour);
        y += step;
        if (!one && &line != &page.lines.back())
            canvas.fill({kMargin, y - (step - line_height(font)) / 2 - 1, kWidth - 2 * kMargin, 1}, kFoot);
    }
}

void draw_menu(State const& state, Canvas& canvas) {
    auto const list = children(state.page);
    int const step = kBody / 5;
    int y = kHeader + (kBody - 5 * step) / 2;
    for (std::size_t i = 0; i < list.size(); ++i, y += step) {
        bool const chosen = i == state.cursor;
        if (chosen) canvas.fill({4, y + 1, kWidth - 8, step - 2}, kChosen);
        canvas.text(kMargin + 4, y + 4, Font::medium, chosen ? kText : kFaint, pages()[list[i]].title);
        if (chosen) canvas.text(kWidth - kMargin - 4, y + 4, Font::medium, kText, ">", Align::right);
    }
}

Colour colour_of(EventKind kind) { return kind == EventKind::swell ? kPhases[1] : kind == EventKind::dip ? kPhases[0] : kAlarm; }

/// Two rows of text: kind, extreme and duration; then begin and channels.
void draw_event(Event const& event, Snapshot const& snapshot, int y, int height, Canvas& canvas) {
    canvas.fill({4, y + 2, 4, height - 4}, colour_of(event.kind));
    canvas.text(14, y + 2, Font::medium, kText, name(event.kind));
    canvas.text(240, y + 2, Font::medium, kText, fmt::format("{:.1f} %", event.extreme_percent()), Align::right);
    auto const duration = event.duration();
    canvas.text(kWidth - kMargin, y + 2, Font::medium, kText, duration_text(duration ? *duration : snapshot.time - event.start),
                Align::right);
    canvas.text(14, y + 20, Font::small, kFaint, calendar_text(snapshot.calendar(event.start)));
    canvas.text(kWidth - kMargin, y + 20, Font::small, kFaint, channel_list(event.channels), Align::right);
}

void draw_events(State const& state, bool running, Snapshot const& snapshot, Canvas& canvas) {
    std::vector<Event const*> list;
    for (auto e = snapshot.events.rbegin(); e != snapshot.events.rend(); ++e)
        if (e->end.has_value() != running) list.push_back(&*e);
    if (list.empty()) {
        canvas.text(kWidth / 2, kHeader + kBody / 2 - 9, Font::medium, kFaint, running ? "No event in progress" : "No event so far",
                    Align::centre);
        return;
    }
    int const step = kBody / kListLines;
    std::size_t const last = list.size() > kListLines ? list.size() - kListLines : 0;
    std::size_t const first = std::min<std::size_t>(state.cursor, last);
    for (std::size_t i = first; i < std::min(list.size(), first + kListLines); ++i)
        draw_event(*list[i], snapshot, kHeader + static_cast<int>(i - first) * step, step, canvas);
    if (list.size() > kListLines) {  // how far down the list
        int const length = std::max<int>(6, kBody * kListLines / static_cast<int>(list.size()));
        canvas.fill({kWidth - 3, kHeader + static_cast<int>(first) * (kBody - length) / static_cast<int>(last), 3, length}, kFaint);
    }
}

std::string software_version(Snapshot const& snapshot) {
    auto const id = find_symbol("ident.sw_version");  // times 100
    Value const value = id ? snapshot.value(*id) : Value{};
    auto const* const number = std::get_if<std::uint64_t>(&value);
    return number == nullptr ? "---" : fmt::format("{}.{:02}", *number / 100, *number % 100);
}

void draw_about(Snapshot const& snapshot, Canvas& canvas) {
    int y = kHeader + 6;
    auto const row = [&](std::string_view label, std::string const& text) {
        canvas.text(kMargin + 4, y + 1, Font::small, kFaint, label);
        canvas.text(120, y + 1, Font::small, kText, text);
        y += 16;
    };
    if (snapshot.identity) {
        row("Model", snapshot.identity->model);
        row("Software version", software_version(snapshot));
        row("Serial number", fmt::format("{}", snapshot.identity->serial));
    }
    row("Nominal", fmt::format("{:.0f}/{:.0f} V   {:.0f} A   {} Hz", snapshot.nominal.voltage,
                               snapshot.nominal.voltage * std::numbers::sqrt3, snapshot.nominal.current, snapshot.nominal.frequency_hz));
    row("Running for", duration_text(snapshot.time - Instant{}));
    row("Clock", snapshot.power_on ? calendar_text(snapshot.calendar(snapshot.time)).substr(0, 19) : "not set");
}

std::string_view hint(Layout layout) {
    switch (layout) {
        case Layout::menu:
            return "UP/DOWN choose   OK open   BACK up";
        case Layout::values:
            return "LEFT/RIGHT page   BACK up";
        case Layout::running:
        case Layout::history:
            return "UP/DOWN scroll   LEFT/RIGHT page   BACK up";
        case Layout::about:
            return "BACK up";
    }
    return "";
}

void draw_frame(State const& state, Page const& page, Snapshot const& snapshot, Canvas& canvas) {
    canvas.fill({0, 0, kWidth, kHeader}, kBar);
    canvas.text(kMargin, 3, Font::medium, kText, page.title);
    bool const of_load = page.layout == Layout::values && page.lines.front().symbol.starts_with("load");
    std::string const whose = of_load ? fmt::format("Load {}", state.load) : page.layout == Layout::values ? "Network" : "";
    canvas.text(kWidth - kMargin, 7, Font::small, kText, whose, Align::right);
    canvas.fill({0, kHeight - kFooter, kWidth, kFooter}, kFoot);
    canvas.text(kMargin, kHeight - kFooter + 3, Font::small, kFaint, hint(page.layout));
    if (std::any_of(snapshot.events.begin(), snapshot.events.end(), [](Event const& e) { return !e.end; })) {
        canvas.fill({266, kHeight - kFooter + 1, 40, kFooter - 2}, kAlarm);
        canvas.text(286, kHeight - kFooter + 3, Font::small, kText, "EVENT", Align::centre);
    }
    if (page.layout == Layout::menu) return;
    auto const list = children(page_named(page.parent));
    auto const at = std::find(list.begin(), list.end(), state.page) - list.begin() + 1;
    bool const favourite = (state.favourites >> state.page & 1U) != 0;
    canvas.text(kWidth - kMargin, kHeight - kFooter + 3, Font::small, kFaint,
                fmt::format("{}{}/{}", favourite ? "* " : "", at, list.size()), Align::right);
}

}  // namespace

void draw(State const& state, Snapshot const& snapshot, Canvas& canvas) {
    State const shown = state.page < pages().size() ? state : State{};
    Page const& page = pages()[shown.page];
    canvas.clear(kBack);
    draw_frame(shown, page, snapshot, canvas);
    switch (page.layout) {
        case Layout::menu:
            return draw_menu(shown, canvas);
        case Layout::values:
            return draw_values(shown, page, snapshot, canvas);
        case Layout::running:
            return draw_events(shown, true, snapshot, canvas);
        case Layout::history:
            return draw_events(shown, false, snapshot, canvas);
        case Layout::about:
            return draw_about(snapshot, canvas);
    }
}

std::vector<std::string> text(State const& state, Snapshot const& snapshot) {
    Canvas canvas;
    draw(state, snapshot, canvas);
    return text_lines(canvas.texts());
}

}  // namespace mb::panel
