// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include "app/cli/commands.hpp"

namespace mb::cli {

int fail(Error const& error) {
    std::fprintf(stderr, "meterbench: %s\n", error.sentence.c_str());
    return error.kind == ErrorKind::input ? 2 : 3;
}

Result<void> write_file(std::string const& path, std::string const& content) {
    std::string const part = path + ".part";
    std::FILE* file = std::fopen(part.c_str(), "wb");
    if (file == nullptr) return infrastructure_error("{}: cannot be written: {}; name a folder that exists and may be written to", path, std::strerror(errno));
    bool good = std::fwrite(content.data(), 1, content.size(), file) == content.size();
    good = std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0 && good;
    int const why = errno;
    good = std::fclose(file) == 0 && good;
    std::error_code ec;
    if (good) std::filesystem::rename(part, path, ec);
    if (good && !ec) return {};
    std::string const reason = ec ? ec.message() : std::strerror(why);
    std::filesystem::remove(part, ec);
    return infrastructure_error("{}: cannot be written: {}", path, reason);
}

Result<Duration> parse_duration(std::string const& text) {
    double value = 0.0;
    auto const [rest, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    std::string_view unit{rest, static_cast<std::size_t>(text.data() + text.size() - rest)};
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    double scale = 0.0;
    if (unit.empty() || unit == "s") scale = 1.0;
    if (unit == "ms") scale = 1e-3;
    if (unit == "min") scale = 60.0;
    if (unit == "h") scale = 3600.0;
    double const duration = value * scale;
    if (ec != std::errc{} || !(duration > 0.0) || duration > 366.0 * 86'400.0)
        return input_error("'{}' is not a duration; write a positive number with s, ms, min or h, for example 3s or 200ms", text);
    return nearest_duration(duration);
}

}  // namespace mb::cli
