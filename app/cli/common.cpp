// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "app/cli/commands.hpp"
#include "core/base/measure.hpp"

namespace mb::cli {

int fail(Error const& error) {
    std::fprintf(stderr, "meterbench: %s\n", error.sentence.c_str());
    return error.kind == ErrorKind::input ? 2 : 3;
}

Result<Duration> parse_duration(std::string const& text) {
    auto const measure = parse_measure(text);
    bool const time = measure && !measure->cycles && (measure->unit == Unit::second || measure->unit == Unit::none);
    if (!time || !(measure->value > 0.0) || measure->value > 366.0 * 86'400.0)
        return input_error("'{}' is not a duration; write a positive number with s, ms, min or h, for example 3s or 200ms", text);
    return nearest_duration(measure->value);
}

Result<void> writable(std::string const& path) {
    if (path.empty()) return {};
    auto const cannot = [&path](std::string const& what, int why) {
        return infrastructure_error("{}: cannot be written: {}: {}; name a folder that exists and may be written to", path, what,
                                    std::strerror(why));
    };
    struct stat there {};
    struct stat out {};
    if (::stat(path.c_str(), &there) == 0) {
        if (S_ISDIR(there.st_mode)) return infrastructure_error("{}: cannot be written: it is a folder; name a file", path);
        if (::fstat(STDOUT_FILENO, &out) == 0 && there.st_dev == out.st_dev && there.st_ino == out.st_ino) return {};
        if (!S_ISREG(there.st_mode)) {
            if (::access(path.c_str(), W_OK) != 0) return cannot(path, errno);
            return {};
        }
    }
    std::error_code none;
    std::filesystem::path const resolved = std::filesystem::weakly_canonical(path, none);
    std::string const parent = (none ? std::filesystem::path{path} : resolved).parent_path().string();
    std::string const folder = parent.empty() ? "." : parent;
    struct stat holder {};
    if (::stat(folder.c_str(), &holder) != 0) return cannot(folder, errno);
    if (!S_ISDIR(holder.st_mode)) return cannot(folder, ENOTDIR);
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return cannot(folder, errno);
    return {};
}

}  // namespace mb::cli
