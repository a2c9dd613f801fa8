// SPDX-License-Identifier: GPL-3.0-or-later
/// The lists that people and programs read are the map and the catalogue themselves, and the shipped documents are these lists.
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>
#include <string>

#include "core/catalogue/export.hpp"

namespace {

using namespace mb;

std::string file(char const* path) {
    std::ifstream in{std::string(MB_SOURCE_DIR) + "/" + path};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string why(Result<RegisterMap> const& map) { return map ? "" : map.error().sentence; }

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

void check_read_back(std::string const& name) {
    auto const map = open_map(name);
    BOOST_TEST_REQUIRE(bool(map), why(map));
    auto const again = RegisterMap::parse(registers_csv(*map), "again.csv");
    BOOST_TEST_REQUIRE(bool(again), why(again));
    BOOST_TEST_REQUIRE(again->registers().size() == map->registers().size());
    for (std::size_t i = 0; i < map->registers().size(); ++i) {
        Register const& a = map->registers()[i];
        Register const& b = again->registers()[i];
        BOOST_TEST((a.address == b.address && a.words == b.words && a.type == b.type && a.scale == b.scale && a.access == b.access &&
                    a.symbol == b.symbol && a.again == b.again && a.block == b.block),
                   symbol_info(a.symbol).name);
    }
    BOOST_TEST_REQUIRE(again->blocks().size() == map->blocks().size());
    for (std::size_t i = 0; i < map->blocks().size(); ++i) {
        BOOST_TEST(again->blocks()[i].name == map->blocks()[i].name);
        BOOST_TEST(again->blocks()[i].first == map->blocks()[i].first);
        BOOST_TEST(again->blocks()[i].end == map->blocks()[i].end);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(export_)

BOOST_AUTO_TEST_CASE(the_csv_read_back_is_the_same_map) {
    for (auto const name : builtin_map_names()) check_read_back(std::string{name});
}

BOOST_AUTO_TEST_CASE(a_row_reads_as_the_makers_table_says) {
    auto const map = open_map("a200");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST(contains(registers_csv(*map), "\ninst.1,18444,2,U32,0.01,V,R,load1.inst.v1,1,0,\n"));
    BOOST_TEST(contains(registers_markdown(*map), "\n| 36871 | 2 | U32 | 0.001 | Hz | R | `net_inst.f` | "));
    BOOST_TEST(
        contains(registers_json(*map), "{\"symbol\": \"load1.inst.p\", \"address\": 18476, \"words\": 2, \"type\": \"S32\", \"scale\": 1"));
}

BOOST_AUTO_TEST_CASE(quantities_that_differ_by_a_number_stand_once) {
    auto const text = quantities_text();
    BOOST_TEST(contains(text, "load{n}.inst.v1 "));
    BOOST_TEST(contains(text, "event_en50160_{n}.start "));
    BOOST_TEST(!contains(text, "load1.inst.v1"));
    BOOST_TEST(contains(quantities_json(), "\"symbol\": \"load{n}.inst.p1\""));
    BOOST_TEST(contains(quantities_json(), "\"instances\": 4"));
}

BOOST_AUTO_TEST_CASE(harmonic_orders_stand_once_with_their_range) {
    auto const text = quantities_text();
    BOOST_TEST(contains(text, "net_harm_v.h{h}_v1 "));
    BOOST_TEST(contains(text, "Harmonic {h} of V1, orders 2 to 63\n"));
    BOOST_TEST(contains(text, "Harmonic {h} of V1, 10 min, orders 2 to 63\n"));
    BOOST_TEST(!contains(text, "net_harm_v.h2_v1"));
    BOOST_TEST(contains(quantities_json(), "\"symbol\": \"load{n}.harm_i.ih{h}_in\", \"label\": \"Interharmonic above order {h} of In\""));
    BOOST_TEST(contains(quantities_json(), "\"instances\": 4, \"orders\": [1, 62]}"));
    BOOST_TEST(contains(quantities_markdown(), "\n| `load{n}.harm_i.h{h}_i1` | Harmonic {h} of I1, orders 2 to 63 | % | 2 | - |\n"));
}

BOOST_AUTO_TEST_CASE(a_quantity_is_one_line_that_says_where_and_what_is_kept) {
    auto const text = quantities_markdown();
    BOOST_TEST(contains(text, "\n| `net_inst.v1`, `load{n}.inst.v1` | Voltage V1 | V | 2 | average, extremes, fast, intervals |\n"));
    BOOST_TEST(!contains(text, "inst_max.v1"));
    BOOST_TEST(contains(text, "\n| `cmd.demand_sync` | End the demand period now: 1 | - | W |\n"));
    BOOST_TEST(contains(text, "\n| `cfg_en50160.dip` | Dip threshold | % | 10 | 100 | 1 | 90 |\n"));
}

BOOST_AUTO_TEST_CASE(blocks_that_repeat_stand_once_with_their_distance) {
    auto const map = open_map("a200");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    auto const text = registers_markdown(*map);
    BOOST_TEST(contains(text, "## inst.1\n\nRegisters 18432 to 18523, 4 times, each 2048 further.\n"));
    BOOST_TEST(contains(text, "| 18444 | 2 | U32 | 0.01 | V | R | `load{n}.inst.v1` | Voltage V1 |"));
    BOOST_TEST(!contains(text, "inst.2"));
    // One that differs stands for itself.
    auto const other = RegisterMap::parse(
        "block,address,words,type,scale,unit,access,symbol,repeat,stride\n"
        "b.1,10,2,U32,0.01,V,R,load1.inst.v1,1,0\nb.2,20,2,U32,0.1,V,R,load2.inst.v1,1,0\n",
        "m.csv");
    BOOST_TEST_REQUIRE(bool(other), why(other));
    BOOST_TEST(contains(registers_markdown(*other), "## b.1\n\nRegisters 10 to 11.\n"));
    BOOST_TEST(contains(registers_markdown(*other), "| 20 | 2 | U32 | 0.1 | V | R | `load2.inst.v1` |"));
}

// After a change of the map or the catalogue: meterbench registers --format md > docs/registers.md, and the same for quantities.
BOOST_AUTO_TEST_CASE(the_documents_are_up_to_date) {
    auto const map = open_map("a200");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST((file("docs/registers.md") == registers_markdown(*map)),
               "docs/registers.md: run meterbench registers --format md > docs/registers.md");
    auto const classic = open_map("classic");
    BOOST_TEST_REQUIRE(bool(classic), why(classic));
    BOOST_TEST((file("docs/registers-classic.md") == registers_markdown(*classic)),
               "docs/registers-classic.md: run meterbench registers --map classic --format md > docs/registers-classic.md");
    BOOST_TEST((file("docs/quantities.md") == quantities_markdown()),
               "docs/quantities.md: run meterbench quantities --format md > docs/quantities.md");
}

BOOST_AUTO_TEST_SUITE_END()
