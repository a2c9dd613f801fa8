// SPDX-License-Identifier: GPL-3.0-or-later
/// The reference firmware's C code under a source of closed forms: counts in, registers out, nothing between.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <vector>

extern "C" {
#include "firmware-bridge/reference/boards/flash_ram.h"
#include "firmware-bridge/reference/meter/checksum.h"
#include "firmware-bridge/reference/meter/meter.h"
#include "firmware-bridge/reference/meter/registers.h"
}

namespace mb::reference {

using Inputs = std::array<double, RM_INPUTS>;  ///< volts to earth, amperes

/// Three phases 120° apart and their currents, each lagging its voltage by `lag`; a harmonic turns with its own fundamental.
struct Wave {
    struct Harmonic {
        int order;
        double volts, amperes;  ///< ratios to the fundamental
    };
    double frequency = 50.0;
    std::array<double, 3> volts{230.0, 230.0, 230.0};
    std::array<double, 3> amperes{10.0, 10.0, 10.0};
    double lag = 0.0;  ///< [rad]
    std::vector<Harmonic> harmonics{};

    Inputs at(double time) const {
        Inputs x{};
        for (std::size_t p = 0; p < 3; ++p) {
            double const angle = 2.0 * std::numbers::pi * (frequency * time - static_cast<double>(p) / 3.0);
            double v = std::sin(angle);
            double i = std::sin(angle - lag);
            for (auto const& h : harmonics) {
                v += h.volts * std::sin(h.order * angle);
                i += h.amperes * std::sin(h.order * (angle - lag));
            }
            x[p] = std::numbers::sqrt2 * volts[p] * v;
            x[RM_IN_I1 + p] = std::numbers::sqrt2 * amperes[p] * i;
        }
        return x;
    }
};

class MeterBench {
public:
    explicit MeterBench(rm_nominal const& nominal = {230.0, 100.0, false}) {
        rm_flash_ram_make(&chip);
        power_up(nominal);
    }

    void power_up(rm_nominal const& nominal = {230.0, 100.0, false}) {
        auto const driver = rm_flash_ram_driver(&chip);
        rm_meter_power_up(meter.get(), &nominal, &driver);
    }

    static std::array<std::int32_t, RM_INPUTS> counts(Inputs const& x) {
        std::array<std::int32_t, RM_INPUTS> c{};
        for (std::size_t k = 0; k < x.size(); ++k)
            c[k] = static_cast<std::int32_t>(std::lround(x[k] * (k < RM_IN_I1 ? RM_COUNTS_PER_VOLT : RM_COUNTS_PER_AMPERE)));
        return c;
    }

    /// source(seconds since power-on) -> Inputs
    template <class Source>
    void run(double seconds, Source const& source) {
        for (auto left = std::llround(seconds * RM_RATE); left > 0; --left)
            rm_meter_feed(meter.get(), counts(source(static_cast<double>(meter->fed) / RM_RATE)).data());
    }
    void run(double seconds, Wave const& wave) {
        run(seconds, [&](double t) { return wave.at(t); });
    }

    std::vector<std::uint16_t> words(std::uint16_t first, std::uint16_t count) const {
        std::vector<std::uint16_t> read(count);
        return rm_registers_read(meter.get(), first, count, read.data()) == RM_GOOD ? read : std::vector<std::uint16_t>{};
    }
    std::int32_t number(std::uint16_t first) const {
        auto const w = words(first, 2);
        return w.size() == 2 ? static_cast<std::int32_t>(std::uint32_t{w[0]} << 16 | w[1]) : -1;
    }
    std::int16_t small(std::uint16_t first) const {
        auto const w = words(first, 1);
        return w.empty() ? std::int16_t{-1} : static_cast<std::int16_t>(w[0]);
    }
    int write(std::uint16_t first, std::vector<std::uint16_t> const& values) {
        return rm_registers_write(meter.get(), first, static_cast<std::uint16_t>(values.size()), values.data());
    }

    /// A Modbus PDU with unit and checksum on the line; what comes back, checksum included.
    std::vector<std::uint8_t> line(std::vector<std::uint8_t> const& bytes) {
        std::array<std::uint8_t, RM_LINE_ROOM> out{};
        auto const size = rm_meter_line(meter.get(), bytes.data(), bytes.size(), out.data());
        return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
    }

    rm_flash_ram chip{};
    std::unique_ptr<rm_meter> meter = std::make_unique<rm_meter>();
};

// Registers of load 1 and of the network (docs/registers.md).
inline constexpr std::uint16_t kV1 = 18444, kU12 = 18452, kI1 = 18458, kIn = 18464, kP = 18476, kQ = 18478, kS = 18484, kPf = 18486,
                               kP1 = 18488, kQ1 = 18494, kS1 = 18512, kF = 36871, kUnbalance = 36893, kAmplitudeUnbalance = 36899,
                               kDip = 42286, kSwell = 42240, kInterruption = 42332, kInrush = 42384, kEaPos = 19843;

}  // namespace mb::reference
