// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/source.hpp"

#include <utility>

#include "sim/playback.hpp"
#include "sim/waveform_open.hpp"

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
    if (options.source.empty()) {
        MeterSettings const meter = meter_settings(nominal_for(options.nominal));
        SourceSettings const start = start_settings(meter.nominal);
        return Source{Grid{stimulus_of(start)}, meter, start, {}, {}};
    }
    auto const file = open_waveform(options.source);
    if (!file) return file.error();
    auto const map = map_channels(*file, {});
    if (!map) return map.error();
    auto playback = Playback::open(*file, *map, {.loop = true});
    if (!playback) return playback.error();
    MeterSettings const meter = meter_settings(nominal_for(options.nominal, *file, recording_facts(*file, *map)));
    return Source{Grid{std::move(*playback)}, meter, start_settings(meter.nominal), file->name, file->diagnostics};
}

}  // namespace mb::desk
