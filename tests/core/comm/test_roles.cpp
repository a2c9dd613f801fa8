// SPDX-License-Identifier: GPL-3.0-or-later
/// Roles as certificates carry them, and what they may do. DER by hand: X.690, 8.1 and 8.23 (UTF8String is tag 0x0C).
#include <boost/test/unit_test.hpp>

#include <string>

#include "core/comm/modbus/roles.hpp"

using namespace mb;
using namespace mb::modbus;

BOOST_AUTO_TEST_SUITE(roles)

BOOST_AUTO_TEST_CASE(a_role_is_one_utf8_string_and_nothing_else) {
    BOOST_TEST(*role_of_der(Bytes{0x0C, 5, 'A', 'd', 'm', 'i', 'n'}) == "Admin");
    BOOST_TEST(*role_of_der(Bytes{0x0C, 2, 0xC3, 0xA9}) == "\xC3\xA9");
    for (Bytes const& bad : {Bytes{},
                             {0x0C},
                             {0x0C, 0},
                             {0x13, 5, 'A', 'd', 'm', 'i', 'n'},  // PrintableString
                             {0x0C, 6, 'A', 'd', 'm', 'i', 'n'},
                             {0x0C, 4, 'A', 'd', 'm', 'i', 'n'},
                             {0x0C, 0x81, 5, 'A', 'd', 'm', 'i', 'n'},  // DER: the shortest length
                             {0x0C, 2, 'A', '\n'}})
        BOOST_TEST(!role_of_der(bad));
    Bytes longest{0x0C, 101};
    longest.resize(103, 'x');
    BOOST_TEST(!role_of_der(longest));
}

BOOST_AUTO_TEST_CASE(the_table_knows_three_roles_takes_rules_and_gives_strangers_nothing) {
    RoleTable table;
    BOOST_TEST((table.right_of("User") == Right::read));
    BOOST_TEST((table.right_of("Operator") == Right::operate));
    BOOST_TEST((table.right_of("Admin") == Right::configure));
    BOOST_TEST((table.right_of("") == Right::none));
    BOOST_TEST((table.right_of("admin") == Right::none));
    BOOST_REQUIRE(bool(table.set("Admin=read")));
    BOOST_REQUIRE(bool(table.set("a=b=operate")));
    BOOST_TEST((table.right_of("Admin") == Right::read));
    BOOST_TEST((table.right_of("a=b") == Right::operate));
    BOOST_TEST(table.set("Admin").error().sentence == "'Admin': a rule is ROLE=RIGHT, for example Viewer=read");
    BOOST_TEST(table.set("Admin=reed").error().sentence.find("did you mean 'read'?") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
