// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/setting.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace mb {
namespace {

constexpr bool whole = true;
constexpr bool magnitude = false;

constexpr Setting kTable[] = {
#define MB_SETTING(id, symbol, label, kind, unit, lowest, highest, step, preset) \
    {SettingId::id, symbol, label, kind, Unit::unit, lowest, highest, step, preset},
#include "core/catalogue/settings.inc"
#undef MB_SETTING
};

}  // namespace

std::span<Setting const> settings() { return kTable; }

Setting const& info(SettingId id) { return kTable[static_cast<std::size_t>(id)]; }

SettingValues::SettingValues() {
    static_assert(std::size(kTable) <= 80);
    for (Setting const& s : kTable)
        for (std::size_t n = 0; n < kPerSetting; ++n) values_[static_cast<std::size_t>(s.id) * kPerSetting + n] = s.preset;
    // Load 1 alone is on; input 1 is paired with V1, input 2 with V2, …
    for (std::size_t n = 1; n < kPerSetting; ++n) {
        values_[static_cast<std::size_t>(SettingId::load_enabled) * kPerSetting + n] = n == 1 ? 1.0 : 0.0;
        values_[static_cast<std::size_t>(SettingId::ct_phase) * kPerSetting + n] = static_cast<double>(n - 1);
    }
}

double SettingValues::get(SettingId id, int load) const {
    return values_[static_cast<std::size_t>(id) * kPerSetting + static_cast<std::size_t>(load)];
}

Result<void> SettingValues::set(SettingId id, double value, int load) {
    Setting const& s = info(id);
    double const steps = (value - s.lowest) / s.step;
    bool const on_step = std::abs(steps - std::round(steps)) < 1e-6;
    if (!(value >= s.lowest && value <= s.highest) || !on_step) {
        std::string name{s.symbol};
        if (auto const mark = name.find("{n}"); mark != std::string::npos) name.replace(mark, 3, std::to_string(load));
        return input_error("{} is {} to {}{}{} in steps of {}, not {}", name, s.lowest, s.highest, s.unit == Unit::none ? "" : " ",
                           symbol(s.unit), s.step, value);
    }
    constexpr double kSecondaries[] = {60, 100, 110, 173, 190};  // manual 10.1.3
    if (id == SettingId::vt_sec && std::find(std::begin(kSecondaries), std::end(kSecondaries), value) == std::end(kSecondaries))
        return input_error("{} is one of 60, 100, 110, 173 and 190 V, not {}", s.symbol, value);
    values_[static_cast<std::size_t>(id) * kPerSetting + static_cast<std::size_t>(load)] = value;
    return {};
}

}  // namespace mb
