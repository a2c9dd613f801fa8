// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/comm_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "core/base/measure.hpp"
#include "core/base/suggest.hpp"

namespace mb::modbus {
namespace {

/// What follows the name, "=" left out.
enum class Argument : std::uint8_t { none, number, number_or_none, time_span, bytes_and_pause };

struct Row {
    CommFaultInfo info;
    Argument argument;
    std::uint16_t least;
    std::uint16_t most;
};
constexpr std::uint16_t kMostBytes = 260;  // the longest frame of Modbus TCP

constexpr std::array kRows{
    Row{{CommFaultKind::wrong_unit, "wrong-unit", "[=UNIT]", "the reply comes from another unit"}, Argument::number_or_none, 0, 255},
    Row{{CommFaultKind::wrong_function, "wrong-function", "[=CODE]", "the reply is to another function"}, Argument::number_or_none, 1, 255},
    Row{{CommFaultKind::wrong_transaction, "wrong-transaction", "[=ADDED]", "the transaction is another one (Modbus TCP)"},
        Argument::number_or_none,
        1,
        65'535},
    Row{{CommFaultKind::wrong_protocol, "wrong-protocol", "[=PROTOCOL]", "the protocol is not 0 (Modbus TCP)"},
        Argument::number_or_none,
        1,
        65'535},
    Row{{CommFaultKind::wrong_length, "wrong-length", "[=ADDED]", "the length field says too much (Modbus TCP)"},
        Argument::number_or_none,
        1,
        65'535},
    Row{{CommFaultKind::wrong_crc, "wrong-crc", "", "the checksum is wrong (RTU)"}, Argument::none, 0, 0},
    Row{{CommFaultKind::truncate, "truncate", "[=BYTES]", "only the reply's first bytes come"}, Argument::number_or_none, 0, kMostBytes},
    Row{{CommFaultKind::split, "split", "=BYTES,PAUSE", "the reply comes in two pieces"}, Argument::bytes_and_pause, 1, kMostBytes},
    Row{{CommFaultKind::stray_before, "stray-before", "[=BYTES]", "random bytes before the reply"},
        Argument::number_or_none,
        1,
        kMostBytes},
    Row{{CommFaultKind::stray_after, "stray-after", "[=BYTES]", "random bytes behind the reply"}, Argument::number_or_none, 1, kMostBytes},
    Row{{CommFaultKind::delay, "delay", "=TIME or =TIME..TIME", "the reply comes later"}, Argument::time_span, 0, 0},
    Row{{CommFaultKind::busy, "busy", "", "exception 6, nothing is carried out"}, Argument::none, 0, 0},
    Row{{CommFaultKind::exception, "exception", "=CODE", "this exception, nothing is carried out"}, Argument::number, 1, 255},
    Row{{CommFaultKind::no_reply, "no-reply", "", "carried out, but no reply comes"}, Argument::none, 0, 0},
    Row{{CommFaultKind::disconnect, "disconnect", "", "the connection ends instead of a reply"}, Argument::none, 0, 0},
};

constexpr auto kInfos = [] {
    std::array<CommFaultInfo, kRows.size()> infos{};
    for (std::size_t i = 0; i < infos.size(); ++i) infos[i] = kRows[i].info;
    return infos;
}();

Row const& row_of(CommFaultKind kind) { return kRows[static_cast<std::size_t>(kind)]; }

constexpr double kLongestSeconds = 86'400.0;

/// Up to a day, in whole microseconds; 0 too.
std::optional<Microseconds> time_of(std::string_view text) {
    auto const measure = parse_measure(text);
    if (!measure || measure->cycles || measure->unit != Unit::second || measure->value < 0.0 || measure->value > kLongestSeconds)
        return std::nullopt;
    return Microseconds{std::llround(measure->value * 1e6)};
}

std::string time_text(Microseconds time) {
    auto const us = time.count();
    if (us % 1'000'000 == 0) return fmt::format("{}s", us / 1'000'000);
    if (us % 1'000 == 0) return fmt::format("{}ms", us / 1'000);
    return fmt::format("{}us", us);
}

/// Reads one rule word by word.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<CommFaultRule> read() {
        auto const words = words_of(text_);
        if (words.empty()) return input_error("a communication fault begins with what happens: {}", names());
        if (auto const done = what(words.front()); !done) return done.error();
        for (std::size_t i = 1; i < words.size(); ++i) {
            auto const key = words[i].substr(0, words[i].find('='));
            if (std::ranges::find(seen_, key) != seen_.end()) return wrong("'{}' is there twice", key);
            seen_.push_back(key);
            if (auto const done = when(words[i]); !done) return done.error();
        }
        if (rule_.from && rule_.to && *rule_.to <= *rule_.from) return wrong("'to' is not after 'from'");
        return rule_;
    }

private:
    template <class... Args>
    Error wrong(fmt::format_string<Args...> sentence, Args&&... args) const {
        return input_error("'{}': {}", text_.substr(0, 80), fmt::format(sentence, std::forward<Args>(args)...));
    }

    static std::string names() {
        std::string list;
        for (Row const& row : kRows) list += fmt::format("{}{}", list.empty() ? "" : ", ", row.info.name);
        return list;
    }

    Result<void> what(std::string_view word) {
        auto const equals = word.find('=');
        auto const name = word.substr(0, equals);
        auto const row = std::ranges::find(kRows, name, [](Row const& r) { return r.info.name; });
        if (row == kRows.end()) {
            std::vector<std::string_view> known;
            for (Row const& r : kRows) known.push_back(r.info.name);
            return wrong("unknown fault '{}'{}; faults are {}", name, suggestion(name, known), names());
        }
        rule_.kind = row->info.kind;
        bool const none = equals == std::string_view::npos;
        auto const argument = none ? std::string_view{} : word.substr(equals + 1);
        switch (row->argument) {
            case Argument::none:
                if (!none) return wrong("'{}' takes no value", name);
                return {};
            case Argument::number_or_none:
                if (none) return {};
                return number(*row, argument);
            case Argument::number:
                return number(*row, argument);
            case Argument::time_span:
                return span(argument);
            case Argument::bytes_and_pause: {
                auto const comma = argument.find(',');
                auto const pause = comma == std::string_view::npos ? std::nullopt : time_of(argument.substr(comma + 1));
                if (!pause) return wrong("a split is split=BYTES,PAUSE, for example split=3,50ms");
                rule_.shortest = rule_.longest = *pause;
                return number(*row, argument.substr(0, comma));
            }
        }
        return {};
    }

    Result<void> number(Row const& row, std::string_view text) {
        auto const value = whole_number(text, row.most);
        if (!value || *value < row.least)
            return wrong("{}{}: the number is from {} to {}", row.info.name, row.info.argument, row.least, row.most);
        rule_.number = static_cast<std::uint16_t>(*value);
        return {};
    }

    Result<void> span(std::string_view text) {
        auto const dots = text.find("..");
        auto const shortest = time_of(text.substr(0, dots));
        auto const longest = dots == std::string_view::npos ? shortest : time_of(text.substr(dots + 2));
        if (!shortest || !longest || *longest < *shortest)
            return wrong("a delay is a time of at most a day or two of them, for example delay=200ms or delay=100ms..2s");
        rule_.shortest = *shortest;
        rule_.longest = *longest;
        return {};
    }

    Result<void> when(std::string_view word) {
        auto const taken = take_condition(word, rule_.conditions);
        if (!taken) return wrong("{}", taken.error().sentence);
        if (*taken) return {};
        auto const equals = word.find('=');
        auto const key = word.substr(0, equals);
        auto const value = equals == std::string_view::npos ? std::string_view{} : word.substr(equals + 1);
        if (key == "from") return instant(value, rule_.from);
        if (key == "to") return instant(value, rule_.to);
        if (key == "p") return probability(value);
        if (key == "first") return count(key, value, rule_.first);
        if (key == "every") return count(key, value, rule_.every);
        auto known = condition_words();
        known.insert(known.end(), {"from", "to", "p", "first", "every"});
        return wrong("unknown word '{}'{}; what follows the fault is unit=, fc=, reg=, link=, from=, to=, p=, first= or every=", key,
                     suggestion(key, known));
    }

    Result<void> instant(std::string_view value, std::optional<std::chrono::milliseconds>& into) {
        auto const time = time_of(value);
        if (!time) return wrong("'{}' is no time since the start; write 10s, 500ms or 2min", value);
        into = std::chrono::round<std::chrono::milliseconds>(*time);
        return {};
    }

    Result<void> probability(std::string_view value) {
        double p = 0.0;
        auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), p);
        if (error != std::errc{} || end != value.data() + value.size() || !(p > 0.0 && p <= 1.0))
            return wrong("p={}: a probability is above 0 and at most 1", value);
        rule_.probability = p;
        return {};
    }

