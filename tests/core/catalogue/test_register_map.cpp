// SPDX-License-Identifier: GPL-3.0-or-later
/// The map parser refuses what cannot be meant, with file and line.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <string>

#include "core/catalogue/export.hpp"
#include "core/catalogue/register_map.hpp"

namespace {

using namespace mb;

constexpr char const* kHeader = "block,address,words,type,scale,unit,access,symbol,repeat,stride\n";

std::string why(Result<RegisterMap> const& map) { return map ? "" : map.error().sentence; }

Result<RegisterMap> parse(std::string const& rows) { return RegisterMap::parse(kHeader + rows, "m.csv"); }

void check_refused(std::string const& rows, std::string const& sentence) {
    auto const map = parse(rows);
    BOOST_TEST_REQUIRE(!map, rows << " was taken");
    BOOST_TEST(map.error().sentence == sentence);
    BOOST_TEST((map.error().kind == ErrorKind::input));
}

SymbolId id(std::string_view name) { return find_symbol(name).value(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(register_map)

BOOST_AUTO_TEST_CASE(a_row_is_found_by_symbol_by_range_and_by_block) {
    auto const map = parse("b,100,2,U32,0.01,V,R,net_inst.v1,1,0\nb,110,1,U16,0.01,%,R,net_inst.v_nb,1,0\n");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    Register const* const v1 = map->find(id("net_inst.v1"));
    BOOST_TEST_REQUIRE(v1 != nullptr);
    BOOST_TEST(v1->address == 100);
    BOOST_TEST(v1->words == 2);
    BOOST_TEST(v1->scale == 0.01);
    BOOST_TEST((v1->type == RegisterType::u32));
    BOOST_TEST(map->find(id("net_inst.v2")) == nullptr);
    BOOST_TEST_REQUIRE(map->blocks().size() == 1U);
    BOOST_TEST(map->blocks()[0].first == 100);
    BOOST_TEST(map->blocks()[0].end == 111U);
    BOOST_TEST(map->block_at(99) == nullptr);
    BOOST_TEST(map->block_at(105) != nullptr);
    BOOST_TEST(map->block_at(111) == nullptr);
    BOOST_TEST(map->in_range(101, 1).size() == 1U);
    BOOST_TEST(map->in_range(102, 8).size() == 0U);
    BOOST_TEST(map->in_range(101, 10).size() == 2U);
    BOOST_TEST(map->in_range(0, 100).size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_repeated_row_stands_a_stride_apart_in_blocks_of_its_own) {
    auto const map = parse("inst,1000,2,U32,0.01,V,R,load{n}.inst.v1,4,50\n");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    for (int n = 1; n <= 4; ++n) {
        Register const* const reg = map->find(id("load" + std::to_string(n) + ".inst.v1"));
        BOOST_TEST_REQUIRE(reg != nullptr);
        BOOST_TEST(reg->address == 1000 + 50 * (n - 1));
        BOOST_TEST(map->blocks()[reg->block].name == "inst." + std::to_string(n));
    }
    BOOST_TEST(map->block_at(1002) == nullptr);
}

BOOST_AUTO_TEST_CASE(the_last_register_there_is_can_be_used_and_none_behind_it) {
    BOOST_TEST(bool(parse("b,65534,2,U32,0.01,V,R,net_inst.v1,1,0\n")));
    check_refused("b,65535,2,U32,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: the row ends at register 65536, the last there is is 65535");
    check_refused("b,60000,2,U32,0.01,V,R,load{n}.inst.v1,4,2048\n", "m.csv:2: the row ends at register 66145, the last there is is 65535");
}

BOOST_AUTO_TEST_CASE(overlapping_rows_are_refused_with_both_lines) {
    check_refused("b,100,2,U32,0.01,V,R,net_inst.v1,1,0\n# between\nb,101,2,U32,0.01,V,R,net_inst.v2,1,0\n",
                  "m.csv:4: register 101 already belongs to line 2");
    check_refused("b,101,2,U32,0.01,V,R,net_inst.v2,1,0\nb,100,2,U32,0.01,V,R,net_inst.v1,1,0\n",
                  "m.csv:3: register 101 already belongs to line 2");
    check_refused("b,100,2,U32,0.01,V,R,load{n}.inst.v1,2,1\n", "m.csv:2: register 101 already belongs to line 2");
}

BOOST_AUTO_TEST_CASE(blocks_may_touch_but_not_mix) {
    BOOST_TEST(bool(parse("a,100,2,U32,0.01,V,R,net_inst.v1,1,0\nb,102,2,U32,0.01,V,R,net_inst.v2,1,0\n")));
    check_refused("a,100,2,U32,0.01,V,R,net_inst.v1,1,0\nb,102,2,U32,0.01,V,R,net_inst.v2,1,0\na,104,2,U32,0.01,V,R,net_inst.v3,1,0\n",
                  "m.csv:4: register 104 of block 'a' stands behind registers of block 'b'");
}

BOOST_AUTO_TEST_CASE(an_unknown_symbol_is_refused_with_the_nearest_one) {
    check_refused("b,100,2,U32,0.01,V,R,net_inst.w1,1,0\n", "m.csv:2: unknown symbol 'net_inst.w1', did you mean 'net_inst.v1'?");
    check_refused("b,100,2,U32,0.01,V,R,zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz,1,0\n", "m.csv:2: unknown symbol 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'");
    check_refused("b,100,2,U32,0.01,V,R,load{n}.inst.v1,5,10\n", "m.csv:2: unknown symbol 'load5.inst.v1', did you mean 'load1.inst.v1'?");
}

BOOST_AUTO_TEST_CASE(a_symbol_stands_once) {
    check_refused("b,100,2,U32,0.01,V,R,net_inst.v1,1,0\nb,102,2,U32,0.01,V,R,net_inst.v1,1,0\n",
                  "m.csv:3: net_inst.v1 already stands in line 2; a further register is written =net_inst.v1");
}

BOOST_AUTO_TEST_CASE(further_registers_of_a_symbol_are_marked_and_readers_take_the_unmarked_one) {
    auto const map =
        parse("b,100,1,U16,0.1,V,R,=net_inst.v1,1,0\nb,102,2,U32,0.01,V,R,net_inst.v1,1,0\nb,104,1,U16,1,V,R,=net_inst.v1,1,0\n");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST(map->registers().size() == 3U);
    BOOST_TEST(map->find(find_symbol("net_inst.v1").value())->address == 102);
    check_refused("b,100,2,U32,0.01,V,R,=net_inst.v1,1,0\n", "m.csv:2: =net_inst.v1 needs a register of net_inst.v1 itself");
    check_refused("b,100,2,U32,0.01,V,R,=net_inst.w1,1,0\n", "m.csv:2: unknown symbol 'net_inst.w1', did you mean 'net_inst.v1'?");
    check_refused("b,100,2,U32,0.01,A,R,=net_inst.v1,1,0\n", "m.csv:2: unit 'A', but net_inst.v1 is in 'V'");
    check_refused("b,100,1,U16,1,-,R,=x,1,0,EN3\n", "m.csv:2: 11 columns where the header has 10");
}

BOOST_AUTO_TEST_CASE(each_bad_cell_is_named) {
    check_refused("b,100,2,U33,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: unknown type 'U33', did you mean 'U32'?");
    check_refused("b,100,1,U32,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: type U32 takes 2 registers, not 1");
    check_refused("b,100,2,U16,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: type U16 takes 1 register, not 2");
    for (auto const* bad : {"-1", "65536", "0x10", "", "1e3", "99999999999999999999"}) {
        check_refused(std::string("b,") + bad + ",2,U32,0.01,V,R,net_inst.v1,1,0\n",
                      std::string("m.csv:2: address '") + bad + "' is not a whole number from 0 to 65535");
    }
    check_refused("b,100,0,U32,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: words '0' is not a whole number from 1 to 125");
    for (auto const* bad : {"0", "-1", "nan", "inf", "x", "", "0,01"}) {
        if (std::string_view{bad} == "0,01") {
            check_refused("b,100,2,U32,0,01,V,R,net_inst.v1,1,0\n", "m.csv:2: 11 columns where the header has 10");
        } else {
            check_refused(std::string("b,100,2,U32,") + bad + ",V,R,net_inst.v1,1,0\n",
                          std::string("m.csv:2: scale '") + bad + "' is not a number above zero");
        }
    }
    check_refused("b,100,2,U32,0.01,V,X,net_inst.v1,1,0\n",
                  "m.csv:2: access 'X' is none of R, RW, RW-locked, W, W6, W16, W-locked, W6-locked and W16-locked");
    check_refused("b,100,2,U32,0.01,V,RW,net_inst.v1,1,0\n", "m.csv:2: net_inst.v1 cannot be written, its access is R");
    check_refused("b,100,2,U32,0.01,A,R,net_inst.v1,1,0\n", "m.csv:2: unit 'A', but net_inst.v1 is in 'V'");
    check_refused("b,100,2,U32,0.01,-,R,net_inst.v1,1,0\n", "m.csv:2: unit '-', but net_inst.v1 is in 'V'");
    check_refused("b,100,2,U32,0.01,Volt,R,net_inst.v1,1,0\n", "m.csv:2: unknown unit 'Volt'; write '-' for none");
    check_refused(",100,2,U32,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: block '' is no name of letters, digits, '_' and '.'");
    check_refused("#b,100,2,U32,0.01,V,R,net_inst.v1,1,0\n", "m.csv: no registers");  // a comment
    check_refused("b c,100,2,U32,0.01,V,R,net_inst.v1,1,0\n", "m.csv:2: block 'b c' is no name of letters, digits, '_' and '.'");
    check_refused("b,100,4,STRING_NORM,2,-,R,ident.vendor,1,0\n", "m.csv:2: type STRING_NORM has no scale, write 1");
    check_refused("b,100,2,U32,0.01,V,R,load{n}.inst.v1,0,10\n", "m.csv:2: repeat '0' is not a whole number from 1 to 65536");
    check_refused("b,100,2,U32,0.01,V,R,load{n}.inst.v1,2,0\n", "m.csv:2: repeated 2 times, but the stride is 0");
    check_refused("b,100,2,U32,0.01,V,R,load{n}.inst.v1,1,0\n",
                  "m.csv:2: a repeated row needs '{n}' in its symbol, and no other row may have it");
    check_refused("b,100,2,U32,0.01,V,R,load1.inst.v1,2,10\n",
                  "m.csv:2: a repeated row needs '{n}' in its symbol, and no other row may have it");
    check_refused("b,100,2,U32,1,-,R,-,1,0\n", "m.csv:2: registers kept free have type '-' and access R, and are not missing");
    check_refused("b,100\n", "m.csv:2: 2 columns where the header has 10");
    check_refused("# nothing\n", "m.csv: no registers");
}

BOOST_AUTO_TEST_CASE(a_type_that_cannot_hold_what_the_symbol_says_is_refused) {
    check_refused(
        "b,100,2,DATETIME,1,V,R,load1.inst.v1,1,0\n",
        "m.csv:2: type DATETIME cannot hold load1.inst.v1, a number that is never negative; U8, U16, S16, U32, S32, U64 and S64 can");
    check_refused(
        "b,100,4,STRING_16,1,V,R,load1.inst.v1,1,0\n",
        "m.csv:2: type STRING_16 cannot hold load1.inst.v1, a number that is never negative; U8, U16, S16, U32, S32, U64 and S64 can");
    check_refused("b,100,3,DATETIME_3,1,-,R,load1.inst.pf,1,0\n",
                  "m.csv:2: type DATETIME_3 cannot hold load1.inst.pf, a number that may be negative; S16, S32 and S64 can");
    check_refused("b,100,2,U32,1,var,R,load1.inst.q,1,0\n",
                  "m.csv:2: type U32 cannot hold load1.inst.q, a number that may be negative; S16, S32 and S64 can");
    check_refused("b,100,1,U16,1,s,R,net_inst.date,1,0\n",
                  "m.csv:2: type U16 cannot hold net_inst.date, a time in seconds; U32, U64, DATETIME and DATETIME_3 can");
    check_refused("b,100,2,DATETIME,1,-,R,event_en50160_1.start,1,0\n",
                  "m.csv:2: type DATETIME cannot hold event_en50160_1.start, a time in milliseconds; U64 and DATETIME_MS can");
    check_refused("b,100,1,U16,1,-,R,ident.magic,1,0\n",
                  "m.csv:2: type U16 cannot hold ident.magic, a text; STRING_16 and STRING_NORM can");
    check_refused("b,100,1,S16,1,-,RW,clock.day,1,0\n",
                  "m.csv:2: type S16 cannot hold clock.day, a whole number; U8, U16, U32, U64, U8_HEX, U16_HEX, U32_HEX and U64_HEX can");
    check_refused("b,100,4,U64_HEX,0.001,Hz,R,net_inst.f,1,0\n",
                  "m.csv:2: type U64_HEX cannot hold net_inst.f, a number that is never negative; U8, U16, S16, U32, S32, U64 and S64 can");
    check_refused("b,100,2,U32,1,W,R,load{n}.inst.p,4,50\n",
                  "m.csv:2: type U32 cannot hold load1.inst.p, a number that may be negative; S16, S32 and S64 can");
}

BOOST_AUTO_TEST_CASE(another_meter_may_write_a_symbol_in_any_type_that_holds_it) {
    auto const map = parse(
        "b,100,1,S16,0.1,V,R,load1.inst.v1,1,0\nb,101,4,U64,0.001,Hz,R,net_inst.f,1,0\nb,105,1,S16,0.1,W,R,load1.inst.p,1,0\n"
        "b,106,2,U32,1,s,R,net_inst.date,1,0\nb,108,4,U64,1,-,R,event_en50160_1.start,1,0\nb,112,4,STRING_16,1,-,R,ident.vendor,1,0\n"
        "b,116,1,U8_HEX,1,-,RW,clock.day,1,0\nb,117,3,DATETIME_3,1,s,R,load1.inst.date,1,0\n");
    BOOST_TEST(bool(map), why(map));
}

BOOST_AUTO_TEST_CASE(a_header_without_a_column_is_refused) {
    auto const map = RegisterMap::parse("# x\nblock,adress,words,type,scale,unit,access,symbol,repeat,stride\n", "m.csv");
    BOOST_TEST_REQUIRE(!map);
    BOOST_TEST(map.error().sentence.starts_with("m.csv:2: the column 'address' is missing, did you mean 'adress'?"));
    BOOST_TEST(!RegisterMap::parse("", "m.csv"));
    BOOST_TEST(!RegisterMap::parse("\n\n#\n", "m.csv"));
}

BOOST_AUTO_TEST_CASE(spreadsheet_manners_are_tolerated) {
    auto const map = RegisterMap::parse(
        "\xEF\xBB\xBF\"symbol\",block,address,words,type,scale,unit,access,repeat,stride,note\r\n"
        "net_inst.v1 , b,\"100\",2,U32,1e-2,V,R,1,0,whatever\r\n\r\n",
        "m.csv");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST(map->find(id("net_inst.v1"))->address == 100);
}

BOOST_AUTO_TEST_CASE(a_file_that_asks_for_endless_rows_is_refused) {
    std::string rows;
    for (int i = 0; i < 100; ++i) rows += "b,0,1,-,1,-,R,-,65536,1\n";
    check_refused(rows, "m.csv:3: more rows than there are registers");
}

BOOST_AUTO_TEST_CASE(a_map_is_opened_by_name_or_path_and_a_wrong_one_is_named) {
    BOOST_TEST(bool(open_map("a200")));
    auto const path = std::string(MB_SOURCE_DIR) + "/resources/maps/a200.csv";
    BOOST_TEST(bool(open_map(path)));
    auto const unknown = open_map("a20");
    BOOST_TEST_REQUIRE(!unknown);
    BOOST_TEST(unknown.error().sentence ==
               "no register map 'a20', did you mean 'a200'?; shipped: a200, classic; a file is named by its path");
    auto const missing = open_map("./no-such-map.csv");
    BOOST_TEST_REQUIRE(!missing);
    BOOST_TEST(missing.error().sentence == "./no-such-map.csv: No such file or directory");
    BOOST_TEST(!open_map(MB_SOURCE_DIR "/resources"));
}

BOOST_AUTO_TEST_CASE(a_command_is_written_and_never_read) {
    auto const map = parse("b,100,1,U16,1,-,W,cmd.demand_sync,1,0\n");
    BOOST_TEST_REQUIRE(bool(map), why(map));
    BOOST_TEST((map->find(id("cmd.demand_sync"))->access == Access::write));
    check_refused("b,100,1,U16,1,-,R,cmd.demand_sync,1,0\n", "m.csv:2: cmd.demand_sync cannot be read, its access is W");
    check_refused("b,100,1,U16,1,-,RW,cmd.demand_sync,1,0\n", "m.csv:2: cmd.demand_sync cannot be read, its access is W");
    check_refused("b,100,2,U32,0.01,V,W,net_inst.v1,1,0\n", "m.csv:2: net_inst.v1 cannot be written, its access is R");
}

BOOST_AUTO_TEST_CASE(a_map_of_two_files_is_one_and_names_the_right_file) {
    std::string const one = std::string{kHeader} + "a,100,2,U32,0.01,V,R,net_inst.v1,1,0\n";
    auto const with = [&](std::string const& rows) {
        std::string const two = kHeader + rows;
        MapText const parts[] = {{"one.csv", one}, {"two.csv", two}};
        return RegisterMap::parse(parts);
    };
    auto const both = with("b,102,2,U32,0.01,V,R,net_inst.v2,1,0\n");
    BOOST_TEST_REQUIRE(bool(both), why(both));
    BOOST_TEST(both->registers().size() == 2U);
    BOOST_TEST(why(with("b,101,2,U32,0.01,V,R,net_inst.v2,1,0\n")) == "two.csv:2: register 101 already belongs to one.csv:2");
    BOOST_TEST(why(with("b,99,2,U32,0.01,V,R,net_inst.v2,1,0\n")) == "two.csv:2: register 100 already belongs to one.csv:2");
    BOOST_TEST(why(with("b,102,2,U32,0.01,V,R,net_inst.v1,1,0\n")) ==
               "two.csv:2: net_inst.v1 already stands in one.csv:2; a further register is written =net_inst.v1");
    BOOST_TEST(why(with("b,102,2,U32,0.01,V,R,net_inst.vv,1,0\n")).starts_with("two.csv:2: unknown symbol"));
    MapText const headless[] = {{"one.csv", one}, {"two.csv", ""}};
    BOOST_TEST(why(RegisterMap::parse(headless)).starts_with("two.csv: empty"));
}

BOOST_AUTO_TEST_CASE(access_words_say_who_may_write_and_by_which_function) {
    auto const map = RegisterMap::parse(
        "block,address,words,type,scale,unit,access,symbol,repeat,stride\n"
        "a,0,1,U16,1,-,RW,lock.lock_code,1,0\n"
        "a,1,1,U16,1,-,RW-locked,cfg_meas.pf_convention,1,0\n"
        "a,2,1,U16,1,-,W6,cmd.demand_sync,1,0\n"
        "a,3,1,U16_HEX,1,-,W16,cmd.reset_minmax_net,1,0\n"
        "a,4,1,U8_HEX,1,-,W6-locked,cmd.system_action,1,0\n",
        "m.csv");
    BOOST_TEST_REQUIRE(bool(map));
    auto const regs = map->registers();
    BOOST_TEST((!regs[0].locked && regs[0].function == 0 && regs[0].access == Access::read_write));
    BOOST_TEST((regs[1].locked && regs[1].function == 0 && regs[1].access == Access::read_write));
    BOOST_TEST((!regs[2].locked && regs[2].function == 6 && regs[2].access == Access::write));
    BOOST_TEST((!regs[3].locked && regs[3].function == 16));
    BOOST_TEST((regs[4].locked && regs[4].function == 6));
    for (auto const* word : {"RW", "RW-locked", "W6", "W16", "W6-locked"})
        BOOST_TEST(std::ranges::count(regs, word, access_word) == 1, word);
}

BOOST_AUTO_TEST_CASE(what_is_missing_keeps_its_row_and_its_feature) {
    std::string const head = "block,address,words,type,scale,unit,access,symbol,repeat,stride,missing\n";
    auto const map =
        RegisterMap::parse(head + "t,10,2,U32,1000,Wh,R,load{n}.tariff.t1,4,100,EN3\nt2,14,1,U16,1,V,R,net_inst.no_such,1,0,X1\n", "m.csv");
    BOOST_TEST_REQUIRE(bool(map));
    BOOST_TEST(map->registers().empty());
    BOOST_TEST_REQUIRE(map->missing().size() == 5U);
    BOOST_TEST(map->missing()[1].name == "net_inst.no_such");
    BOOST_TEST(map->missing()[2].name == "load2.tariff.t1");
    BOOST_TEST(map->missing()[2].reg.address == 110);
    BOOST_TEST(map->missing()[2].feature == "EN3");
    BOOST_TEST(map->block_at(111)->name == "t.2");
    auto const why = [&](std::string const& row) { return RegisterMap::parse(head + row, "m.csv").error().sentence; };
    BOOST_TEST(why("t,10,1,U16,1,V,R,net_inst.v1,1,0,EN3\n") == "m.csv:2: net_inst.v1 is known: it is not missing, leave the column empty");
    BOOST_TEST(why("t,10,1,U32,1,V,R,x,1,0,EN3\n") == "m.csv:2: type U32 takes 2 registers, not 1");
    BOOST_TEST(why("t,10,1,U16,1,V,R,x,1,0,E N\n") == "m.csv:2: 'E N' is no id of a feature");
    BOOST_TEST(why("t,10,1,U16,1,V,R,x y,1,0,EN3\n") == "m.csv:2: 'x y' is no name of letters, digits, '_' and '.'");
    BOOST_TEST(why("t,10,1,U16,1,V,R,x,1,0,EN3\nt,11,1,U16,1,V,R,x,1,0,EN3\n") == "m.csv:3: x already stands in line 2");
}

BOOST_AUTO_TEST_CASE(a_map_written_as_csv_reads_back_the_same_with_what_is_missing) {
    auto const map = *open_map("a200");
    auto const again = RegisterMap::parse(registers_csv(map), "again.csv");
    BOOST_TEST_REQUIRE(bool(again));
    BOOST_TEST_REQUIRE(again->registers().size() == map.registers().size());
    BOOST_TEST_REQUIRE(again->missing().size() == map.missing().size());
    for (std::size_t i = 0; i < map.registers().size(); ++i) {
        Register const& a = map.registers()[i];
        Register const& b = again->registers()[i];
        BOOST_TEST((a.address == b.address && a.symbol == b.symbol && a.type == b.type && a.scale == b.scale));
        BOOST_TEST(access_word(a) == access_word(b));
    }
    for (std::size_t i = 0; i < map.missing().size(); ++i) {
        BOOST_TEST(map.missing()[i].name == again->missing()[i].name);
        BOOST_TEST(map.missing()[i].feature == again->missing()[i].feature);
    }
}

BOOST_AUTO_TEST_CASE(every_register_that_the_family_has_for_this_meter_lies_in_the_map) {
    auto const folder = std::filesystem::path{MB_VECTORS_DIR} / ".." / "registers";
    std::ifstream file{folder / "blocks.csv"};
    if (!file) {
        BOOST_TEST_MESSAGE("skipped: no register facts");
        return;
    }
    auto const map = *open_map("a200");
    std::string line;
    std::getline(file, line);
    int blocks = 0;
    while (std::getline(file, line)) {
        std::vector<std::string> f;
        std::stringstream cells{line};
        for (std::string cell; std::getline(cells, cell, ',');) f.push_back(cell);
        auto const confidence = f[8].substr(f[8].starts_with('"') ? 1 : 0);
        if (!confidence.starts_with("high") && !confidence.starts_with("medium")) continue;
        ++blocks;
        auto const whole = [&](std::size_t i) { return f[i].empty() ? 0 : std::stoi(f[i]); };
        for (int k = 0; k < whole(3); ++k) {
            int const first = whole(0) + k * (whole(4) != 0 ? whole(4) : whole(2));
            BOOST_TEST(map.block_at(static_cast<std::uint16_t>(first)) != nullptr, f[6] << " " << f[7] << ": " << first);
        }
    }
    BOOST_TEST(blocks > 90);
}

BOOST_AUTO_TEST_SUITE_END()
