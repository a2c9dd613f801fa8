// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/scpi_session.hpp"

#include <algorithm>
#include <utility>

namespace mb::virtual_rig {
namespace {

bool printable(char c) { return (c >= ' ' && c <= '~') || c == '\t'; }

void add(std::string& reply, std::string const& part) {
    if (!reply.empty()) reply += ';';
    reply += part;
}

}  // namespace

void ScpiSession::receive(ByteView bytes, Moment now) {
    for (std::uint8_t const byte : bytes) {
        char const c = static_cast<char>(byte);
        auto const begin = input_.rfind('\n');
        std::size_t const length = begin == std::string::npos ? input_.size() : input_.size() - begin - 1;
        if (c == '\n') {
            if (!overrun_) input_ += c;
            overrun_ = false;
        } else if (!overrun_ && length >= kLongestLine) {
            input_.resize(input_.size() - length);
            overrun_ = true;
            instrument_.report(ScpiError::input_overrun);
        } else if (!overrun_) {
            input_ += c;
        }
    }
    carry_out(now);
}

bool ScpiSession::next_line() {
    auto const end = input_.find('\n');
    if (end == std::string::npos) return false;
    std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    units_.clear();
    at_ = 0;
    path_.clear();
    if (std::ranges::all_of(line, printable))
        units_ = scpi_units(line);
    else
        instrument_.report(ScpiError::invalid_character);
    return true;
}

void ScpiSession::carry_out(Moment now) {
    for (;;) {
        if (waiting_) {
            if (!instrument_.settled(now.world)) return;
            waiting_ = false;
            if (!held_.empty()) add(reply_, std::exchange(held_, {}));
        }
        if (at_ < units_.size()) {
            auto answer = instrument_.carry_out(units_[at_++], path_, now.world);
            if (answer.wait) {
                waiting_ = true;
                held_ = std::move(answer.reply);
            } else if (!answer.silent) {
                add(reply_, answer.reply);
            }
            continue;
        }
        if (!reply_.empty()) {
            reply_ += '\n';
            output_.insert(output_.end(), reply_.begin(), reply_.end());
            reply_.clear();
        }
        if (!next_line()) return;
    }
}

Bytes ScpiSession::proceed(Moment now) {
    carry_out(now);
    return std::exchange(output_, {});
}

}  // namespace mb::virtual_rig
