// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about the source: keys `setup.source` and `set`. Currents: language_current.cpp.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/signal/loads.hpp"
#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

// Bounds of what anything at the terminals of a low or high voltage meter could be; they catch a wrong prefix, not a bold test.
constexpr double kMostVolts = 1e6;
constexpr double kMostAmperes = 1e6;
constexpr double kLeastHertz = 40.0;
constexpr double kMostHertz = 70.0;
constexpr double kMostPercent = 1000.0;

/// One after the other for the phases that the network has.
template <class Read>
void for_phases(YamlNode const& node, NetworkRow const& network, Read const& read) {
    std::vector<std::size_t> phases;
    for (std::size_t k = 0; k < 3; ++k)
        if ((network.phases >> k & 1U) != 0) phases.push_back(k);
    one_or_list(node, phases.size(), "phase", [&](YamlNode const& item, std::size_t n) { read(item, phases[n]); });
}

/// One value is the nominal voltage to neutral of which the network's phases have their multiples; a list is taken as it stands, percent of
/// each phase's own nominal voltage.
void read_rms(YamlNode const& node, RatedValues const& rated, Source& source) {
    NetworkRow const& network = info(source.installation.wiring.network);
    if (!network.neutral)
        refuse(node, "a {} network has no neutral, only voltages between its phases: write 'line: {}'", network.name,
               print(rated.voltage * std::numbers::sqrt3, Unit::volt));
    bool const each = node.kind == YamlNode::Kind::list;
    for_phases(node, network, [&](YamlNode const& item, std::size_t k) {
        double const ratio = network.nominal[k];
        source.voltage[k] = each ? amplitude(item, Unit::volt, rated.voltage * ratio) : amplitude(item, Unit::volt, rated.voltage) * ratio;
    });
}

void read_line(YamlNode const& node, RatedValues const& rated, Source& source) {
    NetworkRow const& network = info(source.installation.wiring.network);
    double const u12 = network.nominal[3];
    if (u12 == 0.0) refuse(node, "a {} network has no voltage between phases; write 'rms'", network.name);
    double const volts = amplitude(node, Unit::volt, rated.voltage * u12) / u12;
    for (std::size_t k = 0; k < 3; ++k)
        if ((network.phases >> k & 1U) != 0) source.voltage[k] = volts * (network.neutral ? network.nominal[k] : 1.0);
}

/// Parts of the positive sequence, or volts.
double part_of(YamlNode const& node, double positive) {
    if (auto const measure = parse_measure(text(node)); measure && measure->unit == Unit::percent)
        return number(node, Unit::percent, 0.0, kMostPercent) / 100.0 * positive;
    return number(node, Unit::volt, 0.0, kMostVolts);
}

void read_sequences(Fields const& f, RatedValues const& rated, Source& source) {
    NetworkRow const& network = info(source.installation.wiring.network);
    YamlNode const& positive = f.require("positive");
    if (network.phases != 0b111 || network.id == Network::high_leg)
        refuse(positive, "a {} network has no sequences; write 'rms' and 'angle'", network.name);
    for (std::string_view const other : {"rms", "line", "angle"})
        if (auto const* also = f.find(other)) refuse(*also, "'positive' and '{}' say the same thing; write one of them", other);
    Sequences s;
    s.positive = amplitude(positive, Unit::volt, rated.voltage);
    if (auto const* negative = f.find("negative")) s.negative = part_of(*negative, s.positive);
    if (auto const* zero = f.find("zero")) {
        if (!network.neutral) refuse(*zero, "a {} network has no neutral, so no zero sequence", network.name);
        s.zero = part_of(*zero, s.positive);
    }
    if (auto const* degrees = f.find("positive_angle")) s.positive_deg = angle(*degrees);
    if (auto const* degrees = f.find("negative_angle")) s.negative_deg = angle(*degrees);
    if (auto const* degrees = f.find("zero_angle")) s.zero_deg = angle(*degrees);
    auto const phases = three_phase(s);
    for (std::size_t k = 0; k < 3; ++k) {
        // The positive sequence is the one in which the network turns.
        ChannelSignal const& phase = phases[source.installation.turns_back && k > 0 ? 3 - k : k];
        source.voltage[k] = phase.rms;
        source.voltage_deg[k] = phase.phase_deg;
    }
}

void change_voltage(YamlNode const& node, RatedValues const& rated, Source& source) {
    Fields const f{node, "voltage"};
    bool sequences = false;
    for (std::string_view const key : {"positive", "positive_angle", "negative", "negative_angle", "zero", "zero_angle"})
        sequences = sequences || f.find(key) != nullptr;
    if (sequences) read_sequences(f, rated, source);
    if (auto const* rms = f.find("rms")) {
        if (auto const* line = f.find("line")) refuse(*line, "'rms' and 'line' say the same thing; write one of them");
        read_rms(*rms, rated, source);
    }
    if (auto const* line = f.find("line")) read_line(*line, rated, source);
    if (auto const* degrees = f.find("angle"))
        for_phases(*degrees, info(source.installation.wiring.network),
                   [&](YamlNode const& item, std::size_t k) { source.voltage_deg[k] = angle(item); });
    change_extras(f, Unit::volt, rated.voltage, source.voltage_extras);
}

