// SPDX-License-Identifier: GPL-3.0-or-later
/// The state machine of a source, without a line: what it says is recorded, and any step can be made to fail.
#include <boost/test/unit_test.hpp>

#include "hil/scpi/source_driver.hpp"

using namespace mb;
using namespace mb::hil;

namespace {

/// Records lines; the step with number `fails` (from 0) fails.
class Recorder : public StepRunner {
public:
    using StepRunner::run;
    Result<void> run(hil::Step const& step) override {
        if (number_++ == fails) return infrastructure_error("step {} was told to fail", fails);
        lines.push_back(step.kind == hil::Step::Kind::pause ? "pause" : step.line);
        return {};
    }
    std::size_t count() const { return number_; }
    std::size_t fails = static_cast<std::size_t>(-1);
    std::vector<std::string> lines;

private:
    std::size_t number_ = 0;
};

Bench bench() {
    Bench b;
    b.limits = {260.0, 6.0, 45.0, 65.0};
    b.slew = 100.0;
    return b;
}

struct Bed {
    explicit Bed(std::string const& name = "generic") : dialect(*open_dialect(name)) {}
    bool off_commanded() const { return std::find(emergency.lines.begin(), emergency.lines.end(), "OUTP 0") != emergency.lines.end(); }

    Bench const rig = bench();
    Dialect const dialect;
    Recorder runner;
    Recorder emergency;
    SourceDriver driver{dialect, rig, runner, emergency};
};

SetPoint point(double volts, double amps, double lag = 30.0) { return *set_point_of(balanced(volts, amps, lag, 50.0), 1.0); }

std::size_t count(std::vector<std::string> const& lines, std::string_view begin) {
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](auto const& line) { return line.starts_with(begin); }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source_driver)

BOOST_AUTO_TEST_CASE(its_states_follow_its_verbs) {
    Bed bed;
    BOOST_TEST(name(bed.driver.state()) == "off");
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_TEST(name(bed.driver.state()) == "armed");
    BOOST_REQUIRE(bed.driver.energise(point(230, 5)));
    BOOST_TEST(name(bed.driver.state()) == "on");
    BOOST_REQUIRE(bed.driver.set(point(230, 5)));
    BOOST_TEST(name(bed.driver.state()) == "on");
    BOOST_REQUIRE(bed.driver.zero());
    BOOST_TEST(name(bed.driver.state()) == "off");
}

BOOST_AUTO_TEST_CASE(a_verb_out_of_turn_is_refused_and_says_nothing_to_the_source) {
    Bed bed;
    BOOST_TEST(!bed.driver.energise(point(230, 5)));
    BOOST_TEST(!bed.driver.set(point(230, 5)));
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_TEST(!bed.driver.arm());
    auto const refused = bed.driver.set(point(230, 5));
    BOOST_TEST(refused.error().sentence == "the source is armed, which does not allow to set it");
    BOOST_TEST(count(bed.runner.lines, "OUTP 1") == 0U);
    BOOST_TEST(bed.emergency.lines.empty());
}

BOOST_AUTO_TEST_CASE(whichever_step_fails_the_output_is_switched_off_and_the_state_is_fault) {
    Bed whole;
    BOOST_REQUIRE(whole.driver.arm());
    BOOST_REQUIRE(whole.driver.energise(point(230, 5)));
    BOOST_REQUIRE(whole.driver.set(point(230, 5), EventPoint{0b001, 0.4, 0.2, 0.0}));
    BOOST_REQUIRE(whole.driver.set(point(231, 5)));
    std::size_t const steps = whole.runner.count();
    BOOST_TEST(steps > 60U);
    for (std::size_t n = 0; n < steps; ++n) {
        Bed bed;
        bed.runner.fails = n;
        auto done = bed.driver.arm();
        if (done) done = bed.driver.energise(point(230, 5));
        if (done) done = bed.driver.set(point(230, 5), EventPoint{0b001, 0.4, 0.2, 0.0});
        if (done) done = bed.driver.set(point(231, 5));
        BOOST_TEST(!done);
        BOOST_TEST(name(bed.driver.state()) == "fault", n);
        BOOST_TEST(bed.off_commanded(), n);
        BOOST_TEST(bed.driver.evidence() == fmt::format("step {} was told to fail", n));
        BOOST_TEST(done.error().sentence.find("the source's output is off, read back") != std::string::npos, done.error().sentence);
        BOOST_TEST(!bed.driver.set(point(100, 1)));
        BOOST_TEST(bool{bed.driver.arm()}, "a fault is left by arming again");
    }
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_seen_off_is_told_and_commanded_off_again) {
    Bed bed;
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_REQUIRE(bed.driver.energise(point(230, 5)));
    bed.runner.fails = bed.runner.count();
    bed.emergency.fails = 1;  // the answer to OUTP?
    auto const done = bed.driver.set(point(230, 5));
    BOOST_TEST(done.error().sentence.find("the output could not be seen off") != std::string::npos, done.error().sentence);
    BOOST_TEST(count(bed.emergency.lines, "OUTP 0") == 2U);
    BOOST_TEST(name(bed.driver.state()) == "fault");
}

