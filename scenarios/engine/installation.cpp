// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/installation.hpp"

namespace mb {
namespace {

constexpr std::uint8_t kNeutralPartner = 3;  // register cfg_sensors.ctN_phase

/// Of each load type: the partners of its inputs in order, and among how many phases its power is shared.
struct LoadShape {
    LoadType id;
    std::array<std::uint8_t, kCurrentInputs> partners;
    std::uint8_t phases;
};
constexpr std::array kShapes{
    LoadShape{LoadType::undefined, {0, 1, 2, 3}, 1}, LoadShape{LoadType::one_phase_neutral_1ct, {0}, 1},
    LoadShape{LoadType::two_phase_1ct, {0}, 1},      LoadShape{LoadType::split_phase_2ct, {0, 1}, 2},
    LoadShape{LoadType::delta_1ct, {0}, 3},          LoadShape{LoadType::delta_2ct, {0, 2}, 3},
    LoadShape{LoadType::delta_3ct, {0, 1, 2}, 3},    LoadShape{LoadType::wye_1ct, {0}, 3},
    LoadShape{LoadType::wye_3ct, {0, 1, 2}, 3},      LoadShape{LoadType::wye_4ct, {0, 1, 2, kNeutralPartner}, 3},
    LoadShape{LoadType::high_leg_3ct, {0, 1, 2}, 3},
};

LoadShape const& shape_of(LoadType type) { return kShapes[static_cast<std::size_t>(type)]; }

/// what(load, its k-th input, the input) for all inputs in use, as far as there are inputs.
template <class What>
void for_inputs(std::array<LoadType, 4> const& loads, What const& what) {
    std::size_t input = 0;
    for (std::size_t load = 0; load < loads.size(); ++load)
        for (int k = 0; k < info(loads[load]).sensors && input < kCurrentInputs; ++k, ++input)
            what(load, static_cast<std::size_t>(k), input);
}

}  // namespace

std::array<InputRole, kCurrentInputs> input_roles(WiringSettings const& wiring) {
    std::array<InputRole, kCurrentInputs> roles{};
    for_inputs(wiring.loads, [&](std::size_t load, std::size_t k, std::size_t input) {
        LoadShape const& shape = shape_of(wiring.loads[load]);
        InputRole& role = roles[input];
        role.load = static_cast<std::uint8_t>(load);
        role.phases = shape.phases;
        role.partner = wiring.partner[input];
        if (shape.partners[k] == kNeutralPartner)
            role.kind = InputRole::Kind::neutral;
        else
            role.kind = shape.id == LoadType::two_phase_1ct ? InputRole::Kind::line : InputRole::Kind::phase;
    });
    return roles;
}

std::array<std::uint8_t, kCurrentInputs> usual_partners(std::array<LoadType, 4> const& loads) {
    std::array<std::uint8_t, kCurrentInputs> partners{0, 1, 2, kNeutralPartner};
    for_inputs(loads, [&](std::size_t load, std::size_t k, std::size_t input) { partners[input] = shape_of(loads[load]).partners[k]; });
    return partners;
}

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
        case Network::undefined:
        case Network::wye:
            break;
    }
    return LoadType::wye_3ct;
}

}  // namespace mb
