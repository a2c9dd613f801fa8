// SPDX-License-Identifier: GPL-3.0-or-later
/// Power-quality events as IEC 61000-4-30 describes them: kind, channels, start, end, reference and extreme per channel.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace mb {

/// Numbered as register event_en50160_n.event.
enum class EventKind : std::uint8_t { swell = 1, dip = 2, interruption = 3 };
inline constexpr std::array kEventKinds{EventKind::swell, EventKind::dip, EventKind::interruption};
std::string_view name(EventKind kind);
std::optional<EventKind> event_kind(std::string_view name);

/// The six voltages that are judged, each against its own reference (manual, annex IV-2.3).
inline constexpr std::size_t kEventChannels = 6;
inline constexpr std::array<std::string_view, kEventChannels> kEventChannelNames{"V1", "V2", "V3", "U12", "U23", "U31"};

/// Bit n is kEventChannelNames[n].
using ChannelMask = std::uint8_t;

/// "V1 U12 U31"; "-" for none.
std::string channel_list(ChannelMask mask);

struct Event {
    EventKind kind = EventKind::dip;
    Instant start{};
    std::optional<Instant> end;                      ///< none while it runs
    ChannelMask start_channels = 0;                  ///< beyond the threshold when it began
    ChannelMask end_channels = 0;                    ///< that came back last
    ChannelMask channels = 0;                        ///< beyond the threshold at any time
    std::array<double, kEventChannels> reference{};  ///< [V]
    std::array<double, kEventChannels> extreme{};    ///< [V]: lowest Urms(1/2) of a dip or interruption, highest of a swell
    double threshold_percent = 0.0;
    double release_percent = 0.0;

    /// The worst channel's extreme in percent of its reference: the residual voltage of a dip, the top of a swell.
    double extreme_percent() const;
    std::optional<Duration> duration() const;
};

}  // namespace mb
