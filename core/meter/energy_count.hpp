// SPDX-License-Identifier: GPL-3.0-or-later
/// One energy, counted for a century without overflow or drift. Whole watt-hours and a rest in whole nanojoules: a watt-second is a
/// whole number of these, and so is a watt-hour (3.6·10^12). What is below a nanojoule is carried to the next addition.
/// For Er and Eap read var and VA.
#pragma once

#include <cstdint>

namespace mb {

class EnergyCount {
public:
    /// power: [W], constant for so many seconds (< 10^19 Ws together). The product is taken exactly. Nothing is added where it is not
    /// a positive finite number.
    void add(double power, double seconds);

    std::uint64_t watt_hours() const { return watt_hours_; }              ///< rounded down
    std::uint64_t nanojoules() const { return nanojoules_; }              ///< beyond the whole watt-hours
    std::uint64_t nano_watt_hours() const { return nanojoules_ / 3600; }  ///< the same, rounded down
    /// In 0.1 Wh, rounded down.
    std::uint64_t tenths() const { return watt_hours_ * 10 + nanojoules_ / kTenth; }
    /// All of it [Wh], to the precision of a double.
    double total() const;

    /// How registers tell it: a multiple of 1000 Wh and the rest in steps of 0.1 Wh, both rounded down, so that the pair never shows
    /// more than was counted [Wh].
    double thousands() const { return static_cast<double>(watt_hours_ / 1000 * 1000); }
    double below_thousand() const { return static_cast<double>(tenths() % 10'000) / 10.0; }

    static constexpr std::uint64_t kTenth = 360'000'000'000;  ///< 0.1 Wh [nJ]

    bool operator==(EnergyCount const&) const = default;

private:
    std::uint64_t watt_hours_ = 0;
    std::uint64_t nanojoules_ = 0;
    double carry_ = 0.0;  // [nJ], 0 … 1
};

}  // namespace mb
