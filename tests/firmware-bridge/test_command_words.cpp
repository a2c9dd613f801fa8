// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/command_words.hpp"

#include <boost/test/unit_test.hpp>

using namespace mb;
using bridge::command_words;
using Words = std::vector<std::string>;

// What `printf '<%s>'` shows of these lines in a shell.
BOOST_AUTO_TEST_CASE(a_command_line_is_split_as_a_shell_splits_it) {
    BOOST_TEST((*command_words("./meter") == Words{"./meter"}));
    BOOST_TEST((*command_words("  ./meter\t--fast   1 ") == Words{"./meter", "--fast", "1"}));
    BOOST_TEST((*command_words(R"('my meter' "a b"c d\ e)") == Words{"my meter", "a bc", "d e"}));
    BOOST_TEST((*command_words(R"(a '' "" b)") == Words{"a", "", "", "b"}));
    BOOST_TEST((*command_words(R"('it'\''s' "a \"b\" \\ \n" '\')") == Words{"it's", R"(a "b" \ \n)", "\\"}));
    BOOST_TEST((*command_words("a $HOME *.so ; b") == Words{"a", "$HOME", "*.so", ";", "b"}));  // nothing is expanded
}

BOOST_AUTO_TEST_CASE(a_command_line_that_does_not_end_is_refused) {
    for (char const* const bad : {"", "   ", "'a", "a \"b", "a \\"}) {
        auto const words = command_words(bad);
        BOOST_TEST(!words, bad);
        if (!words) BOOST_TEST((words.error().kind == ErrorKind::input));
    }
}
