// SPDX-License-Identifier: GPL-3.0-or-later
/// Small tools for the text formats of recordings: lines, fields, numbers and the character sets that real files use.
/// Everything works on views and says nothing about meaning; no function throws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mb {

/// Without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// Cuts the first line off `rest`, its end (CR LF, LF or CR) with it.
std::string_view take_line(std::string_view& rest);
/// Lines that end with CR LF, LF or CR; a last line without an end counts, an empty rest does not.
std::vector<std::string_view> split_lines(std::string_view text);

/// Cuts the first field off `rest`, its separator with it; trimmed. `more`: was there a separator?
std::string_view take_field(std::string_view& rest, char separator, bool& more);
/// Fields between `separator`, each trimmed; always at least one.
std::vector<std::string_view> split_fields(std::string_view line, char separator);

/// A finite decimal number that fills `text` (blanks around it and a leading + are allowed); nullopt for anything else.
std::optional<double> parse_number(std::string_view text);
/// The same where a comma may stand for the point, as it does in tables of half of Europe.
std::optional<double> parse_number_with_comma(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);

/// ASCII letters only.
std::string to_upper(std::string_view text);

/// At most `most` bytes of `text` for a message: control characters became blanks, so it stays on one line and moves no cursor.
std::string one_line(std::string_view text, std::size_t most = 40);

enum class TextEncoding : std::uint8_t { utf8, latin1, cp1251 };
struct PlainText {
    std::string text;  ///< UTF-8 without byte order mark; control characters except tab and line ends became '?'
    TextEncoding found = TextEncoding::utf8;
    bool byte_order_mark = false;
};

/// What is not UTF-8 is taken for Windows-1251 where letters of its upper half stand side by side (words in Cyrillic), else for
/// Latin-1 (a single accented letter or a micro sign). A guess, so the reader must tell the user.
PlainText plain_text(std::string_view bytes);

}  // namespace mb
