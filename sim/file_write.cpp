// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/file_write.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace mb {
namespace {

Error cannot_be_written(std::string const& path, int why) {
    return infrastructure_error("{}: cannot be written: {}{}", path, std::strerror(why),
                                why == ENOENT || why == EACCES ? "; name a folder that exists and may be written to" : "");
}

/// Where the name leads through links, also to a file that is not there yet.
std::filesystem::path behind_links(std::filesystem::path path) {
    std::error_code none;
    for (int hop = 0; hop < 40 && std::filesystem::is_symlink(path, none); ++hop) {
        auto const next = std::filesystem::read_symlink(path, none);
        if (none) break;
        path = path.parent_path() / next;
    }
    return path;
}

/// Writes all and closes `file`; 0 or an errno. `lasting`: it is on the disk before this returns.
int write_and_close(std::FILE* file, std::string const& content, bool lasting) {
    int why = 0;
    auto const note = [&why](bool good) {
        if (!good && why == 0) why = errno;
    };
    note(std::fwrite(content.data(), 1, content.size(), file) == content.size());
    note(std::fflush(file) == 0);
    if (lasting) note(::fsync(::fileno(file)) == 0);
    note(std::fclose(file) == 0);
    return why;
}

/// A new file of its own name beside `target`, which then takes its place.
int replace_whole(std::string const& target, std::string const& content) {
    std::string part = target + ".XXXXXX";
    int const descriptor = ::mkstemp(part.data());
    if (descriptor < 0) return errno;
    mode_t const mask = ::umask(0);
    ::umask(mask);
    int why = ::fchmod(descriptor, 0666 & ~mask) == 0 ? 0 : errno;
    std::FILE* const file = why == 0 ? ::fdopen(descriptor, "wb") : nullptr;
    if (file == nullptr) {
        if (why == 0) why = errno;
        ::close(descriptor);
    } else {
        why = write_and_close(file, content, true);
    }
    if (why == 0 && std::rename(part.c_str(), target.c_str()) != 0) why = errno;
    if (why != 0) ::unlink(part.c_str());
    return why;
}

}  // namespace

Result<void> write_file(std::string const& path, std::string const& content) {
    struct stat there {};
    struct stat out {};
    int why = 0;
    if (::stat(path.c_str(), &there) != 0) {
        why = replace_whole(behind_links(path).string(), content);
    } else if (::fstat(STDOUT_FILENO, &out) == 0 && there.st_dev == out.st_dev && there.st_ino == out.st_ino) {
        bool const good = std::fwrite(content.data(), 1, content.size(), stdout) == content.size() && std::fflush(stdout) == 0;
        why = good ? 0 : errno;  // /dev/stdout, wherever it leads: before what is printed next, not over it
    } else if (S_ISREG(there.st_mode)) {
        why = replace_whole(behind_links(path).string(), content);
    } else {
        std::FILE* const file = std::fopen(path.c_str(), "wb");
        why = file == nullptr ? errno : write_and_close(file, content, false);
    }
    if (why != 0) return cannot_be_written(path, why);
    return {};
}

}  // namespace mb
