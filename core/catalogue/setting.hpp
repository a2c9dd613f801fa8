// SPDX-License-Identifier: GPL-3.0-or-later
/// The settings table (settings.inc): the only list of what may be configured, with its limits and defaults.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/unit.hpp"

namespace mb {

enum class SettingId : std::uint8_t {
#define MB_SETTING(id, symbol, label, kind, unit, lowest, highest, step, preset) id,
#include "core/catalogue/settings.inc"
#undef MB_SETTING
};

inline constexpr std::size_t kSettings = 0
#define MB_SETTING(id, symbol, label, kind, unit, lowest, highest, step, preset) +1
#include "core/catalogue/settings.inc"
#undef MB_SETTING
    ;

struct Setting {
    SettingId id{};
    std::string_view symbol;  ///< "cfg_meas.win_avg"; with "{n}" there is one per load
    std::string_view label;
    bool whole = true;  ///< a whole number: a code, percents, minutes
    Unit unit = Unit::none;
    double lowest = 0.0;
    double highest = 0.0;
    double step = 1.0;
    double preset = 0.0;

    bool per_load() const { return symbol.find("{n}") != std::string_view::npos; }
};

std::span<Setting const> settings();
Setting const& info(SettingId id);

/// The values of all settings. A value is always within its limits.
class SettingValues {
public:
    SettingValues();  ///< the defaults

    /// load 1..4 for settings that there are per load, 0 for the others.
    double get(SettingId id, int load = 0) const;
    bool is(SettingId id, int code) const { return get(id) == code; }
    /// Refused outside the limits and off the steps, with a sentence that names the limits.
    Result<void> set(SettingId id, double value, int load = 0);

    bool operator==(SettingValues const&) const = default;

private:
    static constexpr std::size_t kPerSetting = 5;  // one for all, or one for each of four loads
    std::array<double, kSettings * kPerSetting> values_{};
};

}  // namespace mb
