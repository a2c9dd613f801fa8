// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/csv_waveform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/channel_unit.hpp"
#include "sim/csv_table.hpp"
#include "sim/csv_time.hpp"
#include "sim/sample_repair.hpp"
#include "sim/text_fields.hpp"

namespace mb {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
/// Stamps further than this part of a sample from their uniform place are interpolated; below it they are rounding.
constexpr double kUniform = 0.5;

/// PQDS knows 50 keys; a table that begins further down is something else.
constexpr std::size_t kMostMetadata = 500;

/// "U1 [kV]" and "U1 (kV)" into name and unit.
std::pair<std::string, std::string> name_and_unit(std::string const& heading) {
    for (auto const& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}}) {
        auto const begin = heading.rfind(open);
        if (begin == std::string::npos || begin == 0 || heading.back() != close) continue;
        auto const inside = std::string_view(heading).substr(begin + 1, heading.size() - begin - 2);
        return {std::string(trimmed(std::string_view(heading).substr(0, begin))), std::string(trimmed(inside))};
    }
    return {heading, ""};
}

char separator_of(std::string_view header) {
    std::string outside;  // of quotes
    bool quoted = false;
    for (char const c : header) {
        if (c == '"') quoted = !quoted;
        if (!quoted) outside.push_back(c);
    }
    char best = ',';
    for (char const candidate : {';', '\t'})
        if (std::count(outside.begin(), outside.end(), candidate) > std::count(outside.begin(), outside.end(), best)) best = candidate;
    return best;
}

/// How many lines stand before the header of a PQDS table; 0 where `text` is none.
std::size_t pqds_metadata(std::string_view text) {
    for (std::size_t line = 0; line <= kMostMetadata && !text.empty(); ++line) {
        std::string_view row = take_line(text);
        bool more = false;
        if (to_upper(take_field(row, ',', more)) == kPqdsHeader && more) return line;
    }
    return 0;
}

class CsvReader {
public:
    CsvReader(std::string_view text, std::string const& file, std::size_t first_line)
        : file_(file), separator_(separator_of(text.substr(0, text.find_first_of("\r\n")))), rows_(text, separator_, first_line) {}

    Result<WaveformFile> read(double rate) {
        out_.name = file_;
        if (auto done = header(); !done) return done.error();
        if (auto done = samples(); !done) return done.error();
        if (auto done = timing(rate); !done) return done.error();
        return std::move(out_);
    }

    void note(std::string sentence) { out_.diagnostics.push_back(std::move(sentence)); }

private:
    std::optional<double> number(std::string const& cell) const {
        return separator_ == ',' ? parse_number(cell) : parse_number_with_comma(cell);
    }

    Result<void> header() {
        auto row = rows_.next();
        if (rows_.unclosed_quote()) return input_error("{}:{}: a quote is opened and never closed", file_, rows_.line());
        if (!row) return input_error("{}: no header row; the first line must name the channels", file_);
        for (std::string const& cell : *row)
            if (number(cell))
                return input_error("{}:{}: a header row with channel names is needed, found the number '{}'", file_, rows_.line(),
                                   one_line(cell));
        while (row->size() > 1 && row->back().empty()) row->pop_back();  // a comma at the end of every line
        for (std::size_t i = 0; i < row->size(); ++i) {
            auto [name, unit] = name_and_unit(one_line((*row)[i], std::string::npos));
            if (i == 0 && names_time(name)) {
                timed_ = true;
                time_name_ = name;
                time_unit_ = unit;
                continue;
            }
            if (name.empty()) name = fmt::format("column {}", i + 1);
            out_.channels.push_back({name, "", unit, {}});
        }
        if (out_.channels.empty()) return input_error("{}:{}: the header names no channel", file_, rows_.line());
        return {};
    }

    /// A second row without any number gives the units.
    bool take_units(std::vector<std::string> const& row) {
        if (std::any_of(row.begin(), row.end(), [&](std::string const& cell) { return number(cell) || date_and_time(cell); })) return false;
        std::size_t const first = timed_ ? 1 : 0;
        if (timed_ && time_unit_.empty()) time_unit_ = one_line(row[0]);
        for (std::size_t i = first; i < row.size() && i - first < out_.channels.size(); ++i)
            if (!row[i].empty()) out_.channels[i - first].unit = one_line(row[i]);
        return true;
    }

