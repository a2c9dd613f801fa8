// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace mb::bridge {

Result<TemporaryFolder> TemporaryFolder::make() {
    char const* const chosen = std::getenv("TMPDIR");
    std::string path = std::string{chosen != nullptr && *chosen != 0 ? chosen : "/tmp"} + "/meterbench-XXXXXX";
    if (::mkdtemp(path.data()) == nullptr)
        return infrastructure_error("{}: a temporary folder cannot be made: {}; set TMPDIR to one that may be written to", path,
                                    std::strerror(errno));
    return TemporaryFolder{std::move(path)};
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code none;
    if (!path_.empty()) std::filesystem::remove_all(path_, none);
}

}  // namespace mb::bridge
