// SPDX-License-Identifier: GPL-3.0-or-later
/// The accuracy table as docs/accuracy.md.
#pragma once

#include <string>
#include <vector>

#include "tests/accuracy/ledger.hpp"

namespace mb::accuracy {

/// Rounded up to one significant digit, so that the last bits of an error do not change a document; under a thousandth of the limit:
/// "< " and that thousandth. No exponents.
std::string figure(double error, double limit);

/// One row of a Markdown table: quantity, signal, frequencies, limit, largest error, where.
std::string table_row(Row const& row);

std::string document(std::vector<Row> const& rows);

}  // namespace mb::accuracy
