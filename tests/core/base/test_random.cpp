// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace mb;

// First numbers of the authors' program from the state 1, 2, 3, 4.
BOOST_AUTO_TEST_CASE(the_generator_is_xoshiro128_plus_plus) {
    std::array<std::uint32_t, 4> state{1, 2, 3, 4};
    for (std::uint32_t const expected : {641U, 1573767U, 3222811527U, 3517856514U, 836907274U, 4247214768U, 3867114732U, 1355841295U})
        BOOST_TEST(random::next(state) == expected);
}

BOOST_AUTO_TEST_CASE(the_seed_is_spread_by_splitmix64) {
    std::uint64_t state = 1477776061723855037U;
    BOOST_TEST(random::splitmix(state) == 1985237415132408290U);
    BOOST_TEST(random::splitmix(state) == 2979275885539914483U);
}

BOOST_AUTO_TEST_CASE(seed_and_name_alone_decide_the_numbers) {
    Random a(7, "Va");
    Random again(7, "Va");
    Random other_name(7, "Vb");
    Random other_seed(8, "Va");
    int same_name = 0;
    int same_seed = 0;
    for (int n = 0; n < 1'000; ++n) {
        auto const x = a.next();
        BOOST_REQUIRE_EQUAL(x, again.next());
        same_name += x == other_name.next();
        same_seed += x == other_seed.next();
    }
    BOOST_TEST(same_name == 0);
    BOOST_TEST(same_seed == 0);
}

// Moments of the normal distribution: 0, 1, 0, 3. The standard deviations of their estimates from N numbers are 1, sqrt 2, sqrt 15 and
// sqrt 96 by sqrt N; five of them are allowed.
BOOST_AUTO_TEST_CASE(normal_numbers_have_the_first_four_moments_of_the_normal_distribution) {
    constexpr int kCount = 1'000'000;
    Random random(1, "test");
    std::array<double, 5> moment{};
    double largest = 0.0;
    int beyond_two = 0;
    for (int n = 0; n < kCount; ++n) {
        double const x = random.normal();
        for (std::size_t k = 1; k < moment.size(); ++k) moment[k] += std::pow(x, static_cast<double>(k)) / kCount;
        largest = std::max(largest, std::abs(x));
        beyond_two += std::abs(x) > 2.0;
    }
    double const root = std::sqrt(kCount);
    BOOST_TEST(std::abs(moment[1]) < 5.0 * 1.0 / root);
    BOOST_TEST(std::abs(moment[2] - 1.0) < 5.0 * std::sqrt(2.0) / root);
    BOOST_TEST(std::abs(moment[3]) < 5.0 * std::sqrt(15.0) / root);
    BOOST_TEST(std::abs(moment[4] - 3.0) < 5.0 * std::sqrt(96.0) / root);
    BOOST_TEST(largest < 4.07);
    // The normal distribution has 4.55 % there; its function is met within 0.0021, twice for both tails.
    BOOST_TEST(std::abs(static_cast<double>(beyond_two) / kCount - 0.0455) < 0.0042);
}

BOOST_AUTO_TEST_CASE(uniform_numbers_fill_zero_to_one_evenly) {
    Random random(3, "test");
    std::array<int, 10> count{};
    constexpr int kCount = 100'000;
    for (int n = 0; n < kCount; ++n) {
        double const x = random.uniform();
        BOOST_REQUIRE(x >= 0.0);
        BOOST_REQUIRE(x < 1.0);
        ++count[static_cast<std::size_t>(10.0 * x)];
    }
    // Binomial: standard deviation sqrt(N·0.1·0.9) = 95.
    for (int const c : count) BOOST_TEST(std::abs(c - kCount / 10) < 5 * 95);
}
