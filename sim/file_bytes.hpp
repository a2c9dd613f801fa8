// SPDX-License-Identifier: GPL-3.0-or-later
/// Whole files from the disk, for the readers of recordings.
#pragma once

#include <string>

#include "core/base/result.hpp"

namespace mb {

/// Refused with a sentence: what is missing, a folder or a device, unreadable, larger than 1 GiB.
Result<std::string> read_file_bytes(std::string const& path);

/// The file beside `path` with the same stem and the extension `extension` ("dat"), letter case ignored but the case of `path`'s own
/// extension preferred. An error where there is none.
Result<std::string> file_beside(std::string const& path, std::string const& extension);

}  // namespace mb
