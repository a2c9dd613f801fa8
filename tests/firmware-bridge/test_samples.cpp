// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstring>

#include "firmware-bridge/abi.h"

using namespace mb;
using namespace mb::bridge;

namespace {

template <class T>
std::vector<T> converted(Frame const& frame, std::uint32_t format, std::uint32_t bits, float scale) {
    Identity identity;
    identity.sample_format = format;
    identity.adc_bits = bits;
    identity.scale.fill(scale);
    Bytes out{0xEE};  // it appends
    put_samples(out, std::span{&frame, 1}, identity);
    BOOST_REQUIRE(out.size() == 1 + kChannels * sizeof(T));
    std::vector<T> values(kChannels);
    std::memcpy(values.data(), out.data() + 1, kChannels * sizeof(T));
    return values;
}

}  // namespace

BOOST_AUTO_TEST_CASE(floats_arrive_as_they_are) {
    Frame const frame{{1.5F, -2.25F, 1e-9F, 3e8F, 0.0F, -0.0F, 325.269F, 7.0F}};
    auto const values = converted<float>(frame, MB_FLOAT, 0, 0.0F);
    for (std::size_t n = 0; n < kChannels; ++n) BOOST_TEST(values[n] == frame.lanes[n]);
}

BOOST_AUTO_TEST_CASE(converters_count_to_the_nearest_and_hold_at_their_ends) {
    // 12 bits of 0.25 V: -2048 is -512 V, 2047 is 511.75 V.
    Frame const frame{{100.0F, 100.125F, 100.375F, -100.2F, 511.9F, 600.0F, -512.0F, -9'999.0F}};
    auto const counts = converted<std::int16_t>(frame, MB_ADC_INT16, 12, 0.25F);
    BOOST_TEST((counts == std::vector<std::int16_t>{400, 400, 402, -401, 2'047, 2'047, -2'048, -2'048}));
}

BOOST_AUTO_TEST_CASE(wide_converters_use_all_of_their_bits) {
    Frame const frame{{1e6F, -1e6F, std::nanf(""), INFINITY, -INFINITY, 1.0F, 0.4F, -0.6F}};
    auto const wide = converted<std::int32_t>(frame, MB_ADC_INT32, 32, 1e-4F);
    BOOST_TEST(wide[0] == 2'147'483'647);
    BOOST_TEST(wide[1] == -2'147'483'647 - 1);
    BOOST_TEST(wide[2] == 0);
    BOOST_TEST(wide[3] == 2'147'483'647);
    auto const narrow = converted<std::int32_t>(frame, MB_ADC_INT32, 24, 1.0F);
    BOOST_TEST((narrow == std::vector<std::int32_t>{1'000'000, -1'000'000, 0, 8'388'607, -8'388'608, 1, 0, -1}));
}
