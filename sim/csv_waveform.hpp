// SPDX-License-Identifier: GPL-3.0-or-later
/// Recordings as tables (RFC 4180): a header row with channel names, optionally a row of units, then one row per sample.
///
/// Separator: comma, semicolon or tab, as the header shows; with semicolon or tab a decimal comma is understood. A unit may stand behind
/// the name: "U1 [kV]", "I1 (A)". A first column named time, t, … holds seconds (or the unit it names) or date and time; without it
/// the rate must be given. Empty cells are missing samples. Lines that begin with # before the header are comments.
/// PQDS tables: the lines before the header "waveform-data,…" are skipped, its first column is in milliseconds.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

/// `rate` [Hz]: 0 where the time column tells. A given rate wins over the time column. `file` is the name for messages.
Result<WaveformFile> read_csv(std::string_view bytes, double rate, std::string const& file);

}  // namespace mb
