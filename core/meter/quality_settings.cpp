// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/quality_settings.hpp"

#include <algorithm>

namespace mb {

double EventThreshold::release(EventKind kind) const {
    return rises(kind) ? std::max(0.0, threshold - hysteresis) : threshold + hysteresis;
}

EventThreshold const& QualitySettings::of(EventKind kind, int load) const {
    switch (kind) {
        case EventKind::swell:
            return swell;
        case EventKind::dip:
            return dip;
        case EventKind::interruption:
            return interruption;
        case EventKind::inrush:
            break;
    }
    return inrush[static_cast<std::size_t>(load - 1)];
}

QualitySettings quality_settings(SettingValues const& values) {
    QualitySettings q;
    q.dip = {values.get(SettingId::dip), values.get(SettingId::dip_hyst)};
    q.swell = {values.get(SettingId::swell), values.get(SettingId::swell_hyst)};
    q.interruption = {values.get(SettingId::interruption), values.get(SettingId::interruption_hyst)};
    for (int load = 1; load <= kLoads; ++load)
        q.inrush[static_cast<std::size_t>(load - 1)] = {values.get(SettingId::inrush_threshold, load),
                                                        values.get(SettingId::inrush_hyst, load)};
    q.sliding_reference = values.is(SettingId::en50160_reference, 1);
    q.stamp = values.is(SettingId::event_stamp, 1) ? EventStamp::window_ends : EventStamp::whole_windows;
    return q;
}

}  // namespace mb
