// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <limits>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/document.hpp"
#include "tests/accuracy/recordings.hpp"

using namespace mb::accuracy;

BOOST_AUTO_TEST_CASE(every_row_of_the_accuracy_table_is_within_its_limit) {
    auto const rows = all_cases().rows();
    BOOST_TEST(rows.size() > 60U);
    for (Row const& row : rows) {
        Limit const& limit = limit_of(row.quantity);
        BOOST_TEST(within_limit(row), limit.name << " of '" << row.signal << "' at " << row.where << ": error "
                                                 << figure(row.worst, limit.value) << ", limit " << limit.value << " " << limit.unit << ", "
                                                 << row.values << " values");
    }
}

BOOST_AUTO_TEST_CASE(real_recordings_read_what_their_samples_say) {
    auto const rows = recorded_rows(MB_VECTORS_DIR);
    if (rows.empty()) {
        BOOST_TEST_MESSAGE("skipped: no recordings");
        std::puts("skipped: no recordings");
        return;
    }
    for (RecordedRow const& row : rows)
        BOOST_TEST(within_limit(row), row.recording << ", " << row.quantity << ": read " << row.reading << ", by definition " << row.truth
                                                    << ", limit " << row.limit << " %");
}

BOOST_AUTO_TEST_CASE(a_missing_value_and_a_quantity_that_nobody_measured_fail_their_rows) {
    Ledger ledger;
    ledger.note(Quantity::voltage, {"a", 50.0, 10}, 0.001, "V1");
    ledger.note(Quantity::current, {"a", 50.0, 10}, std::nan(""), "I1");
    ledger.note(Quantity::current, {"a", 50.0, 10}, 0.001, "I2");
    auto const rows = ledger.rows();
    BOOST_TEST(within_limit(rows[0]));
    BOOST_TEST(!within_limit(rows[1]));
    BOOST_TEST(rows[1].where == "50 Hz, 10 cycles, I1");
    BOOST_TEST(!within_limit(Row{Quantity::thd, "b"}));
}

BOOST_AUTO_TEST_CASE(figures_are_rounded_up_to_one_digit) {
    BOOST_TEST(figure(0.00041, 0.005) == "0.0005");
    BOOST_TEST(figure(0.0005, 0.005) == "0.0005");
    BOOST_TEST(figure(0.95, 1.0) == "1");
    BOOST_TEST(figure(12.0, 1.0) == "20");
    BOOST_TEST(figure(0.003, 0.1) == "0.003");
    BOOST_TEST(figure(0.000004, 0.005) == "< 0.000005");
    BOOST_TEST(figure(std::numeric_limits<double>::infinity(), 1.0) == "no value");
}
