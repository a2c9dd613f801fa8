// SPDX-License-Identifier: GPL-3.0-or-later
/// Firmware that misbehaves in one way each, and what must be true after every one of them.
#pragma once

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>

#include <sys/wait.h>

#include "firmware-bridge/bridge.hpp"

namespace mb::bridge::test {

/// Long enough for a busy machine; what hangs costs a test so much.
inline BridgeOptions patient(int ms = 3'000) {
    BridgeOptions options;
    options.patience = milliseconds{ms};
    return options;
}

inline std::string library(std::string const& name) { return std::string{MB_SPECIMENS} + "/" + name + ".so"; }
inline std::string talker(std::string const& mode) { return "'" + std::string{MB_SPECIMENS} + "/talker' " + mode; }

inline std::ptrdiff_t open_files() {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, std::filesystem::directory_iterator{});
}

/// At its end no child is left, not even as a zombie, and no file descriptor.
class LeavesNothingBehind {
public:
    ~LeavesNothingBehind() {
        errno = 0;
        BOOST_TEST(::waitpid(-1, nullptr, WNOHANG) == -1);
        BOOST_TEST(errno == ECHILD);
        BOOST_TEST(open_files() == files_);
    }

private:
    std::ptrdiff_t files_ = open_files();
};

template <class T>
std::string sentence(Result<T> const& result) {
    return result ? "" : result.error().sentence;
}

inline bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace mb::bridge::test
