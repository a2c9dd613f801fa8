// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/base/suggest.hpp"
#include "hil/virtual_rig/rig_truth.hpp"

namespace mb::virtual_rig {
namespace {

struct Field {
    std::string_view section;
    std::string_view key;
    std::span<double> values;
    double most;  ///< magnitude
};

/// The one list of what the file holds.
std::vector<Field> fields(RigTruth& t) {
    return {{"meter", "voltage_gain_percent", t.voltage_gain_percent, 50},
            {"meter", "current_gain_percent", t.current_gain_percent, 50},
            {"meter", "current_phase_minutes", t.current_phase_minutes, 300},
            {"meter", "clock_ppm", {&t.meter_clock_ppm, 1}, 10'000},
            {"source", "voltage_percent", t.source_voltage_percent, 10},
            {"source", "current_percent", t.source_current_percent, 10},
            {"source", "current_degrees", t.source_current_degrees, 10},
            {"source", "frequency_millihertz", {&t.source_frequency_millihertz, 1}, 1'000},
            {"source", "read_voltage_percent", t.source_read_voltage_percent, 10},
            {"source", "read_current_percent", t.source_read_current_percent, 10},
            {"controller", "clock_ppm", {&t.controller_clock_ppm, 1}, 10'000}};
}

using Json = nlohmann::ordered_json;

Result<void> read(Field const& field, Json const& value, std::string_view where) {
    auto const good = [&](Json const& v) { return v.is_number() && std::abs(v.get<double>()) <= field.most; };
    bool const one = field.values.size() == 1;
    bool const shaped = one ? good(value) : value.is_array() && value.size() == field.values.size() && std::ranges::all_of(value, good);
    if (!shaped) {
        return input_error("{}: {}.{} takes {} of at most {} to either side", where, field.section, field.key,
                           one ? std::string{"a number"} : fmt::format("a list of {} numbers", field.values.size()), field.most);
    }
    for (std::size_t i = 0; i < field.values.size(); ++i) field.values[i] = (one ? value : value[i]).get<double>();
    return {};
}

}  // namespace

std::string truth_json(RigTruth const& truth) {
    RigTruth copy = truth;
    Json json;
    for (auto const& field : fields(copy)) {
        Json& at = json[std::string{field.section}][std::string{field.key}];
        if (field.values.size() == 1)
            at = field.values[0];
        else
            at = std::vector<double>(field.values.begin(), field.values.end());
    }
    return json.dump(2) + "\n";
}

Result<RigTruth> truth_from_json(std::string_view text, std::string_view where) {
    auto const json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return input_error("{}: not the JSON object that --reveal writes", where);
    RigTruth truth;
    auto const known = fields(truth);
    for (auto const& [section, keys] : json.items()) {
        if (std::ranges::find(known, section, &Field::section) == known.end())
            return input_error("{}: unknown part '{}'{}", where, section, suggestion(section, std::array{"meter", "source", "controller"}));
        if (!keys.is_object()) return input_error("{}: {} is not an object", where, section);
        for (auto const& [key, value] : keys.items()) {
            auto const field = std::ranges::find_if(known, [&](Field const& f) { return f.section == section && f.key == key; });
            if (field == known.end()) {
                std::vector<std::string_view> names;
                for (auto const& f : known)
                    if (f.section == section) names.push_back(f.key);
                return input_error("{}: unknown key '{}.{}'{}", where, section, key, suggestion(key, names));
            }
            if (auto const done = read(*field, value, where); !done) return done.error();
        }
    }
    return truth;
}

}  // namespace mb::virtual_rig
