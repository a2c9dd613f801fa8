// SPDX-License-Identifier: GPL-3.0-or-later
/// Currents of non-linear loads in closed form: dc part, fundamental and every order to 63, each as the Fourier integral of the wave over
/// its arcs. Orders behind 63 are missing, so a steep edge rings as a band-limited wave does; at 60 Hz orders from 80 on would not fit
/// anyway, at 70 Hz 63 is 4410 Hz.
///
/// The angle θ of all formulas is 0 at the positive-going zero crossing of the load's voltage; turned() puts a current beside a voltage of
/// another phase angle. Angles in degrees. Where an angle or a value is out of its range the nearest one is taken.
#pragma once

#include "core/signal/stimulus.hpp"

namespace mb {

/// A resistive load behind a phase-fired switch (dimmer, triac): sqrt(2)·rms·sin θ from `firing` to 180°, and so in the other half wave.
/// rms: what the load draws unswitched [A] · firing: 0 … 180; 180 is no current. True rms: rms·sqrt(1 - α/π + sin 2α/2π).
ChannelSignal phase_fired(double rms, double firing_deg);

/// A resistive load behind one diode, or one thyristor with `firing`: only the positive half wave. With firing 0: dc sqrt(2)·rms/π,
/// fundamental rms/2, even orders 2·rms/(π(h² - 1)); true rms rms/sqrt(2).
ChannelSignal half_wave(double rms, double firing_deg = 0.0);

/// A square wave of the level ±rms, in phase with its fundamental: 1/h of every odd order.
ChannelSignal square_wave(double rms);

/// Line current of phase 1 of a six-pulse bridge with a smooth direct current of `direct` [A], `firing` behind the natural commutation and
/// `overlap` of the commutation through an inductive source, in which the current rises as (cos α - cos(α + t))/(cos α - cos(α + µ)).
/// Without overlap: blocks of 120°, fundamental sqrt(6)/π·direct, orders 6k ± 1 at 1/h. firing >= 0, 0 <= overlap <= 60, in all below 180.
/// Source of the commutation: Kimbark, Direct Current Transmission, vol. 1, chapter 3.
ChannelSignal six_pulse(double direct, double firing_deg = 0.0, double overlap_deg = 0.0);

/// A bridge rectifier on a large capacitor, the source resistive: while the voltage is above that of the capacitor, around each crest over
/// `conduction`, the current is what their difference drives, ~ |sin θ| - cos(conduction/2). rms: true rms of the whole wave [A] (before
/// orders behind 63 are cut off) · conduction: 1 … 180. Source of the model: Schade, Analysis of Rectifier Operation, Proc. IRE 31 (1943).
ChannelSignal capacitor_input(double rms, double conduction_deg);

/// The same wave `degrees` of its fundamental further ahead.
ChannelSignal turned(ChannelSignal signal, double degrees);
/// Scaled so that everything in it (dc, all orders, interharmonics, noise) has this true rms; silence stays silence.
ChannelSignal scaled_to(ChannelSignal signal, double true_rms);
double true_rms(ChannelSignal const& signal);

}  // namespace mb
