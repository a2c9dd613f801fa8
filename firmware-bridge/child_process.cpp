// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/child_process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace mb::bridge {
namespace {

struct Pair {
    Fd ours;
    Fd theirs;
};

/// Sockets, because a write to a socket can be told not to raise SIGPIPE.
std::optional<Pair> open_pair() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return std::nullopt;
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pair{Fd{ends[0]}, Fd{ends[1]}};
}

/// What the child does between fork() and its program: only what is safe there. Tells `trouble` why it cannot.
[[noreturn]] void become(char* const* words, std::array<int, 3> const& stdio, pid_t parent, int trouble) {
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    // Each is first moved out of the way of 0, 1 and 2.
    std::array<int, 3> high{};
    for (std::size_t n = 0; n < 3; ++n) high[n] = ::fcntl(stdio[n], F_DUPFD_CLOEXEC, 3);
    for (std::size_t n = 0; n < 3; ++n) ::dup2(high[n], static_cast<int>(n));
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execvp(words[0], words);
    int const why = errno;
    (void)!::write(trouble, &why, sizeof why);
    ::_exit(127);
}

std::string how(siginfo_t const& end) {
    if (end.si_code == CLD_EXITED) return fmt::format("ended with exit status {}", end.si_status);
    char const* const name = ::sigabbrev_np(end.si_status);
    char const* const text = ::sigdescr_np(end.si_status);
    return fmt::format("was ended by {} ({})", name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", end.si_status),
                       text != nullptr ? text : "unknown");
}

/// The state of a child that has ended; nullopt where it runs. Does not reap, so that its number stays its own.
std::optional<std::string> look(pid_t pid, int flags) {
    siginfo_t end{};
    int result = 0;
    do result = ::waitid(P_PID, static_cast<id_t>(pid), &end, WEXITED | WNOWAIT | flags);
    while (result != 0 && errno == EINTR);
    if (result != 0 || end.si_pid != pid) return std::nullopt;
    return how(end);
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(std::vector<std::string> const& words, Speech speech) {
    auto const cannot = [&](int why) { return infrastructure_error("{}: cannot be started: {}", words[0], std::strerror(why)); };
    Fd nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    auto in = open_pair();
    auto out = open_pair();
    auto err = open_pair();
    int ends[2];
    if (!nothing || !in || !out || !err || ::pipe2(ends, O_CLOEXEC) != 0) return cannot(errno);
    Fd const trouble{ends[0]};
    Fd their_trouble{ends[1]};
    std::vector<char*> arguments;
    for (std::string const& word : words) arguments.push_back(const_cast<char*>(word.c_str()));  // execvp() does not write to them
    arguments.push_back(nullptr);
    bool const talks = speech == Speech::messages;
    std::array<int, 3> const stdio{talks ? in->theirs.get() : nothing.get(), talks ? out->theirs.get() : err->theirs.get(),
                                   err->theirs.get()};
    pid_t const parent = ::getpid();
    pid_t const pid = ::fork();
    if (pid < 0) return cannot(errno);
    if (pid == 0) become(arguments.data(), stdio, parent, their_trouble.get());
    ::setpgid(pid, pid);  // here, too: whoever is first
    their_trouble.close();
    int why = 0;
    ssize_t got = 0;
    do got = ::read(trouble.get(), &why, sizeof why);
    while (got < 0 && errno == EINTR);
    if (got == static_cast<ssize_t>(sizeof why)) {
        ::waitpid(pid, nullptr, 0);
        return cannot(why);
    }
    Fd life{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
    if (!talks) {
        in->ours.close();
        out->ours.close();
    }
    return std::unique_ptr<ChildProcess>{
        new ChildProcess{pid, std::move(in->ours), std::move(out->ours), std::move(err->ours), std::move(life)}};
}

ChildProcess::ChildProcess(pid_t pid, Fd in, Fd out, Fd err, Fd life)
    : pid_(pid), in_(std::move(in)), out_(std::move(out)), err_(std::move(err)), life_(std::move(life)) {}

void ChildProcess::listen() {
    char text[1'024];
    for (int piece = 0; err_ && piece < 256; ++piece) {  // one that never stops is left alone for a while
        ssize_t const got = ::read(err_.get(), text, sizeof text);
        if (got > 0) {
            said_.append(text, static_cast<std::size_t>(got));
            if (said_.size() > 2 * kKept) forget_the_middle();
        } else if (got == 0 || errno != EINTR) {
            if (got == 0 || errno != EAGAIN) err_.close();
            return;
        }
    }
}

void ChildProcess::forget_the_middle() {
    constexpr std::string_view kGap = "\n...\n";
    constexpr std::size_t kBegin = kKept / 4;
    said_.replace(kBegin, said_.size() - kKept + kGap.size(), kGap);
}

ChildProcess::Wake ChildProcess::wait(int read, int write, SteadyClock::time_point deadline) {
    while (true) {
        auto const left = end_ ? milliseconds{0} : std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
        pollfd ready[] = {{read, POLLIN, 0}, {write, POLLOUT, 0}, {err_.get(), POLLIN, 0}, {life_.get(), POLLIN, 0}};
        int const count = ::poll(ready, 4, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (count < 0 && errno != EINTR) return Wake::timed_out;
        if (count > 0 && ready[2].revents != 0) listen();
        if (count > 0 && (ready[0].revents != 0 || ready[1].revents != 0)) return Wake::ready;
        if (end_ || (count > 0 && ready[3].revents != 0)) return Wake::gone;
        if (left <= milliseconds{0}) return Wake::timed_out;
    }
}

std::optional<std::string> ChildProcess::ended(milliseconds patience) {
    if (end_) return end_;
    if (patience > milliseconds{0}) wait(-1, -1, SteadyClock::now() + patience);
    end_ = look(pid_, WNOHANG);
    return end_;
}

void ChildProcess::kill() {
    if (reaped_) return;
    // A group lives as long as any process in it, so those that the program left behind die, too; until it is reaped its number is nobody
    // else's.
    ::kill(-pid_, SIGKILL);
    if (!end_) end_ = look(pid_, 0);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
    listen();
    in_.close();
    out_.close();
}

std::string const& ChildProcess::said() {
    listen();
    if (said_.size() > kKept) forget_the_middle();
    return said_;
}

}  // namespace mb::bridge
