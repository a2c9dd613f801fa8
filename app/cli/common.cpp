// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <unistd.h>

#include "app/cli/commands.hpp"
#include "scenarios/engine/measure.hpp"

namespace mb::cli {

int fail(Error const& error) {
    std::fprintf(stderr, "meterbench: %s\n", error.sentence.c_str());
    return error.kind == ErrorKind::input ? 2 : 3;
}

Result<void> write_file(std::string const& path, std::string const& content) {
    std::string const part = path + ".part";
    std::FILE* file = std::fopen(part.c_str(), "wb");
    if (file == nullptr)
        return infrastructure_error("{}: cannot be written: {}; name a folder that exists and may be written to", path,
                                    std::strerror(errno));
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
    auto const measure = parse_measure(text);
    bool const time = measure && !measure->cycles && (measure->unit == Unit::second || measure->unit == Unit::none);
    if (!time || !(measure->value > 0.0) || measure->value > 366.0 * 86'400.0)
        return input_error("'{}' is not a duration; write a positive number with s, ms, min or h, for example 3s or 200ms", text);
    return nearest_duration(measure->value);
}

Result<std::map<std::string, std::string>> forced_channels(std::vector<std::string> const& choices, char const* option) {
    std::map<std::string, std::string> forced;
    for (std::string const& choice : choices) {
        auto const equals = choice.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == choice.size())
            return input_error("{} {}: INPUT=CHANNEL is needed, for example {} V1=U1", option, choice, option);
        forced[choice.substr(0, equals)] = choice.substr(equals + 1);
    }
    return forced;
}

}  // namespace mb::cli
