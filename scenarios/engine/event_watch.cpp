// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/event_watch.hpp"

#include <algorithm>
#include <array>

#include "core/catalogue/codec.hpp"

namespace mb {
namespace {

constexpr std::array<std::string_view, 5> kPlainFields{"active", "event", "start", "end", "lines"};
constexpr std::array<std::string_view, kEventChannels> kLower{"v1", "v2", "v3", "u12", "u23", "u31", "i1", "i2", "i3", "in"};
/// The field that says what one count of the channel is worth.
constexpr std::array<std::string_view, kEventChannels> kCount{"w_vu", "w_vu", "w_vu", "w_vu", "w_vu",
                                                              "w_vu", "w_i1", "w_i2", "w_i3", "w_in"};
constexpr double kLastKind = static_cast<double>(kEventKinds.back());
constexpr double kLatestStamp = 1e14;  // about the year 5000

/// The bits of the channels that the kind is about; a foreign meter may set others, or more than an integer holds.
ChannelMask channel_mask(double bits, EventKind kind) {
    if (!(bits >= 0.0 && bits < 0x1p63)) return 0;
    return static_cast<ChannelMask>(static_cast<std::uint64_t>(bits) & judged_channels(kind));
}

}  // namespace

EventWatch::EventWatch(RegisterMap const& map, EpochMilliseconds epoch) : epoch_{epoch} {
    for (std::size_t number = 1; number <= kVoltageEventKinds && lacking_.empty(); ++number)
        if (auto slot = make_slot(map, fmt::format("event_en50160_{}.", number), false)) slots_.push_back(std::move(*slot));
    if (auto slot = make_slot(map, "event_inrush_1.", true)) slots_.push_back(std::move(*slot));
}

/// A block must tell the channels that are judged; those recorded along are optional.
std::optional<EventWatch::Slot> EventWatch::make_slot(RegisterMap const& map, std::string const& prefix, bool inrush) {
    std::string& lacking = inrush ? lacking_inrush_ : lacking_;
    ChannelMask const judged = judged_channels(inrush ? EventKind::inrush : EventKind::dip);
    Slot slot;
    slot.inrush = inrush;
    std::uint32_t first = 0x10000;
    std::uint32_t end = 0;
    for (Register const& reg : map.registers()) {
        std::string const& symbol = symbol_info(reg.symbol).name;
        if (!symbol.starts_with(prefix)) continue;
        slot.fields.emplace(symbol.substr(prefix.size()), &reg);
        first = std::min(first, std::uint32_t{reg.address});
        end = std::max(end, reg.end());
    }
    std::vector<std::string> needed{kPlainFields.begin(), kPlainFields.end()};
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        if ((judged & channel_bit(c)) == 0) continue;
        needed.emplace_back(kCount[c]);
        for (auto const* what : {"_ref", "_ext"}) needed.push_back(std::string{kLower[c]} + what);
    }
    for (std::string const& field : needed)
        if (!slot.fields.contains(field)) {
            lacking = fmt::format("the register map has no {}{}", prefix, field);
            return std::nullopt;
        }
    if (end - first > kMostRegisters) {
        lacking = fmt::format("the registers of {}* do not fit one read", prefix);
        return std::nullopt;
    }
    slot.first = static_cast<std::uint16_t>(first);
    slot.count = static_cast<std::uint16_t>(end - first);
    return slot;
}

std::optional<SeenEvent> EventWatch::read(Slot const& slot, std::vector<std::uint16_t> const& words) const {
    auto const number = [&](std::string const& field) {
        auto const found = slot.fields.find(field);
        if (found == slot.fields.end()) return 0.0;
        Register const& reg = *found->second;
        std::span<std::uint16_t const> const all{words};
        return as_number(decode(reg, all.subspan(reg.address - slot.first, reg.words))).value_or(0.0);
    };
    auto const instant = [&](double stamp) { return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(stamp) - epoch_}}; };
    double const kind = number("event");
    double const start = number("start");
    // Nothing happened yet, a kind that the catalogue does not know, or a time beyond all calendars.
    double const end = number("end");
    if (!(kind >= 1.0 && kind <= kLastKind && start > 0.0 && start < kLatestStamp && end >= 0.0 && end < kLatestStamp)) return std::nullopt;

    SeenEvent seen;
    Event& event = seen.event;
    event.kind = static_cast<EventKind>(static_cast<int>(kind));
    seen.start_stamp = static_cast<std::uint64_t>(start);
    event.start = instant(start);
    if (number("active") == 0.0) event.end = instant(end);
    event.channels = channel_mask(number("lines"), event.kind);
    event.start_channels = channel_mask(number("start_lines"), event.kind);
    event.end_channels = channel_mask(number("end_lines"), event.kind);
    event.threshold_percent = number("trig");
    event.release_percent = number("release");
    double const where = number("where");
    event.where = where >= 1.0 && where <= kLoads ? static_cast<int>(where) : 0;
    for (std::size_t c = 0; c < kEventChannels; ++c) {
        double const count = number(std::string{kCount[c]});
        double const reference = number(std::string{kLower[c]} + "_ref");
        double const extreme = number(std::string{kLower[c]} + "_ext");
        event.reference[c] = reference * count;
        event.extreme[c] = extreme * count;
        // Half a count in the extreme and half a count in the reference, to first order.
        if ((event.channels & channel_bit(c)) != 0 && reference > 0.0)
            seen.resolution_percent = std::max(seen.resolution_percent, 50.0 / reference * (1.0 + extreme / reference));
    }
    return seen;
}

void EventWatch::keep(SeenEvent const& seen) {
    for (SeenEvent& known : events_)
        if (known.event.kind == seen.event.kind && known.start_stamp == seen.start_stamp) {
            known = seen;
            return;
        }
    auto const later = std::find_if(events_.begin(), events_.end(), [&](SeenEvent const& e) { return e.start_stamp > seen.start_stamp; });
    events_.insert(later, seen);
}

bool EventWatch::poll_all(RegisterClient& client, bool baseline) {
    for (Slot& slot : slots_) {
        std::string& lacking = slot.inrush ? lacking_inrush_ : lacking_;
        if (!lacking.empty()) continue;
        ReadReply const reply = client.read(slot.first, slot.count);
        if (reply.answer == Answer::lost) {
            failure_ = reply.sentence;
            return false;
        }
        if (reply.answer == Answer::refused) {
            lacking = fmt::format("the event registers cannot be read: {}", reply.sentence);
            continue;
        }
        auto const seen = read(slot, reply.words);
        if (!seen) continue;
        if (baseline)
            slot.before = seen->start_stamp;
        else if (seen->start_stamp != slot.before)
            keep(*seen);
    }
    return true;
}

bool EventWatch::poll(RegisterClient& client) { return poll_all(client, false); }
bool EventWatch::poll_baseline(RegisterClient& client) { return poll_all(client, true); }

}  // namespace mb
