// SPDX-License-Identifier: GPL-3.0-or-later
// Text records: "number, stamp, sample, sample …, status, status …", one a line (C37.111-1999, 6.4; -2013, 8.4).
#include <cmath>
#include <limits>

#include "sim/comtrade_records.hpp"
#include "sim/text_fields.hpp"

namespace mb {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr char kDosEnd = '\x1A';
/// Samples that short lines may lack, beside some for each byte of the text: beyond it the lines are no records of this configuration, and
/// their places would take more memory than the files do.
constexpr std::size_t kMostMissing = 1'000'000;

/// A missing sample is empty or 99999 (beyond the channel's own range).
double count_of(double value, ComtradeChannel const& channel) { return value == 99999.0 && channel.highest < 99999.0 ? kMissing : value; }

class AsciiReader {
public:
    AsciiReader(ComtradeConfig const& config, std::string_view text, std::string const& file, DataPlace const& place)
        : config_(config),
          file_(file),
          rest_(text.substr(0, text.find(kDosEnd))),
          most_missing_(kMostMissing + 8 * text.size()),
          ends_with_a_line_(rest_.ends_with('\n') || rest_.ends_with('\r')),
          line_(place.first_line - 1) {}

    Result<ComtradeRecords> read() {
        records_.counts.resize(config_.analog.size());
        while (!rest_.empty()) {
            std::string_view const line = take_line(rest_);
            ++line_;
            if (trimmed(line).empty()) continue;
            if (rest_.empty() && !ends_with_a_line_) {
                auto const whole = trust(line);
                if (!whole) return whole.error();
                if (!*whole) break;
            }
            if (auto done = record(line); !done) return done.error();
            if (records_.numbers.size() == 1 && line.size() >= 2 * config_.analog.size()) reserve(line.size());
            if (short_lines_ * config_.analog.size() > most_missing_)
                return input_error("{}: {} lines have fewer than {} samples; is it the right file for this configuration?", where(),
                                   short_lines_, config_.analog.size());
        }
        auto const all = 2 + config_.analog.size() + static_cast<std::size_t>(config_.status_channels);
        if (short_lines_ > 0) tell("{}: {} lines have fewer than the {} fields described", file_, short_lines_, all);
        if (long_lines_ > 0) tell("{}: {} lines have more than the {} fields described: the rest is ignored", file_, long_lines_, all);
        return std::move(records_);
    }

private:
    template <class... Args>
    void tell(fmt::format_string<Args...> text, Args&&... args) {
        records_.diagnostics.push_back(fmt::format(text, std::forward<Args>(args)...));
    }
    std::string where() const { return fmt::format("{}:{}", file_, line_); }

    /// As many records as the text can hold if their lines are like the first.
    void reserve(std::size_t length) {
        std::size_t const about = rest_.size() / (length + 1) + 2;
        records_.numbers.reserve(about);
        records_.stamps.reserve(about);
        for (auto& channel : records_.counts) channel.reserve(about);
    }

    Result<std::int64_t> number(std::string_view field) const {
        auto const value = parse_number(field);
        if (!value || std::abs(*value) > 1e15)
            return input_error("{}: a sample number is expected, found '{}'; are these ASCII data?", where(),
                               one_line(plain_text(field.substr(0, 40)).text));
        return static_cast<std::int64_t>(*value);
    }

    /// Is a last line without an end whole? False: it may be cut and more was stated, so it is left out and told.
    Result<bool> trust(std::string_view line) {
        auto const fields = split_fields(line, ',');
        auto const held = records_.numbers.size();
        if (auto const first = number(fields[0]); !first) return first.error();
        std::int64_t const stated = stated_samples(config_, held + 1).count;
        if (fields.size() < 2 + config_.analog.size() && static_cast<std::int64_t>(held) < stated)
            return cut_off_error(where(), held, stated);
        if (static_cast<std::int64_t>(held) + 1 >= stated) return true;
        tell("{}: the last line has no end, its last value may be cut: the line is ignored", where());
        return false;
    }

    Result<void> record(std::string_view line) {
        bool more = true;
        auto const next = [&] { return more ? take_field(line, ',', more) : std::string_view{}; };
        auto const first = number(next());
        if (!first) return first.error();
        records_.numbers.push_back(*first);
        bool complete = more;
        records_.stamps.push_back(parse_number(next()).value_or(kMissing));
        for (std::size_t c = 0; c < config_.analog.size(); ++c) {
            complete = complete && more;
            std::string_view const field = next();
            auto const value = parse_number(field);
            if (!value && !field.empty())
                return input_error("{}: sample '{}' of channel '{}' is no number", where(), one_line(plain_text(field.substr(0, 40)).text),
                                   config_.analog[c].name);
            records_.counts[c].push_back(value ? count_of(*value, config_.analog[c]) : kMissing);
        }
        for (std::int64_t s = 0; s < config_.status_channels && (complete = complete && more); ++s) next();
        if (!complete) ++short_lines_;
        // An empty field after a last comma is a habit of some writers, not a value.
        if (more && !trimmed(line).empty()) ++long_lines_;
        return {};
    }

    ComtradeConfig const& config_;
    std::string const& file_;
    std::string_view rest_;
    std::size_t most_missing_;
    bool ends_with_a_line_;
    std::size_t line_;  // of the latest line
    std::size_t short_lines_ = 0, long_lines_ = 0;
    ComtradeRecords records_;
};

}  // namespace

Result<ComtradeRecords> read_ascii_records(ComtradeConfig const& config, std::string_view text, std::string const& file,
                                           DataPlace const& place) {
    return AsciiReader(config, text, file, place).read();
}

}  // namespace mb
