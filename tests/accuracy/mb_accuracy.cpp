// SPDX-License-Identifier: GPL-3.0-or-later
// Prints docs/accuracy.md, or with --recordings FOLDER the table of the real recordings there. Exit status 1: a row beyond its limit.
#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "tests/accuracy/cases.hpp"
#include "tests/accuracy/document.hpp"
#include "tests/accuracy/recordings.hpp"

int main(int argc, char** argv) {
    using namespace mb::accuracy;
    bool const recorded = argc == 3 && std::string_view(argv[1]) == "--recordings";
    if (argc != 1 && !recorded) {
        std::fputs("usage: mb_accuracy [--recordings FOLDER]\n", stderr);
        return 2;
    }
    if (recorded) {
        std::vector<RecordedRow> const rows = recorded_rows(argv[2]);
        std::fputs(recorded_table(rows).c_str(), stdout);
        return std::all_of(rows.begin(), rows.end(), [](RecordedRow const& r) { return within_limit(r); }) ? 0 : 1;
    }
    std::vector<Row> const rows = all_cases().rows();
    std::fputs(document(rows).c_str(), stdout);
    return std::all_of(rows.begin(), rows.end(), [](Row const& r) { return within_limit(r); }) ? 0 : 1;
}
