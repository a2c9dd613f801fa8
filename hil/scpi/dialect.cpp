// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/scpi/dialect.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/base/suggest.hpp"
#include "scenarios/engine/yaml_tree.hpp"

namespace mb::hil {

bool CommandText::has(Placeholder p) const {
    return std::any_of(pieces.begin(), pieces.end(), [&](Piece const& piece) { return piece.placeholder == p; });
}

std::string CommandText::filled(PlaceholderValues const& values) const {
    std::string line;
    for (Piece const& piece : pieces) {
        line += piece.text;
        if (!piece.placeholder) continue;
        if (auto const value = values[static_cast<std::size_t>(*piece.placeholder)]) {
            // -0.000 is a number that no instrument needs to see.
            double const shift = std::pow(10.0, piece.decimals);
            double const rounded = std::round(*value * shift) == 0.0 ? 0.0 : *value;
            line += fmt::format("{:.{}f}", rounded, piece.decimals);
        }
    }
    return line;
}

bool ActionText::by_phase() const {
    auto const named = [](CommandText const& text) { return text.has(Placeholder::phase); };
    return std::any_of(set.begin(), set.end(), named) || std::any_of(query.begin(), query.end(), named);
}

double Dialect::angle(double leading_deg) const {
    double const own = angles_lag ? -leading_deg : leading_deg;
    double const above = std::fmod(own - lowest_angle, 360.0);
    double const wrapped = (above < 0.0 ? above + 360.0 : above) + lowest_angle;
    // 180 and -180 are the same angle; of a range from -180 the positive one is written.
    return lowest_angle == -180.0 && wrapped == -180.0 ? 180.0 : wrapped;
}

Result<Dialect> open_dialect(std::string const& name_or_file) {
    if (auto const shipped = builtin_dialect(name_or_file)) return parse_dialect(shipped->text, std::string{shipped->file});
    std::ifstream stream{name_or_file, std::ios::binary};
    if (!stream) {
        std::string known;
        for (std::string_view const name : builtin_dialect_names()) known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
        return input_error("{}: no such dialect and no such file{}; shipped are {}", name_or_file,
                           suggestion(name_or_file, builtin_dialect_names()), known);
    }
    std::string text(kYamlBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return input_error("{}: cannot be read", name_or_file);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse_dialect(text, name_or_file);
}

}  // namespace mb::hil
