// SPDX-License-Identifier: GPL-3.0-or-later
// The way to an emulator, with a program in its place that connects and speaks as one would (specimens/emulator.py).
#include <cstdlib>
#include <fstream>

#include "firmware-bridge/firmware_target.hpp"
#include "firmware-bridge/temporary_folder.hpp"
#include "tests/firmware-bridge/specimens.hpp"

using namespace mb;
using namespace mb::bridge;
using namespace mb::bridge::test;
using namespace std::chrono_literals;

namespace {

BridgeOptions emulator() {
    BridgeOptions options = patient(20'000);  // an interpreter starts in it
    options.qemu = "/usr/bin/python3 '" MB_SOURCE_DIR "/tests/firmware-bridge/specimens/emulator.py' -machine 'a board'";
    return options;
}

/// $TMPDIR is a folder of the test's own, which must be empty at its end.
class OwnTemporaryFolder {
public:
    OwnTemporaryFolder() { ::setenv("TMPDIR", folder_->path().c_str(), 1); }
    ~OwnTemporaryFolder() {
        BOOST_TEST(std::filesystem::is_empty(folder_->path()));
        ::unsetenv("TMPDIR");
    }

private:
    Result<TemporaryFolder> folder_ = TemporaryFolder::make();
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_emulator_is_told_its_lines_and_the_modbus_line_is_its_own) {
    LeavesNothingBehind const check;
    OwnTemporaryFolder const temporary;
    FirmwareSpec const spec{FirmwareSpec::Kind::image, "meter.elf-good"};
    auto target = FirmwareTarget::start(spec, emulator(), {});
    BOOST_REQUIRE_MESSAGE(bool(target), sentence(target));
    BOOST_TEST((*target)->capabilities().name == "firmware Emulated");
    BOOST_REQUIRE(bool((*target)->apply(Stimulus{})));
    BOOST_REQUIRE(bool((*target)->advance(20ms)));
    auto const reply = (*target)->exchange(Port::modbus, Bytes{3, 0, 0, 0, 1});
    BOOST_REQUIRE_MESSAGE(bool(reply), sentence(reply));
    BOOST_TEST((*reply == Bytes{3, 2, 0, 192}));  // frames that it was fed
}

BOOST_AUTO_TEST_CASE(what_goes_wrong_with_an_emulator_is_a_sentence) {
    LeavesNothingBehind const check;
    OwnTemporaryFolder const temporary;
    BridgeOptions missing = patient();
    missing.qemu = "no-such-qemu -machine x";
    std::string const told = sentence(Bridge::start_image("meter.elf", missing));
    BOOST_TEST(has(told, "no-such-qemu: cannot be started: No such file or directory; images need QEMU for ARM: install"), told);
    std::string const refused = sentence(Bridge::start_image("meter.elf-refuses", emulator()));
    BOOST_TEST(has(refused, "ended with exit status 1; it said: \"Could not open kernel file\""), refused);
    std::string const uarts = sentence(Bridge::start_image("meter.elf-uarts", emulator()));
    BOOST_TEST(has(uarts, "it has 3 ports with lines of their own, and there are 1 lines for them"), uarts);
}

BOOST_AUTO_TEST_CASE(bytes_that_were_announced_and_do_not_come_are_missed) {
    LeavesNothingBehind const check;
    OwnTemporaryFolder const temporary;
    BridgeOptions hasty = emulator();
    hasty.patience = milliseconds{6'000};
    auto const started = Bridge::start_image("meter.elf-short", hasty);
    BOOST_REQUIRE_MESSAGE(bool(started), sentence(started));
    BOOST_REQUIRE(bool((*started)->create({})));
    BOOST_TEST(has(sentence((*started)->exchange(0, Bytes{1, 2, 3})), "3 of the 7 bytes that it announced for UART 0 came"));
}
