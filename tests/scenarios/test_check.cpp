// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/test/unit_test.hpp>

#include <limits>

#include "scenarios/engine/check.hpp"

using namespace mb;
using namespace std::chrono_literals;

namespace {

SeenEvent dip_of_v1(double percent, Instant start, std::optional<Instant> end) {
    SeenEvent seen;
    seen.event.kind = EventKind::dip;
    seen.event.start = start;
    seen.event.end = end;
    seen.event.channels = 0b1;
    seen.event.reference.fill(230.0);
    seen.event.extreme.fill(230.0);
    seen.event.extreme[0] = 2.3 * percent;
    return seen;
}

Verdict value(double actual, Uncertainty const& u) { return judge_value("q", Unit::volt, 230.0, 3.0, actual, u).verdict; }

}  // namespace

BOOST_AUTO_TEST_SUITE(check)

BOOST_AUTO_TEST_CASE(a_source_widens_each_quantity_by_its_own_term) {
    SourceUncertainty const source{0.1, 0.2, 0.4, 0.003, 0.05, 0.02, 0.0001};
    BOOST_TEST(source.of(Unit::volt, 230.0) == 0.23, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(source.of(Unit::ampere, -5.0) == 0.01, boost::test_tools::tolerance(1e-12));
    for (Unit const unit : {Unit::watt, Unit::var, Unit::volt_ampere, Unit::watt_hour, Unit::var_hour, Unit::volt_ampere_hour, Unit::none})
        BOOST_TEST(source.of(unit, -1'000.0) == 4.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(source.of(Unit::hertz, 50.0) == 0.003);
    BOOST_TEST(source.of(Unit::degree, 30.0) == 0.05);
    BOOST_TEST(source.of(Unit::percent, 27.0) == 0.02);
    BOOST_TEST(source.of(Unit::second, 0.2) == 0.0001);
    BOOST_TEST(source.of(Unit::celsius, 20.0) == 0.0);
}

BOOST_AUTO_TEST_CASE(the_source_has_no_part_in_states_and_in_the_depth_of_a_dip_only_that_of_its_voltage) {
    SourceUncertainty const source{0.5, 0.0, 10.0, 0.0, 0.0, 3.0, 0.0};
    QuantityCheck state;
    state.symbol = *find_symbol("load1.inst.status");
    state.value = 1.0;
    BOOST_TEST(judge(state, 1.0, 0.0, source)[0].limit.find("source") == std::string::npos);
    EventCheck dip;
    dip.residual = 40.0;
    // 0.5 % of 40 %
    BOOST_TEST(judge(dip, {dip_of_v1(40.0, Instant{}, {})}, source)[0].limit.find("source 0.2 %") != std::string::npos);
}

// 3 V ⊕ 4 V = 5 V.
BOOST_AUTO_TEST_CASE(beyond_the_tolerance_only_the_source_can_save_a_reading_from_failing) {
    BOOST_TEST((value(233.0, {0.0, 0.0}) == Verdict::pass));
    BOOST_TEST((value(233.1, {0.0, 0.0}) == Verdict::fail));
    BOOST_TEST((value(226.9, {0.0, 0.0}) == Verdict::fail));
    BOOST_TEST((value(234.9, {0.0, 4.0}) == Verdict::pass));
    BOOST_TEST((value(235.1, {0.0, 4.0}) == Verdict::fail));
    BOOST_TEST((value(234.9, {4.0, 0.0}) == Verdict::inconclusive));
    BOOST_TEST((value(235.1, {4.0, 0.0}) == Verdict::fail));
    BOOST_TEST((value(232.9, {4.0, 0.0}) == Verdict::pass));
    BOOST_TEST((value(std::numeric_limits<double>::quiet_NaN(), {4.0, 4.0}) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(a_finding_says_quantity_expected_actual_and_limit_term_by_term) {
    Finding const f = judge_value("load1.inst.v1", Unit::volt, 230.0, 3.0, 240.0, {4.0, 12.0});
    BOOST_TEST(f.quantity == "load1.inst.v1");
    BOOST_TEST(f.expected == "230 V");
    BOOST_TEST(f.actual == "240 V");
    BOOST_TEST(f.limit == "± 13 V (tolerance 3 V ⊕ source 4 V ⊕ resolution 12 V)");  // 3, 4, 12, 13
    BOOST_TEST(*f.low == 217.0);
    BOOST_TEST(*f.high == 243.0);
    BOOST_TEST(judge_value("q", Unit::volt, 230.0, 3.0, 23001 * 0.01, {0.0, 0.005}).actual == "230.01 V");
    BOOST_TEST(judge_value("q", Unit::none, 1.0, 0.1, 0.9, {0.0, 0.0005}).actual == "0.900");
}

BOOST_AUTO_TEST_CASE(a_decimal_limit_holds_where_binary_fractions_do_not) {
    // 230.23 - 230 is not 0.23 in doubles, on paper it is.
    BOOST_TEST((judge_value("q", Unit::volt, 230.0, 0.23, 230.23, {}).verdict == Verdict::pass));
    BOOST_TEST((judge_value("q", Unit::volt, 230.0, 0.23, 229.77, {}).verdict == Verdict::pass));
}

BOOST_AUTO_TEST_CASE(a_range_is_widened_by_what_the_register_cannot_say) {
    BOOST_TEST((judge_range("q", Unit::volt, 10.0, 20.0, 9.6, {0.0, 0.5}).verdict == Verdict::pass));
    BOOST_TEST((judge_range("q", Unit::volt, 10.0, 20.0, 9.4, {0.0, 0.5}).verdict == Verdict::fail));
    BOOST_TEST((judge_range("q", Unit::volt, 10.0, 20.0, 20.6, {1.0, 0.5}).verdict == Verdict::inconclusive));
    BOOST_TEST((judge_range("q", Unit::volt, std::nullopt, 20.0, 20.1, {}).verdict == Verdict::fail));
    BOOST_TEST((judge_range("q", Unit::volt, 20.0, std::nullopt, 1e9, {}).verdict == Verdict::pass));
    BOOST_TEST(judge_range("q", Unit::volt, 10.0, std::nullopt, 1.0, {}).expected == "at least 10 V");
}

BOOST_AUTO_TEST_CASE(an_event_is_judged_by_residual_duration_and_channels) {
    EventCheck check;
    check.residual = 40.0;
    check.residual_tolerance = 0.2;
    check.duration_min = 200ms;
    check.duration_max = 230ms;
    check.channels = ChannelMask{0b1};
    Instant const t{1s};
    auto const verdicts = [&](SeenEvent const& seen) {
        std::vector<Verdict> all;
        for (Finding const& f : judge(check, {seen}, {})) all.push_back(f.verdict);
        return all;
    };
    using V = Verdict;
    BOOST_TEST((verdicts(dip_of_v1(40.0, t, t + 230ms)) == std::vector{V::pass, V::pass, V::pass}));
    BOOST_TEST((verdicts(dip_of_v1(40.3, t, t + 230ms)) == std::vector{V::fail, V::pass, V::pass}));
    BOOST_TEST(
        (verdicts(dip_of_v1(40.0, t, t + 232ms)) == std::vector{V::pass, V::fail, V::pass}));  // 231 is within the stamps' millisecond
    BOOST_TEST((verdicts(dip_of_v1(40.0, t, std::nullopt)) == std::vector{V::pass, V::inconclusive, V::pass}));
    SeenEvent two = dip_of_v1(40.0, t, t + 230ms);
    two.event.channels = 0b11;
    BOOST_TEST((verdicts(two) == std::vector{V::pass, V::pass, V::fail}));
}

BOOST_AUTO_TEST_CASE(without_a_number_the_latest_event_of_the_kind_is_meant) {
    std::vector<SeenEvent> const events{dip_of_v1(40.0, Instant{1s}, Instant{2s}), dip_of_v1(70.0, Instant{3s}, Instant{4s})};
    EventCheck check;
    check.residual = 70.0;
    BOOST_TEST((verdict_of(judge(check, events, {})) == Verdict::pass));
    check.number = 1;
    BOOST_TEST((verdict_of(judge(check, events, {})) == Verdict::fail));
    check.residual = 40.0;
    BOOST_TEST((verdict_of(judge(check, events, {})) == Verdict::pass));
    check.number = 3;
    auto const none = judge(check, events, {});
    BOOST_TEST((verdict_of(none) == Verdict::fail));
    BOOST_TEST(none.front().actual == "2 seen");
    check.kind = EventKind::swell;
    check.number.reset();
    BOOST_TEST((verdict_of(judge(check, events, {})) == Verdict::fail));
}

BOOST_AUTO_TEST_CASE(a_wrong_count_lists_what_was_seen) {
    std::vector<SeenEvent> const events{dip_of_v1(40.0, Instant{1s}, Instant{2s})};
    BOOST_TEST((verdict_of(judge(EventCountCheck{1, std::nullopt}, events)) == Verdict::pass));
    BOOST_TEST((verdict_of(judge(EventCountCheck{0, EventKind::swell}, events)) == Verdict::pass));
    auto const wrong = judge(EventCountCheck{0, std::nullopt}, events);
    BOOST_TEST((verdict_of(wrong) == Verdict::fail));
    BOOST_TEST(wrong.front().actual == "1; dip to 40 % at 1.000 s");
}

BOOST_AUTO_TEST_CASE(the_worst_verdict_wins_and_not_applicable_hides_nothing) {
    BOOST_TEST((worse(Verdict::pass, Verdict::fail) == Verdict::fail));
    BOOST_TEST((worse(Verdict::inconclusive, Verdict::pass) == Verdict::inconclusive));
    BOOST_TEST((worse(Verdict::error, Verdict::fail) == Verdict::error));
    BOOST_TEST((worse(Verdict::aborted, Verdict::fail) == Verdict::aborted));
    BOOST_TEST((worse(Verdict::not_applicable, Verdict::pass) == Verdict::pass));
    BOOST_TEST(exit_status(Verdict::pass) == 0);
    BOOST_TEST(exit_status(Verdict::not_applicable) == 1);  // 0 promises that something passed
    BOOST_TEST(exit_status(Verdict::not_set) == 1);
    BOOST_TEST(exit_status(Verdict::inconclusive) == 1);
    BOOST_TEST(exit_status(Verdict::fail) == 1);
    BOOST_TEST(exit_status(Verdict::error) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
