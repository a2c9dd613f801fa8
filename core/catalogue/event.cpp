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
        case EventKind::inrush:
            return "inrush";
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
        if ((mask & channel_bit(c)) == 0) continue;
        if (!list.empty()) list += ' ';
        list += kEventChannelNames[c];
    }
    return list.empty() ? "-" : list;
}

double Event::extreme_percent() const {
    bool const highest = rises(kind);
    double worst = highest ? 0.0 : 1e9;
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        if ((channels & channel_bit(c)) == 0 || reference[c] <= 0.0) continue;
        double const percent = 100.0 * extreme[c] / reference[c];
        worst = highest ? std::max(worst, percent) : std::min(worst, percent);
    }
    return worst;
}

std::optional<Duration> Event::duration() const { return end ? std::optional{*end - start} : std::nullopt; }

}  // namespace mb
