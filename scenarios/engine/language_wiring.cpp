// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about networks, loads, inputs and faults: members of `setup`.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/suggest.hpp"
#include "scenarios/engine/language_reader.hpp"

namespace mb::language {
namespace {

constexpr std::array<std::string_view, 4> kInputNames{"I1", "I2", "I3", "I4"};
constexpr std::array<std::string_view, 4> kPhaseNames{"L1", "L2", "L3", "N"};

template <class Rows>
std::vector<std::string_view> names_of(Rows const& rows) {
    std::vector<std::string_view> names;
    for (auto const& row : rows)
        if (row.name != "none") names.push_back(row.name);
    return names;
}

std::string listed(std::vector<std::string_view> const& names) {
    std::string all;
    for (std::string_view const name : names) all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
    return all;
}

/// "unknown fault 'open_cd', did you mean 'open_ct'?", with all that are known where nothing is near.
template <class Rows>
[[noreturn]] void refuse_unknown(YamlNode const& node, std::string_view what, Rows const& rows) {
    auto const names = names_of(rows);
    std::string const near = suggestion(text(node), names);
    refuse(node, "unknown {} '{}'{}{}", what, text(node).substr(0, 40), near,
           near.empty() ? fmt::format("; known are {}", listed(names)) : "");
}

/// The only load that takes the network whole.
LoadType usual_load(Network network) {
    switch (network) {
        case Network::one_phase_neutral:
            return LoadType::one_phase_neutral_1ct;
        case Network::two_phase:
            return LoadType::two_phase_1ct;
        case Network::split_phase:
            return LoadType::split_phase_2ct;
        case Network::delta:
            return LoadType::delta_3ct;
        case Network::high_leg:
            return LoadType::high_leg_3ct;
        default:
            return LoadType::wye_3ct;
    }
}

/// Where nothing is said, a load's first sensor stands in phase 1, the next in phase 2 …; two sensors of a 3P load in phases 1 and 3.
void usual_partners(WiringSettings& w) {
    std::size_t input = 0;
    for (LoadType const type : w.loads)
        for (int k = 0; k < info(type).sensors && input < kCurrentInputs; ++k)
            w.partner[input++] = static_cast<std::uint8_t>(type == LoadType::delta_2ct ? 2 * k : k);
}

void read_loads(YamlNode const& node, WiringText& all) {
    auto const& items = list(node);
    if (items.size() > all.wiring.loads.size()) refuse(node, "a meter has four loads, not {}", items.size());
    all.wiring.loads.fill(LoadType::undefined);
    for (std::size_t n = 0; n < items.size(); ++n) {
        Fields const f{items[n], "load"};
        YamlNode const& type = f.require("type");
        auto const known = load_named(text(type));
        if (!known || *known == LoadType::undefined) refuse_unknown(type, "load", load_types());
        all.wiring.loads[n] = *known;
        if (auto const* current = f.find("current")) {
            all.current[n] = number(*current, Unit::ampere, 1.0, 65'535.0);
            if (all.current[n] != std::round(all.current[n])) refuse(*current, "the rated current of a load is a whole number of amperes");
        }
    }
}

void read_inputs(YamlNode const& node, WiringSettings& w) {
    Fields const inputs{node, "inputs"};
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        auto const* own = inputs.find(kInputNames[n]);
        if (own == nullptr) continue;
        Fields const f{*own, "input"};
        if (auto const* voltage = f.find("voltage")) {
            constexpr std::array<std::string_view, 8> kVoltages{"V1", "V2", "V3", "Vn", "none", "U12", "U23", "U31"};
            constexpr std::array<std::uint8_t, 8> kCodes{0, 1, 2, 3, 5, 0, 1, 2};
            auto const found = std::find(kVoltages.begin(), kVoltages.end(), text(*voltage));
            if (found == kVoltages.end())
                refuse(*voltage, "unknown voltage '{}'{}; known are V1, V2, V3, Vn, none, and of a 2P load U12, U23, U31",
                       text(*voltage).substr(0, 40), suggestion(text(*voltage), kVoltages));
            w.partner[n] = kCodes[static_cast<std::size_t>(found - kVoltages.begin())];
        }
        if (auto const* direction = f.find("direction")) {
            std::string const& written = text(*direction);
            if (written != "P1-P2" && written != "P2-P1") refuse(*direction, "'{}' must be P1-P2 or P2-P1", written.substr(0, 40));
            w.reversed[n] = written == "P2-P1";
        }
    }
}

std::uint8_t bits(YamlNode const& node, std::array<std::string_view, 4> const& names, std::string_view what) {
    unsigned all = 0;
    for (YamlNode const& item : list(node)) {
        auto const found = std::find(names.begin(), names.end(), text(item));
        if (found == names.end())
            refuse(item, "unknown {} '{}'{}; known are {}, {}, {}, {}", what, text(item).substr(0, 40), suggestion(text(item), names),
                   names[0], names[1], names[2], names[3]);
        all |= 1U << (found - names.begin());
    }
    return static_cast<std::uint8_t>(all);
}

/// In the unit of the fault's row: a plain number where the language has no such unit.
double fault_value(YamlNode const& node, FaultRow const& row) {
    Unit const unit = row.unit == "A" ? Unit::ampere : row.unit == "%" ? Unit::percent : Unit::none;
    constexpr double kAny = 1e6;
    return number(node, unit, -kAny, kAny);
}

}  // namespace

double phase_ratio(Network network, std::size_t p) {
    NetworkRow const& row = info(network);
    if ((row.phases >> p & 1) == 0) return 0.0;
    return row.neutral ? row.nominal[p] : 1.0;
}

WiringText wiring(Fields const& setup) {
    WiringText all;
    auto const* network = setup.find("network");
    auto const* loads = setup.find("loads");
    auto const* inputs = setup.find("inputs");
    auto const* rotation = setup.find("rotation");
    auto const* transformer = setup.find("voltage_transformer");
    if (network != nullptr) {
        auto const known = network_named(text(*network));
        if (!known || *known == Network::undefined) refuse_unknown(*network, "network", networks());
        all.wiring.network = *known;
    }
    all.told = loads != nullptr || inputs != nullptr || rotation != nullptr || transformer != nullptr || all.wiring.network != Network::wye;
    all.wiring.loads = {usual_load(all.wiring.network)};
    if (loads != nullptr) read_loads(*loads, all);
    usual_partners(all.wiring);
    if (inputs != nullptr) read_inputs(*inputs, all.wiring);
    if (rotation != nullptr) {
        std::string const& written = text(*rotation);
        if (written != "1-2-3" && written != "1-3-2") refuse(*rotation, "'{}' must be 1-2-3 or 1-3-2", written.substr(0, 40));
        all.reversed_rotation = written == "1-3-2";
    }
    if (transformer != nullptr) {
        Fields const f{*transformer, "voltage_transformer"};
        all.vt_primary = number(f.require("primary"), Unit::volt, 1.0, 400'000.0);
        all.vt_secondary = number(f.require("secondary"), Unit::volt, 60.0, 190.0);
    }
    if (auto const possible = check(all.wiring); !possible)
        refuse(loads != nullptr ? *loads : inputs != nullptr ? *inputs : setup.node(), "{}", possible.error().sentence);
    return all;
}

std::vector<RegisterWrite> wiring_writes(WiringText const& text, RatedValues const& rated, Place const& place) {
    std::vector<RegisterWrite> all;
    auto const write = [&](std::string const& symbol, double value) { all.push_back({place, find_symbol(symbol).value(), value}); };
    WiringSettings const& w = text.wiring;
    write("cfg_network.net_type", static_cast<double>(w.network));
    // With a neutral the meter was made for this voltage; without one the register counts it between the phases, in whole volts.
    if (!info(w.network).neutral) write("cfg_network.v_nom", std::round(rated.voltage * std::numbers::sqrt3));
    write("cfg_network.rotation", text.reversed_rotation ? 1.0 : 0.0);
    if (text.vt_primary > 0.0) {
        write("cfg_network.vt_prim", text.vt_primary);
        write("cfg_network.vt_sec", text.vt_secondary);
        write("cfg_network.vt_used", 1.0);
    }
    for (std::size_t n = 0; n < w.loads.size(); ++n) write(fmt::format("load{}.cfg_load.enabled", n + 1), 0.0);
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        write(fmt::format("cfg_sensors.ct{}_phase", n + 1), w.partner[n]);
        write(fmt::format("cfg_sensors.ct{}_way", n + 1), w.reversed[n] ? 1.0 : 0.0);
    }
    for (std::size_t n = 0; n < w.loads.size(); ++n) {
        if (w.loads[n] == LoadType::undefined) continue;
        write(fmt::format("load{}.cfg_load.type", n + 1), static_cast<double>(w.loads[n]));
        if (text.current[n] > 0.0) write(fmt::format("load{}.cfg_load.i_nom", n + 1), text.current[n]);
        write(fmt::format("load{}.cfg_load.enabled", n + 1), 1.0);
    }
    return all;
}

Fault fault(YamlNode const& node, RatedValues const& rated) {
    Fields const f{node, "fault"};
    YamlNode const& kind = f.require("kind");
    auto const known = fault_kind(text(kind));
    if (!known) refuse_unknown(kind, "fault", faults());
    Fault all;
    all.kind = *known;
    if (auto const* inputs = f.find("inputs")) all.inputs = bits(*inputs, kInputNames, "input");
    if (auto const* phases = f.find("phases")) all.phases = bits(*phases, kPhaseNames, "phase");
    if (auto const* value = f.find("value")) all.value = fault_value(*value, info(*known));
    if (all.kind == FaultKind::earth_leakage) all.reference = rated.voltage;
    if (auto const possible = check(all, rated.network); !possible) refuse(node, "{}", possible.error().sentence);
    return all;
}

}  // namespace mb::language
