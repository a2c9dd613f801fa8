// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/panel/pages.hpp"

#include <array>
#include <vector>

namespace mb::panel {
namespace {

constexpr Line kVoltages[]{{"V1", "net_inst.v1", 0, Scale::voltage},
                           {"V2", "net_inst.v2", 1, Scale::voltage},
                           {"V3", "net_inst.v3", 2, Scale::voltage},
                           {"Vn", "net_inst.vn", 3, Scale::voltage}};
constexpr Line kLineVoltages[]{{"U12", "net_inst.u12", 0, Scale::line_voltage},
                               {"U23", "net_inst.u23", 1, Scale::line_voltage},
                               {"U31", "net_inst.u31", 2, Scale::line_voltage},
                               {"Mean", "net_inst.u_sys", -1, Scale::line_voltage}};
constexpr Line kFrequency[]{{"f", "net_inst.f"}};
constexpr Line kVoltageUnbalance[]{{"V-/V+", "net_inst.v_nb"},
                                   {"Deviation", "net_inst.v_nba"},
                                   {"V+", "net_inst.v_dir", -1, Scale::voltage},
                                   {"V-", "net_inst.v_inv", -1, Scale::voltage}};
constexpr Line kLineUnbalance[]{{"U-/U+", "net_inst.u_nb"},
                                {"Deviation", "net_inst.u_nba"},
                                {"U+", "net_inst.u_dir", -1, Scale::line_voltage},
                                {"U-", "net_inst.u_inv", -1, Scale::line_voltage}};
constexpr Line kCurrents[]{{"I1", "load{n}.inst.i1", 0, Scale::current},
                           {"I2", "load{n}.inst.i2", 1, Scale::current},
                           {"I3", "load{n}.inst.i3", 2, Scale::current},
                           {"In", "load{n}.inst.in", 3, Scale::current}};
constexpr Line kSystemCurrent[]{{"I", "load{n}.inst.i_sys"}};
constexpr Line kCurrentUnbalance[]{{"I-/I+", "load{n}.inst.i_nb"},
                                   {"Deviation", "load{n}.inst.i_nba"},
                                   {"I+", "load{n}.inst.i_dir", -1, Scale::current},
                                   {"I-", "load{n}.inst.i_inv", -1, Scale::current}};
constexpr Line kActive[]{{"P1", "load{n}.inst.p1", 0, Scale::phase_power},
                         {"P2", "load{n}.inst.p2", 1, Scale::phase_power},
                         {"P3", "load{n}.inst.p3", 2, Scale::phase_power},
                         {"Total", "load{n}.inst.p", -1, Scale::total_power}};
constexpr Line kReactive[]{{"Q1", "load{n}.inst.q1", 0, Scale::phase_power},
                           {"Q2", "load{n}.inst.q2", 1, Scale::phase_power},
                           {"Q3", "load{n}.inst.q3", 2, Scale::phase_power},
                           {"Total", "load{n}.inst.q", -1, Scale::total_power}};
constexpr Line kApparent[]{{"S1", "load{n}.inst.s1", 0, Scale::phase_power},
                           {"S2", "load{n}.inst.s2", 1, Scale::phase_power},
                           {"S3", "load{n}.inst.s3", 2, Scale::phase_power},
                           {"Total", "load{n}.inst.s", -1, Scale::total_power}};
constexpr Line kFactor[]{{"PF1", "load{n}.inst.pf1", 0, Scale::unity, "load{n}.inst.pf1_type"},
                         {"PF2", "load{n}.inst.pf2", 1, Scale::unity, "load{n}.inst.pf2_type"},
                         {"PF3", "load{n}.inst.pf3", 2, Scale::unity, "load{n}.inst.pf3_type"},
                         {"Total", "load{n}.inst.pf", -1, Scale::unity, "load{n}.inst.pf_type"}};

// The first row is what the panel shows at power-on. A shortcut key goes through its pages in the order of this table (manual 8.2).
constexpr Page kPages[]{
    {"v", "voltages", "Phase-neutral voltage", Layout::values, Shortcut::network, kVoltages},
    {"u", "voltages", "Phase-phase voltage", Layout::values, Shortcut::network, kLineVoltages},
    {"f", "voltages", "Frequency", Layout::values, Shortcut::network, kFrequency},
    {"v_unbalance", "voltages", "Phase-neutral unbalance", Layout::values, Shortcut::none, kVoltageUnbalance},
    {"u_unbalance", "voltages", "Phase-phase unbalance", Layout::values, Shortcut::none, kLineUnbalance},
    {"i", "current", "Current", Layout::values, Shortcut::load, kCurrents},
    {"i_sys", "current", "System current", Layout::values, Shortcut::none, kSystemCurrent},
    {"i_unbalance", "current", "Current unbalance", Layout::values, Shortcut::none, kCurrentUnbalance},
    {"p", "power", "Active power", Layout::values, Shortcut::load, kActive},
    {"q", "power", "Reactive power", Layout::values, Shortcut::load, kReactive},
    {"s", "power", "Apparent power", Layout::values, Shortcut::load, kApparent},
    {"pf", "power", "Power factor", Layout::values, Shortcut::load, kFactor},
    {"voltages", "measurements", "Voltages", Layout::menu},
    {"current", "measurements", "Current", Layout::menu},
    {"power", "measurements", "Power", Layout::menu},
    {"measurements", "main", "Measurements", Layout::menu},
    {"events", "main", "Events", Layout::menu},
    {"about", "main", "About", Layout::about},
    {"running", "events", "In progress", Layout::running},
    {"history", "events", "History", Layout::history},
    {"main", "", "Main menu", Layout::menu},
};
static_assert(std::size(kPages) <= 32, "State::favourites has one bit a page");

}  // namespace

std::span<Page const> pages() { return kPages; }

std::uint8_t page_named(std::string_view name) {
    std::uint8_t at = 0;
    while (kPages[at].name != name) ++at;
    return at;
}

std::span<std::uint8_t const> children(std::uint8_t menu) {
    static auto const all = [] {
        std::array<std::vector<std::uint8_t>, std::size(kPages)> lists;
        for (std::uint8_t i = 0; i < std::size(kPages); ++i)
            if (!kPages[i].parent.empty()) lists[page_named(kPages[i].parent)].push_back(i);
        return lists;
    }();
    return all[menu];
}

std::optional<SymbolId> resolve(std::string_view pattern, int load) {
    auto const mark = pattern.find("{n}");
    if (mark == std::string_view::npos) return find_symbol(pattern);
    return find_symbol(std::string{pattern.substr(0, mark)} + std::to_string(load) + std::string{pattern.substr(mark + 3)});
}

}  // namespace mb::panel
