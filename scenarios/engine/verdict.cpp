// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/verdict.hpp"

#include <algorithm>

namespace mb {

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::not_applicable:
            return "not applicable";
        case Verdict::not_set:
            return "not set";
        case Verdict::pass:
            return "pass";
        case Verdict::inconclusive:
            return "inconclusive";
        case Verdict::fail:
            return "fail";
        case Verdict::aborted:
            return "aborted";
        case Verdict::error:
            return "error";
    }
    return "";
}

Verdict worse(Verdict a, Verdict b) { return std::max(a, b); }

int exit_status(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return 0;
        case Verdict::not_applicable:
        case Verdict::not_set:
        case Verdict::inconclusive:
        case Verdict::fail:
            return 1;
        case Verdict::aborted:
        case Verdict::error:
            return 3;
    }
    return 3;
}

}  // namespace mb
