// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/command_words.hpp"

#include <cstddef>

namespace mb::bridge {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Result<std::vector<std::string>> command_words(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool inside = false;  // a word has begun; it may be empty: ''
    char quote = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        char const c = line[at];
        if (quote == 0 && blank(c)) {
            if (inside) words.push_back(std::move(word));
            word.clear();
            inside = false;
            continue;
        }
        inside = true;
        if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == '\\' && quote != '\'') {
            if (at + 1 == line.size()) return input_error("the command '{}' ends with a backslash; write \\\\ for one", line);
            char const next = line[at + 1];
            bool const counts = quote == 0 || next == '"' || next == '\\';
            word.push_back(counts ? next : c);
            if (counts) ++at;
        } else {
            word.push_back(c);
        }
    }
    if (quote != 0) return input_error("the command '{}' has a {} that does not end; add another one", line, quote);
    if (inside) words.push_back(std::move(word));
    if (words.empty()) return input_error("the command is empty; name a program");
    return words;
}

}  // namespace mb::bridge
