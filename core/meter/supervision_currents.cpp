// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/supervision_currents.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mb {
namespace {

using Phasor = std::complex<double>;
using Judgements = std::array<Judgement, kCurrentInputs>;

constexpr double kDead = 0.0005;        // of the rated current
constexpr double kFlows = 0.05;         // of the rated current
constexpr double kMostOfMaximum = 1.2;  // of the sensor's maximum

std::size_t channel(std::size_t input) { return dsp::index(dsp::Measured::i1) + input; }

double rated(InstalledWiring const& i, InputUse use) { return i.rated[static_cast<std::size_t>(use.load)]; }

bool line_to_line(WiringSettings const& wiring, InputUse use) {
    return wiring.loads[static_cast<std::size_t>(use.load)] == LoadType::two_phase_1ct;
}

/// By which the current lags, -180 to 180 [degrees].
double lag_degrees(Phasor voltage, Phasor current) { return std::arg(voltage * std::conj(current)) * 180.0 / std::numbers::pi; }

bool fits(double lag_deg, AssociationLimits const& limits) {
    auto const takes = [&](double lag) { return -limits.lead_deg < lag && lag < limits.lag_deg; };
    return takes(lag_deg) || (limits.both_ways && takes(lag_deg > 0.0 ? lag_deg - 180.0 : lag_deg + 180.0));
}

bool has_voltage(VoltagePhasors const& v, InstalledWiring const& i, InputUse use, std::size_t partner) {
    double const nominal = nominal_partner(i, use, partner);
    return nominal > 0.0 && std::abs(partner_voltage(v, i.wiring, use, partner)) >= kPresent * nominal;
}

/// A load's current that is large enough to have an angle.
bool has_angle(dsp::WindowResult const& w, InstalledWiring const& i, InputSensor const& sensor, InputUse use, std::size_t input) {
    return use.load >= 0 && !use.neutral && sensor.measures_load() && std::abs(w.fundamental[channel(input)]) > 0.0 &&
           !std::isnan(std::abs(w.fundamental[channel(input)])) && rated(i, use) > 0.0;
}

bool enough(dsp::WindowResult const& w, InstalledWiring const& i, AssociationLimits const& limits, InputUse use, std::size_t input) {
    return std::abs(w.fundamental[channel(input)]) >= limits.least_percent / 100.0 * rated(i, use);
}

/// The pairings and directions of one load's currents, tried one after the other.
class Search {
public:
    Search(dsp::WindowResult const& w, InstalledWiring const& i, AssociationLimits const& limits, InputUse use)
        : window_(w), installation_(i), limits_(limits), use_(use), v_(voltages_of(w, i.wiring.network)) {}

    void add(std::size_t input) { inputs_[count_++] = input; }
    bool empty() const { return count_ == 0; }

    /// The best wiring that makes all these currents right.
    std::optional<WiringSettings> best() {
        pair(0, 0, 0, 0.0, installation_.wiring);
        return found_;
    }

private:
    void pair(std::size_t n, unsigned taken, int changes, double nearness, WiringSettings const& so_far) {
        if (n == count_) {
            if (found_ && (changes > changes_ || (changes == changes_ && nearness <= nearness_))) return;
            found_ = so_far;
            changes_ = changes;
            nearness_ = nearness;
            return;
        }
        std::size_t const input = inputs_[n];
        for (std::size_t partner = 0; partner < 3; ++partner) {
            if ((taken >> partner & 1U) != 0 || !has_voltage(v_, installation_, use_, partner)) continue;
            for (bool const turn : {false, true}) {
                Phasor const current = (turn ? -1.0 : 1.0) * window_.fundamental[channel(input)];
                double const lag = lag_degrees(partner_voltage(v_, so_far, use_, partner), current);
                if (!fits(lag, limits_)) continue;
                WiringSettings next = so_far;
                bool const same = next.partner[input] == partner && !turn;
                next.partner[input] = static_cast<std::uint8_t>(partner);
                next.reversed[input] = next.reversed[input] != turn;
                pair(n + 1, taken | 1U << partner, changes + (same ? 0 : 1), nearness + std::cos((lag - 15.0) * std::numbers::pi / 180.0),
                     next);
            }
        }
    }

    dsp::WindowResult const& window_;
    InstalledWiring const& installation_;
    AssociationLimits const& limits_;
    InputUse use_;
    VoltagePhasors v_;
    std::array<std::size_t, kCurrentInputs> inputs_{};
    std::size_t count_ = 0;
    std::optional<WiringSettings> found_;
    int changes_ = 0;
    double nearness_ = 0.0;
};

/// Is this one of the ratings that the make is sold with? "ACTL-1250/300" is the make "ACTL-1250" with a rating of 300 A.
bool sold_with(SensorRow const& row, double rating) {
    std::string_view const make = row.model.substr(0, row.model.find('/'));
    return std::ranges::any_of(sensors(), [&](SensorRow const& other) {
        return other.model.substr(0, other.model.find('/')) == make && other.lowest_nominal <= rating && rating <= other.highest_nominal;
    });
}

}  // namespace

