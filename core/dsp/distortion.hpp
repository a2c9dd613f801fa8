// SPDX-License-Identifier: GPL-3.0-or-later
/// Measures of distortion from one interval's harmonic subgroups (IEC 61000-4-7). All percentages; NaN where the reference is zero.
#pragma once

#include "core/dsp/conventions.hpp"
#include "core/dsp/window.hpp"

namespace mb::dsp {

/// Total harmonic distortion of the channel as the conventions tell it [%].
double thd_percent(WindowResult const& w, Measured m, Conventions const& c);
/// The same relative to the fundamental, and to the rms (THD-R), whatever the setting says [%].
double thd_f_percent(WindowResult const& w, Measured m, Conventions const& c);
double thd_r_percent(WindowResult const& w, Measured m, Conventions const& c);
/// Total demand distortion: orders 2 … 50 over the maximum demand current (IEEE 519) [%].
double tdd_percent(WindowResult const& w, Measured m, Conventions const& c);

/// One order, relative to the fundamental or to the rms as the conventions tell [%]; NaN above the model's highest order.
double harmonic_percent(WindowResult const& w, Measured m, int order, Conventions const& c);
/// Orders first … last together, sqrt of the sum of squares [%].
double band_percent(WindowResult const& w, Measured m, int first, int last, Conventions const& c);
/// The centred subgroup between `order` and the next [%].
double interharmonic_percent(WindowResult const& w, Measured m, int order, Conventions const& c);

/// Transformer factor K of UL 1561: Σ(h·I_h)² / ΣI_h², all orders up to the model's highest.
double k_factor_ul(WindowResult const& w, Measured m, Conventions const& c);
/// The European factor K (EN 50464-3 annex): sqrt(1 + e/(1+e) Σ_{h≥2} h^q I_h² / ΣI_h²) with e = 0.1 and q = 1.7; not the same number.
double k_factor_european(WindowResult const& w, Measured m, Conventions const& c);
/// Largest absolute sample over rms.
double crest_factor(WindowResult const& w, Measured m);

}  // namespace mb::dsp
