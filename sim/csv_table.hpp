// SPDX-License-Identifier: GPL-3.0-or-later
/// Cells of a CSV text (RFC 4180), row by row.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mb {

class CsvRows {
public:
    /// `first_line`: number of the first line of `text` in its file.
    CsvRows(std::string_view text, char separator, std::size_t first_line = 1) : text_(text), separator_(separator), line_(first_line) {}

    /// The next row that is not empty; nullopt at the end. Cells are trimmed; quoted ones keep separators, line ends and doubled
    /// quotes. A quote that is never closed ends with the text, and unclosed_quote() tells.
    std::optional<std::vector<std::string>> next();
    std::size_t line() const { return row_line_; }  ///< of the latest row, counted from 1
    bool unclosed_quote() const { return unclosed_; }

private:
    std::string cell();

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t row_line_ = 0;
    bool unclosed_ = false;
};

}  // namespace mb
