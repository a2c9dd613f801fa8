// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/source.hpp"

#include <utility>

#include "sim/builtin/open_recording.hpp"

namespace mb::desk {
namespace {

MeterSettings meter_settings(Nominal const& nominal) {
    MeterSettings settings;
    settings.nominal = nominal;
    return settings;
}

/// The synthesizer at the meter's nominal voltage and frequency.
SourceSettings start_settings(Nominal const& nominal) {
    SourceSettings settings;
    settings.voltage = nominal.voltage;
    settings.frequency = nominal.frequency_hz;
    return settings;
}

}  // namespace

Result<Source> open_source(Options const& options) {
    if (options.recording.path.empty()) {
        MeterSettings const meter = meter_settings(nominal_for(options.nominal));
        SourceSettings const start = start_settings(meter.nominal);
        return Source{Grid{stimulus_of(start)}, meter, start, {}, {}};
    }
    auto recording = open_recording(options.recording, options.nominal, true);
    if (!recording) return recording.error();
    MeterSettings const meter = meter_settings(recording->nominal);
    return Source{Grid{std::move(recording->playback)}, meter, start_settings(meter.nominal), recording->name, recording->diagnostics};
}

}  // namespace mb::desk
