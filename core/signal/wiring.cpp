// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/wiring.hpp"

#include <algorithm>
#include <cctype>
#include <numbers>
#include <string>

namespace mb {
namespace {

constexpr double kLine = std::numbers::sqrt3;

constexpr std::array kNetworks{
    NetworkRow{Network::undefined, "none", "undefined", 0b000, false, {0, 0, 0, 0, 0, 0}, {0, 0, 0}},
    NetworkRow{Network::one_phase_neutral, "1P+N", "single-phase, two-wire, line to neutral", 0b001, true, {1, 0, 0, 0, 0, 0}, {0, 0, 0}},
    NetworkRow{Network::two_phase, "2P", "single-phase, two-wire, line to line", 0b011, false, {0, 0, 0, kLine, 0, 0}, {0, -120, 0}},
    NetworkRow{Network::split_phase, "2P+N", "single-phase, three-wire (split phase)", 0b011, true, {1, 1, 0, 2, 0, 0}, {0, 180, 0}},
    NetworkRow{Network::delta, "3P", "three-phase, three-wire delta", 0b111, false, {0, 0, 0, kLine, kLine, kLine}, {0, -120, 120}},
    NetworkRow{Network::wye, "3P+N", "three-phase, four-wire wye", 0b111, true, {1, 1, 1, kLine, kLine, kLine}, {0, -120, 120}},
    // The neutral is the midpoint between A and B, C is the high leg (metrology 2.7).
    NetworkRow{Network::high_leg, "3P+HL", "three-phase, four-wire delta (high leg)", 0b111, true, {1, 1, kLine, 2, 2, 2}, {0, 180, 90}},
};

constexpr std::uint8_t on(Network a) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(a)); }
template <class... More>
constexpr std::uint8_t on(Network a, More... more) {
    return static_cast<std::uint8_t>(on(a) | on(more...));
}

// Single-phase loads cannot exist on a 3P network (manual 5.2.1, note). A balanced load needs phase voltages of equal size, which a high
// leg has not.
constexpr std::array kLoadTypes{
    LoadRow{LoadType::undefined, "none", "not in use", 0, 0},
    LoadRow{LoadType::one_phase_neutral_1ct, "1P+N-1CT", "single-phase, line to neutral", 1,
            on(Network::one_phase_neutral, Network::split_phase, Network::wye, Network::high_leg)},
    LoadRow{LoadType::two_phase_1ct, "2P-1CT", "single-phase, line to line", 1,
            on(Network::two_phase, Network::split_phase, Network::wye, Network::high_leg)},
    LoadRow{LoadType::split_phase_2ct, "2P+N-2CT", "split phase", 2, on(Network::split_phase, Network::high_leg)},
    LoadRow{LoadType::delta_1ct, "3P-1CT", "three-phase without neutral, balanced", 1, on(Network::delta, Network::wye)},
    LoadRow{LoadType::delta_2ct, "3P-2CT", "three-phase without neutral, third current derived", 2,
            on(Network::delta, Network::wye, Network::high_leg)},
    LoadRow{LoadType::delta_3ct, "3P-3CT", "three-phase without neutral", 3, on(Network::delta, Network::wye, Network::high_leg)},
    LoadRow{LoadType::wye_1ct, "3P+N-1CT", "three-phase with neutral, balanced", 1, on(Network::wye)},
    LoadRow{LoadType::wye_3ct, "3P+N-3CT", "three-phase with neutral, neutral current computed", 3, on(Network::wye)},
    LoadRow{LoadType::wye_4ct, "3P+N-4CT", "three-phase with neutral, neutral current measured", 4, on(Network::wye)},
    LoadRow{LoadType::high_leg_3ct, "3P+HL-3CT", "three-phase with high leg", 3, on(Network::high_leg)},
};

bool same(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

template <class Rows>
auto named(Rows const& rows, std::string_view name) -> std::optional<decltype(rows.front().id)> {
    for (auto const& row : rows)
        if (same(row.name, name) || same(row.label, name)) return row.id;
    return std::nullopt;
}

std::string possible_on(Network network) {
    std::string names;
    for (LoadRow const& row : kLoadTypes)
        if ((row.networks & on(network)) != 0) names += (names.empty() ? "" : ", ") + std::string{row.name};
    return names;
}

/// The voltages with which the load's inputs `first` … are paired.
Result<void> check_partners(WiringSettings const& w, int load, LoadRow const& row, std::size_t first) {
    constexpr std::array<std::string_view, 6> kVoltages{"V1", "V2", "V3", "U12", "U23", "U31"};
    bool const line = row.id == LoadType::two_phase_1ct;
    unsigned taken = 0;
    for (std::size_t k = 0; k < static_cast<std::size_t>(row.sensors); ++k) {
        std::size_t const input = first + k;
        if (row.id == LoadType::wye_4ct && k == 3) continue;  // the neutral conductor has no voltage of its own
        unsigned const partner = w.partner[input];
        if (partner > 2)
            return input_error("load {} ({}): current input I{} needs a voltage, V1, V2 or V3; it is paired with {}", load, row.name,
                               input + 1, partner == 3 ? "Vn" : "none");
        bool const there = line ? info(w.network).nominal[3 + partner] > 0.0 : (info(w.network).phases >> partner & 1U) != 0;
        if (!there)
            return input_error("load {} ({}): current input I{} is paired with {}, which a {} network does not have", load, row.name,
                               input + 1, kVoltages[line ? 3 + partner : partner], info(w.network).name);
        if ((taken >> partner & 1U) != 0)
            return input_error("load {} ({}): two of its current inputs are paired with {}", load, row.name, kVoltages[partner]);
        taken |= 1U << partner;
    }
    return {};
}

}  // namespace

std::span<NetworkRow const> networks() { return kNetworks; }
NetworkRow const& info(Network network) { return kNetworks[static_cast<std::size_t>(network)]; }
std::optional<Network> network_named(std::string_view name) { return named(kNetworks, name); }

std::span<LoadRow const> load_types() { return kLoadTypes; }
LoadRow const& info(LoadType type) { return kLoadTypes[static_cast<std::size_t>(type)]; }
std::optional<LoadType> load_named(std::string_view name) { return named(kLoadTypes, name); }

Result<void> check(WiringSettings const& w) {
    std::size_t inputs = 0;
    for (std::size_t n = 0; n < w.loads.size(); ++n) {
        LoadRow const& row = info(w.loads[n]);
        if (row.id == LoadType::undefined) continue;
        int const load = static_cast<int>(n) + 1;
        if ((row.networks & on(w.network)) == 0)
            return input_error("load {}: {} cannot exist on a {} network; possible there: {}", load, row.name, info(w.network).name,
                               possible_on(w.network));
        auto const sensors = static_cast<std::size_t>(row.sensors);
        if (inputs + sensors > kCurrentInputs)
            return input_error("load {}: {} takes {} current inputs, the loads before it leave {} of {}", load, row.name, row.sensors,
                               kCurrentInputs - inputs, kCurrentInputs);
        if (auto const partners = check_partners(w, load, row, inputs); !partners) return partners;
        inputs += sensors;
    }
    return {};
}

}  // namespace mb
