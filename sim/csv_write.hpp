// SPDX-License-Identifier: GPL-3.0-or-later
/// Recordings written as tables (RFC 4180): "time [s],V1 [V],…", one row per sample, numbers in the fewest digits that read back as the
/// same double.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "sim/waveform_file.hpp"

namespace mb {

/// Refused: what check_writable() refuses.
Result<std::string> write_csv(WaveformFile const& file);

}  // namespace mb
