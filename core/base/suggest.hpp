// SPDX-License-Identifier: GPL-3.0-or-later
/// "did you mean …?": the known word nearest to a mistyped one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mb {

/// Edit distance (insert, delete, replace one character). Words longer than 64 characters count as far apart.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `known` (any range of things convertible to string_view); empty where all are further than a third of the word.
template <class Range>
std::string nearest(std::string_view word, Range const& known) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (auto const& candidate : known) {
        std::string_view const text{candidate};
        if (std::size_t const d = edit_distance(word, text); d < best_distance) {
            best_distance = d;
            best = text;
        }
    }
    return best;
}

/// ", did you mean 'x'?" or nothing: the end of a sentence about an unknown word.
template <class Range>
std::string suggestion(std::string_view word, Range const& known) {
    std::string const near = nearest(word, known);
    return near.empty() ? "" : ", did you mean '" + near + "'?";
}

}  // namespace mb
