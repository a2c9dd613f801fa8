// SPDX-License-Identifier: GPL-3.0-or-later
// Judging what became of one Modbus request.
#include "core/base/measure.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "scenarios/engine/check.hpp"

namespace mb {
namespace {

using Outcome = ReplyCheck::Outcome;

std::string time_text(modbus::Microseconds time) { return print(static_cast<double>(time.count()) * 1e-6, Unit::second); }

}  // namespace

std::string outcome_text(ReplyCheck const& check) {
    switch (check.outcome) {
        case Outcome::good:
            return "good";
        case Outcome::none:
            return "none";
        case Outcome::wrong:
            return "wrong";
        case Outcome::exception:
            return check.exception ? fmt::format("exception {}", *check.exception) : "exception";
    }
    return "";
}

std::vector<Finding> judge(ReplyCheck const& check, Delivery const& delivery) {
    Finding f;
    f.quantity = fmt::format("reply to {}", symbol_info(check.symbol).name);
    f.expected = outcome_text(check);
    f.limit = fmt::format("within {}", time_text(check.within));
    bool met = false;
    if (delivery.state == Delivery::State::none) {
        met = check.outcome == Outcome::none;
        f.actual = fmt::format("none: {}", delivery.sentence);
    } else if (delivery.state == Delivery::State::wrong) {
        met = check.outcome == Outcome::wrong;
        f.actual = fmt::format("wrong: {}", delivery.sentence);
    } else if (delivery.reply.size() == 2 && (delivery.reply[0] & modbus::kExceptionBit) != 0) {
        std::uint8_t const code = delivery.reply[1];
        met = check.outcome == Outcome::exception && (!check.exception || *check.exception == code);
        f.actual = fmt::format("exception {} ({})", code, modbus::exception_name(code));
    } else {
        met = check.outcome == Outcome::good;
        f.actual = "good";
    }
    if (delivery.state != Delivery::State::none && delivery.late > modbus::Microseconds{0})
        f.actual += fmt::format(", after {}", time_text(delivery.late));
    f.verdict = met ? Verdict::pass : Verdict::fail;
    return {f};
}

}  // namespace mb
