// SPDX-License-Identifier: GPL-3.0-or-later
/// A command line taken apart into words as a POSIX shell does (IEEE 1003.1, 2.2), without a shell: blanks separate; \x is x; '…' is as
/// it stands; in "…" a backslash counts before " and \ only. Nothing is expanded, nothing is special beyond that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace mb::bridge {

/// At least one word. Refuses an empty line, a quote that does not end, a backslash at the end.
Result<std::vector<std::string>> command_words(std::string_view line);

}  // namespace mb::bridge
