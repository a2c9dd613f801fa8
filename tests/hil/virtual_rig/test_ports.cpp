// SPDX-License-Identifier: GPL-3.0-or-later
/// The rig's ports on this machine: what is plugged in, pulled out, in the way, and left behind.
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "hil/virtual_rig/port.hpp"
#include "hil/virtual_rig/rig_folder.hpp"
#include "hil/virtual_rig/virtual_rig.hpp"

namespace {

using namespace mb;
using namespace mb::virtual_rig;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// Says what it hears.
class Echo : public Session {
public:
    void receive(ByteView bytes, Moment) override { heard_.insert(heard_.end(), bytes.begin(), bytes.end()); }
    Bytes proceed(Moment) override { return std::exchange(heard_, {}); }

private:
    Bytes heard_;
};

std::unique_ptr<Session> echo() { return std::make_unique<Echo>(); }

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "mb-rig-XXXXXX").string();
        BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    fs::path operator/(char const* name) const { return path_ / name; }
    operator fs::path const&() const { return path_; }
    std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator{path_}, {})); }

private:
    fs::path path_;
};

std::size_t open_files() { return static_cast<std::size_t>(std::distance(fs::directory_iterator{"/proc/self/fd"}, {})); }

VirtualRigSettings settings_in(fs::path const& folder) {
    VirtualRigSettings settings;
    settings.folder = folder;
    return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rig_ports)

BOOST_AUTO_TEST_CASE(five_hundred_times_unplugged_and_plugged_in_again_nothing_is_lost_or_left) {
    Folder const folder;
    LineTrouble trouble;
    trouble.unplugged = {{1.0, 0.5, true}};  // in the first half of each second
    std::size_t const before = open_files();
    {
        auto const port = Port::open(folder / "rig", trouble, 1, "rig", echo);
        BOOST_TEST_REQUIRE(bool(port));
        std::size_t const plugged = open_files();
        for (int cycle = 1; cycle <= 500; ++cycle) {
            (*port)->serve({0.0, std::chrono::seconds{cycle} + 100ms});
            BOOST_TEST_REQUIRE(!fs::exists(fs::symlink_status(folder / "rig")));
            (*port)->serve({0.0, std::chrono::seconds{cycle} + 600ms});
            Descriptor const client{::open((folder / "rig").c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK)};
            BOOST_TEST_REQUIRE(client.get() >= 0);
            BOOST_TEST_REQUIRE(::write(client.get(), "hello", 5) == 5);
            char back[8] = {};
            ssize_t got = 0;
            for (int i = 0; i < 1'000 && got <= 0; ++i) {  // the kernel hands the bytes over in its own time
                (*port)->serve({0.0, std::chrono::seconds{cycle} + 700ms});
                got = ::read(client.get(), back, sizeof back);
                if (got <= 0) ::usleep(1'000);
            }
            BOOST_TEST_REQUIRE(std::string(back) == "hello");
        }
        BOOST_TEST(open_files() == plugged);
    }
    BOOST_TEST(open_files() == before);
    BOOST_TEST(folder.entries() == 0U);
}

BOOST_AUTO_TEST_CASE(a_link_of_a_rig_that_was_killed_is_replaced_and_a_file_is_not) {
    Folder const folder;
    fs::create_symlink("/dev/pts/does-not-exist", folder / "rig");
    {
        auto const port = Port::open(folder / "rig", {}, 1, "rig", echo);
        BOOST_TEST_REQUIRE(bool(port));
        BOOST_TEST(fs::exists(folder / "rig"));
    }
    std::ofstream{folder / "rig"} << "mine";
    BOOST_TEST(!Port::open(folder / "rig", {}, 1, "rig", echo));
    BOOST_TEST(fs::file_size(folder / "rig") == 4U);
}

BOOST_AUTO_TEST_CASE(a_rig_leaves_nothing_behind) {
    Folder const folder;
    std::size_t const before = open_files();
    for (int i = 0; i < 3; ++i) {
        auto const rig = VirtualRig::open(settings_in(folder / "new"), *open_map("a200"));
        BOOST_TEST_REQUIRE(bool(rig));
        for (auto const* name : {"source", "rig", "meter", "rig.yaml"}) BOOST_TEST(fs::exists(folder / "new" / name));
        auto const second = VirtualRig::open(settings_in(folder / "new"), *open_map("a200"));
        BOOST_TEST_REQUIRE(!second);
        BOOST_TEST(second.error().sentence.find("another virtual rig runs in this folder") != std::string::npos);
    }
    BOOST_TEST(folder.entries() == 0U);
    BOOST_TEST(open_files() == before);
}

BOOST_AUTO_TEST_CASE(a_description_of_somebody_else_is_not_written_over) {
    Folder const folder;
    std::ofstream{folder / "rig.yaml"} << "source: mine\n";
    auto const rig = VirtualRig::open(settings_in(folder), *open_map("a200"));
    BOOST_TEST_REQUIRE(!rig);
    BOOST_TEST(fs::file_size(folder / "rig.yaml") == 13U);
    BOOST_TEST(folder.entries() == 1U);
}

BOOST_AUTO_TEST_CASE(the_description_tells_links_and_meter) {
    auto const text = rig_description("/tmp/rig", {"my.csv", 7, 0.5});
    for (auto const* part : {"link: \"serial:/tmp/rig/source:115200:8N1\"", "link: \"serial:/tmp/rig/rig:115200:8N1\"",
                             "modbus: \"rtu:/tmp/rig/meter:38400/7\"", "map: \"my.csv\"", "frequency: [40 Hz, 70 Hz]", "weight: 0.5 Wh"})
        BOOST_TEST(text.find(part) != std::string::npos, part);
}

BOOST_AUTO_TEST_SUITE_END()
