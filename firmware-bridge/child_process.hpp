// SPDX-License-Identifier: GPL-3.0-or-later
/// A program that runs beside the bench: started without a shell in a process group of its own, watched, ended with everything that it
/// started, and always reaped. What it says on stderr is kept, its begin and its end.
///
/// It dies with the thread that started it (PR_SET_PDEATHSIG), so a bench that is killed leaves nothing behind, even of a program that
/// hangs.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "firmware-bridge/fd.hpp"

namespace mb::bridge {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What its stdin and stdout are.
enum class Speech {
    messages,  ///< in() and out()
    none,      ///< stdin is empty, stdout is kept beside stderr
};

class ChildProcess {
public:
    static constexpr std::size_t kKept = 4'096;  ///< bytes of stderr, a quarter of them the first ones

    /// words[0] is found along PATH. Refused where it cannot be started, by name.
    static Result<std::unique_ptr<ChildProcess>> start(std::vector<std::string> const& words, Speech speech);
    ~ChildProcess() { kill(); }
    ChildProcess(ChildProcess const&) = delete;
    ChildProcess& operator=(ChildProcess const&) = delete;

    int in() const { return in_.get(); }    ///< a socket to write to, non-blocking; -1: none
    int out() const { return out_.get(); }  ///< to read from, non-blocking
    void close_in() { in_.close(); }

    enum class Wake { ready, timed_out, gone };
    /// Waits until `read` can be read or `write` be written (-1: neither), the process has ended and nothing is left to read, or
    /// `deadline`. Takes what comes on stderr meanwhile.
    Wake wait(int read, int write, SteadyClock::time_point deadline);

    /// How it ended: "ended with exit status 3", "was ended by SIGSEGV (Segmentation fault)"; nullopt where it runs on after `patience`.
    std::optional<std::string> ended(milliseconds patience = milliseconds{0});
    /// Ends the whole process group at once and reaps. ended() tells how the program ended, by itself or by this.
    void kill();
    /// What it said on stderr; of more than kKept bytes the begin and the end, with a line "..." between.
    std::string const& said();
    pid_t pid() const { return pid_; }

private:
    ChildProcess(pid_t pid, Fd in, Fd out, Fd err, Fd life);
    void listen();
    void forget_the_middle();

    pid_t pid_;
    Fd in_;
    Fd out_;
    Fd err_;
    Fd life_;  // readable once it has ended
    std::optional<std::string> end_;
    bool reaped_ = false;
    std::string said_;
};

}  // namespace mb::bridge
