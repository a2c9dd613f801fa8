// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/child_process.hpp"

#include <signal.h>
#include <sys/socket.h>

#include <cstdlib>

#include "tests/firmware-bridge/specimens.hpp"

using namespace mb;
using namespace mb::bridge;
using namespace mb::bridge::test;

namespace {

constexpr milliseconds kSoon{10'000};

std::unique_ptr<ChildProcess> shell(std::string const& script, Speech speech = Speech::messages) {
    auto child = ChildProcess::start({"/bin/sh", "-c", script}, speech);
    BOOST_REQUIRE_MESSAGE(bool(child), sentence(child));
    return *std::move(child);
}

std::string everything(ChildProcess& child) {
    std::string text;
    char piece[64];
    while (child.wait(child.out(), -1, SteadyClock::now() + kSoon) == ChildProcess::Wake::ready) {
        auto const got = ::read(child.out(), piece, sizeof piece);
        if (got <= 0) break;
        text.append(piece, static_cast<std::size_t>(got));
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_program_gets_what_is_written_and_its_output_comes_back) {
    LeavesNothingBehind const check;
    auto child = shell("read line; echo \"got $line\"; echo trouble >&2");
    BOOST_TEST(::send(child->in(), "it\n", 3, MSG_NOSIGNAL) == 3);
    BOOST_TEST(everything(*child) == "got it\n");
    BOOST_TEST((child->ended(kSoon) == "ended with exit status 0"));
    BOOST_TEST(child->said() == "trouble\n");
}

BOOST_AUTO_TEST_CASE(how_a_program_ended_is_told) {
    LeavesNothingBehind const check;
    BOOST_TEST((shell("exit 7")->ended(kSoon) == "ended with exit status 7"));
    BOOST_TEST((shell("kill -SEGV $$")->ended(kSoon) == "was ended by SIGSEGV (Segmentation fault)"));
    auto const sleeper = shell("exec sleep 100");
    BOOST_TEST(!sleeper->ended());
    sleeper->kill();
    BOOST_TEST((sleeper->ended() == "was ended by SIGKILL (Killed)"));
}

BOOST_AUTO_TEST_CASE(a_program_that_cannot_be_started_is_a_sentence) {
    LeavesNothingBehind const check;
    BOOST_TEST(sentence(ChildProcess::start({"/no/such/program"}, Speech::messages)) ==
               "/no/such/program: cannot be started: No such file or directory");
    BOOST_TEST(sentence(ChildProcess::start({"/etc/passwd"}, Speech::none)) == "/etc/passwd: cannot be started: Permission denied");
}

BOOST_AUTO_TEST_CASE(what_a_program_started_ends_with_it) {
    LeavesNothingBehind const check;
    auto child = shell("sleep 1000 & echo $!; wait");
    std::string pid;
    char piece[32];
    while (pid.find('\n') == std::string::npos && child->wait(child->out(), -1, SteadyClock::now() + kSoon) == ChildProcess::Wake::ready)
        pid.append(piece, static_cast<std::size_t>(std::max<ssize_t>(0, ::read(child->out(), piece, sizeof piece))));
    auto const grandchild = static_cast<pid_t>(std::atoi(pid.c_str()));
    BOOST_REQUIRE(grandchild > 1);
    BOOST_TEST(::getpgid(grandchild) == child->pid());
    child->kill();
    // It is nobody's child here; whoever adopts it reaps it. Dead or gone, it is in no state to run.
    bool gone = false;
    for (int look = 0; look < 2'000 && !gone; ++look) {
        std::string const stat = "/proc/" + std::to_string(grandchild) + "/stat";
        std::FILE* const file = std::fopen(stat.c_str(), "r");
        char state = 'X';
        if (file != nullptr) {
            if (std::fscanf(file, "%*d %*s %c", &state) != 1) state = 'X';
            std::fclose(file);
        }
        gone = state == 'X' || state == 'Z';
        if (!gone) ::usleep(5'000);
    }
    BOOST_TEST(gone);
}

BOOST_AUTO_TEST_CASE(begin_and_end_of_stderr_are_kept_and_a_flood_of_it_blocks_nobody) {
    LeavesNothingBehind const check;
    auto child = shell("i=0; while [ $i -lt 20000 ]; do echo \"line $i\" >&2; i=$((i+1)); done; echo done");
    BOOST_TEST(everything(*child) == "done\n");
    child->ended(kSoon);
    std::string const said = child->said();
    BOOST_TEST(said.size() <= ChildProcess::kKept);
    BOOST_TEST(has(said, "line 19999\n"));
    BOOST_TEST(said.starts_with("line 0\nline 1\n"));
    BOOST_TEST(has(said, "\n...\n"));
    BOOST_TEST(!has(said, "line 1000\n"));
}

BOOST_AUTO_TEST_CASE(a_wait_is_over_at_its_deadline_and_at_the_end_of_the_program) {
    LeavesNothingBehind const check;
    auto child = shell("exec sleep 1000");
    BOOST_TEST((child->wait(child->out(), -1, SteadyClock::now() + milliseconds{20}) == ChildProcess::Wake::timed_out));
    // Its output is held open by another process: that it is gone is noticed all the same.
    auto const parent = shell("sleep 1000 & exit 4");
    BOOST_TEST((parent->wait(parent->out(), -1, SteadyClock::now() + kSoon) == ChildProcess::Wake::gone));
    BOOST_TEST((parent->ended() == "ended with exit status 4"));
}

BOOST_AUTO_TEST_CASE(a_program_that_does_not_speak_has_no_input_and_its_output_is_kept) {
    LeavesNothingBehind const check;
    auto child = shell("cat; echo out; echo err >&2", Speech::none);
    BOOST_TEST(child->in() == -1);
    BOOST_TEST((child->ended(kSoon) == "ended with exit status 0"));
    BOOST_TEST(child->said() == "out\nerr\n");
}

BOOST_AUTO_TEST_CASE(a_program_inherits_nothing_but_its_three_files) {
    LeavesNothingBehind const check;
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);  // not close-on-exec
    auto child = shell("exec ls /proc/self/fd");
    BOOST_TEST(everything(*child) == "0\n1\n2\n3\n");  // 3 is the folder that ls reads
    ::close(ends[0]);
    ::close(ends[1]);
}
