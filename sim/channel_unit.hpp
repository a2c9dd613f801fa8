// SPDX-License-Identifier: GPL-3.0-or-later
/// Units as recorders write them: "kV", "volt", "A", "mA", Cyrillic look-alikes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mb {

enum class ChannelKind : std::uint8_t { voltage, current };

struct ChannelUnit {
    ChannelKind kind = ChannelKind::voltage;
    double scale = 1.0;  ///< volts or amperes per unit written
};

/// nullopt where `text` is no unit of voltage or current. Case is ignored except that of a leading M: "mV" is milli, "MV" mega.
std::optional<ChannelUnit> channel_unit(std::string_view text);

}  // namespace mb