    Result<void> count(std::string_view key, std::string_view value, std::uint32_t& into) {
        auto const number = whole_number(value, 1'000'000'000);
        if (!number || *number == 0) return wrong("{}={}: write a whole number from 1", key, value);
        into = *number;
        return {};
    }

    std::string_view text_;
    CommFaultRule rule_;
    std::vector<std::string_view> seen_;
};

}  // namespace

Result<CommFaultRule> parse_comm_fault(std::string_view text) { return Reader{text}.read(); }

std::string text(CommFaultRule const& rule) {
    Row const& row = row_of(rule.kind);
    std::string out{row.info.name};
    if (rule.number) out += fmt::format("={}", *rule.number);
    if (row.argument == Argument::bytes_and_pause) out += fmt::format(",{}", time_text(rule.shortest));
    if (row.argument == Argument::time_span) out += fmt::format("={}", time_text(rule.shortest));
    if (row.argument == Argument::time_span && rule.longest != rule.shortest) out += fmt::format("..{}", time_text(rule.longest));
    out += rule.conditions.text();
    if (rule.from) out += fmt::format(" from={}", time_text(*rule.from));
    if (rule.to) out += fmt::format(" to={}", time_text(*rule.to));
    if (rule.probability != 1.0) out += fmt::format(" p={}", rule.probability);
    if (rule.first != 0) out += fmt::format(" first={}", rule.first);
    if (rule.every != 1) out += fmt::format(" every={}", rule.every);
    return out;
}

std::span<CommFaultInfo const> comm_faults() { return kInfos; }
CommFaultInfo const& info(CommFaultKind kind) { return kInfos[static_cast<std::size_t>(kind)]; }

bool applies(CommFaultKind kind, Framing framing) {
    switch (kind) {
        case CommFaultKind::wrong_transaction:
        case CommFaultKind::wrong_protocol:
        case CommFaultKind::wrong_length:
            return framing == Framing::tcp;
        case CommFaultKind::wrong_crc:
            return framing == Framing::rtu;
        default:
            return true;
    }
}

}  // namespace mb::modbus
