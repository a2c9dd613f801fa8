// SPDX-License-Identifier: GPL-3.0-or-later
/// The shipped map says what the facts of the register family say, keeps what is ours apart, and leaves nothing out unknowingly.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/catalogue/register_map.hpp"

namespace {

using namespace mb;

/// The first address of our own registers: behind it the family has none until 57344.
constexpr int kOwn = 52'224;
constexpr int kOwnEnd = 57'344;

RegisterMap const& shipped(std::string const& name) {
    static std::map<std::string, RegisterMap> opened;
    auto const known = opened.find(name);
    if (known != opened.end()) return known->second;
    auto map = open_map(name);
    BOOST_TEST_REQUIRE(bool(map), (map ? "" : map.error().sentence));
    return opened.emplace(name, *std::move(map)).first->second;
}
RegisterMap const& a200() { return shipped("a200"); }

std::string file(std::string const& path) {
    std::ifstream in{MB_SOURCE_DIR + ("/" + path)};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> cells(std::string const& line) {
    std::vector<std::string> out;
    std::stringstream in{line};
    for (std::string cell; std::getline(in, cell, ',');) out.push_back(cell);
    return out;
}

/// A row of the facts: address,words,type,scale,unit,access,group,key.
using Fact = std::vector<std::string>;

/// Facts of the family from outside the repository, gathered from makers' tables. Empty where the file is not there.
std::vector<Fact> const& facts() {
    static std::vector<Fact> const all = [] {
        std::vector<Fact> rows;
        std::ifstream in{std::filesystem::path(MB_SOURCE_DIR) / ".." / "shared" / "registers" / "registers.csv"};
        for (std::string line; std::getline(in, line);)
            if (auto row = cells(line); row.size() > 7) rows.push_back(std::move(row));
        if (rows.empty()) std::cout << "skipped: no register facts\n";
        return rows;
    }();
    return all;
}

/// The key under which the facts have a symbol of the A200: they write a number without "_", these settings as the load's, and of the log's
/// three records one.
std::string fact_key(std::string name) {
    if (name.starts_with("event_inrush_")) name.erase(12, 1);
    if (name.starts_with("cfg_inrush_")) name = fmt::format("load{}.cfg_inrush.{}", name[11], name.substr(13));
    if (name.starts_with("log_quality_")) name = "log_quality.rec_" + name.substr(14);
    return name;
}

Fact const* a200_fact(std::string const& name) {
    static std::map<std::string, Fact const*> const by_key = [] {
        std::map<std::string, Fact const*> all;
        for (Fact const& fact : facts()) all[fact[7]] = &fact;
        return all;
    }();
    auto const found = by_key.find(fact_key(name));
    return found == by_key.end() ? nullptr : found->second;
}

/// Of the older families: the facts of a group, which the block's name begins with, at an address.
Fact const* classic_fact(std::string const& block, std::uint16_t address) {
    auto const found = std::ranges::find_if(facts(), [&](Fact const& fact) {
        return (block == fact[6] || block.starts_with(fact[6] + ".")) && fact[0] == std::to_string(address);
    });
    return found == facts().end() ? nullptr : &*found;
}

/// How the older tables call what our symbol tells.
std::string old_name(std::string const& symbol) {
    static std::map<std::string, std::string> const kOther{
        {"load1.energy.tot_hours", "hours"},   {"own.highest_order", "max_rank"},    {"own.ct_secondary", "ct_sec"},
        {"load1.cfg_load.i_nom", "ct_prim"},   {"load1.demand.n1_date", "avg_date"}, {"load1.demand.pred_p_pos", "pred_p"},
        {"load1.demand.pred_q_pos", "pred_q"}, {"cmd.old_system_action", "action"},  {"load1.cmd.clear_partial", "reset_partial"},
    };
    if (auto const other = kOther.find(symbol); other != kOther.end()) return other->second;
    std::string last = symbol.substr(symbol.rfind('.') + 1);
    if (auto const at = last.find("_nature"); at != std::string::npos) last.erase(at);
    auto const begins = [&](char const* with) { return symbol.starts_with(with); };
    if (begins("net_avg.") || begins("load1.avg.")) return "avg_" + last;
    if (begins("load1.avg_max.")) return "max_avg_" + last;
    if (begins("load1.demand.n1_")) return "avg_" + last.substr(3);
    if (begins("load1.demand.max_")) return "max_avg_" + last.substr(4);
    for (char const* const step : {"tot_", "tens_", "mega_"})
        if (begins("load1.energy.") && last.starts_with(step)) last.erase(0, std::string{step}.size());
    return last;
}

/// What a row of the facts says, where it cannot be taken by the letter.
struct Exception {
    std::string_view suffix;
    std::string_view unit;
    std::vector<double> scales;
};
Exception const kExceptions[] = {
    {"cfg_meas.win_avg", "s", {60.0}},          // told in minutes; times are seconds here
    {"cfg_energy.demand_period", "s", {60.0}},  // the same
    {".qual.phin_max", "deg", {0.01}},          // the unit is missing; phi1 … phi3 have it
    {".qual.phin_min", "deg", {0.01}},
    // Of a system alarm: the unit is missing.
    {".duration", "s", {1.0}},
};
Exception const kClassicExceptions[] = {
    {".tot_hours", "s", {36.0, 3600.0}},  // told in 0.01 h and in h
    {"hours_t1", "s", {36.0}},           {"hours_t2", "s", {36.0}},
    {"hours_t3", "s", {36.0}},           {"hours_t4", "s", {36.0}},
    {"cfg_network.vt_sec", "-", {1.0}},                                         // volts, which the newer table has as plain numbers
    {"cfg_network.vt_prim", "-", {1.0}}, {"load1.demand.n1_date", "-", {1.0}},  // a date has no unit
};

/// Address, words, type, scale, unit and access of a register as the fact has them. Gives whether it was an exception.
bool agrees(Register const& reg, Unit unit, std::string const& symbol_name, Fact const& fact, std::span<Exception const> exceptions) {
    auto const other = std::ranges::find_if(exceptions, [&](Exception const& e) { return symbol_name.ends_with(e.suffix); });
    bool const letter = other == exceptions.end();
    BOOST_TEST(std::to_string(reg.words) == fact[1]);
    BOOST_TEST(name(reg.type) == fact[2]);
    if (letter)
        BOOST_TEST(reg.scale == std::stod(fact[3]));
    else
        BOOST_TEST((std::ranges::find(other->scales, reg.scale) != other->scales.end()));
    BOOST_TEST((unit == Unit::none ? "-" : symbol(unit)) == (letter ? (fact[4].empty() ? "-" : fact[4]) : other->unit));
    // One deviation on purpose: docs/decisions/0009.
    bool const safer = symbol_name == "cmd.system_action";
    BOOST_TEST(access_word(reg) == (safer ? fact[5] + "-locked" : fact[5]));
    return !letter;
}

/// Groups of the facts that the meter tells whole.
std::set<std::string> const kGroups{"ident",        "net_inst",    "net_avg", "net_fund",   "net_qual", "net_harm_v", "net_harm_u",
                                    "inst",         "avg",         "fund",    "inst_max",   "inst_min", "avg_max",    "avg_min",
                                    "qual",         "harm_i",      "energy",  "demand",     "clock",    "cfg_inrush", "event_en50160",
                                    "event_inrush", "cfg_en50160", "maint",   "log_quality"};

/// Groups of the older families that stand in the map whole, if need be as missing.
std::set<std::string> const kClassicGroups{"ident",       "legacy_c550", "legacy_c650", "legacy_c6a0",      "legacy_c700", "legacy_c750",
                                           "legacy_c800", "legacy_c850", "legacy_c950", "legacy_cb00",      "legacy_e000", "legacy_e100",
                                           "legacy_e110", "legacy_cmd",  "legacy_0300", "legacy_load_curve"};

}  // namespace

BOOST_AUTO_TEST_SUITE(shipped_map)

BOOST_AUTO_TEST_CASE(the_built_in_map_is_the_files_in_resources) {
    auto const parts = builtin_map("a200");
    BOOST_TEST_REQUIRE(parts.size() == 2U);
    BOOST_TEST(parts[0].file == "resources/maps/a200.csv");
    BOOST_TEST(parts[1].file == "resources/maps/a200-own.csv");
    for (MapText const& part : parts) BOOST_TEST((part.text == file(std::string{part.file})), part.file);
    BOOST_TEST_REQUIRE(builtin_map("classic").size() == 1U);
    BOOST_TEST((builtin_map("classic")[0].text == file("resources/maps/classic.csv")));
    BOOST_TEST(builtin_map("a201").empty());
}

BOOST_AUTO_TEST_CASE(every_symbol_has_a_register_but_what_is_known_to_have_none) {
    std::set<std::string> const whole{"ea_pos",     "ea_neg",      "er_pos",     "er_neg",     "eap",
                                      "er_pos_lag", "er_pos_lead", "er_neg_lag", "er_neg_lead"};
    // Of the longer intervals what EN 50160 judges: voltages, frequency, THD, unbalance, and the orders to 25 of the phase-to-neutral
    // voltages.
    std::set<std::string> const longer{"v1", "v2", "v3", "u12", "u23", "u31", "f", "v_nb", "u_nb"};
    std::size_t without = 0;
    for (std::size_t i = 0; i < symbols().size(); ++i) {
        Symbol const& s = symbols()[i];
        std::string const name = s.name.substr(s.name.rfind('.') + 1);
        bool const interharmonic = s.order > 0 && name.starts_with("ih");
        bool const interval = s.plane == Plane::three_seconds || s.plane == Plane::ten_minutes || s.plane == Plane::two_hours;
        bool const of_v = s.quantity != nullptr && s.quantity->block == QuantityBlock::harm_v && !name.ends_with("vn");
        bool const told = longer.contains(name) || name.starts_with("thd_") || (of_v && s.order >= 2 && s.order <= 25);
        // Told by the older families' registers only.
        bool const classic = shipped("classic").find(static_cast<SymbolId>(i)) != nullptr;
        bool const older = s.name.find(".sec.") != std::string::npos || name.starts_with("tens_") ||
                           s.name.find(".demand.max_") != std::string::npos || name.starts_with("mega_") || name.ends_with("_nature") ||
                           name.ends_with("_iec") || name == "highest_order" || name == "ct_secondary" || name == "clear_partial" ||
                           name == "old_system_action";
        if (older && s.instance < 2 && name != "mega_eap") BOOST_TEST(classic, s.name << " has no register in either map");
        bool const none =
            older || interharmonic || (interval && !told) || (s.name.find(".energy.") != std::string::npos && whole.contains(name));
        BOOST_TEST((a200().find(static_cast<SymbolId>(i)) == nullptr) == none, s.name << (none ? " has a register" : " has no register"));
        without += none;
    }
    BOOST_TEST(without > 0U);
}

BOOST_AUTO_TEST_CASE(what_is_ours_lies_where_the_family_has_nothing_in_blocks_that_one_request_reads) {
    auto const own = RegisterMap::parse(builtin_map("a200")[1].text, "own.csv");
    BOOST_TEST_REQUIRE(bool(own));
    for (RegisterBlock const& block : own->blocks()) {
        BOOST_TEST(block.name.starts_with("own_"), block.name);
        BOOST_TEST((block.first >= kOwn && block.end <= kOwnEnd), block.name);
        BOOST_TEST(block.end - block.first <= 125U, block.name);
    }
    for (RegisterBlock const& block : a200().blocks())
        if (!block.name.starts_with("own_")) BOOST_TEST((static_cast<int>(block.end) <= kOwn || block.first >= kOwnEnd), block.name);
}

BOOST_AUTO_TEST_CASE(the_shipped_map_agrees_with_the_register_facts) {
    if (facts().empty()) return;
    std::set<std::string> told;
    std::size_t excepted = 0;
    for (Register const& reg : a200().registers()) {
        if (reg.address >= kOwn && reg.address < kOwnEnd) continue;
        Symbol const& s = symbol_info(reg.symbol);
        BOOST_TEST_CONTEXT(s.name) {
            Fact const* const fact = a200_fact(s.name);
            BOOST_TEST_REQUIRE(fact != nullptr);
            bool const record = s.name.starts_with("log_quality_");
            int const further = record ? 45 * (s.instance - 1) : 0;  // the facts have the first of three
            BOOST_TEST(reg.address - further == std::stoi((*fact)[0]));
            told.insert((*fact)[7]);
            excepted += agrees(reg, s.unit, s.name, *fact, kExceptions);
        }
    }
    BOOST_TEST(excepted == 2U + 2U * kLoads + 4U);
    // And the other way: no row of these groups is missing.
    for (Fact const& fact : facts()) {
        std::string const& key = fact[7];
        bool const other_model = key.starts_with("load5.") || key.starts_with("load6.");  // the A200 has four loads
        if (kGroups.contains(fact[6]) && !other_model) BOOST_TEST(told.contains(key), key << " is missing");
    }
    for (char const* key : {"cfg_meas.win_inst", "cfg_meas.win_avg", "cfg_meas.power_method", "cfg_meas.thd_ref", "cfg_meas.thd_method",
                            "cfg_meas.thd_limit", "cfg_meas.pf_convention", "cfg_energy.demand_period", "cfg_energy.demand_sync",
                            "cfg_energy.led_load", "cfg_energy.led_energy", "load4.cmd.reset_partial_energy", "load4.cmd.reset_minmax_avg",
                            "load4.cmd.reset_minmax_inst", "cmd.reset_minmax_net", "cmd.demand_sync"})
        BOOST_TEST(told.contains(key), key << " is missing");
    for (char const* key : {"cfg_alarm_system1.enabled", "cfg_alarm_system4.fault", "cfg_alarm_system4.delay_off", "alarm_system1.state",
                            "alarm_system4.line"})
        BOOST_TEST(told.contains(key), key << " is missing");
}

BOOST_AUTO_TEST_CASE(the_map_of_the_older_families_agrees_with_the_register_facts) {
    if (facts().empty()) return;
    RegisterMap const& map = shipped("classic");
    std::set<Fact const*> told;
    std::set<std::string_view> excepted;
    auto const check = [&](Register const& reg, Unit unit, std::string const& name) {
        Fact const* const fact = classic_fact(map.blocks()[reg.block].name, reg.address);
        BOOST_TEST_REQUIRE(fact != nullptr);
        BOOST_TEST(told.insert(fact).second);
        if (agrees(reg, unit, name, *fact, kClassicExceptions)) excepted.insert(name);
        return (*fact)[7].substr((*fact)[7].find('.') + 1);
    };
    for (Register const& reg : map.registers()) {
        Symbol const& s = symbol_info(reg.symbol);
        BOOST_TEST_CONTEXT(reg.address << " " << s.name) {
            std::string key = check(reg, s.unit, s.name);
            if (key.starts_with("max_rank")) key = "max_rank";
            if (key.starts_with("sync_")) key = "avg_" + key.substr(5);
            if (key == "reset_partial2") key = "reset_partial";
            BOOST_TEST(old_name(s.name) == key);
        }
    }
    for (MissingRegister const& m : map.missing())
        BOOST_TEST_CONTEXT(m.name) BOOST_TEST(m.name.substr(m.name.find('.') + 1) == check(m.reg, m.unit, m.name));
    BOOST_TEST(excepted.size() == std::size(kClassicExceptions));
    for (Fact const& fact : facts())
        if (kClassicGroups.contains(fact[6])) BOOST_TEST(told.contains(&fact), fact[7] << " is missing");
}

/// Rows that wait for a feature lie where they will lie.
BOOST_AUTO_TEST_CASE(what_is_missing_agrees_with_the_register_facts) {
    if (facts().empty()) return;
    std::size_t compared = 0;
    for (MissingRegister const& m : a200().missing()) {
        Fact const* const fact = a200_fact(m.name);
        if (fact == nullptr) continue;
        ++compared;
        BOOST_TEST(std::to_string(m.reg.address) == (*fact)[0], m.name);
        BOOST_TEST(std::to_string(m.reg.words) == (*fact)[1], m.name);
        bool const address = (*fact)[2] == "U32_IP";  // shown as U32_HEX here
        BOOST_TEST(name(m.reg.type) == (address ? "U32_HEX" : (*fact)[2]), m.name);
        BOOST_TEST(access_word(m.reg) == (*fact)[5], m.name);
    }
    BOOST_TEST(compared * 10 > a200().missing().size() * 9, compared << " of " << a200().missing().size());
}

/// First register and length as the family declares its blocks. The averages declare 93 and list 92.
BOOST_AUTO_TEST_CASE(blocks_are_where_the_family_has_them) {
    std::map<std::string, std::pair<int, unsigned>> const blocks{{"ident", {50000, 69}},
                                                                 {"clock", {57600, 6}},
                                                                 {"inst.1", {18432, 92}},
                                                                 {"inst.4", {24576, 92}},
                                                                 {"avg.2", {20608, 92}},
                                                                 {"fund.1", {18688, 84}},
                                                                 {"inst_max.1", {18816, 113}},
                                                                 {"inst_min.1", {19072, 113}},
                                                                 {"avg_max.1", {19328, 113}},
                                                                 {"avg_min.4", {25600, 113}},
                                                                 {"qual.1", {19584, 91}},
                                                                 {"harm_i.1", {19712, 109}},
                                                                 {"energy.1", {19840, 66}},
                                                                 {"demand.1", {19968, 79}},
                                                                 {"net_inst", {36864, 37}},
                                                                 {"net_avg", {36992, 37}},
                                                                 {"net_fund", {37120, 38}},
                                                                 {"net_qual", {37248, 108}},
                                                                 {"net_harm_v", {37504, 81}},
                                                                 {"net_harm_u", {37632, 81}},
                                                                 {"maint", {512, 4}},
                                                                 {"log_quality", {42752, 20}},
                                                                 {"log_quality_rec.1", {42772, 45}},
                                                                 {"cfg_meas", {34816, 8}},
                                                                 {"cfg_en50160", {42628, 7}},
                                                                 {"cfg_inrush.1", {42640, 2}},
                                                                 {"event_en50160.1", {42240, 46}},
                                                                 {"event_en50160.3", {42332, 46}},
                                                                 {"event_inrush.1", {42384, 46}},
                                                                 {"event_inrush.4", {42522, 46}}};
    std::size_t seen = 0;
    for (RegisterBlock const& block : a200().blocks()) {
        auto const known = blocks.find(block.name);
        if (known == blocks.end()) continue;
        ++seen;
        BOOST_TEST(block.first == known->second.first, block.name);
        BOOST_TEST(block.end - block.first == known->second.second, block.name);
    }
    BOOST_TEST(seen == blocks.size());
}

BOOST_AUTO_TEST_SUITE_END()