BOOST_AUTO_TEST_CASE(what_is_above_the_limits_is_refused_without_a_fault) {
    Bed bed;
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_REQUIRE(bed.driver.energise(point(230, 5)));
    BOOST_REQUIRE(bed.driver.set(point(230, 5)));
    auto const lines = bed.runner.lines.size();
    BOOST_TEST(!bed.driver.set(point(260.1, 5)));
    BOOST_TEST(!bed.driver.set(point(230, 6.01)));
    BOOST_TEST(!bed.driver.set(point(230, 5), EventPoint{0b001, 1.2, 0.2, 0.0}));  // a swell to 276 V
    BOOST_TEST(bed.runner.lines.size() == lines);
    BOOST_TEST(name(bed.driver.state()) == "on");
    BOOST_TEST(!bed.off_commanded());
    BOOST_TEST(bool{bed.driver.set(point(230, 5), EventPoint{0b001, 1.13, 0.2, 0.0})});  // 259.9 V
}

BOOST_AUTO_TEST_CASE(a_source_without_a_slew_is_led_up_and_down_in_steps_within_it) {
    Bed bed{"pacific"};
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_REQUIRE(bed.driver.energise(point(230, 0)));
    auto const before = bed.runner.lines.size();
    BOOST_REQUIRE(bed.driver.set(point(230, 0)));
    std::vector<std::string> const up{bed.runner.lines.begin() + static_cast<std::ptrdiff_t>(before), bed.runner.lines.end()};
    // 230 V at 100 V/s in steps of 100 ms: 23 of 10 V, 22 pauses between them.
    BOOST_TEST(count(up, "pause") == 22U);
    BOOST_TEST(count(up, ":SOUR:VOLT1 ") == 23U);
    BOOST_TEST(up[0] == ":SOUR:VOLT1 10.00");
    BOOST_TEST(count(up, ":SOUR:VOLT1 230.00") == 1U);
    auto const top = bed.runner.lines.size();
    BOOST_REQUIRE(bed.driver.zero());
    std::vector<std::string> const down{bed.runner.lines.begin() + static_cast<std::ptrdiff_t>(top), bed.runner.lines.end()};
    BOOST_TEST(count(down, ":SOUR:VOLT1 ") == 23U);
    BOOST_TEST(down[0] == ":SOUR:VOLT1 220.00");
    BOOST_TEST(count(bed.emergency.lines, ":OUTP OFF") == 1U);
}

// Somebody before us, or the scenario before, may have left harmonics in it.
BOOST_AUTO_TEST_CASE(harmonics_that_a_source_may_have_kept_are_cleared_before_a_voltage_is_set) {
    Bed bed;
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_REQUIRE(bed.driver.energise(point(230, 5)));
    BOOST_REQUIRE(bed.driver.set(point(230, 5)));
    auto const& lines = bed.runner.lines;
    auto const clear = std::find(lines.begin(), lines.end(), "SOUR:HARM:CLE");
    auto const full = std::find(lines.begin(), lines.end(), "SOUR:VOLT1 230.000");
    BOOST_REQUIRE((clear != lines.end() && full != lines.end()));
    BOOST_TEST((clear < full));
}

BOOST_AUTO_TEST_CASE(only_what_changes_is_said) {
    Bed bed;
    BOOST_REQUIRE(bed.driver.arm());
    BOOST_REQUIRE(bed.driver.energise(point(230, 5)));
    BOOST_REQUIRE(bed.driver.set(point(230, 5)));
    auto const lines = bed.runner.lines.size();
    BOOST_REQUIRE(bed.driver.set(point(230, 5)));
    BOOST_TEST(bed.runner.lines.size() == lines);
    SetPoint other = point(230, 5);
    other.phases[1].amps = 4.0;
    BOOST_REQUIRE(bed.driver.set(other));
    std::vector<std::string> const said{bed.runner.lines.begin() + static_cast<std::ptrdiff_t>(lines), bed.runner.lines.end()};
    std::vector<std::string> const wanted{
        "*OPC?", "SYST:ERR?", "SOUR:CURR:PHAS2 -150.000", "SOUR:CURR2 4.0000", "SOUR:CURR:PHAS2?", "SOUR:CURR2?", "*OPC?", "SYST:ERR?"};
    BOOST_TEST(said == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
