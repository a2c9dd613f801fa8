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

}  // namespace

BOOST_AUTO_TEST_SUITE(export_)

BOOST_AUTO_TEST_CASE(the_csv_read_back_is_the_same_map) {
    auto const map = open_map("a200");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    auto const again = RegisterMap::parse(registers_csv(*map), "again.csv");
    BOOST_TEST_REQUIRE(bool(again), why(again));
    BOOST_TEST_REQUIRE(again->registers().size() == map->registers().size());
    for (std::size_t i = 0; i < map->registers().size(); ++i) {
        Register const& a = map->registers()[i];
        Register const& b = again->registers()[i];
        BOOST_TEST((a.address == b.address && a.words == b.words && a.type == b.type && a.scale == b.scale && a.access == b.access &&
                    a.symbol == b.symbol && a.block == b.block),
                   symbol_info(a.symbol).name);
    }
    BOOST_TEST_REQUIRE(again->blocks().size() == map->blocks().size());
    for (std::size_t i = 0; i < map->blocks().size(); ++i) {
        BOOST_TEST(again->blocks()[i].name == map->blocks()[i].name);
        BOOST_TEST(again->blocks()[i].first == map->blocks()[i].first);
        BOOST_TEST(again->blocks()[i].end == map->blocks()[i].end);
    }
}

BOOST_AUTO_TEST_CASE(a_row_reads_as_the_makers_table_says) {
    auto const map = open_map("a200");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST(contains(registers_csv(*map), "\ninst.1,18444,2,U32,0.01,V,R,load1.inst.v1,1,0\n"));
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

// After a change of the map or the catalogue: meterbench registers --format md > docs/registers.md, and the same for quantities.
BOOST_AUTO_TEST_CASE(the_documents_are_up_to_date) {
    auto const map = open_map("a200");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST((file("docs/registers.md") == registers_markdown(*map)),
               "docs/registers.md: run meterbench registers --format md > docs/registers.md");
    BOOST_TEST((file("docs/quantities.md") == quantities_markdown()),
               "docs/quantities.md: run meterbench quantities --format md > docs/quantities.md");
}

BOOST_AUTO_TEST_SUITE_END()
