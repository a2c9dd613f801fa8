// SPDX-License-Identifier: GPL-3.0-or-later
// Every way in which a firmware can misbehave ends in one sentence with its evidence, and leaves nothing behind.
#include "firmware-bridge/bridge.hpp"

#include <functional>

#include "firmware-bridge/abi.h"
#include "tests/firmware-bridge/specimens.hpp"

using namespace mb;
using namespace mb::bridge;
using namespace mb::bridge::test;

namespace {

/// One use of a firmware from start to end: the sentence of the first thing that fails, and the bench's view of the process after it.
std::string use(Result<std::unique_ptr<Bridge>> started) {
    if (!started) return started.error().sentence;
    Bridge& bridge = **started;
    std::array<Frame, kBlockFrames> const frames{};
    Result<void> last = bridge.create({});
    for (int block = 0; last && block < 3; ++block) last = bridge.feed(frames);
    if (last)
        if (auto const sent = bridge.exchange(0, Bytes{1, 3, 0, 0, 0, 2, 0xC4, 0x0B}); !sent) last = sent.error();  // two registers from 0
    bool const alive = bool(last);
    if (!last) {
        BOOST_TEST(bool(bridge.process().ended()));                          // it was ended at once
        BOOST_TEST(sentence(bridge.feed(frames)) == last.error().sentence);  // and stays so
    }
    if (auto const end = bridge.end(); alive) last = end;
    return last ? "" : last.error().sentence;
}

std::string use_library(std::string const& name) {
    LeavesNothingBehind const check;
    return use(Bridge::start_library(library(name), patient()));
}

std::string use_talker(std::string const& mode, BridgeOptions const& options = patient()) {
    LeavesNothingBehind const check;
    return use(Bridge::start_program(talker(mode), options));
}

}  // namespace

BOOST_AUTO_TEST_CASE(firmware_that_behaves_well_has_no_error) {
    BOOST_TEST(use_library("good") == "");
    BOOST_TEST(use_library("converters") == "");
    BOOST_TEST(use_library("prints") == "");       // stdout of a library is not the messages' way
    BOOST_TEST(use_library("short_table") == "");  // nothing optional
    BOOST_TEST(use_talker("good") == "");
    BOOST_TEST(use_talker("garbage") == "");  // bytes that are no frame are passed over
    BOOST_TEST(use_talker("noisy_stderr") == "");
}

struct Case {
    char const* specimen;
    std::vector<char const*> parts;  // of the sentence
};

BOOST_AUTO_TEST_CASE(a_library_that_misbehaves_is_a_verdict_with_evidence) {
    for (Case const& one : std::initializer_list<Case>{
             {"crash_in_feed", {"feed: the program was ended by SIGSEGV (Segmentation fault)", "it said: \"task 3: stack overflow\""}},
             {"abort_in_exchange", {"exchange: the program was ended by SIGABRT (Aborted)"}},
             {"exit_in_feed", {"feed: the program ended with exit status 7"}},
             {"hang_in_feed", {"feed: no answer within 3 s"}},
             {"refuses_feed", {"feed: the firmware says error"}},
             {"no_meter", {"create: the firmware says error: create() gives no meter"}},
             {"crash_at_load", {"identify: the program was ended by SIGABRT"}},
             {"crash_in_destroy", {"destroy: the program was ended by SIGABRT"}},
             {"wrong_version", {"identify: ", "version 2 of the interface, and this bench knows 1"}},
             {"lies_about_size", {"identify: ", "its table says that it has 16 bytes"}},
             {"lacks_feed", {"identify: ", "lacks one of identify, create, destroy, feed and exchange"}},
             {"no_table", {"identify: ", "gives no table for version 1"}},
             {"nan_scale", {"identify: its scale of I2 is nan"}},
             {"other_rate", {"identify: it wants 8000 samples a second"}},
             {"endless_name", {"identify: ", "name or version has no end"}},
             {"lies_about_bytes", {"exchange: ", "it says that it wrote 100000 into room for 4096"}},
             {"writes_beyond", {"exchange: ", "says that it wrote"}},
         }) {
        std::string const told = use_library(one.specimen);
        BOOST_TEST(told.starts_with("firmware " + library(one.specimen) + ": "), told);
        if (one.specimen == std::string_view{"writes_beyond"}) {  // its *out_size is true, the guard tells
            BOOST_TEST(has(told, "it wrote beyond the end of a buffer of 4096 bytes"), told);
            continue;
        }
        for (char const* const part : one.parts) BOOST_TEST(has(told, part), one.specimen << ": " << told);
    }
}

