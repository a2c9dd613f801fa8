// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about currents: by rms and angle, by power, by impedance, by the shape of a non-linear load.
#include <cmath>
#include <numbers>

#include "core/signal/shapes.hpp"
#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

using Law = Source::LoadLaw;
using Values = std::array<double, kCurrentInputs>;

constexpr double kMostWatts = 1e12;
constexpr double kMostOhms = 1e9;
constexpr double kDegrees = 180.0 / std::numbers::pi;

class CurrentReader {
public:
    CurrentReader(YamlNode const& node, RatedValues const& rated, Source& source)
        : f_{node, "current"}, rated_{rated}, source_{source}, roles_{input_roles(source.installation.wiring)} {}

    void read() {
        one_way_only();
        if (auto const* shape = f_.find("shape")) read_shape(*shape);
        if (auto const* rms = f_.find("rms")) {
            for_inputs(*rms, source_.current, [&](YamlNode const& item, std::size_t k) {
                return amplitude(item, Unit::ampere, source_.installation.rated_current[roles_[k].load]);
            });
            if (source_.law != Law::shape) source_.law = Law::current;
        }
        if (auto const* degrees = f_.find("angle")) {
            for_inputs(*degrees, source_.lag_deg, [](YamlNode const& item, std::size_t) { return angle(item); });
            source_.law = Law::current;
        }
        if (f_.find("p") != nullptr || f_.find("q") != nullptr)
            read_power();
        else
            read_power_factor();
        if (auto const* impedance = f_.find("impedance")) read_impedance(*impedance);
        change_extras(f_, Unit::ampere, rated_.current, source_.current_extras);
        if (auto const* spectrum = f_.find("harmonics"); spectrum != nullptr && source_.law == Law::shape) source_.law = Law::current;
    }

private:
    void one_way_only() {
        constexpr std::array<std::array<std::string_view, 2>, 11> kTwice{{{"pf", "angle"},
                                                                          {"p", "rms"},
                                                                          {"q", "rms"},
                                                                          {"p", "angle"},
                                                                          {"q", "pf"},
                                                                          {"impedance", "rms"},
                                                                          {"impedance", "pf"},
                                                                          {"impedance", "p"},
                                                                          {"shape", "pf"},
                                                                          {"shape", "angle"},
                                                                          {"shape", "harmonics"}}};
        for (auto const& [one, other] : kTwice)
            if (auto const* also = f_.find(other); also != nullptr && f_.find(one) != nullptr)
                refuse(*also, "'{}' and '{}' say the same thing; write one of them", one, other);
        if (auto const* q = f_.find("q"); q != nullptr && f_.find("angle") != nullptr)
            refuse(*q, "'q' and 'angle' say the same thing; write one of them");
    }

    /// One value for all inputs that carry a load's current, or a list with one for each of them.
    template <class Read>
    void for_inputs(YamlNode const& node, Values& values, Read const& read) {
        std::vector<std::size_t> inputs;
        for (std::size_t k = 0; k < kCurrentInputs; ++k)
            if (roles_[k].kind == InputRole::Kind::phase || roles_[k].kind == InputRole::Kind::line) inputs.push_back(k);
        one_or_list(node, inputs.size(), "current input",
                    [&](YamlNode const& item, std::size_t n) { values[inputs[n]] = read(item, inputs[n]); });
    }

    double sign_of_nature() {
        constexpr std::array<std::string_view, 2> kNatures{"lag", "lead"};
        auto const* nature = f_.find("nature");
        if (nature == nullptr) return 1.0;
        std::string const& written = text(*nature);
        if (written != kNatures[0] && written != kNatures[1]) refuse(*nature, "'{}' must be lag or lead", written.substr(0, 40));
        if (f_.find("pf") == nullptr) refuse(*nature, "'nature' belongs to 'pf', which is missing");
        return written == kNatures[0] ? 1.0 : -1.0;
    }

    void read_power_factor() {
        double const sign = sign_of_nature();
        auto const* pf = f_.find("pf");
        if (pf == nullptr) return;
        // Lagging is quadrant I with import and III with export, leading IV and II (core/dsp/power.hpp): export turns the sign.
        for_inputs(*pf, source_.lag_deg, [&](YamlNode const& item, std::size_t) {
            double const value = number(item, Unit::none, -1.0, 1.0);
            return (value < 0.0 ? -sign : sign) * std::acos(value) * kDegrees;
        });
        source_.law = Law::current;
    }

