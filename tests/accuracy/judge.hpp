// SPDX-License-Identifier: GPL-3.0-or-later
/// Runs the analyser on a source and compares what it says with the closed form.
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "core/dsp/analyser.hpp"
#include "tests/accuracy/content.hpp"
#include "tests/accuracy/ledger.hpp"
#include "tests/accuracy/sampler.hpp"

namespace mb::accuracy {

inline constexpr double kNominalVoltage = 230.0;
inline constexpr std::array<std::string_view, dsp::kMeasured> kMeasuredNames{"V1", "V2", "V3",  "Vn",  "I1",  "I2",
                                                                             "I3", "I4", "U12", "U23", "U31", "In"};
/// The voltages of dsp::HalfCycleRms, in its order.
inline constexpr std::array kHalfCycleVoltages{dsp::Measured::v1,  dsp::Measured::v2,  dsp::Measured::v3,
                                               dsp::Measured::u12, dsp::Measured::u23, dsp::Measured::u31};

using OnWindow = std::function<void(dsp::WindowResult const&)>;
using OnHalfCycle = std::function<void(dsp::HalfCycleRms const&)>;

/// cycles: 10 or 12 make a window. Every result of so many seconds of the source goes to the callbacks.
void analyse(Source source, int cycles, double seconds, OnWindow const& on_window, OnHalfCycle const& on_half_cycle = {});

/// V, U, I, P, Q, S, PF, f and unbalance of a window. Channels whose truth is under a thousandth of the largest of their kind are left
/// out: there is no reading to be relative to.
void judge_window(Ledger& ledger, Place const& place, Truth const& truth, dsp::WindowResult const& w);
void judge_frequency(Ledger& ledger, Place const& place, double truth, dsp::WindowResult const& w);

/// Orders 2 … 63 from a thousandth of the fundamental, THD, THD-R, DC, and interharmonics where there are some.
void judge_spectrum(Ledger& ledger, Place const& place, Truth const& truth, dsp::WindowResult const& w);
/// peak: of every channel, 0 where it is not judged.
void judge_crest(Ledger& ledger, Quantity quantity, Place const& place, Truth const& truth, std::array<double, dsp::kMeasured> const& peak,
                 dsp::WindowResult const& w);
/// Of V, U and I.
std::array<double, dsp::kMeasured> peaks_of(Truth const& truth);

/// Of V or U by its place among the six voltages [V].
double nominal_of(std::size_t voltage);
void judge_half_cycle(Ledger& ledger, Place const& place, Truth const& truth, dsp::HalfCycleRms const& h);

}  // namespace mb::accuracy
