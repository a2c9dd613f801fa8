// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about the source: keys `setup.source` and `set`.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "scenarios/engine/language_reader.hpp"

namespace mb::language {
namespace {

// Bounds of what anything at the terminals of a low or high voltage meter could be; they catch a wrong prefix, not a bold test.
constexpr double kMostVolts = 1e6;
constexpr double kMostAmperes = 1e6;
constexpr double kLeastHertz = 40.0;
constexpr double kMostHertz = 70.0;
constexpr double kMostPercent = 1000.0;

/// "230 V", or "90 %" of `rated`.
double amplitude(YamlNode const& node, Unit unit, double highest, double rated) {
    if (auto const measure = parse_measure(text(node)); measure && measure->unit == Unit::percent)
        return number(node, Unit::percent, 0.0, kMostPercent) / 100.0 * rated;
    return number(node, unit, 0.0, highest);
}

std::array<double, 3> amplitudes(YamlNode const& node, Unit unit, double highest, double rated) {
    if (node.kind != YamlNode::Kind::list) {
        double const all = amplitude(node, unit, highest, rated);
        return {all, all, all};
    }
    if (node.items.size() != 3) refuse(node, "one value for all phases or a list of three, not of {}", node.items.size());
    return {amplitude(node.items[0], unit, highest, rated), amplitude(node.items[1], unit, highest, rated),
            amplitude(node.items[2], unit, highest, rated)};
}

double angle(YamlNode const& node) { return number(node, Unit::degree, -360.0, 360.0); }

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

void change_voltage(YamlNode const& node, RatedValues const& rated, Source& source) {
    Fields const f{node, "voltage"};
    if (auto const* rms = f.find("rms")) {
        // A network without neutral is told by its voltage between the phases.
        double const stated = info(rated.network).neutral ? 1.0 : std::numbers::sqrt3;
        source.voltage = amplitudes(*rms, Unit::volt, kMostVolts, rated.voltage * stated);
        for (std::size_t p = 0; p < 3; ++p) source.voltage[p] *= phase_ratio(rated.network, p) / stated;
    }
    if (auto const* degrees = f.find("angle")) source.voltage_deg = three(*degrees, Unit::degree, -360.0, 360.0);
    if (auto const* spectrum = f.find("harmonics")) source.voltage_harmonics = harmonics(*spectrum);
}

void change_current(YamlNode const& node, RatedValues const& rated, Source& source) {
    Fields const f{node, "current"};
    if (auto const* rms = f.find("rms")) source.current = amplitudes(*rms, Unit::ampere, kMostAmperes, rated.current);
    if (auto const* degrees = f.find("angle")) {
        if (f.find("pf") != nullptr) refuse(*degrees, "'pf' and 'angle' say the same thing; write one of them");
        source.lag_deg = three(*degrees, Unit::degree, -360.0, 360.0);
    }
    auto const* nature = f.find("nature");
    double sign = 1.0;
    if (nature != nullptr) {
        std::string const& written = text(*nature);
        if (written != "lag" && written != "lead") refuse(*nature, "'{}' must be lag or lead", written.substr(0, 40));
        if (f.find("pf") == nullptr) refuse(*nature, "'nature' belongs to 'pf', which is missing");
        sign = written == "lag" ? 1.0 : -1.0;
    }
    if (auto const* pf = f.find("pf")) {
        source.lag_deg = three(*pf, Unit::none, -1.0, 1.0);
        // Lagging is quadrant I with import and III with export, leading IV and II (core/dsp/power.hpp): export turns the sign.
        for (double& value : source.lag_deg) value = (value < 0.0 ? -sign : sign) * std::acos(value) * 180.0 / std::numbers::pi;
    }
    if (auto const* spectrum = f.find("harmonics")) source.current_harmonics = harmonics(*spectrum);
}

void change_channels(YamlNode const& node, RatedValues const& rated, Source& source) {
    Fields const channels{node, "channels"};
    for (std::size_t c = 0; c < kChannels; ++c) {
        auto const* own = channels.find(kChannelNames[c]);
        if (own == nullptr) continue;
        Source::Override& to = source.overrides[c];
        if (own->kind == YamlNode::Kind::null) {  // "Va:" takes the override back
            to = {};
            continue;
        }
        bool const volts = c <= index(Channel::vn);
        Fields const f{*own, "channel"};
        if (auto const* rms = f.find("rms"))
            to.rms =
                volts ? amplitude(*rms, Unit::volt, kMostVolts, rated.voltage) : amplitude(*rms, Unit::ampere, kMostAmperes, rated.current);
        if (auto const* phase = f.find("phase")) to.phase_deg = angle(*phase);
        if (auto const* spectrum = f.find("harmonics")) to.harmonics = harmonics(*spectrum);
    }
}

/// What the synthesizer cannot make without aliasing is refused here, where the line is known.
void check_highest_frequency(YamlNode const& node, Source const& source) {
    Stimulus const made = stimulus_of(source);
    for (ChannelSignal const& channel : made.channels)
        for (Harmonic const& h : channel.harmonics)
            if (h.order * made.frequency_hz >= kSampleRate / 2.0)
                refuse(node, "harmonic {} at {:.6g} Hz is {:.6g} Hz, above half the sampling rate ({} Hz)", h.order, made.frequency_hz,
                       h.order * made.frequency_hz, kSampleRate / 2);
}

}  // namespace

void change_source(YamlNode const& node, RatedValues const& rated, Source& source) {
    Fields const f{node, "source"};
    Source const before = source;
    if (auto const* frequency = f.find("frequency")) source.frequency_hz = number(*frequency, Unit::hertz, kLeastHertz, kMostHertz);
    if (auto const* voltage = f.find("voltage")) change_voltage(*voltage, rated, source);
    if (auto const* current = f.find("current")) change_current(*current, rated, source);
    if (auto const* channels = f.find("channels")) change_channels(*channels, rated, source);
    if (f.find("over") != nullptr && source.angles_differ(before))
        refuse(node, "'over' moves phasors in straight lines; an angle that turns by more than 5 deg needs several steps");
    check_highest_frequency(node, source);
}

}  // namespace mb::language
