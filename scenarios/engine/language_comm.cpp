// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about communication: the step `comm_fault`, the check `reply`.
#include <charconv>

#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

constexpr std::size_t kMostRules = 100;
constexpr std::array<std::string_view, 4> kOutcomes{"good", "none", "wrong", "exception"};

modbus::CommFaultRule rule(YamlNode const& node) {
    auto made = modbus::parse_comm_fault(text(node));
    if (!made) refuse(node, "{}", made.error().sentence);
    return *std::move(made);
}

void outcome(YamlNode const& node, ReplyCheck& check) {
    std::string_view const written = text(node);
    auto const blank = written.find(' ');
    std::string_view const word = written.substr(0, blank);
    auto const found = std::find(kOutcomes.begin(), kOutcomes.end(), word);
    if (found == kOutcomes.end())
        refuse(node, "unknown outcome '{}'{}; a reply is good, none, wrong, or an exception: 'exception 4'", written.substr(0, 40),
               suggestion(word, kOutcomes));
    check.outcome = static_cast<ReplyCheck::Outcome>(found - kOutcomes.begin());
    if (blank == std::string_view::npos) return;
    std::string_view const code = written.substr(blank + 1);
    unsigned value = 0;
    auto const [end, failure] = std::from_chars(code.data(), code.data() + code.size(), value);
    bool const number = failure == std::errc{} && end == code.data() + code.size() && value >= 1 && value <= 255;
    if (check.outcome != ReplyCheck::Outcome::exception || !number)
        refuse(node, "'{}': behind 'exception' stands its code, 1 to 255, behind the others nothing", written.substr(0, 40));
    check.exception = static_cast<std::uint8_t>(value);
}

}  // namespace

CommFaults comm_faults(YamlNode const& node) {
    CommFaults faults;
    if (node.kind != YamlNode::Kind::list) {
        if (text(node) != kNoFaults) faults.rules.push_back(rule(node));
        return faults;
    }
    for (YamlNode const& item : node.items) {
        if (item.kind == YamlNode::Kind::scalar && item.text == kNoFaults)
            refuse(item, "'{}' stands alone: 'comm_fault: {}'", kNoFaults, kNoFaults);
        faults.rules.push_back(rule(item));
    }
    if (faults.rules.empty()) refuse(node, "an empty list says nothing; 'comm_fault: {}' ends all faults", kNoFaults);
    if (faults.rules.size() > kMostRules) refuse(node, "{} rules are too many, {} are the most", faults.rules.size(), kMostRules);
    return faults;
}

ReplyCheck reply_check(YamlNode const& node, double frequency_hz) {
    Fields const f{node, "reply_check"};
    ReplyCheck check;
    YamlNode const& symbol = f.require("reply");
    check.symbol = readable(symbol);
    outcome(f.require("is"), check);
    check.within = ModbusPath::kPatience;
    if (auto const* within = f.find("within")) check.within = std::chrono::floor<modbus::Microseconds>(duration(*within, frequency_hz));
    return check;
}

}  // namespace mb::language
