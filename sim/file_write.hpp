// SPDX-License-Identifier: GPL-3.0-or-later
/// Whole files to the disk: reports, recordings, pictures.
#pragma once

#include <string>

#include "core/base/result.hpp"

namespace mb {

/// Writes a whole file or nothing: to a neighbour first, then renamed; a link stays one. What is no file (a pipe, a device) and what
/// stdout already goes to is written as it stands.
Result<void> write_file(std::string const& path, std::string const& content);

}  // namespace mb
