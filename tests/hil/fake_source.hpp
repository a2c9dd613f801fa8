// SPDX-License-Identifier: GPL-3.0-or-later
/// A source that speaks the generic dialect, keeps what it is told, and has faults of its own.
#pragma once

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "tests/hil/fake_line.hpp"

namespace mb::hil::test {

class FakeSource {
public:
    /// hook: sees each line before it is obeyed; false: the source ignores it.
    explicit FakeSource(std::function<bool(std::string const&, FakeSource&)> hook = {})
        : hook_(std::move(hook)), line([this](ByteView bytes) { return feed(bytes); }) {}

    bool output() const { return output_; }
    void trip() { output_ = false; }
    bool ever_on() const { return ever_on_; }
    std::vector<std::string> lines() const {
        std::lock_guard const lock{mutex_};
        return lines_;
    }
    std::string value(std::string const& key) const {
        std::lock_guard const lock{mutex_};
        auto const found = values_.find(key);
        return found == values_.end() ? "" : found->second;
    }
    bool heard(std::string const& wanted) const {
        auto const all = lines();
        return std::find(all.begin(), all.end(), wanted) != all.end();
    }

    std::atomic<bool> mute{false};      ///< hears, but answers nothing
    std::atomic<bool> babbles{false};   ///< noise before each answer
    std::atomic<int> unsettled{0};      ///< so many times *OPC? answers 0
    std::atomic<double> measured{1.0};  ///< what it measures at its terminals against what is set
    std::vector<std::string> errors;    ///< waiting in its queue; only from hooks

private:
    Bytes feed(ByteView bytes) {
        Bytes answer;
        for (std::uint8_t const byte : bytes) {
            if (byte != '\n') {
                text_ += static_cast<char>(byte);
                continue;
            }
            std::string const one = std::exchange(text_, {});
            bool obeys = true;
            if (hook_) obeys = hook_(one, *this);
            std::lock_guard const lock{mutex_};
            lines_.push_back(one);
            std::string const back = obeys ? obey(one) : "";
            if (back.empty() || mute) continue;
            std::string const whole = (babbles ? "\x02\xff#!?\n" : "") + back + "\n";
            answer.insert(answer.end(), whole.begin(), whole.end());
        }
        return answer;
    }

    std::string obey(std::string const& one) {
        if (one == "*IDN?") return "FAKE,SOURCE,1,0";
        if (one == "*CLS") return errors.clear(), "";
        if (one == "*OPC?") return unsettled > 0 ? (--unsettled, "0") : "1";
        if (one == "OUTP?") return output_ ? "1" : "0";
        if (one == "OUTP 1" || one == "OUTP 0") {
            output_ = one.back() == '1';
            if (output_) ever_on_ = true;
            return "";
        }
        if (one == "SYST:ERR?") {
            if (errors.empty()) return "0,\"No error\"";
            std::string const first = errors.front();
            errors.erase(errors.begin());
            return first;
        }
        if (one == "TRAN:STAT?") return "IDLE";
        if (one == "SOUR:HARM:CLE" || one == "TRAN:TRIG") return "";
        if (one.starts_with("MEAS:VOLT")) return measure("SOUR:VOLT" + one.substr(9, 1));
        if (one.starts_with("MEAS:CURR")) return measure("SOUR:CURR" + one.substr(9, 1));
        if (one == "MEAS:FREQ?") return values_["SOUR:FREQ"];
        if (!one.empty() && one.back() == '?') {
            auto const found = values_.find(one.substr(0, one.size() - 1));
            if (found != values_.end()) return found->second;
            errors.push_back("-113,\"Undefined header\"");
            return "";
        }
        auto const space = one.find(' ');
        bool const known = (one.starts_with("SOUR:") || one.starts_with("TRAN:")) && space != std::string::npos;
        if (!known) return errors.push_back("-113,\"Undefined header\""), "";
        values_[one.substr(0, space)] = one.substr(space + 1);
        return "";
    }
    std::string measure(std::string const& key) {
        std::string const& told = values_[key];
        double value = 0.0;
        std::from_chars(told.data(), told.data() + told.size(), value);
        return std::to_string(output_ ? value * measured : 0.0);
    }

    std::function<bool(std::string const&, FakeSource&)> hook_;
    mutable std::mutex mutex_;
    std::string text_;
    std::vector<std::string> lines_;
    std::map<std::string, std::string> values_;
    std::atomic<bool> output_{false};
    std::atomic<bool> ever_on_{false};

public:
    FakeLine line;  // the last member: its thread uses the others
};

}  // namespace mb::hil::test
