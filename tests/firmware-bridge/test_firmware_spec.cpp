// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/firmware_spec.hpp"

#include "tests/firmware-bridge/specimens.hpp"

using namespace mb;
using namespace mb::bridge;
using namespace mb::bridge::test;

BOOST_AUTO_TEST_CASE(a_firmware_is_named_by_its_kind_and_its_file_or_command) {
    auto const lib = firmware_spec("lib:" + library("good"));
    BOOST_REQUIRE_MESSAGE(bool(lib), sentence(lib));
    BOOST_TEST((lib->kind == FirmwareSpec::Kind::library));
    BOOST_TEST(lib->what == library("good"));
    auto const exec = firmware_spec("exec:sh -c 'exec talker'");
    BOOST_REQUIRE_MESSAGE(bool(exec), sentence(exec));
    BOOST_TEST(exec->what == "sh -c 'exec talker'");
    BOOST_TEST((firmware_spec(std::string{"qemu:"} + MB_SOURCE_DIR "/README.md")->kind == FirmwareSpec::Kind::image));
}

BOOST_AUTO_TEST_CASE(a_firmware_that_is_not_there_is_bad_input) {
    auto const refused = [](std::string const& text, std::string const& part) {
        auto const spec = firmware_spec(text);
        BOOST_REQUIRE_MESSAGE(!spec, text);
        BOOST_TEST((spec.error().kind == ErrorKind::input));
        BOOST_TEST(has(spec.error().sentence, part), spec.error().sentence);
    };
    refused("lib:/no/such.so", "/no/such.so: No such file or directory");
    refused("lib:/tmp", "/tmp: is a folder");
    refused("qemu:", "names no firmware; write firmware:lib:PATH");
    refused("lib", "names no firmware");
    refused("libs:x", "'libs' is no kind of firmware, did you mean 'lib'?");
    refused("", "is no kind of firmware");
    refused("exec:/no/such/program --fast", "/no/such/program: No such file");
    refused("exec:/etc/passwd", "/etc/passwd: may not be run");
    refused("exec:mb-no-such-program", "no such program along PATH");
    refused("exec:'sh", "does not end");
}
