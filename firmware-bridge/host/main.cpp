// SPDX-License-Identifier: GPL-3.0-or-later
// meterbench-bridge LIBRARY: loads a firmware behind firmware-bridge/abi.h and speaks the messages of docs/bridge-abi.md on stdin and
// stdout. A process of its own, so that whatever the firmware does happens here and not in the bench.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>

#include "firmware-bridge/dispatcher.hpp"

namespace {

using namespace mb;
using namespace mb::bridge;

/// A library that cannot be used is told in the reply to the first message.
Result<mb_api> load(char const* path) {
    // A name without a slash would be looked for along the system's folders.
    std::string const file = std::string{path}.find('/') == std::string::npos ? std::string{"./"} + path : path;
    void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return infrastructure_error("it cannot be loaded: {}", ::dlerror());
    auto const api = reinterpret_cast<mb_firmware_api_function>(::dlsym(library, MB_FIRMWARE_API_SYMBOL));
    if (api == nullptr) return infrastructure_error("it does not export {}", MB_FIRMWARE_API_SYMBOL);
    return read_table(api(MB_ABI_VERSION));
}

bool write_all(int to, ByteView bytes) {
    while (!bytes.empty()) {
        ssize_t const wrote = ::write(to, bytes.data(), bytes.size());
        if (wrote > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(wrote));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

void serve(int from, int to, Result<mb_api> const& api) {
    std::unique_ptr<Dispatcher> const dispatcher = api ? std::make_unique<Dispatcher>(*api) : nullptr;
    MessageReader reader{kProtocol, kLongestPayload};
    std::uint8_t piece[16'384];
    while (true) {
        ssize_t const got = ::read(from, piece, sizeof piece);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return;
        reader.push({piece, static_cast<std::size_t>(got)});
        while (auto const request = reader.next()) {
            Message reply{kProtocol, kProtocolVersion,  static_cast<std::uint8_t>(request->type | kReplyBit),
                          MB_ERROR,  request->sequence, {}};
            if (dispatcher)
                reply = dispatcher->answer(*request);
            else
                reply.payload.assign(api.error().sentence.begin(), api.error().sentence.end());
            if (!write_all(to, message_bytes(reply))) return;
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: meterbench-bridge LIBRARY\nmeterbench starts it for --target firmware:lib:LIBRARY\n", stderr);
        return 2;
    }
    ::signal(SIGPIPE, SIG_IGN);
    // A crash of the firmware is told as what it is, whoever else would like to handle it.
    for (int const number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::signal(number, SIG_DFL);
    // The messages get descriptors of their own: what the firmware prints goes to stderr, and it reads nothing.
    int const from = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    int const to = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    int const nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (from < 0 || to < 0 || nothing < 0 || ::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 3;
    serve(from, to, load(argv[1]));
    std::fflush(nullptr);
    ::_exit(0);
}
