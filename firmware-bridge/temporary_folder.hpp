// SPDX-License-Identifier: GPL-3.0-or-later
/// A folder that only this user can enter, gone with all that is in it when the object goes.
#pragma once

#include <string>
#include <utility>

#include "core/base/result.hpp"

namespace mb::bridge {

class TemporaryFolder {
public:
    /// In $TMPDIR, or /tmp.
    static Result<TemporaryFolder> make();
    TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder();

    std::string const& path() const { return path_; }

private:
    explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}

    std::string path_;
};

}  // namespace mb::bridge
