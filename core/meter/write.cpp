// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/write.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "core/meter/wiring_settings.hpp"

namespace mb {
namespace {

constexpr std::array kClock{Attribute::clock_day,  Attribute::clock_month,  Attribute::clock_year,
                            Attribute::clock_hour, Attribute::clock_minute, Attribute::clock_second};

constexpr unsigned kClearAll = 0x3F;  // what the family's command takes

/// Bits of cmd.clear_partial, in this order.
constexpr std::array kClearBits{EnergyKind::ea_pos, EnergyKind::er_pos, EnergyKind::eap, EnergyKind::ea_neg, EnergyKind::er_neg};
constexpr unsigned kClearAllBit = 1U << kClearBits.size();

constexpr unsigned kLogBits = 0x1F;  // of cmd.reset_logs

/// Day, month, year, hour, minute, second as they were written.
using ClockFields = std::array<std::optional<std::uint64_t>, kClock.size()>;

Result<Command> set_clock(ClockFields const& written) {
    std::array<unsigned, kClock.size()> part{};
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (!written[i]) return input_error("the clock is set by all six of its registers in one request");
        part[i] = static_cast<unsigned>(std::min<std::uint64_t>(*written[i], 65'535));
    }
    auto const [day, month, year, hour, minute, second] = part;
    std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{month}, std::chrono::day{day}};
    if (year < 2000 || year > 2099 || month > 12 || day > 31 || !date.ok() || hour > 23 || minute > 59 || second > 59)
        return input_error("{:04}-{:02}-{:02} {:02}:{:02}:{:02} is not a time of 2000 to 2099", year, month, day, hour, minute, second);
    using namespace std::chrono;
    return Command{SetClock{epoch_milliseconds(sys_days{date} + hours{hour} + minutes{minute} + std::chrono::seconds{second})}};
}

/// Set in `present`, too, which holds what the writes before have made of the settings.
Result<Command> set_setting(Symbol const& symbol, Value const& value, SettingValues& present) {
    auto const* const whole = std::get_if<std::uint64_t>(&value);
    auto const* const measured = std::get_if<double>(&value);
    if (whole == nullptr && measured == nullptr) return input_error("{} takes a number", symbol.name);
    SetSetting const set{*symbol.setting, symbol.instance, whole != nullptr ? static_cast<double>(*whole) : *measured};
    SettingValues changed = present;
    if (auto const fits = changed.set(set.id, set.value, set.load); !fits) return fits.error();
    if (auto const possible = accepts(present, changed, set.id); !possible) return possible.error();
    present = changed;
    return Command{set};
}

Result<Command> act(Symbol const& symbol, Value const& value) {
    auto const* const whole = std::get_if<std::uint64_t>(&value);
    if (whole == nullptr) return input_error("{} takes a whole number", symbol.name);
    auto const bits = static_cast<unsigned>(std::min<std::uint64_t>(*whole, 0xFFFF));
    switch (symbol.attribute) {
        case Attribute::reset_minmax_inst:
        case Attribute::reset_minmax_net:
            return Command{ResetExtremes{symbol.instance, false, bits}};
        case Attribute::reset_minmax_avg:
            return Command{ResetExtremes{symbol.instance, true, bits}};
        case Attribute::reset_partial_energy:
            if (bits != kClearAll) return input_error("{} takes {} and nothing else", symbol.name, kClearAll);
            return Command{ResetPartialEnergy{symbol.instance}};
        case Attribute::clear_partial: {
            if (bits == 0 || bits >= 2 * kClearAllBit) return input_error("{} takes the bits 1 to {}", symbol.name, kClearAllBit);
            if ((bits & kClearAllBit) != 0) return Command{ResetPartialEnergy{symbol.instance}};
            unsigned energies = 0;
            for (std::size_t n = 0; n < kClearBits.size(); ++n)
                if ((bits & 1U << n) != 0) energies |= 1U << static_cast<unsigned>(kClearBits[n]);
            return Command{ResetPartialEnergy{symbol.instance, energies}};
        }
        case Attribute::reset_hours:
            if (bits != 0) return input_error("{} takes 0 and nothing else", symbol.name);
            return Command{ResetHours{}};
        case Attribute::reset_logs:
            if (bits == 0 || bits > kLogBits) return input_error("{} takes the bits 1 to 16", symbol.name);
            return Command{ResetLogs{bits}};
        case Attribute::blink:
            if (bits != 1) return input_error("{} takes 1 and nothing else", symbol.name);
            return Command{Blink{}};
        case Attribute::demand_sync:
            if (bits != 1) return input_error("{} takes 1 and nothing else", symbol.name);
            return Command{EndDemandPeriod{}};
        default:
            return input_error("{} is read-only", symbol.name);
    }
}

}  // namespace

Result<std::vector<Command>> commands_for(std::span<SymbolWrite const> writes, SettingValues present) {
    ClockFields clock{};
    bool sets_clock = false;
    std::vector<Command> commands;
    for (SymbolWrite const& write : writes) {
        Symbol const& symbol = symbol_info(write.symbol);
        if (symbol.access == Access::read) return input_error("{} is read-only", symbol.name);
        if (symbol.setting || symbol.access == Access::write) {
            auto command = symbol.setting ? set_setting(symbol, write.value, present) : act(symbol, write.value);
            if (!command) return command.error();
            commands.push_back(*command);
            continue;
        }
        auto const* const whole = std::get_if<std::uint64_t>(&write.value);
        auto const field = static_cast<std::size_t>(std::ranges::find(kClock, symbol.attribute) - kClock.begin());
        if (field == kClock.size()) return input_error("{} is read-only", symbol.name);
        if (whole == nullptr) return input_error("{} takes a whole number", symbol.name);
        clock[field] = *whole;
        sets_clock = true;
    }
    if (sets_clock) {
        auto command = set_clock(clock);
        if (!command) return command.error();
        commands.push_back(*command);
    }
    return commands;
}

}  // namespace mb
