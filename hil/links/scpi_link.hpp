// SPDX-License-Identifier: GPL-3.0-or-later
/// Lines of text to and from an instrument, over a link that may drop, garble and delay them. Knows no command but the query of the
/// identity, with which it finds its place again: an instrument answers in order, so behind that answer the line is in step.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "hil/links/byte_link.hpp"

namespace mb::hil {

/// A longer answer is no answer.
inline constexpr std::size_t kLongestAnswer = 1'024;

struct ScpiManner {
    std::string identify = "*IDN?";
    std::string terminator = "\n";  ///< of what is sent; an answer ends with LF, a CR before it is dropped
    Milliseconds timeout{1'000};    ///< for an answer
};

class ScpiLink {
public:
    ScpiLink(LinkAddress address, ScpiManner manner) : link_(std::move(address)), manner_(std::move(manner)) {}

    std::string const& name() const { return link_.name(); }
    std::string const& identity() const { return identity_; }  ///< empty before open()

    /// Opens and asks for the identity; when there was one before, it must be the same.
    Result<void> open();
    /// Called now and then while one waits for an answer; its error ends the waiting.
    void set_idle(std::function<Result<void>()> idle) { idle_ = std::move(idle); }
    /// For emergencies: each question is asked once, answers are waited for half a second at most, and nothing interrupts.
    void hurry(bool on) { hurry_ = on; }

    Result<void> send(std::string_view line);
    /// The answer to a query, without its end. A lost or garbled answer is asked for again, twice, behind resync(): queries change nothing.
    Result<std::string> ask(std::string_view line) { return ask(line, manner_.timeout); }
    Result<std::string> ask(std::string_view line, Milliseconds timeout);

private:
    enum class Got { line, nothing, garbage };
    /// One line out of what comes until `until`; an error: the link is gone.
    Result<Got> read_line(std::string& line, std::chrono::steady_clock::time_point until);
    Result<void> drop_input();
    Result<void> resync();
    Result<std::optional<std::string>> ask_once(std::string_view line, Milliseconds timeout, std::string& why);

    ByteLink link_;
    ScpiManner manner_;
    std::string identity_;
    std::string buffer_;
    bool overlong_ = false;
    bool hurry_ = false;
    std::function<Result<void>()> idle_;
};

}  // namespace mb::hil
