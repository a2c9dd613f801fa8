// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/comtrade_cff.hpp"

#include <algorithm>

#include "sim/text_fields.hpp"

namespace mb {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
/// A line that opens a part is short; what is longer is data. There are four parts; a file with hundreds is something else.
constexpr std::size_t kLongestOpening = 200;
constexpr int kMostParts = 64;

/// "--- file type: DAT BINARY: 1080 ---"
struct Opening {
    std::size_t at = 0;        ///< its first byte
    std::size_t contents = 0;  ///< the first byte behind its line
    std::string kind;          ///< "CFG", "DAT"
    std::string data_type;
    std::optional<std::uint64_t> bytes;
};

/// Words of letters and digits, upper case; all else separates them.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    bool inside = false;
    for (char const c : to_upper(line)) {
        bool const word = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (word && !inside) words.emplace_back();
        if (word) words.back().push_back(c);
        inside = word;
    }
    return words;
}

/// What opens at `at`, a begin of a line, if anything does.
std::optional<Opening> opening_at(std::string_view all, std::size_t at) {
    std::string_view rest = all.substr(at);
    std::string_view const line = take_line(rest);
    if (!trimmed(line).starts_with("---") || line.size() > kLongestOpening) return std::nullopt;
    auto const words = words_of(line);
    if (words.size() < 3 || words[0] != "FILE" || words[1] != "TYPE") return std::nullopt;
    Opening found;
    found.at = at;
    found.contents = all.size() - rest.size();
    found.kind = words[2];
    if (words.size() > 3) found.data_type = words[3];
    if (words.size() > 4)
        if (auto const count = parse_integer(words[4]); count && *count >= 0) found.bytes = static_cast<std::uint64_t>(*count);
    return found;
}

/// The next opening at or after `from`. Only three dashes that begin a line (blanks before them) can be one.
std::optional<Opening> next_opening(std::string_view all, std::size_t from) {
    for (std::size_t at = all.find("---", from); at != kNone; at = all.find("---", at)) {
        std::size_t begin = at;
        while (begin > from && (all[begin - 1] == ' ' || all[begin - 1] == '\t')) --begin;
        bool const begins_line = begin == 0 || begin == from || all[begin - 1] == '\n' || all[begin - 1] == '\r';
        if (begins_line)
            if (auto found = opening_at(all, begin)) return found;
        while (at < all.size() && all[at] == '-') ++at;
    }
    return std::nullopt;
}

std::size_t count_lines(std::string_view text) {
    auto const lf = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    return lf > 0 ? lf : static_cast<std::size_t>(std::count(text.begin(), text.end(), '\r'));
}

/// Line ends and what DOS and blocks are padded with.
bool is_padding(std::string_view text) { return text.find_first_not_of(std::string_view("\r\n \t\x1A\0", 6)) == kNone; }

class Splitter {
public:
    Splitter(std::string_view all, std::string const& file) : all_(all), file_(file) {}

    Result<CffSections> split() {
        auto opening = next_opening(all_, 0);
        if (!opening)
            return input_error("{}: no line like '--- file type: CFG ---' is in it; a .cff holds CFG, INF, HDR and DAT after such lines",
                               file_);
        bool config = false, data = false;
        for (int parts = 1; opening; ++parts) {
            if (parts > kMostParts) return input_error("{}: more than {} parts; this is no COMTRADE file", file_, kMostParts);
            std::size_t const end = end_of(*opening);
            bool& seen = opening->kind == "CFG" ? config : data;
            if (opening->kind == "CFG" || opening->kind == "DAT") {
                if (seen)
                    tell("{}:{}: a second {} part is ignored", file_, line_of(opening->at), opening->kind);
                else
                    take(*opening, end);
                seen = true;
            } else if (opening->kind != "INF" && opening->kind != "HDR") {
                tell("{}:{}: a part of type '{}' is no part of the standard and is ignored", file_, line_of(opening->at),
                     opening->kind.substr(0, 20));
            }
            opening = next_opening(all_, end);
        }
        if (!config) return input_error("{}: it has no CFG part, so nothing says what its data are", file_);
        if (!data) return input_error("{}: it has no DAT part; the file seems to be cut off, copy it again", file_);
        return std::move(sections_);
    }

private:
    template <class... Args>
    void tell(fmt::format_string<Args...> text, Args&&... args) {
        sections_.diagnostics.push_back(fmt::format(text, std::forward<Args>(args)...));
    }

    std::size_t line_of(std::size_t at) const { return count_lines(all_.substr(0, at)) + 1; }

    /// Where a part ends: at the next opening, or where its bytes end if that fits what follows them.
    std::size_t end_of(Opening const& opening) const {
        std::size_t const left = all_.size() - opening.contents;
        if (opening.bytes && *opening.bytes <= left) {
            std::size_t const end = opening.contents + static_cast<std::size_t>(*opening.bytes);
            auto const next = next_opening(all_, end);
            if (is_padding(all_.substr(end, (next ? next->at : all_.size()) - end))) return end;
        }
        auto const next = next_opening(all_, opening.contents);
        return next ? next->at : all_.size();
    }

    void take(Opening const& opening, std::size_t end) {
        std::string_view const contents = all_.substr(opening.contents, end - opening.contents);
        std::size_t const line = line_of(opening.contents);
        if (opening.kind == "CFG") {
            sections_.config = contents;
            sections_.config_line = line;
            return;
        }
        sections_.data = contents;
        sections_.data_line = line;
        sections_.data_type = opening.data_type;
        sections_.data_bytes = opening.bytes;
    }

    std::string_view all_;
    std::string const& file_;
    CffSections sections_;
};

bool same_type(std::string const& written, ComtradeFormat format) {
    switch (format) {
        case ComtradeFormat::ascii:
            return written == "ASCII";
        case ComtradeFormat::binary:
            return written == "BINARY" || written == "BINARY16";
        case ComtradeFormat::binary32:
            return written == "BINARY32";
        case ComtradeFormat::float32:
            return written == "FLOAT32";
    }
    return false;
}

}  // namespace

Result<CffSections> split_cff(std::string_view bytes, std::string const& file) { return Splitter(bytes, file).split(); }

Result<WaveformFile> read_cff(std::string_view bytes, std::string const& file) {
    auto const sections = split_cff(bytes, file);
    if (!sections) return sections.error();
    auto config = parse_config(sections->config, file, sections->config_line);
    if (!config) return config.error();
    auto& told = config->diagnostics;
    told.insert(told.begin(), sections->diagnostics.begin(), sections->diagnostics.end());
    bool const text = config->format == ComtradeFormat::ascii;
    if (!same_type(sections->data_type, config->format))
        told.push_back(fmt::format("{}:{}: the line of the DAT part says '{}', the configuration something else: the configuration is used",
                                   file, sections->data_line - 1, sections->data_type.substr(0, 20)));
    bool known_short = false;
    if (!text && !sections->data_bytes) {
        told.push_back(fmt::format("{}:{}: the line of the DAT part states no number of bytes: all that follow are used", file,
                                   sections->data_line - 1));
    } else if (!text && *sections->data_bytes != sections->data.size()) {
        known_short = *sections->data_bytes > sections->data.size();
        told.push_back(fmt::format("{}:{}: {} bytes of data are stated and {} are there: these are used", file, sections->data_line - 1,
                                   *sections->data_bytes, sections->data.size()));
    }
    std::string const place = text ? file : file + " (DAT part)";
    return read_data(*config, {reinterpret_cast<std::uint8_t const*>(sections->data.data()), sections->data.size()}, place,
                     {sections->data_line, known_short});
}

}  // namespace mb
