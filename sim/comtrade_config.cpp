// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration file, line by line (C37.111-1999, clause 5; -2013, clause 7). The lines decide, the counts they state are only
// compared.
#include <algorithm>
#include <cmath>

#include "sim/comtrade_channel.hpp"
#include "sim/text_fields.hpp"

namespace mb {
namespace {

/// Of a status channel line; analog ones have more.
constexpr std::size_t kMostStatusFields = 5;
/// Beyond any recorder; keeps the arithmetic of record lengths far from overflow.
constexpr std::int64_t kMostChannels = 1'000'000;

class ConfigParser {
public:
    ConfigParser(std::string_view text, std::string const& file, std::size_t first_line)
        : file_(file), first_line_(first_line), plain_(plain_text(text)) {
        std::replace(plain_.text.begin(), plain_.text.end(), '\t', ' ');  // blank to the standard, a jump of the cursor to a terminal
        // DOS's end of file; some recorders pad with it.
        lines_ = split_lines(std::string_view(plain_.text).substr(0, plain_.text.find('\x1A')));
    }

    Result<ComtradeConfig> parse() {
        if (lines_.empty()) return input_error("{}: the configuration file is empty", file_);
        note_text();
        for (auto const step : {&ConfigParser::station, &ConfigParser::counts, &ConfigParser::channels, &ConfigParser::line_frequency,
                                &ConfigParser::rates, &ConfigParser::dates, &ConfigParser::format, &ConfigParser::time_multiplier})
            if (auto done = (this->*step)(); !done) return done.error();
        return std::move(config_);
    }

private:
    using Fields = std::vector<std::string_view>;

    std::string where() const { return fmt::format("{}:{}", file_, std::min(at_ + 1, lines_.size()) + first_line_ - 1); }

    template <class... Args>
    void tolerate(fmt::format_string<Args...> text, Args&&... args) {
        config_.diagnostics.push_back(fmt::format("{}: {}", where(), fmt::format(text, std::forward<Args>(args)...)));
    }

    bool at_end() const { return at_ >= lines_.size(); }
    Error ended(std::string_view before) const {
        return input_error("{}: the configuration ends before {}; the file seems to be cut off, copy it again", where(), before);
    }
    Error wrong(std::string_view wanted) const {
        return input_error("{}: {} expected, found '{}'", where(), wanted, trimmed(lines_[at_]).substr(0, 60));
    }
    Fields fields() const { return split_fields(lines_[at_], ','); }

    void note_text() {
        if (plain_.byte_order_mark) tolerate("a byte order mark was skipped");
        if (plain_.found == TextEncoding::latin1) tolerate("the text is not UTF-8; it was read as Latin-1");
        if (plain_.found == TextEncoding::cp1251) tolerate("the text is not UTF-8; it was read as Windows-1251 (Cyrillic)");
        if (plain_.text.find('\r') != std::string::npos && plain_.text.find('\n') == std::string::npos) tolerate("lines end with CR alone");
    }

    Result<void> station() {
        Fields const f = fields();
        config_.station = f[0];
        if (f.size() > 1) config_.device = f[1];
        if (f.size() < 3 || f[2].empty()) {
            tolerate("no revision year: read by the rules of 1991, values taken as primary");
        } else if (auto const year = parse_integer(f[2]); !year) {
            tolerate("revision '{}' is no year: read by the rules of 1999", f[2].substr(0, 20));
            config_.revision = 1999;
        } else {
            config_.revision = *year < 1999 ? 1991 : *year < 2013 ? 1999 : 2013;
            if (*year != config_.revision) {
                // 1991 files carry no year; a year between the editions comes from writers that follow 1999 (its draft was 1997).
                if (*year > 1991) config_.revision = std::max(config_.revision, 1999);
                tolerate("revision {} is no edition of the standard: read by the rules of {}", *year, config_.revision);
            }
        }
        ++at_;
        return {};
    }

    /// "8,8A,0D"; zero-padded numbers and small letters are common.
    Result<void> counts() {
        if (at_end()) return ended("the numbers of channels");
        Fields const f = fields();
        stated_total_ = parse_integer(f[0]).value_or(-1);
        for (std::size_t i = 1; i < f.size(); ++i) {
            if (f[i].empty()) continue;
            char const kind = f[i].back();
            auto const number = parse_integer(f[i].substr(0, f[i].size() - 1));
            if (!number || *number < 0 || *number > kMostChannels) return wrong("the numbers of channels (like 8,4A,4D)");
            if (kind == 'A' || kind == 'a')
                stated_analog_ = *number;
            else if (kind == 'D' || kind == 'd')
                stated_status_ = *number;
            else
                return wrong("the numbers of channels (like 8,4A,4D)");
        }
        if (stated_analog_ < 0 && stated_status_ < 0) return wrong("the numbers of channels (like 8,4A,4D)");
        stated_analog_ = std::max<std::int64_t>(stated_analog_, 0);
        stated_status_ = std::max<std::int64_t>(stated_status_, 0);
        if (stated_total_ != stated_analog_ + stated_status_)
            tolerate("{} channels in all do not agree with {} analog and {} status", f[0].substr(0, 20), stated_analog_, stated_status_);
        ++at_;
        return {};
    }