    /// One value is the power of each load, shared equally by its phases; a list says it at each input.
    void read_watts(YamlNode const& node, Unit unit, Values& values) {
        bool const each = node.kind == YamlNode::Kind::list;
        for_inputs(node, values, [&](YamlNode const& item, std::size_t k) {
            double const power = number(item, unit, -kMostWatts, kMostWatts);
            return each ? power : power / roles_[k].phases;
        });
    }

    void read_power() {
        auto const* p = f_.find("p");
        auto const* q = f_.find("q");
        if (source_.law != Law::power) {
            source_.active = {};
            source_.reactive = {};
        }
        double const sign = sign_of_nature();
        if (p != nullptr) read_watts(*p, Unit::watt, source_.active);
        if (q != nullptr) read_watts(*q, Unit::var, source_.reactive);
        if (auto const* pf = f_.find("pf")) {
            for_inputs(*pf, source_.reactive, [&](YamlNode const& item, std::size_t k) {
                double const value = number(item, Unit::none, 1e-6, 1.0);
                // Export turns the sign: lagging is quadrant I or III.
                return sign * source_.active[k] * std::sqrt(1.0 - value * value) / value;
            });
        }
        source_.law = Law::power;
    }

    void read_impedance(YamlNode const& node) {
        Fields const f{node, "impedance"};
        auto const* x = f.find("x");
        source_.reactance = {};
        for_inputs(f.require("r"), source_.resistance,
                   [](YamlNode const& item, std::size_t) { return number(item, Unit::ohm, 0.0, kMostOhms); });
        if (x != nullptr)
            for_inputs(*x, source_.reactance,
                       [](YamlNode const& item, std::size_t) { return number(item, Unit::ohm, -kMostOhms, kMostOhms); });
        source_.law = Law::impedance;
    }

    void read_shape(YamlNode const& node) {
        constexpr std::array<std::string_view, 5> kKinds{"phase_fired", "half_wave", "square", "six_pulse", "capacitor_input"};
        Fields const f{node, "shape"};
        std::size_t const kind = one_of(f.require("kind"), "shape", kKinds);
        auto const* degrees = f.find("angle");
        if (degrees != nullptr && kKinds[kind] == "square") refuse(*degrees, "a square wave has no angle");
        if (degrees == nullptr && (kKinds[kind] == "phase_fired" || kKinds[kind] == "capacitor_input"))
            refuse(f.node(), "a {} current needs 'angle', for example 'angle: {}'", kKinds[kind],
                   kKinds[kind] == "phase_fired" ? "90 deg" : "60 deg");
        // At a conduction of nothing, and behind a switch that never closes, there would be no wave to scale.
        bool const conducts = kKinds[kind] == "capacitor_input";
        double const at = degrees != nullptr ? number(*degrees, Unit::degree, conducts ? 1.0 : 0.0, conducts ? 180.0 : 175.0) : 0.0;
        double overlap = 0.0;
        if (auto const* commutes = f.find("overlap")) {
            if (kKinds[kind] != "six_pulse") refuse(*commutes, "'overlap' belongs to a six_pulse current");
            overlap = number(*commutes, Unit::degree, 0.0, 60.0);
            if (at + overlap >= 180.0) refuse(*commutes, "firing angle and overlap are below 180 deg together");
        }
        switch (kind) {
            case 0:
                source_.shape = phase_fired(1.0, at);
                break;
            case 1:
                source_.shape = half_wave(1.0, at);
                break;
            case 2:
                source_.shape = square_wave(1.0);
                break;
            case 3:
                source_.shape = six_pulse(1.0, at, overlap);
                break;
            default:
                source_.shape = capacitor_input(1.0, at);
        }
        source_.current_extras.harmonics.clear();
        source_.law = Law::shape;
    }

    Fields f_;
    RatedValues const& rated_;
    Source& source_;
    std::array<InputRole, kCurrentInputs> roles_;
};

}  // namespace

void change_current(YamlNode const& node, RatedValues const& rated, Source& source) { CurrentReader{node, rated, source}.read(); }

}  // namespace mb::language
