// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace mb::accuracy {
namespace {

// About a tenth of the classes of the emulated device, so that the core can judge one. The crest factor's are those of the largest
// sample: half a sample beside the peak of 65 Hz loses 1 - cos(π·65/9600), 0.023 %, and more where high orders make the peak. In and Vn may
// be nothing but harmonics; the emulated meter states no class for them.
constexpr std::array kLimits{
    Limit{Quantity::voltage, "V, U", "% of reading", 0.005},
    Limit{Quantity::current, "I", "% of reading", 0.005},
    Limit{Quantity::neutral, "In, Vn", "% of reading", 0.02},
    Limit{Quantity::active_power, "P at power factor 1", "% of reading", 0.01},
    Limit{Quantity::active_power_lag, "P at other power factors", "% of reading", 0.02},
    Limit{Quantity::reactive_power, "Q", "% of S", 0.02},
    Limit{Quantity::apparent_power, "S", "% of reading", 0.01},
    Limit{Quantity::power_factor, "PF", "", 0.0005},
    Limit{Quantity::frequency, "f of one window", "mHz", 5.0},
    Limit{Quantity::frequency_10s, "f over ten seconds", "mHz", 1.0},
    Limit{Quantity::harmonic_voltage, "harmonics of V, each order", "% of reading", 0.1},
    Limit{Quantity::harmonic_line_voltage, "harmonics of U, each order", "% of reading", 0.1},
    Limit{Quantity::harmonic_current, "harmonics of I, each order", "% of reading", 0.1},
    Limit{Quantity::dc, "DC", "% of reading", 0.1},
    Limit{Quantity::interharmonic, "interharmonics", "% of reading", 0.1},
    Limit{Quantity::thd, "THD", "% of reading", 0.1},
    Limit{Quantity::thd_rms, "THD-R", "% of reading", 0.1},
    Limit{Quantity::crest_sine, "crest factor of a sine", "% of reading", 0.03},
    Limit{Quantity::crest, "crest factor, distorted", "% of reading", 10.0},
    Limit{Quantity::sequence_unbalance, "unbalance, X2/X1 and X0/X1", "points of a percent", 0.01},
    Limit{Quantity::amplitude_unbalance, "unbalance, amplitude", "points of a percent", 0.01},
    Limit{Quantity::half_cycle_rms, "Urms(1/2)", "% of nominal", 0.02},
    Limit{Quantity::residual, "residual voltage of a dip", "% of nominal", 0.02},
    Limit{Quantity::energy, "energy, by its pulses", "% of reading", 0.01},
    Limit{Quantity::pulse_time, "time of a pulse", "samples", 1.0},
    Limit{Quantity::pulses_behind, "pulses that wait for their time", "pulses", 7.0},
};

constexpr std::array kShortfalls{
    Shortfall{Quantity::half_cycle_rms, "62 orders, THD 40 %", 0.04,
              "squares of orders above 36 at 65 Hz lie beyond half the sampling rate; over one cycle their sum does not vanish"},
    Shortfall{Quantity::harmonic_line_voltage, "62 orders, THD 40 %", 0.2,
              "two large orders of V that nearly cancel in U at 3965 Hz: their common error does not"},
};

}  // namespace

Shortfall const* shortfall_of(Quantity quantity, std::string_view signal) {
    auto const found = std::find_if(kShortfalls.begin(), kShortfalls.end(),
                                    [&](Shortfall const& s) { return s.quantity == quantity && s.signal == signal; });
    return found == kShortfalls.end() ? nullptr : &*found;
}

Limit const& limit_of(Quantity quantity) {
    return *std::find_if(kLimits.begin(), kLimits.end(), [quantity](Limit const& l) { return l.quantity == quantity; });
}

void Ledger::note(Quantity quantity, Place const& place, double error, std::string_view channel, int order) {
    auto row = std::find_if(rows_.begin(), rows_.end(), [&](Row const& r) { return r.quantity == quantity && r.signal == place.signal; });
    if (row == rows_.end()) row = rows_.insert(rows_.end(), Row{quantity, std::string(place.signal)});
    ++row->values;
    row->frequencies.insert(place.frequency);
    row->cycles.insert(place.cycles);
    double const size = std::isnan(error) ? std::numeric_limits<double>::infinity() : std::abs(error);
    if (size <= row->worst) return;
    row->worst = size;
    row->where = fmt::format("{:g} Hz, {} cycles", place.frequency, place.cycles);
    if (!channel.empty()) row->where += fmt::format(", {}", channel);
    if (order > 0) row->where += fmt::format(", order {}", order);
}

std::vector<Row> Ledger::rows() const {
    auto sorted = rows_;
    std::stable_sort(sorted.begin(), sorted.end(), [](Row const& a, Row const& b) { return a.quantity < b.quantity; });
    return sorted;
}

}  // namespace mb::accuracy