    /// Channel lines have several fields; the line frequency after them stands alone.
    Result<void> channels() {
        std::int64_t status_lines = 0;
        for (; !at_end(); ++at_) {
            Fields const f = fields();
            if (f.size() == 1 && f[0].empty() && at_ + 1 < lines_.size() && split_fields(lines_[at_ + 1], ',').size() > 2) {
                tolerate("an empty line was skipped");
                continue;
            }
            if (f.size() == 1) break;
            if (f.size() <= kMostStatusFields) {
                ++status_lines;
            } else {
                if (status_lines > 0) return wrong("a status channel (analog channels come first)");
                auto channel = read_analog_line(f, config_.analog.size() + 1, where(), config_.diagnostics);
                if (!channel) return channel.error();
                if (f[7].empty()) ++without_skew_;
                config_.analog.push_back(std::move(*channel));
            }
        }
        if (at_end()) return ended("the line frequency");
        if (without_skew_ > 0) tolerate("the skew of {} analog channels is empty: 0 is used", without_skew_);
        auto const analog_lines = static_cast<std::int64_t>(config_.analog.size());
        if (analog_lines != stated_analog_)
            tolerate("{} analog channels are announced and {} described: those described are used", stated_analog_, analog_lines);
        config_.status_channels = status_lines;
        if (status_lines != stated_status_) {
            // Without any status line the number still says how long a record is.
            if (status_lines == 0) config_.status_channels = stated_status_;
            tolerate("{} status channels are announced and {} described", stated_status_, status_lines);
        }
        return {};
    }

    Result<void> line_frequency() {
        auto const text = trimmed(lines_[at_]);
        auto const hz = parse_number(text);
        if (!hz && !text.empty()) return wrong("the line frequency");
        if (!hz || *hz <= 0.0 || *hz > 1000.0) tolerate("no usable line frequency is stated: it is measured where needed");
        if (hz && *hz > 0.0 && *hz <= 1000.0) config_.line_frequency = *hz;
        ++at_;
        return {};
    }

    Result<void> rates() {
        if (at_end()) return ended("the sampling rates");
        auto const stated = parse_integer(lines_[at_]);
        if (!stated || *stated < 0) return wrong("the number of sampling rates");
        ++at_;
        for (; !at_end(); ++at_) {
            Fields const f = fields();
            if (f.size() < 2 || f[0].find('/') != std::string_view::npos) break;
            auto const hz = parse_number(f[0]);
            auto const last = parse_number(f[1]);  // some write it like a rate
            if (!hz || *hz < 0.0 || *hz > 1e9 || !last || *last < 0.0 || *last > 1e12)
                return wrong("a sampling rate and the number of its last sample");
            config_.rates.push_back({*hz, static_cast<std::int64_t>(*last)});
        }
        auto const found = static_cast<std::int64_t>(config_.rates.size());
        if (found == 0) {
            if (*stated > 0) return at_end() ? ended("the sampling rates") : wrong("a sampling rate and the number of its last sample");
            tolerate("no sampling rate line: the time stamps tell");
            config_.rates.push_back({});
        } else if (*stated == 0) {
            // 5.3.7: zero rates, then one line "0,last"; some writers put a real rate there.
            if (config_.rates[0].rate_hz > 0.0)
                tolerate("0 sampling rates are announced but one is given: it is used");
            else
                tolerate("0 sampling rates: the time stamps tell");
        } else if (*stated != found) {
            tolerate("{} sampling rates are announced and {} given: those given are used", *stated, found);
        }
        return {};
    }

    Result<void> dates() {
        for (auto const& [date, title] : {std::pair{&config_.start, "start"}, std::pair{&config_.trigger, "trigger"}}) {
            if (at_end()) return ended(fmt::format("the {} time", title));
            *date = trimmed(lines_[at_]);
            // What no calendar knows does no harm here: only the length of its fraction matters.
            Fields const parts = split_fields(Fields(fields())[0], '/');
            bool dated = parts.size() == 3;
            for (auto const part : parts) dated = dated && parse_integer(part).value_or(0) > 0;
            if (!dated) tolerate("the {} date is not set ('{}'): the recording is placed at zero", title, date->substr(0, 40));
            ++at_;
        }
        // 2013, 7.4.9: nine digits of the second mean stamps in nanoseconds.
        auto const point = config_.start.rfind('.');
        bool const nanoseconds = config_.revision >= 2013 && point != std::string::npos && config_.start.size() - point - 1 > 6;
        config_.stamp_seconds = nanoseconds ? 1e-9 : 1e-6;
        return {};
    }

    Result<void> format() {
        if (at_end()) return ended("the data file type");
        std::string const type = to_upper(trimmed(lines_[at_]));
        if (type == "ASCII")
            config_.format = ComtradeFormat::ascii;
        else if (type == "BINARY" || type == "BINARY16")
            config_.format = ComtradeFormat::binary;
        else if (type == "BINARY32")
            config_.format = ComtradeFormat::binary32;
        else if (type == "FLOAT32")
            config_.format = ComtradeFormat::float32;
        else
            return wrong("the data file type (ASCII, BINARY, BINARY32 or FLOAT32)");
        ++at_;
        return {};
    }

    Result<void> time_multiplier() {
        if (at_end() || trimmed(lines_[at_]).empty()) {
            if (config_.revision >= 1999) tolerate("no time multiplier: 1 is used");
            return {};
        }
        auto const factor = parse_number(lines_[at_]);
        if (!factor || !(*factor > 0.0) || *factor > 1e9) {
            tolerate("the time multiplier '{}' is not usable: 1 is used", trimmed(lines_[at_]).substr(0, 20));
            return {};
        }
        config_.stamp_seconds *= *factor;
        return {};
    }

    std::string const& file_;
    std::size_t first_line_;
    PlainText plain_;
    std::vector<std::string_view> lines_;  // into plain_
    std::size_t at_ = 0;
    std::int64_t stated_total_ = -1;
    std::int64_t stated_analog_ = -1;
    std::int64_t stated_status_ = -1;
    std::size_t without_skew_ = 0;
    ComtradeConfig config_;
};

}  // namespace

Result<ComtradeConfig> parse_config(std::string_view text, std::string const& file, std::size_t first_line) {
    return ConfigParser(text, file, first_line).parse();
}

}  // namespace mb
