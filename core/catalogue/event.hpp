// SPDX-License-Identifier: GPL-3.0-or-later
/// Power-quality events: dips, swells and interruptions as IEC 61000-4-30 describes them, and overcurrents of a load (manual, annex IV):
/// kind, channels, start, end, reference and extreme per channel.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/base/unit.hpp"

namespace mb {

/// Numbered as the register `event` of the event blocks. The voltages' kinds come first.
enum class EventKind : std::uint8_t { swell = 1, dip = 2, interruption = 3, inrush = 4 };
inline constexpr std::array kEventKinds{EventKind::swell, EventKind::dip, EventKind::interruption, EventKind::inrush};
inline constexpr std::size_t kVoltageEventKinds = 3;
/// Records that one answer of the log holds (register log_quality.count).
inline constexpr int kLogRecords = 3;
std::string_view name(EventKind kind);
std::optional<EventKind> event_kind(std::string_view name);

/// Where the highest value counts, not the lowest.
constexpr bool rises(EventKind kind) { return kind == EventKind::swell || kind == EventKind::inrush; }

/// The channels that an event tells (manual, annex IV-2.3): six voltages, each against its own reference, then the currents of the load.
inline constexpr std::size_t kEventVoltages = 6;
inline constexpr std::size_t kEventChannels = 10;
inline constexpr std::array<std::string_view, kEventChannels> kEventChannelNames{"V1",  "V2", "V3", "U12", "U23",
                                                                                 "U31", "I1", "I2", "I3",  "In"};
constexpr Unit channel_unit(std::size_t channel) { return channel < kEventVoltages ? Unit::volt : Unit::ampere; }

/// Bit n is kEventChannelNames[n].
using ChannelMask = std::uint16_t;
constexpr ChannelMask channel_bit(std::size_t channel) { return static_cast<ChannelMask>(1U << channel); }

/// The channels whose values begin and end an event: the voltages, or the phase currents. The others are recorded along.
constexpr ChannelMask judged_channels(EventKind kind) { return kind == EventKind::inrush ? 0b01'1100'0000 : 0b00'0011'1111; }

/// "V1 U12 U31"; "-" for none.
std::string channel_list(ChannelMask mask);

struct Event {
    EventKind kind = EventKind::dip;
    int where = 0;             ///< 0 network, 1..4 load
    std::uint64_t number = 0;  ///< counts the meter's events in the order in which they began, from 0
    Instant start{};
    std::optional<Instant> end;      ///< none while it runs
    ChannelMask start_channels = 0;  ///< beyond the threshold when it began
    ChannelMask end_channels = 0;    ///< that came back last
    ChannelMask channels = 0;        ///< beyond the threshold at any time
    /// What the channel was judged against; for currents the rated current; 0 where it is not told [V] [A].
    std::array<double, kEventChannels> reference{};
    /// Extreme Urms(1/2) or Irms(1/2) while it ran: voltages the highest of a swell and else the lowest, currents the highest; NaN where
    /// the channel had no value [V] [A].
    std::array<double, kEventChannels> extreme{};
    double threshold_percent = 0.0;
    double release_percent = 0.0;

    /// The worst concerned channel's extreme in percent of its reference: the residual voltage of a dip, the top of a swell or inrush.
    double extreme_percent() const;
    std::optional<Duration> duration() const;
};

}  // namespace mb
