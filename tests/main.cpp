// SPDX-License-Identifier: GPL-3.0-or-later
// The one main of all test programs. Written out, because Boost.Test's own comes with a definition before its header, which is precompiled.
#include <boost/test/unit_test.hpp>

int main(int argc, char* argv[]) {
    auto const named = [] {
        boost::unit_test::framework::master_test_suite().p_name.value = "meterbench";
        return true;
    };
    return boost::unit_test::unit_test_main(named, argc, argv);
}
