// SPDX-License-Identifier: GPL-3.0-or-later
/// Reads and writes the meter under test as any Modbus client would, and keeps a hash of all that it answered.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/catalogue/register_map.hpp"
#include "scenarios/engine/modbus_path.hpp"

namespace mb {

/// FNV-1a, 64 bit: tells two runs apart, protects against nothing.
class Digest {
public:
    void add(ByteView bytes);
    void add(std::uint64_t number);
    std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0xCBF2'9CE4'8422'2325ULL;
};

/// "89abcdef01234567".
std::string hex(std::uint64_t digest);

/// What came of a request.
enum class Answer {
    good,
    refused,  ///< the meter answered with a Modbus exception: it lacks the register
    lost,     ///< no usable answer: the target is gone or talks nonsense
};

struct ReadReply {
    Answer answer = Answer::good;
    std::vector<std::uint16_t> words;  ///< as many as asked for, where good
    std::string sentence;              ///< why not, where not good
    std::uint8_t exception = 0;        ///< its code, where refused
};

class RegisterClient {
public:
    /// Both must outlive the client.
    RegisterClient(Target& target, RegisterMap const& map) : path_{target}, map_{map} {}

    /// A reply that communication faults spoilt is asked for again, up to kAgain times. (What the target itself does wrong is not.)
    static constexpr int kAgain = 3;
    ModbusPath& path() { return path_; }
    /// How many requests were sent again.
    std::uint64_t asked_again() const { return asked_again_; }
    /// Reads once, whatever becomes of it.
    Delivery try_read(std::uint16_t first, std::uint16_t count, modbus::Microseconds patience);

    ReadReply read(std::uint16_t first, std::uint16_t count);
    /// Function 16, or 6 where the register takes nothing else; one word then.
    ReadReply write(std::uint16_t first, std::span<std::uint16_t const> words, bool by_function_6 = false);

    RegisterMap const& map() const { return map_; }
    std::uint64_t digest() const { return digest_.value(); }
    std::uint64_t requests() const { return requests_; }

private:
    std::optional<ReadReply> exchange(ByteView request, Bytes& reply);

    ModbusPath path_;
    RegisterMap const& map_;
    Digest digest_;
    std::uint64_t requests_ = 0;
    std::uint64_t asked_again_ = 0;
};

/// One Modbus read takes at most this many registers.
inline constexpr std::uint16_t kMostRegisters = 125;

/// A number out of a decoded value; nullopt for texts and for nothing.
std::optional<double> as_number(Value const& value);

}  // namespace mb
