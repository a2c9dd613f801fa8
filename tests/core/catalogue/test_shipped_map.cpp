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

RegisterMap const& a200() {
    static RegisterMap const map = [] {
        auto opened = open_map("a200");
        BOOST_TEST_REQUIRE(bool(opened), (opened ? "" : opened.error().sentence));
        return *opened;
    }();
    return map;
}

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

/// The key under which the facts have a symbol: they write a number without "_", and these settings as the load's.
std::string fact_key(std::string name) {
    if (name.starts_with("event_inrush_")) name.erase(12, 1);
    if (name.starts_with("cfg_inrush_")) name = fmt::format("load{}.cfg_inrush.{}", name[11], name.substr(13));
    return name;
}

/// What a row of the facts says, where it cannot be taken by the letter.
struct Exception {
    std::string_view suffix;
    std::string_view unit;
    double scale;
};
constexpr Exception kExceptions[] = {
    {"cfg_meas.win_avg", "s", 60.0},          // told in minutes; times are seconds here
    {"cfg_energy.demand_period", "s", 60.0},  // the same
    {".qual.phin_max", "deg", 0.01},          // the unit is missing; phi1 … phi3 have it
    {".qual.phin_min", "deg", 0.01},
    // Of a system alarm: the unit is missing.
    {".duration", "s", 1.0},
};

/// Groups of the facts that the meter tells whole.
std::set<std::string> const kGroups{"ident",  "net_inst", "net_avg",  "net_fund",   "net_qual",      "net_harm_v",   "net_harm_u", "inst",
                                    "avg",    "fund",     "inst_max", "inst_min",   "avg_max",       "avg_min",      "qual",       "harm_i",
                                    "energy", "demand",   "clock",    "cfg_inrush", "event_en50160", "event_inrush", "cfg_en50160"};

}  // namespace

BOOST_AUTO_TEST_SUITE(shipped_map)

BOOST_AUTO_TEST_CASE(the_built_in_map_is_the_files_in_resources) {
    auto const parts = builtin_map("a200");
    BOOST_TEST_REQUIRE(parts.size() == 2U);
    BOOST_TEST(parts[0].file == "resources/maps/a200.csv");
    BOOST_TEST(parts[1].file == "resources/maps/a200-own.csv");
    for (MapText const& part : parts) BOOST_TEST((part.text == file(std::string{part.file})), part.file);
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
        bool const none = interharmonic || (interval && !told) || (s.name.find(".energy.") != std::string::npos && whole.contains(name));
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

/// Facts of the family from outside the repository, gathered from makers' tables: registers.csv, columns
/// address,words,type,scale,unit,access,group,key.
BOOST_AUTO_TEST_CASE(the_shipped_map_agrees_with_the_register_facts) {
    auto const path = std::filesystem::path(MB_SOURCE_DIR) / ".." / "shared" / "registers" / "registers.csv";
    std::ifstream in{path};
    if (!in) {
        std::cout << "skipped: no register facts\n";
        return;
    }
    std::map<std::string, std::vector<std::string>> facts;
    std::string line;
    while (std::getline(in, line)) {
        auto row = cells(line);
        if (row.size() > 7) facts[row[7]] = row;
    }
    std::set<std::string> told;
    std::size_t excepted = 0;
    for (Register const& reg : a200().registers()) {
        if (reg.address >= kOwn && reg.address < kOwnEnd) continue;
        Symbol const& s = symbol_info(reg.symbol);
        BOOST_TEST_CONTEXT(s.name) {
            std::string const key = fact_key(s.name);
            BOOST_TEST_REQUIRE(facts.contains(key));
            told.insert(key);
            auto const& fact = facts.at(key);
            BOOST_TEST(std::to_string(reg.address) == fact[0]);
            BOOST_TEST(std::to_string(reg.words) == fact[1]);
            BOOST_TEST(name(reg.type) == fact[2]);
            auto const* const other = std::ranges::find_if(kExceptions, [&](Exception const& e) { return s.name.ends_with(e.suffix); });
            bool const letter = other == std::end(kExceptions);
            excepted += !letter;
            BOOST_TEST(reg.scale == (letter ? std::stod(fact[3]) : other->scale));
            BOOST_TEST((s.unit == Unit::none ? "-" : symbol(s.unit)) == (letter ? (fact[4].empty() ? "-" : fact[4]) : other->unit));
            char const* const access = fact[5].starts_with("RW") ? "RW" : fact[5].starts_with("W") ? "W" : "R";
            BOOST_TEST((reg.access == Access::read ? "R" : reg.access == Access::write ? "W" : "RW") == access);
        }
    }
    BOOST_TEST(excepted == 2U + 2U * kLoads + 4U);
    // And the other way: no row of these groups is missing.
    for (auto const& [key, fact] : facts) {
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

/// First register and length as the family declares its blocks. The averages declare 93 and list 92.
BOOST_AUTO_TEST_CASE(blocks_are_where_the_family_has_them) {
    std::map<std::string, std::pair<int, unsigned>> const blocks{
        {"ident", {50000, 69}},           {"clock", {57600, 6}},           {"inst.1", {18432, 92}},        {"inst.4", {24576, 92}},
        {"avg.2", {20608, 92}},           {"fund.1", {18688, 84}},         {"inst_max.1", {18816, 113}},   {"inst_min.1", {19072, 113}},
        {"avg_max.1", {19328, 113}},      {"avg_min.4", {25600, 113}},     {"qual.1", {19584, 91}},        {"harm_i.1", {19712, 109}},
        {"energy.1", {19840, 66}},        {"demand.1", {19968, 79}},       {"net_inst", {36864, 37}},      {"net_avg", {36992, 37}},
        {"net_fund", {37120, 38}},        {"net_qual", {37248, 108}},      {"net_harm_v", {37504, 81}},    {"net_harm_u", {37632, 81}},
        {"cfg_meas", {34816, 8}},         {"cfg_en50160", {42628, 7}},     {"cfg_inrush.1", {42640, 2}},   {"event_en50160.1", {42240, 46}},
        {"event_en50160.3", {42332, 46}}, {"event_inrush.1", {42384, 46}}, {"event_inrush.4", {42522, 46}}};
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
