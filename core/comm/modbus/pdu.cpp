// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/pdu.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mb::modbus {

Bytes refuse(std::uint8_t function, Refusal why) {
    return {static_cast<std::uint8_t>(function | kExceptionBit), static_cast<std::uint8_t>(why)};
}

std::string_view exception_name(std::uint8_t code) {
    switch (code) {
        case 1:
            return "illegal function";
        case 2:
            return "illegal data address";
        case 3:
            return "illegal data value";
        case 4:
            return "device failure";
        case 5:
            return "acknowledge";
        case 6:
            return "device busy";
        case 8:
            return "memory parity error";
        case 10:
            return "gateway path unavailable";
        case 11:
            return "gateway target failed to respond";
        default:
            return "unknown exception";
    }
}

namespace {

/// Length without data, and where the count of the data's bytes stands (0: there is none).
struct Length {
    std::size_t fixed;
    std::size_t count_at;

    std::optional<std::size_t> of(ByteView begin) const {
        if (fixed == 0) return std::nullopt;
        if (count_at == 0) return fixed;
        if (begin.size() <= count_at) return std::nullopt;
        return fixed + begin[count_at];
    }
};

/// Name, request, reply; a reply of no fixed shape has no length.
struct Shape {
    std::uint8_t function;
    std::string_view name;
    Length request;
    Length reply;
};
constexpr Shape kShapes[] = {
    {1, "read coils", {5, 0}, {2, 1}},
    {2, "read discrete inputs", {5, 0}, {2, 1}},
    {3, "read holding registers", {5, 0}, {2, 1}},
    {4, "read input registers", {5, 0}, {2, 1}},
    {5, "write single coil", {5, 0}, {5, 0}},
    {6, "write single register", {5, 0}, {5, 0}},
    {7, "read exception status", {1, 0}, {2, 0}},
    {8, "diagnostics", {5, 0}, {5, 0}},
    {11, "get comm event counter", {1, 0}, {5, 0}},
    {12, "get comm event log", {1, 0}, {2, 1}},
    {15, "write multiple coils", {6, 5}, {5, 0}},
    {16, "write multiple registers", {6, 5}, {5, 0}},
    {17, "report server ID", {1, 0}, {2, 1}},
    {22, "mask write register", {7, 0}, {7, 0}},
    {23, "read/write multiple registers", {10, 9}, {2, 1}},
    {43, "read device identification", {4, 0}, {0, 0}},
};

Shape const* shape_of(std::uint8_t function) {
    auto const found = std::ranges::find(kShapes, function, &Shape::function);
    return found == std::end(kShapes) ? nullptr : &*found;
}

}  // namespace

std::string function_name(std::uint8_t function) {
    Shape const* const shape = shape_of(function);
    return shape == nullptr ? fmt::format("function {}", function) : std::string{shape->name};
}

bool length_is_known(std::uint8_t function) { return shape_of(function) != nullptr; }

std::optional<std::size_t> request_length(ByteView begin) {
    Shape const* const shape = begin.empty() ? nullptr : shape_of(begin[0]);
    return shape == nullptr ? std::nullopt : shape->request.of(begin);
}

std::optional<std::size_t> reply_length(ByteView begin) {
    if (begin.empty()) return std::nullopt;
    if ((begin[0] & kExceptionBit) != 0) return 2;
    Shape const* const shape = shape_of(begin[0]);
    return shape == nullptr ? std::nullopt : shape->reply.of(begin);
}

}  // namespace mb::modbus