    Result<void> samples() {
        static std::string const kNoCell;
        std::size_t const first = timed_ ? 1 : 0;
        std::size_t const columns = first + out_.channels.size();
        std::size_t odd_rows = 0;
        for (bool top = true; auto const row = rows_.next(); top = false) {
            if (rows_.unclosed_quote()) return input_error("{}:{}: a quote is opened and never closed", file_, rows_.line());
            if (top && take_units(*row)) continue;
            if (row->size() != columns && !(row->size() == columns + 1 && row->back().empty())) ++odd_rows;
            if (timed_) {
                std::string const& cell = (*row)[0];
                auto const stamp = number(cell);
                auto const date = stamp ? std::nullopt : date_and_time(cell);
                if (!stamp && !date && !cell.empty())
                    return input_error("{}:{}: '{}' is no time; seconds or 2020-12-31 23:59:59.5 are understood", file_, rows_.line(),
                                       one_line(cell));
                dated_ = dated_ || date;
                times_.push_back(stamp ? *stamp : date.value_or(kMissing));
            }
            for (std::size_t c = 0; c < out_.channels.size(); ++c) {
                std::string const& cell = first + c < row->size() ? (*row)[first + c] : kNoCell;
                auto const value = number(cell);
                if (!value && !cell.empty() && to_upper(cell) != "NAN")
                    return input_error("{}:{}: '{}' in column '{}' is no number", file_, rows_.line(), one_line(cell),
                                       out_.channels[c].name);
                out_.channels[c].samples.push_back(value.value_or(kMissing));
            }
        }
        if (out_.channels[0].samples.empty()) return input_error("{}: the table has a header but no samples", file_);
        if (odd_rows > 0)
            note(fmt::format("{}: {} rows do not have {} cells: what lacks is missing, what is more is ignored", file_, odd_rows, columns));
        return repair();
    }

    Result<void> repair() {
        std::vector<WaveformChannel> kept;
        for (WaveformChannel& channel : out_.channels) {
            std::size_t const missing = fill_missing(channel.samples);
            if (missing == channel.samples.size()) {
                note(fmt::format("{}: column '{}' holds no number and is left out", file_, channel.name));
                continue;
            }
            if (missing > 0)
                note(fmt::format("{}: {} missing samples of '{}' were filled by straight lines", file_, missing, channel.name));
            auto const unit = channel_unit(channel.unit);
            for (double& value : channel.samples) {
                if (unit) value *= unit->scale;
                if (!(std::abs(value) <= kLargestSample))
                    return input_error("{}: column '{}' reaches {:g}, beyond all reason; check its unit", file_, channel.name, value);
            }
            kept.push_back(std::move(channel));
        }
        out_.channels = std::move(kept);
        return {};
    }

    Result<void> timing(double rate) {
        if (rate > 0.0) {
            out_.sampling_rate = rate;
            if (timed_) note(fmt::format("{}: the given rate is used, the column '{}' is not", file_, time_name_));
            return {};
        }
        if (!timed_) return input_error("{}: no time column; give the sampling rate (--rate 9600)", file_);
        auto const scale = dated_ ? 1.0 : time_scale(time_name_, time_unit_);
        if (!scale) return input_error("{}: the time column is in '{}'; s, ms, us and ns are understood", file_, time_unit_.substr(0, 20));
        for (double& t : times_) t *= *scale;
        auto const axis = time_axis(times_);
        if (!axis) return input_error("{}: the time column '{}' does not go forward; correct it or give --rate", file_, time_name_);
        out_.sampling_rate = axis->rate;
        if (axis->deviation <= kUniform) return {};
        fill_missing(times_);
        std::vector<std::vector<double>*> all;
        for (WaveformChannel& channel : out_.channels) all.push_back(&channel.samples);
        auto const straight = straighten_time(all, times_, file_);
        if (!straight) return straight.error();
        out_.sampling_rate = *straight;
        note(fmt::format("{}: the times are not uniform (up to {:.3g} samples): interpolated by straight lines to {:g} Hz", file_,
                         axis->deviation, *straight));
        return {};
    }

    std::string const& file_;
    char separator_;
    CsvRows rows_;
    WaveformFile out_;
    std::vector<double> times_;
    bool timed_ = false, dated_ = false;
    std::string time_name_, time_unit_;
};

}  // namespace

Result<WaveformFile> read_csv(std::string_view bytes, double rate, std::string const& file) {
    PlainText const plain = plain_text(bytes);
    std::string_view text = plain.text;
    // DOS's end of file, or a block padded with it.
    while (!text.empty() && (text.back() == '\x1A' || text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    std::size_t comments = 0;
    for (; text.starts_with('#'); ++comments) {
        auto const end = text.find('\n');
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    std::size_t const metadata = pqds_metadata(text);
    for (std::size_t line = 0; line < metadata; ++line) take_line(text);
    CsvReader reader(text, file, comments + metadata + 1);
    if (plain.found != TextEncoding::utf8)
        reader.note(fmt::format("{}: the text is not UTF-8; it was read as {}", file,
                                plain.found == TextEncoding::cp1251 ? "Windows-1251" : "Latin-1"));
    if (metadata > 0) reader.note(fmt::format("{}: {} lines of PQDS metadata before the table were skipped", file, metadata));
    if (comments > 0) reader.note(fmt::format("{}: {} comment lines before the header were skipped", file, comments));
    return reader.read(rate);
}

}  // namespace mb
