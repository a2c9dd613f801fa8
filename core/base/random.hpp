// SPDX-License-Identifier: GPL-3.0-or-later
/// Random numbers of our own: the same seed and the same stream name give the same numbers on every machine and with every library, which
/// the distributions of the standard library do not promise. Generator: xoshiro128++ 1.0 (Blackman, Vigna 2019), seeded through splitmix64.
///
/// A stream is named after what it feeds ("Va", "I2 sensor"), so that one consumer more does not change the numbers of the others.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mb {

namespace random {

constexpr std::uint64_t splitmix(std::uint64_t& state) {
    state += 0x9E37'79B9'7F4A'7C15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31);
}

/// Start of a stream: FNV-1a of its name, mixed with the seed.
constexpr std::array<std::uint32_t, 4> start(std::uint64_t seed, std::string_view stream) {
    std::uint64_t name = 0xCBF2'9CE4'8422'2325U;
    for (char const c : stream) name = (name ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3U;
    std::uint64_t state = seed;
    state = splitmix(state) ^ name;
    std::uint64_t const a = splitmix(state);
    std::uint64_t const b = splitmix(state) | 1U;  // all zeros would stay zeros
    return {static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(a >> 32), static_cast<std::uint32_t>(b),
            static_cast<std::uint32_t>(b >> 32)};
}

/// The next number. Bits: std::uint32_t, or a vector of them, which is as many generators side by side.
template <class Bits>
constexpr Bits next(std::array<Bits, 4>& s) {
    Bits const sum = s[0] + s[3];
    Bits const result = ((sum << 7) | (sum >> 25)) + s[0];
    Bits const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >> 21);
    return result;
}

/// A nearly normal number is the sum of the four 16-bit halves of two numbers, u = 0 … 4·65535, straightened by a cubic: with
/// x = (u - 131070)·kSpread of variance 1 it is x·(kLinear + kCubic·x²). The two factors make variance and fourth moment those of the
/// normal distribution (moments of the sum of four uniform numbers: 1, 2.7, 10.93, 55.8 … of orders 2, 4, 6, 8). What remains: the
/// distribution function is never further than 0.0021 from the normal one, and no number is beyond ±4.07.
inline constexpr std::int32_t kMiddle = 131'070;
inline constexpr float kSpread = 2.6428997921303018e-05F;  // 1/sqrt(4·(65536² - 1)/12)
inline constexpr float kLinear = 0.949035521655549F;
inline constexpr float kCubic = 0.018641505975653727F;

}  // namespace random

class Random {
public:
    constexpr Random(std::uint64_t seed, std::string_view stream) : state_(random::start(seed, stream)) {}

    constexpr std::uint32_t next() { return random::next(state_); }
    /// 0 <= x < 1, in steps of 2^-32.
    constexpr double uniform() { return next() * 0x1p-32; }
    /// Mean 0, variance 1, nearly normal (see kMiddle).
    constexpr float normal() {
        std::uint32_t const a = next();
        std::uint32_t const b = next();
        auto const sum = static_cast<std::int32_t>((a & 0xFFFFU) + (a >> 16) + (b & 0xFFFFU) + (b >> 16));
        float const x = static_cast<float>(sum - random::kMiddle) * random::kSpread;
        return x * (random::kLinear + random::kCubic * (x * x));
    }

private:
    std::array<std::uint32_t, 4> state_;
};

}  // namespace mb
