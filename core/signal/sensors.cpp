// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/sensors.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "core/base/suggest.hpp"

namespace mb {
namespace {

constexpr std::array kSensors{
#define X(model, kind, plug, lowest, highest, maximum, accuracy, senses, overload, source) \
    SensorRow{model, SensorKind::kind, Plug::plug, lowest, highest, maximum, accuracy, senses, overload, source},
#include "core/signal/sensors.inc"
#undef X
};

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// The nearest model; of two that differ by as much the first. "TE-18" is the beginning of two models: both are told.
std::string instead_of(std::string_view model) {
    std::string const wanted = lower(model);
    std::string family;
    std::vector<std::string> known;
    for (SensorRow const& row : kSensors) {
        known.push_back(lower(row.model));
        if (!wanted.empty() && known.back().starts_with(wanted + "/")) family += (family.empty() ? "" : ", ") + std::string{row.model};
    }
    if (!family.empty()) return "; there are " + family;
    std::string const near = nearest(wanted, known);
    if (near.empty()) return "; `TE-25`, `iTR-14`, `TF-120`, `ACTL-1250/300`, `dIC-50` are some";
    return ", did you mean '" + std::string{kSensors[*sensor_named(near)].model} + "'?";
}

}  // namespace

std::span<SensorRow const> sensors() { return kSensors; }

std::optional<std::size_t> sensor_named(std::string_view model) {
    std::string const wanted = lower(model);
    auto const found = std::find_if(kSensors.begin(), kSensors.end(), [&](SensorRow const& row) { return lower(row.model) == wanted; });
    if (found == kSensors.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kSensors.begin());
}

Result<SensorRow const*> find_sensor(std::string_view model) {
    if (auto const at = sensor_named(model)) return &kSensors[*at];
    return input_error("unknown sensor '{}'{}", model, instead_of(model));
}

Result<void> check(SensorPlug const& plug) {
    if (!plug.present()) return {};
    if (plug.model >= kSensors.size()) return input_error("there is no sensor number {}; the table has {}", plug.model, kSensors.size());
    SensorRow const& row = kSensors[plug.model];
    if (!(plug.rating > 0.0 && plug.rating <= 1e6))
        return input_error("{}: a rating of {} A is none; give amperes above 0", row.model, plug.rating);
    if (row.highest_nominal > 0.0 && (plug.rating < row.lowest_nominal || plug.rating > row.highest_nominal))
        return input_error("{}: a rating of {} A is outside what it is made for, {} A to {} A", row.model, plug.rating, row.lowest_nominal,
                           row.highest_nominal);
    return {};
}

}  // namespace mb