void change_channels(YamlNode const& node, RatedValues const& rated, Source& source) {
    Fields const channels{node, "channels"};
    NetworkRow const& network = info(source.installation.wiring.network);
    unsigned const there = network.phases | (network.neutral ? 0b1000U : 0U);
    for (std::size_t c = 0; c < kChannels; ++c) {
        auto const* own = channels.find(kChannelNames[c]);
        if (own == nullptr) continue;
        bool const volts = c <= index(Channel::vn);
        if (volts && (there >> c & 1U) == 0) refuse(*own, "a {} network has no {}", network.name, kChannelNames[c]);
        Source::Override& to = source.overrides[c];
        if (own->kind == YamlNode::Kind::null) {  // "Va:" takes the override back
            to = {};
            continue;
        }
        Unit const unit = volts ? Unit::volt : Unit::ampere;
        double const whole = volts ? rated.voltage : rated.current;
        Fields const f{*own, "channel"};
        if (auto const* rms = f.find("rms")) to.rms = amplitude(*rms, unit, whole);
        if (auto const* phase = f.find("phase")) to.phase_deg = angle(*phase);
        if (auto const* spectrum = f.find("harmonics")) to.harmonics = harmonics(*spectrum);
        if (auto const* lines = f.find("interharmonics")) to.interharmonics = interharmonics(*lines, unit, whole);
        if (auto const* dc = f.find("dc")) to.dc = amplitude(*dc, unit, whole, true);
        if (auto const* noise = f.find("noise")) to.noise = amplitude(*noise, unit, whole);
    }
}

void change_flicker(YamlNode const& node, Source& source) {
    constexpr std::array<std::string_view, 2> kShapes{"sine", "square"};
    Fields const f{node, "flicker"};
    Modulation& m = source.flicker;
    if (auto const* depth = f.find("depth")) m.depth = number(*depth, Unit::percent, 0.0, 200.0) / 100.0;
    if (auto const* frequency = f.find("frequency")) m.frequency_hz = number(*frequency, Unit::hertz, 1e-3, kMostHertz / 2.0);
    if (auto const* shape = f.find("shape")) m.square = one_of(*shape, "shape", kShapes) == 1;
    if (auto const* phases = f.find("phases")) m.phases = phases_of(*phases, info(source.installation.wiring.network));
}

}  // namespace

double amplitude(YamlNode const& node, Unit unit, double rated, bool signs) {
    if (auto const measure = parse_measure(text(node)); measure && measure->unit == Unit::percent)
        return number(node, Unit::percent, signs ? -kMostPercent : 0.0, kMostPercent) / 100.0 * rated;
    double const most = unit == Unit::volt ? kMostVolts : kMostAmperes;
    return number(node, unit, signs ? -most : 0.0, most);
}

std::vector<Harmonic> harmonics(YamlNode const& node) {
    std::vector<Harmonic> all;
    for (YamlNode const& item : list(node)) {
        Fields const f{item, "harmonic"};
        Harmonic h;
        h.order = whole(f.require("order"), 2, kHighestOrder);
        h.ratio = number(f.require("ratio"), Unit::percent, 0.0, kMostPercent) / 100.0;
        if (auto const* phase = f.find("phase")) h.phase_deg = angle(*phase);
        if (std::any_of(all.begin(), all.end(), [&](Harmonic const& known) { return known.order == h.order; }))
            refuse(item, "harmonic {} stands twice", h.order);
        all.push_back(h);
    }
    return all;
}

std::vector<Interharmonic> interharmonics(YamlNode const& node, Unit unit, double rated) {
    std::vector<Interharmonic> all;
    for (YamlNode const& item : list(node)) {
        Fields const f{item, "interharmonic"};
        Interharmonic line;
        line.frequency_hz = number(f.require("frequency"), Unit::hertz, 0.1, kSampleRate / 2.0 - 0.1);
        line.rms = amplitude(f.require("rms"), unit, rated);
        if (auto const* phase = f.find("phase")) line.phase_deg = angle(*phase);
        if (std::any_of(all.begin(), all.end(), [&](Interharmonic const& known) { return known.frequency_hz == line.frequency_hz; }))
            refuse(item, "the interharmonic of {} stands twice", print(line.frequency_hz, Unit::hertz));
        all.push_back(line);
    }
    return all;
}

void change_extras(Fields const& f, Unit unit, double rated, Extras& extras) {
    if (auto const* spectrum = f.find("harmonics")) extras.harmonics = harmonics(*spectrum);
    if (auto const* lines = f.find("interharmonics")) extras.interharmonics = interharmonics(*lines, unit, rated);
    if (auto const* dc = f.find("dc")) extras.dc = amplitude(*dc, unit, rated, true);
    if (auto const* noise = f.find("noise")) extras.noise = amplitude(*noise, unit, rated);
}

void change_source(YamlNode const& node, std::string_view object, RatedValues const& rated, Source& source) {
    Fields const f{node, object};
    if (auto const* frequency = f.find("frequency")) source.frequency_hz = number(*frequency, Unit::hertz, kLeastHertz, kMostHertz);
    if (auto const* voltage = f.find("voltage")) change_voltage(*voltage, rated, source);
    if (auto const* current = f.find("current")) change_current(*current, rated, source);
    if (auto const* channels = f.find("channels")) change_channels(*channels, rated, source);
    if (auto const* flicker = f.find("flicker")) change_flicker(*flicker, source);
    if (auto const* seed = f.find("seed")) source.seed = static_cast<std::uint64_t>(whole(*seed, 0, 2'000'000'000));
    // What no source can make is refused here, where the line is known.
    if (auto const possible = stimulus_of(source); !possible) refuse(node, "{}", possible.error().sentence);
}

}  // namespace mb::language
