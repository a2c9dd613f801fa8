// SPDX-License-Identifier: GPL-3.0-or-later
/// The accuracy table: one row per quantity and signal, with the largest error that was seen and where.
#pragma once

#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mb::accuracy {

/// What is judged. Errors are given in the unit of the limit (limit_of).
enum class Quantity {
    voltage,
    current,
    neutral,
    active_power,      // power factor 1
    active_power_lag,  // any other
    reactive_power,
    apparent_power,
    power_factor,
    frequency,
    frequency_10s,
    harmonic_voltage,
    harmonic_line_voltage,
    harmonic_current,
    dc,
    interharmonic,
    thd,
    thd_rms,
    crest_sine,
    crest,
    sequence_unbalance,
    amplitude_unbalance,
    half_cycle_rms,
    residual,
    energy,
    pulse_time,
    pulses_behind,
};

struct Limit {
    Quantity quantity;
    std::string_view name;
    std::string_view unit;  ///< with what it is a part of: "% of reading"
    double value;
};
Limit const& limit_of(Quantity quantity);

/// The run that an error comes from.
struct Place {
    std::string_view signal;
    double frequency = 50.0;  ///< [Hz]
    int cycles = 10;          ///< of a window
};

struct Row {
    Quantity quantity;
    std::string signal;
    std::set<double> frequencies{};  ///< [Hz]
    std::set<int> cycles{};
    std::size_t values = 0;  ///< that were judged
    double worst = -1.0;     ///< infinite where a value is missing (NaN)
    std::string where{};
};

class Ledger {
public:
    /// error: with any sign; NaN means that there was no value, and fails. order: 0 where the quantity has none.
    void note(Quantity quantity, Place const& place, double error, std::string_view channel = {}, int order = 0);
    /// By quantity, then in the order in which the signals came.
    std::vector<Row> rows() const;

private:
    std::vector<Row> rows_;
};

/// A row that is known to miss the limit: what it must keep to all the same, and why it misses. The page lists them.
struct Shortfall {
    Quantity quantity;
    std::string_view signal;
    double value;  ///< in the unit of the limit
    std::string_view reason;
};
/// Null for rows that meet their limit.
Shortfall const* shortfall_of(Quantity quantity, std::string_view signal);

inline bool within_limit(Row const& row) {
    Shortfall const* const known = shortfall_of(row.quantity, row.signal);
    return row.values > 0 && row.worst <= (known != nullptr ? known->value : limit_of(row.quantity).value);
}

}  // namespace mb::accuracy
