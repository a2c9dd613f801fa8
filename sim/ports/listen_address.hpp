// SPDX-License-Identifier: GPL-3.0-or-later
/// Where a server listens, as people write it on a command line.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.hpp"

namespace mb {

struct ListenAddress {
    std::string address = "127.0.0.1";  ///< loopback unless the user says otherwise
    std::uint16_t port = 0;             ///< 0 takes a free one
};

/// "1502", "0.0.0.0:1502", "[::1]:1502". The sentence of a refusal begins with `text`.
Result<ListenAddress> parse_listen_address(std::string const& text);

}  // namespace mb
