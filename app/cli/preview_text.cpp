// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/preview_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace mb::cli {
namespace {

constexpr std::size_t kColumns = 8;
using Line = std::array<std::string, kColumns>;
constexpr std::array<bool, kColumns> kToTheRight{true, false, false, false, true, true, false, true};

Line line_of(PreviewRow const& row) {
    auto const value = [&](double number) { return fmt::format("{:.6g} {}", number, row.si_unit); };
    auto const or_dash = [](std::string const& text) { return text.empty() ? "-" : text; };
    return {std::to_string(row.number),
            row.name,
            or_dash(row.phase),
            or_dash(row.unit),
            value(row.rms),
            value(row.peak),
            row.lane < 0 ? "-" : std::string(kChannelNames[static_cast<std::size_t>(row.lane)]),
            row.lane < 0 ? "-" : fmt::format("{:g}", row.scale)};
}

/// Characters on the terminal: names may be Cyrillic.
std::size_t width_of(std::string const& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string table(std::vector<Line> const& lines) {
    std::array<std::size_t, kColumns> widths{};
    for (Line const& line : lines)
        for (std::size_t c = 0; c < kColumns; ++c) widths[c] = std::max(widths[c], width_of(line[c]));
    std::string text;
    for (Line const& line : lines) {
        std::string row;
        for (std::size_t c = 0; c < kColumns; ++c) {
            std::string const blanks(widths[c] - width_of(line[c]), ' ');
            row += (c == 0 ? "" : "  ") + (kToTheRight[c] ? blanks + line[c] : line[c] + blanks);
        }
        row.erase(row.find_last_not_of(' ') + 1);
        text += row + "\n";
    }
    return text;
}

}  // namespace

std::string preview_text(RecordingPreview const& preview) {
    RecordingFacts const& facts = preview.facts;
    std::string text =
        fmt::format("{}: {:.6g} s at {:.10g} Hz, {} samples", preview.name, facts.seconds, preview.sampling_rate, preview.samples);
    text += facts.frequency > 0.0 ? fmt::format(", {} whole cycles of {:.6g} Hz\n", facts.whole_cycles, facts.frequency)
                                  : std::string(", no mains frequency found\n");
    text +=
        fmt::format("nominal {:g} V, {:g} A, {} Hz\n\n", preview.nominal.voltage, preview.nominal.current, preview.nominal.frequency_hz);
    std::vector<Line> lines{{"no", "channel", "phase", "unit", "rms", "peak", "input", "factor"}};
    for (PreviewRow const& row : preview.rows) lines.push_back(line_of(row));
    text += table(lines);
    if (!preview.diagnostics.empty()) text += "\n";
    for (std::string const& sentence : preview.diagnostics) text += sentence + "\n";
    return text;
}

}  // namespace mb::cli
