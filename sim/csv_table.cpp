// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/csv_table.hpp"

#include "sim/text_fields.hpp"

namespace mb {

/// Leaves at_ on the separator, the line end or the end of the text.
std::string CsvRows::cell() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ >= text_.size() || text_[at_] != '"') {
        std::size_t const begin = at_;
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
        return std::string(trimmed(text_.substr(begin, at_ - begin)));
    }
    std::string value;
    for (++at_;; ++at_) {
        if (at_ >= text_.size()) {
            unclosed_ = true;
            return value;
        }
        if (text_[at_] == '"') {
            if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
            ++at_;
        }
        if (text_[at_] == '\n') ++line_;
        value.push_back(text_[at_]);
    }
    for (++at_; at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r'; ++at_)
        value.push_back(text_[at_]);
    return std::string(trimmed(value));
}

std::optional<std::vector<std::string>> CsvRows::next() {
    while (at_ < text_.size()) {
        row_line_ = line_;
        std::vector<std::string> cells;
        for (;;) {
            cells.push_back(cell());
            if (at_ >= text_.size() || text_[at_] != separator_) break;
            ++at_;
        }
        if (at_ < text_.size()) {
            if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
            ++at_;
            ++line_;
        }
        if (cells.size() > 1 || !cells[0].empty()) return cells;
    }
    return std::nullopt;
}

}  // namespace mb
