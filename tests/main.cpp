// SPDX-License-Identifier: GPL-3.0-or-later
// The one main of all test programs.
#define BOOST_TEST_MODULE meterbench
#include <boost/test/unit_test.hpp>
