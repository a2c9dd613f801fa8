// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/source.hpp"

#include <utility>

#include "sim/playback.hpp"
#include "sim/waveform_open.hpp"

namespace mb::desk {
namespace {

MeterSettings meter_settings(Options const& options, int own_hz) {
    MeterSettings settings;
    settings.nominal = {options.nominal_voltage, options.nominal_current, options.frequency.value_or(own_hz)};
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
        MeterSettings const meter = meter_settings(options, 50);
        SourceSettings const start = start_settings(meter.nominal);
        return Source{Grid{stimulus_of(start)}, meter, start, {}, {}};
    }
    auto const file = open_waveform(options.source);
    if (!file) return file.error();
    auto const map = map_channels(*file, {});
    if (!map) return map.error();
    auto playback = Playback::open(*file, *map, {.loop = true});
    if (!playback) return playback.error();
    MeterSettings const meter = meter_settings(options, file->line_frequency > 55.0 ? 60 : 50);
    return Source{Grid{std::move(*playback)}, meter, start_settings(meter.nominal), file->name, file->diagnostics};
}

}  // namespace mb::desk
