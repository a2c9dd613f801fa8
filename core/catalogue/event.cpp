// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/event.hpp"

#include <algorithm>

namespace mb {

std::string_view name(EventKind kind) {
    switch (kind) {
        case EventKind::swell:
            return "swell";
        case EventKind::dip:
            return "dip";
        case EventKind::interruption:
            return "interruption";
    }
    return "";
}

std::optional<EventKind> event_kind(std::string_view text) {
    for (EventKind const kind : kEventKinds)
        if (name(kind) == text) return kind;
    return std::nullopt;
}

std::string channel_list(ChannelMask mask) {
    std::string list;
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        if ((mask & (1U << c)) == 0) continue;
        if (!list.empty()) list += ' ';
        list += kEventChannelNames[c];
    }
    return list.empty() ? "-" : list;
}

double Event::extreme_percent() const {
    bool const swell = kind == EventKind::swell;
    double worst = swell ? 0.0 : 1e9;
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        if ((channels & (1U << c)) == 0 || reference[c] <= 0.0) continue;
        double const percent = 100.0 * extreme[c] / reference[c];
        worst = swell ? std::max(worst, percent) : std::min(worst, percent);
    }
    return worst;
}

std::optional<Duration> Event::duration() const { return end ? std::optional{*end - start} : std::nullopt; }

}  // namespace mb
