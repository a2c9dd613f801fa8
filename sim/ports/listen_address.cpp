// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/listen_address.hpp"

#include <charconv>
#include <string_view>

namespace mb {

Result<ListenAddress> parse_listen_address(std::string const& text) {
    ListenAddress listen;
    auto const colon = text.rfind(':');
    std::string_view const port = colon == std::string::npos ? std::string_view{text} : std::string_view{text}.substr(colon + 1);
    auto const [stop, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    bool good = error == std::errc{} && stop == port.data() + port.size();
    if (colon != std::string::npos) {
        listen.address = text.substr(0, colon);
        if (listen.address.size() > 2 && listen.address.front() == '[' && listen.address.back() == ']')
            listen.address = listen.address.substr(1, listen.address.size() - 2);
        good = good && !listen.address.empty();
    }
    if (good) return listen;
    return input_error("{}: not [ADDRESS:]PORT with a port of 0 to 65535, for example 1502 or 127.0.0.1:1502", text);
}

}  // namespace mb
