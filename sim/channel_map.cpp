// SPDX-License-Identifier: GPL-3.0-or-later
// Which recorded channel is which lane. A channel's unit says voltage or current; its name, or else its phase field, says the conductor.
#include <algorithm>
#include <cctype>
#include <optional>

#include "core/base/suggest.hpp"
#include "sim/channel_unit.hpp"
#include "sim/playback.hpp"
#include "sim/text_fields.hpp"

namespace mb {
namespace {

/// How sure a name makes us; the surest channel gets the lane, the first of equals.
enum Sureness : int { kNot = 0, kPhaseField = 1, kPartOfName = 2, kWholeName = 3 };

struct Guess {
    std::optional<ChannelKind> kind;  ///< as the letter of the name says
    int conductor = -1;               ///< 0..2 phases, 3 neutral
};

/// Conductors in the three ways of the field. R, S, T are not here: S alone means "synchronizing" to relays.
int conductor_of(char c) {
    static constexpr std::string_view kWays[] = {"1A", "2B", "3C", "4N"};
    for (int i = 0; i < 4; ++i)
        if (kWays[i].find(c) != std::string_view::npos) return i;
    return -1;
}

/// "I1", "IA", "UL1", "VAN", "L2", "3I0", "IE"; upper case, no blanks. Pairs of phases ("U12", "VAB", "UL1L2") are no conductor.
std::optional<Guess> read_name(std::string_view name) {
    if (name == "3I0" || name == "I0" || name == "IG" || name == "IE") return Guess{ChannelKind::current, 3};
    if (name == "VG" || name == "VE" || name == "VNG" || name == "VNE" || name == "UNE" || name == "UE")
        return Guess{ChannelKind::voltage, 3};
    Guess guess;
    if (name.starts_with('I'))
        guess.kind = ChannelKind::current;
    else if (name.starts_with('V') || name.starts_with('U') || name.starts_with('E'))
        guess.kind = ChannelKind::voltage;
    if (guess.kind) name.remove_prefix(1);
    bool const line = name.starts_with('L');
    if (line) name.remove_prefix(1);
    if (name.empty()) return std::nullopt;
    guess.conductor = conductor_of(name.front());
    name.remove_prefix(1);
    bool const to_neutral = name == "N" || name == "G" || name == "E";
    if (guess.conductor < 0 || (!name.empty() && !(to_neutral && guess.kind))) return std::nullopt;
    return guess;
}

/// Cyrillic capitals that look like the Latin letters of the phases.
std::string latin(std::string text) {
    static constexpr std::pair<std::string_view, std::string_view> kTwins[] = {{"\u0410", "A"}, {"\u0412", "B"}, {"\u0421", "C"},
                                                                               {"\u0430", "a"}, {"\u0432", "b"}, {"\u0441", "c"}};
    for (auto const& [from, to] : kTwins)
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) text.replace(at, from.size(), to);
    return text;
}

/// Runs of letters and digits, upper case: "MODAQ_Va_V" gives MODAQ, VA, V.
std::vector<std::string> words_of(std::string const& name) {
    std::vector<std::string> words(1);
    for (char const c : to_upper(latin(name))) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            words.back().push_back(c);
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

struct Candidate {
    int lane = -1;
    Sureness sureness = kNot;
};

Candidate lane_of(WaveformChannel const& channel) {
    auto const unit = channel_unit(channel.unit);
    auto const candidate = [&](std::string_view text, Sureness sureness) -> std::optional<Candidate> {
        auto const guess = read_name(text);
        if (!guess) return std::nullopt;
        // A name that says volts on a channel of amperes is some other quantity: leave it to the user.
        if (guess->kind && unit && *guess->kind != unit->kind) return std::nullopt;
        if (!unit && !guess->kind) return std::nullopt;
        if (!unit && !channel.unit.empty()) return std::nullopt;  // a frequency, a power
        ChannelKind const kind = unit ? unit->kind : *guess->kind;
        return Candidate{guess->conductor + (kind == ChannelKind::current ? 4 : 0), sureness};
    };
    auto const words = words_of(channel.name);
    std::string whole;
    for (std::string const& word : words) whole += word;
    if (auto const found = candidate(whole, kWholeName)) return *found;
    for (std::size_t i = 0; i < words.size(); ++i) {
        // A lone letter or digit inside a longer name ("Line 1", "Feeder A") says too little.
        if (words[i].size() > 1)
            if (auto const found = candidate(words[i], kPartOfName)) return *found;
        if (i + 1 < words.size() && read_name(words[i] + words[i + 1]).value_or(Guess{}).kind)
            if (auto const found = candidate(words[i] + words[i + 1], kPartOfName)) return *found;
    }
    if (!unit) return {};
    auto const phase = words_of(channel.phase);
    if (phase.size() == 1)
        if (auto const found = candidate(phase[0], kPhaseField)) return *found;
    return {};
}

std::vector<std::string> names_of(WaveformFile const& file) {
    std::vector<std::string> names;
    for (WaveformChannel const& channel : file.channels) names.push_back(channel.name);
    return names;
}

std::string known_channels(WaveformFile const& file) {
    std::string list;
    for (std::string const& name : names_of(file)) list += (list.empty() ? "" : ", ") + name;
    return list.empty() ? "none" : list;
}

/// What to write for an input that nothing was found for: a channel in volts where there is one.
std::string advice(WaveformFile const& file) {
    for (WaveformChannel const& channel : file.channels)
        if (auto const unit = channel_unit(channel.unit); unit && unit->kind == ChannelKind::voltage)
            return fmt::format("name it, for example --channel V1={}", channel.name);
    return "none of them is in volts; where one is a voltage all the same, name it with --channel V1=NAME";
}

/// By exact name, by name without case, by number from 1.
int channel_named(WaveformFile const& file, std::string const& name) {
    auto const names = names_of(file);
    auto const position = [&](auto const& same) {
        auto const found = std::find_if(names.begin(), names.end(), same);
        return found == names.end() ? -1 : static_cast<int>(found - names.begin());
    };
    if (int const exact = position([&](std::string const& n) { return n == name; }); exact >= 0) return exact;
    if (int const near = position([&](std::string const& n) { return to_upper(n) == to_upper(name); }); near >= 0) return near;
    auto const number = parse_integer(name);
    return number && *number >= 1 && *number <= static_cast<std::int64_t>(names.size()) ? static_cast<int>(*number - 1) : -1;
}

}  // namespace

int lane_named(std::string const& name) {
    std::string const upper = to_upper(name);
    if (upper.size() != 2 || (upper[0] != 'V' && upper[0] != 'U' && upper[0] != 'I')) return -1;
    int const conductor = conductor_of(upper[1]);
    return conductor < 0 ? -1 : conductor + (upper[0] == 'I' ? 4 : 0);
}

Result<ChannelMap> propose_channels(WaveformFile const& file, std::map<std::string, std::string> const& forced) {
    ChannelMap map;
    map.fill(-1);
    std::array<bool, kChannels> decided{};
    std::vector<bool> taken(file.channels.size(), false);
    for (auto const& [lane_name, channel_name] : forced) {
        int const lane = lane_named(lane_name);
        if (lane < 0) return input_error("'{}' is no input of the meter; V1 V2 V3 Vn I1 I2 I3 I4 are", lane_name);
        decided[static_cast<std::size_t>(lane)] = true;
        if (to_upper(channel_name) == "NONE") continue;
        int const channel = channel_named(file, channel_name);
        if (channel < 0)
            return input_error("{} has no channel '{}'{}; it has: {}", file.name, channel_name, suggestion(channel_name, names_of(file)),
                               known_channels(file));
        map[static_cast<std::size_t>(lane)] = channel;
        taken[static_cast<std::size_t>(channel)] = true;
    }
    std::array<Sureness, kChannels> best{};
    for (std::size_t c = 0; c < file.channels.size(); ++c) {
        auto const [lane, sureness] = lane_of(file.channels[c]);
        if (lane < 0 || taken[c] || decided[static_cast<std::size_t>(lane)] || sureness <= best[static_cast<std::size_t>(lane)]) continue;
        map[static_cast<std::size_t>(lane)] = static_cast<int>(c);
        best[static_cast<std::size_t>(lane)] = sureness;
    }
    return map;
}

Result<ChannelMap> map_channels(WaveformFile const& file, std::map<std::string, std::string> const& forced) {
    auto map = propose_channels(file, forced);
    if (map && (*map)[0] < 0 && (*map)[1] < 0 && (*map)[2] < 0)
        return input_error("{}: no phase voltage was found among its channels ({}); {}", file.name, known_channels(file), advice(file));
    return map;
}

}  // namespace mb
