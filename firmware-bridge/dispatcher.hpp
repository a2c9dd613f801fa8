// SPDX-License-Identifier: GPL-3.0-or-later
/// The firmware's side of the messages over a table of abi.h: one request in, one call, one reply out. What the firmware says wrongly (more
/// bytes than there was room, counts beyond it) is a reply with a status and a text. No I/O.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/message_frame.hpp"
#include "core/base/result.hpp"
#include "firmware-bridge/abi.h"
#include "firmware-bridge/messages.hpp"

namespace mb::bridge {

/// A copy of the table as far as it goes; what lies beyond its size is absent. Refuses: no table, another version, a size that does not
/// hold the required functions or is no size, a required function that is NULL.
Result<mb_api> read_table(mb_api const* table);

class Dispatcher {
public:
    explicit Dispatcher(mb_api const& api) : api_(api) {}
    ~Dispatcher();
    Dispatcher(Dispatcher const&) = delete;
    Dispatcher& operator=(Dispatcher const&) = delete;

    Message answer(Message const& request);

private:
    Result<Bytes> carry_out(Call call, ByteView payload, int& status);
    Result<Bytes> with_meter(Call call, ByteView payload, int& status);
    Result<Bytes> identify(int& status);
    Result<Bytes> feed(ByteView payload, int& status);
    Result<Bytes> exchange(ByteView payload, int& status);
    Result<Bytes> screen(int& status);
    Result<Bytes> pulses(int& status);
    Result<Bytes> save(int& status);
    Result<Bytes> number(int (*call)(mb_firmware*, std::uint32_t*), int& status);
    Result<Bytes> take_number(int (*call)(mb_firmware*, std::uint32_t), ByteView payload, int& status);
    void destroy();

    mb_api api_;
    mb_firmware* meter_ = nullptr;
    std::size_t frame_size_ = 0;          // bytes; known once it was identified
    std::vector<std::uint64_t> samples_;  // aligned for any format
};

}  // namespace mb::bridge