BOOST_AUTO_TEST_CASE(a_program_that_misbehaves_is_a_verdict_with_evidence) {
    for (Case const& one : std::initializer_list<Case>{
             {"wrong_sequence", {"identify: message 1 was answered with the reply to identify to message 2"}},
             {"wrong_type", {"identify: message 1 was answered with the reply to feed"}},
             {"sends_requests", {"identify: message 1 was answered with the request feed"}},
             {"wrong_message_version", {"identify: it speaks version 9 of the messages"}},
             {"wrong_abi", {"identify: it is built for version 2 of the firmware interface"}},
             {"short_identity", {"identify: its identity has 10 bytes instead of 128"}},
             {"too_long", {"identify: it sends without end, and no message"}},
             {"status", {"identify: the firmware says error: the relay is stuck?"}},
             {"exits", {"identify: the program ended with exit status 3"}},
             {"aborts", {"identify: the program was ended by SIGABRT (Aborted)", "it said: \"assertion failed: relay\""}},
             {"silent", {"identify: no answer within 3 s"}},
             {"flood", {"identify: it sends without end, and no message", "the first are \"no message at all no"}},
             {"closes_stdout", {"identify: the program closed its output and still runs"}},
             {"leaves_a_child", {"identify: the program ended with exit status 0"}},
             {"talkative", {"create: 5 bytes came where none are expected"}},
             {"slow_death", {"destroy: it still runs 1 s after the end"}},
             {"bad_end", {"destroy: the program ended with exit status 9"}},
         }) {
        std::string const told = use_talker(one.specimen);
        for (char const* const part : one.parts) BOOST_TEST(has(told, part), one.specimen << ": " << told);
    }
}

BOOST_AUTO_TEST_CASE(a_program_that_speaks_no_messages_is_told_by_what_it_says) {
    LeavesNothingBehind const check;
    std::string const told = sentence(Bridge::start_program("echo 'usage: meter FILE'", patient()));
    BOOST_TEST(has(told, "identify: the program ended with exit status 0"), told);
    BOOST_TEST(has(told, "18 bytes came that are no message, the first are \"usage: meter FILE\""), told);
}

BOOST_AUTO_TEST_CASE(what_is_no_library_is_a_sentence) {
    LeavesNothingBehind const check;
    BOOST_TEST(has(sentence(Bridge::start_library("/no/such.so", patient())), "it cannot be loaded: /no/such.so: cannot open"));
    BOOST_TEST(has(sentence(Bridge::start_library(MB_SOURCE_DIR "/README.md", patient())), "it cannot be loaded"));
    BridgeOptions options = patient();
    options.loader = "/no/such/loader";
    BOOST_TEST(has(sentence(Bridge::start_library(library("good"), options)), "/no/such/loader: cannot be started"));
}

BOOST_AUTO_TEST_CASE(a_bridge_that_is_dropped_in_the_middle_leaves_nothing_behind) {
    LeavesNothingBehind const check;
    auto const bridge = Bridge::start_library(library("good"), patient());
    BOOST_REQUIRE(bool(bridge));
    BOOST_REQUIRE(bool((*bridge)->create({})));
}

BOOST_AUTO_TEST_CASE(the_optional_calls_bring_what_the_firmware_tells) {
    LeavesNothingBehind const check;
    auto const started = Bridge::start_library(library("good"), patient());
    BOOST_REQUIRE(bool(started));
    Bridge& bridge = **started;
    BOOST_TEST(bridge.identity().name == "Specimen");
    BOOST_TEST(bridge.identity().has(Call::pulses));
    Config config;
    config.flash = {9, 8, 7, 6};
    BOOST_REQUIRE(bool(bridge.create(config)));
    BOOST_TEST((*bridge.save() == config.flash));
    BOOST_TEST(bool(bridge.restore(Bytes{1, 2, 3, 4})));
    BOOST_TEST((*bridge.save() == Bytes{1, 2, 3, 4}));
    BOOST_TEST(bool(bridge.keys(6)));
    BOOST_TEST(*bridge.leds() == 7U);
    BOOST_TEST(bool(bridge.inputs(5)));
    BOOST_TEST(*bridge.outputs() == 10U);
    BOOST_TEST((*bridge.screen() == Screen{3, 2, {0, 40, 80, 120, 160, 200}}));
    std::array<Frame, 10> const frames{};
    BOOST_TEST(bool(bridge.feed(frames)));
    BOOST_TEST((*bridge.pulses() == std::vector<Pulse>{{10, 1U << 31, 0}, {11, 7, 2}}));
    BOOST_TEST(has(sentence(bridge.restore(Bytes{1})), "restore: the firmware says bad argument"));
}

BOOST_AUTO_TEST_CASE(lies_of_optional_calls_are_told) {
    LeavesNothingBehind const check;
    auto const told = [](char const* name, auto const& ask) {
        auto const bridge = Bridge::start_library(library(name), patient());
        BOOST_REQUIRE(bool(bridge));
        BOOST_REQUIRE(bool((*bridge)->create({})));
        return sentence(ask(**bridge));
    };
    BOOST_TEST(has(told("huge_screen", [](Bridge& b) { return b.screen(); }), "says that it wrote 10000000000 into room"));
    BOOST_TEST(has(told("many_pulses", [](Bridge& b) { return b.pulses(); }), "says that it wrote 1000000 into room"));
    BOOST_TEST(has(told("large_flash", [](Bridge& b) { return b.save(); }), "its flash of 1048576 bytes is larger than a message"));
    BOOST_TEST(has(told("short_table", [](Bridge& b) { return b.leds(); }), "it has no call leds"));
}
