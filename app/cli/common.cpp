// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

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

}  // namespace mb::cli
