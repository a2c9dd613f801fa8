// SPDX-License-Identifier: GPL-3.0-or-later
/// An instrument on a pseudo-terminal, served by a thread, with a cable that can be pulled and bytes that can be lost. Every wait is
/// bounded.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/bytes.hpp"

namespace mb::hil::test {

class FakeLine {
public:
    /// feed: what comes from the bench, in the thread of the line; its result goes back.
    explicit FakeLine(std::function<Bytes(ByteView)> feed) : feed_(std::move(feed)) {
        char folder[] = "/tmp/mb_hil_XXXXXX";
        folder_ = ::mkdtemp(folder);
        path_ = folder_ + "/line";
        plug();
        thread_ = std::thread{[this] { run(); }};
    }
    ~FakeLine() {
        stop_ = true;
        thread_.join();
        unplug();
        std::filesystem::remove_all(folder_);
    }
    FakeLine(FakeLine const&) = delete;
    FakeLine& operator=(FakeLine const&) = delete;

    std::string const& path() const { return path_; }

    void plug() {
        std::lock_guard const lock{mutex_};
        master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
        ::grantpt(master_);
        ::unlockpt(master_);
        char name[128] = {};
        ::ptsname_r(master_, name, sizeof name);
        keep_ = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
        termios raw{};
        ::tcgetattr(keep_, &raw);
        ::cfmakeraw(&raw);
        ::tcsetattr(keep_, TCSANOW, &raw);
        std::filesystem::create_symlink(name, path_);
    }
    void unplug() {
        std::lock_guard const lock{mutex_};
        if (master_ < 0) return;
        std::filesystem::remove(path_);
        ::close(keep_);
        ::close(master_);
        master_ = -1;
    }
    /// From within feed(): out it goes as soon as the answer was written; back in after `time` (0: never).
    void pull(std::chrono::milliseconds time) {
        pull_ = true;
        pulled_for_ = time;
    }

    // What a test may turn. Every n-th byte of the whole traffic; 0: none.
    std::atomic<unsigned> drop_every{0};
    std::atomic<unsigned> flip_every{0};
    std::atomic<int> delay_ms{0};  ///< of answers

private:
    Bytes spoilt(ByteView bytes) {
        Bytes out;
        for (std::uint8_t byte : bytes) {
            ++bytes_;
            if (drop_every != 0 && bytes_ % drop_every == 0) continue;
            if (flip_every != 0 && bytes_ % flip_every == 0) byte ^= static_cast<std::uint8_t>(1U << bytes_ % 7);
            out.push_back(byte);
        }
        return out;
    }

    void run() {
        while (!stop_) {
            Bytes got(512);
            {
                std::lock_guard const lock{mutex_};
                pollfd ready{master_, POLLIN, 0};
                auto const n = master_ >= 0 && ::poll(&ready, 1, 2) > 0 ? ::read(master_, got.data(), got.size()) : 0;
                got.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
            }
            if (got.empty()) {
                std::this_thread::sleep_for(std::chrono::milliseconds{1});
                continue;
            }
            Bytes const answer = spoilt(feed_(spoilt(got)));
            if (!answer.empty() && delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms.load()});
            {
                std::lock_guard const lock{mutex_};
                if (!answer.empty() && master_ >= 0 && ::write(master_, answer.data(), answer.size()) < 0) continue;
            }
            if (pull_.exchange(false)) {
                unplug();
                if (pulled_for_.count() == 0) continue;
                std::this_thread::sleep_for(pulled_for_);
                plug();
            }
        }
    }

    std::function<Bytes(ByteView)> feed_;
    std::string folder_;
    std::string path_;
    std::mutex mutex_;
    int master_ = -1;
    int keep_ = -1;
    std::uint64_t bytes_ = 0;
    std::atomic<bool> pull_{false};
    std::chrono::milliseconds pulled_for_{};
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace mb::hil::test