std::array<InputUse, kCurrentInputs> uses(WiringSettings const& wiring) {
    std::array<InputUse, kCurrentInputs> all{};
    std::size_t input = 0;
    for (std::size_t load = 0; load < wiring.loads.size(); ++load) {
        LoadRow const& row = info(wiring.loads[load]);
        bool const possible = (row.networks >> static_cast<unsigned>(wiring.network) & 1U) != 0;
        for (int k = 0; k < row.sensors && input < kCurrentInputs; ++k, ++input)
            if (possible) all[input] = {static_cast<int>(load), row.id == LoadType::wye_4ct && k == 3};
    }
    return all;
}

Phasor partner_voltage(VoltagePhasors const& v, WiringSettings const& wiring, InputUse use, std::size_t partner) {
    if (partner > 2 || use.load < 0) return {};
    return line_to_line(wiring, use) ? v.line[partner] : v.phase[partner];
}

double nominal_partner(InstalledWiring const& i, InputUse use, std::size_t partner) {
    if (partner > 2 || use.load < 0) return 0.0;
    NetworkRow const& network = info(i.wiring.network);
    return line_to_line(i.wiring, use) ? nominal_line(network, partner, i.voltage) : nominal_phase(network, partner, i.voltage);
}

Judgements judge_association(dsp::WindowResult const& w, InstalledWiring const& i, std::array<InputSensor, kCurrentInputs> const& inputs,
                             AssociationLimits const& limits) {
    VoltagePhasors const v = voltages_of(w, i.wiring.network);
    auto const use = uses(i.wiring);
    Judgements found{};
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        std::size_t const partner = i.wiring.partner[n];
        if (!has_angle(w, i, inputs[n], use[n], n) || !enough(w, i, limits, use[n], n) || !has_voltage(v, i, use[n], partner)) continue;
        double const lag = lag_degrees(partner_voltage(v, i.wiring, use[n], partner), w.fundamental[channel(n)]);
        found[n] = fits(lag, limits) ? Judgement::right : Judgement::wrong;
    }
    return found;
}

std::optional<WiringSettings> suggest_correction(dsp::WindowResult const& w, InstalledWiring const& i,
                                                 std::array<InputSensor, kCurrentInputs> const& inputs, AssociationLimits const& limits) {
    auto const use = uses(i.wiring);
    WiringSettings corrected = i.wiring;
    bool any = false;
    for (int load = 0; load < static_cast<int>(i.wiring.loads.size()); ++load) {
        Search search(w, i, limits, {load, false});
        for (std::size_t n = 0; n < kCurrentInputs; ++n) {
            if (use[n].load != load || use[n].neutral) continue;
            if (!has_angle(w, i, inputs[n], use[n], n) || !enough(w, i, limits, use[n], n)) return std::nullopt;
            search.add(n);
        }
        if (search.empty()) continue;
        auto const best = search.best();
        if (!best) return std::nullopt;
        for (std::size_t n = 0; n < kCurrentInputs; ++n) {
            if (use[n].load != load) continue;
            corrected.partner[n] = best->partner[n];
            corrected.reversed[n] = best->reversed[n];
        }
        any = true;
    }
    return any ? std::optional{corrected} : std::nullopt;
}

Judgements judge_sensors(dsp::WindowResult const& w, InstalledWiring const& i, std::array<InputSensor, kCurrentInputs> const& inputs) {
    auto const use = uses(i.wiring);
    auto const part = [&](std::size_t n) { return w.rms[channel(n)] / rated(i, use[n]); };
    Judgements found{};
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        if (use[n].load < 0) continue;
        if (!inputs[n].measures_load()) {
            found[n] = Judgement::wrong;
            continue;
        }
        if (inputs[n].state == InputState::recognised || part(n) >= kDead) {
            found[n] = Judgement::right;
            continue;
        }
        if (!(part(n) < kDead) || use[n].neutral) continue;
        bool others = false;
        bool flow = true;
        for (std::size_t m = 0; m < kCurrentInputs; ++m) {
            if (m == n || use[m].load != use[n].load || use[m].neutral) continue;
            others = true;
            flow = flow && part(m) > kFlows;
        }
        if (others && flow) found[n] = Judgement::wrong;
    }
    return found;
}

Judgements judge_ratings(dsp::WindowResult const& w, InstalledWiring const& i, std::array<InputSensor, kCurrentInputs> const& inputs) {
    auto const use = uses(i.wiring);
    Judgements found{};
    for (std::size_t n = 0; n < kCurrentInputs; ++n) {
        InputSensor const& sensor = inputs[n];
        if (use[n].load < 0 || !sensor.measures_load() || sensor.row == nullptr || !(sensor.row->highest_nominal > 0.0)) continue;
        bool right = false;
        if (sensor.state == InputState::recognised) {
            auto const within = [&](double amperes) {
                return sensor.row->lowest_nominal <= amperes && amperes <= sensor.row->highest_nominal;
            };
            bool const overrun = w.rms[channel(n)] > kMostOfMaximum * sensor.row->maximum;
            right = within(rated(i, use[n])) && within(sensor.rating) && !overrun;
        } else {
            right = sold_with(*sensor.row, sensor.rating);
        }
        found[n] = right ? Judgement::right : Judgement::wrong;
    }
    return found;
}

}  // namespace mb
