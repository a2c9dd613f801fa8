// SPDX-License-Identifier: GPL-3.0-or-later
// The three ways in which a firmware is started.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "firmware-bridge/bridge.hpp"
#include "firmware-bridge/command_words.hpp"
#include "firmware-bridge/temporary_folder.hpp"

namespace mb::bridge {
namespace {

constexpr std::array<std::string_view, 2> kLines{"messages", "uart"};  // of an emulator: the messages, and port 0

std::string beside_this_program(std::string const& name) {
    std::error_code none;
    auto const self = std::filesystem::read_symlink("/proc/self/exe", none);
    return none ? name : (self.parent_path() / name).string();
}

/// A socket that listens under a path in `folder`.
Result<Fd> listen_at(std::string const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return infrastructure_error("{}: too long for a socket; set TMPDIR to a shorter folder", path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket || ::bind(socket.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 || ::listen(socket.get(), 1) != 0)
        return infrastructure_error("{}: cannot listen: {}", path, std::strerror(errno));
    return socket;
}

}  // namespace

Result<std::unique_ptr<Bridge>> Bridge::start_program(std::string const& command, BridgeOptions const& options) {
    auto const words = command_words(command);
    if (!words) return words.error();
    auto process = ChildProcess::start(*words, Speech::messages);
    if (!process) return process.error();
    return meet(std::unique_ptr<Bridge>{new Bridge{command, *std::move(process), {}, options.patience}});
}

Result<std::unique_ptr<Bridge>> Bridge::start_library(std::string const& path, BridgeOptions const& options) {
    std::string const loader = options.loader.empty() ? beside_this_program("meterbench-bridge") : options.loader;
    auto process = ChildProcess::start({loader, path}, Speech::messages);
    if (!process)
        return infrastructure_error("{}; it loads libraries of firmware and is built and installed beside meterbench",
                                    process.error().sentence);
    return meet(std::unique_ptr<Bridge>{new Bridge{path, *std::move(process), {}, options.patience}});
}

Result<std::unique_ptr<Bridge>> Bridge::start_image(std::string const& elf, BridgeOptions const& options) {
    auto words = command_words(options.qemu);
    if (!words) return words.error();
    auto const folder = TemporaryFolder::make();
    if (!folder) return folder.error();
    words->insert(words->end(), {"-kernel", elf, "-display", "none", "-monitor", "none"});
    std::vector<Fd> listening;
    for (std::string_view const line : kLines) {
        std::string const path = folder->path() + "/" + std::string{line};
        auto socket = listen_at(path);
        if (!socket) return socket.error();
        listening.push_back(*std::move(socket));
        words->insert(words->end(), {"-serial", "unix:" + path});
    }
    auto process = ChildProcess::start(*words, Speech::none);
    if (!process)
        return infrastructure_error(
            "{}; images need QEMU for ARM: install the Debian package qemu-system-arm, or name another one with --qemu",
            process.error().sentence);
    std::vector<Fd> lines;
    auto const deadline = SteadyClock::now() + options.patience;
    for (Fd const& socket : listening) {
        auto const wake = (*process)->wait(socket.get(), -1, deadline);
        if (wake == ChildProcess::Wake::ready) lines.emplace_back(::accept4(socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (lines.empty() || !lines.back() || wake != ChildProcess::Wake::ready) {
            auto const end = (*process)->ended(milliseconds{100});
            return infrastructure_error("firmware {}: {} {}; it said: \"{}\"", elf, (*words)[0],
                                        end ? *end : "did not open its serial lines", readable((*process)->said(), 400));
        }
    }
    return meet(std::unique_ptr<Bridge>{new Bridge{elf, *std::move(process), std::move(lines), options.patience}});
}

}  // namespace mb::bridge
