// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/aggregate.hpp"

#include <algorithm>
#include <cmath>

namespace mb::dsp {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double mean(double sum, double count) { return count > 0.0 ? sum / count : kNaN; }
double root_mean(double sum, double count) { return std::sqrt(mean(sum, count)); }

std::complex<double> mean(std::complex<double> sum, double count) { return count > 0.0 ? sum / count : std::complex<double>{kNaN, kNaN}; }

bool known(std::complex<double> z) { return !std::isnan(z.real()) && !std::isnan(z.imag()); }

void add_squares(Spectrum& sum, Spectrum const& y, double weight) {
    for (std::size_t h = 0; h < sum.size(); ++h) sum[h] += weight * (y[h] * y[h]);
}

void take_roots(Spectrum& y, double count) {
    for (double& x : y) x = root_mean(x, count);
}

}  // namespace

void Aggregate::add_spectrum(WindowResult const& w, std::size_t channel, double weight) {
    resolved_[channel] += weight;
    add_squares(sum_.harmonic[channel], w.harmonic[channel], weight);
    add_squares(sum_.interharmonic[channel], w.interharmonic[channel], weight);
}

void Aggregate::add(WindowResult const& w, double weight) {
    if (windows_++ == 0) sum_.begin = w.begin;
    sum_.end = w.end;
    sum_.cycles += w.cycles;
    sum_.flagged = sum_.flagged || w.flagged;

    if (w.sync != Flaw::none) {
        sum_.sync = w.sync;
    } else if (!std::isnan(w.frequency)) {
        sum_.frequency += weight * w.frequency;
        frequencies_ += weight;
    }
    for (std::size_t m = 0; m < kMeasured; ++m) {
        if (w.flaw[m] != Flaw::none) {
            sum_.flaw[m] = w.flaw[m];
            continue;
        }
        if (std::isnan(w.rms[m])) continue;
        sound_[m] += weight;
        sum_.rms[m] += weight * (w.rms[m] * w.rms[m]);
        sum_.peak[m] = std::max(sum_.peak[m], w.peak[m]);
        if (w.sync != Flaw::none || !known(w.fundamental[m])) continue;
        phasors_[m] += weight;
        sum_.fundamental[m] += weight * w.fundamental[m];
        fundamental_square_[m] += weight * std::norm(w.fundamental[m]);
        if (!std::isnan(w.harmonic[m][1])) add_spectrum(w, m, weight);  // a channel that is nearly silent has a phasor and no harmonics
    }
    // A power has a value where both of its channels have one.
    for (std::size_t p = 0; p < kPowers; ++p) {
        if (!std::isnan(w.active_power[p]) && !std::isnan(w.apparent_power[p])) {
            powers_[p] += weight;
            sum_.active_power[p] += weight * w.active_power[p];
            sum_.apparent_power[p] += weight * w.apparent_power[p];
        }
        if (known(w.fundamental_power[p])) {
            fundamental_powers_[p] += weight;
            sum_.fundamental_power[p] += weight * w.fundamental_power[p];
        }
    }
}

WindowResult Aggregate::result() const {
    WindowResult r = sum_;
    r.frequency = mean(sum_.frequency, frequencies_);
    if (frequencies_ > 0.0) r.sync = Flaw::none;
    for (std::size_t m = 0; m < kMeasured; ++m) {
        if (sound_[m] > 0.0) {
            r.flaw[m] = Flaw::none;
        } else {
            r.flagged = true;
            r.peak[m] = kNaN;
        }
        r.rms[m] = root_mean(sum_.rms[m], sound_[m]);
        r.fundamental[m] = phasors_[m] > 0.0 ? std::polar(root_mean(fundamental_square_[m], phasors_[m]), std::arg(sum_.fundamental[m]))
                                             : mean(sum_.fundamental[m], 0.0);
        take_roots(r.harmonic[m], resolved_[m]);
        take_roots(r.interharmonic[m], resolved_[m]);
    }
    for (std::size_t p = 0; p < kPowers; ++p) {
        r.active_power[p] = mean(sum_.active_power[p], powers_[p]);
        r.apparent_power[p] = mean(sum_.apparent_power[p], powers_[p]);
        r.fundamental_power[p] = mean(sum_.fundamental_power[p], fundamental_powers_[p]);
    }
    return r;
}

}  // namespace mb::dsp
