// SPDX-License-Identifier: GPL-3.0-or-later
/// A firmware that runs in a process of its own, call by call (docs/bridge-abi.md). Three ways to start one, one way to speak to it.
///
/// Every call is bounded by the patience of the wall clock. Every misbehaviour is an Error of one sentence with its evidence; the process
/// is ended then, and each further call gives the same Error.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/signal/frame.hpp"
#include "firmware-bridge/message_channel.hpp"
#include "firmware-bridge/messages.hpp"

namespace mb::bridge {

struct BridgeOptions {
    milliseconds patience{5'000};  ///< for each call
    /// The program that loads a library; empty: meterbench-bridge beside the running program.
    std::string loader = {};
    /// The emulator and its machine; -kernel, the serial lines and what keeps its screen away are added.
    std::string qemu = "qemu-system-arm -machine mps2-an386";
};

class Bridge {
public:
    /// A shared library behind abi.h; its crash is that of the process that loads it.
    static Result<std::unique_ptr<Bridge>> start_library(std::string const& path, BridgeOptions const& options);
    /// A program that speaks the messages on its stdin and stdout.
    static Result<std::unique_ptr<Bridge>> start_program(std::string const& command, BridgeOptions const& options);
    /// A Cortex-M image in an emulator: messages on its first UART, the ports on the next ones.
    static Result<std::unique_ptr<Bridge>> start_image(std::string const& elf, BridgeOptions const& options);
    ~Bridge();

    Identity const& identity() const { return identity_; }

    Result<void> create(Config const& config);
    /// Frames are told as the firmware wants them (samples.hpp). At most kMostFrames at once.
    Result<void> feed(std::span<Frame const> frames);
    static constexpr std::size_t kMostFrames = 960;
    /// Bytes that arrive at a UART now, and what the firmware has to send by now. At most 4096 bytes each way.
    Result<Bytes> exchange(std::uint32_t port, ByteView in);

    // Optional: identity().has() tells; an Error where there is none.
    Result<void> keys(std::uint32_t pressed);
    Result<Screen> screen();
    Result<std::uint32_t> leds();
    Result<void> inputs(std::uint32_t closed);
    Result<std::uint32_t> outputs();
    Result<std::vector<Pulse>> pulses();
    Result<Bytes> save();
    Result<void> restore(ByteView flash);

    /// Tells the firmware to end and gives it a second; then it is ended. What it did instead of ending well comes back. The destructor
    /// does the same and says nothing.
    Result<void> end();

    ChildProcess& process() { return *process_; }

private:
    Bridge(std::string who, std::unique_ptr<ChildProcess> process, std::vector<Fd> lines, milliseconds patience);
    static Result<std::unique_ptr<Bridge>> meet(std::unique_ptr<Bridge> bridge);

    Result<Bytes> ask(Call call, ByteView payload);
    Result<void> tell(Call call, ByteView payload);
    Result<Bytes> exchange_on_line(std::uint32_t port, ByteView in);
    Error fail(Error const& why);
    template <class T>
    Result<T> take(Result<T> parsed, Call call);

    std::string who_;
    std::unique_ptr<ChildProcess> process_;
    std::vector<Fd> lines_;  // of an emulator: the messages', then the ports'
    MessageChannel channel_;
    Identity identity_;
    std::uint64_t fed_ = 0;
    bool alive_ = false;  // created and not yet destroyed
    std::optional<Error> failed_;
};

}  // namespace mb::bridge
