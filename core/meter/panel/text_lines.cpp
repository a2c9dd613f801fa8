// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/panel/text_lines.hpp"

#include <algorithm>

namespace mb::panel {
namespace {

constexpr int kColumn = 6, kSameLine = 9;

/// The given edge decides, so that what is aligned on the screen is aligned in the text.
std::size_t first_column(TextRun const& run) {
    auto const length = static_cast<int>(run.text.size());
    switch (run.align) {
        case Align::left:
            return static_cast<std::size_t>(std::max(0, run.x / kColumn));
        case Align::centre:
            return static_cast<std::size_t>(std::max(0, (run.x + run.width / 2) / kColumn - length / 2));
        case Align::right:
            return static_cast<std::size_t>(std::max(0, (run.x + run.width) / kColumn - length));
    }
    return 0;
}

int middle(TextRun const& run) { return run.y + run.height / 2; }

}  // namespace

std::vector<std::string> text_lines(std::span<TextRun const> runs) {
    std::vector<TextRun const*> order;
    for (TextRun const& run : runs)
        if (!run.text.empty()) order.push_back(&run);
    std::stable_sort(order.begin(), order.end(), [](TextRun const* a, TextRun const* b) { return middle(*a) < middle(*b); });

    std::vector<std::string> lines;
    for (auto begin = order.begin(); begin != order.end();) {
        auto const end = std::find_if(begin, order.end(), [&](TextRun const* run) { return middle(*run) - middle(**begin) > kSameLine; });
        std::stable_sort(begin, end, [](TextRun const* a, TextRun const* b) { return a->x < b->x; });
        std::string line;
        for (; begin != end; ++begin) {
            auto const column = first_column(**begin);
            line.resize(std::max(column, line.empty() ? 0 : line.size() + 2), ' ');
            line += (*begin)->text;
        }
        lines.push_back(line);
    }
    return lines;
}

}  // namespace mb::panel
