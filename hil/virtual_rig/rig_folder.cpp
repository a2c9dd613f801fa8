// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/virtual_rig/rig_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include "hil/virtual_rig/source_model.hpp"

namespace mb::virtual_rig {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "# A virtual rig: meterbench virtual-rig wrote this and removes it when it ends.";

std::string content(fs::path const& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

std::string rig_description(fs::path const& folder, RigFacts const& facts) {
    return fmt::format(
        "{0}\n"
        "rig: virtual rig\n"
        "source: {{link: \"serial:{1}/source:115200:8N1\", dialect: generic}}\n"
        "controller: {{link: \"serial:{1}/rig:115200:8N1\"}}\n"
        "meter: {{modbus: \"rtu:{1}/meter:38400/{2}\", map: \"{3}\"}}\n"
        "limits: {{voltage: {4} V, current: {5} A, frequency: [{6} Hz, {7} Hz]}}\n"
        "slew_per_second: 200 V\n"
        "uncertainty: {{voltage: 0.02 %, current: 0.02 %, power: 0.04 %, frequency: 1 mHz}}\n"
        "pulses: {{channel: 0, weight: {8} Wh}}\n",
        kFirstLine, folder.string(), facts.unit, facts.map, kMostVolts, kMostAmperes, kLeastHertz, kMostHertz, facts.pulse_weight_wh);
}

Result<std::unique_ptr<RigFolder>> RigFolder::open(fs::path const& path) {
    std::error_code failure;
    std::unique_ptr<RigFolder> folder{new RigFolder};
    folder->path_ = fs::absolute(path, failure).lexically_normal();
    if (!folder->path_.has_filename()) folder->path_ = folder->path_.parent_path();
    if (folder->path_.string().find_first_of(":\"\\") != std::string::npos)
        return input_error("{}: a colon, a quote or a backslash in its path cannot stand in rig.yaml; choose another folder",
                           path.string());
    folder->made_ = fs::create_directory(folder->path_, failure);
    if (failure) return input_error("{}: cannot be made: {}", path.string(), failure.message());
    folder->lock_ = Descriptor{::open(folder->path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder->lock_.get() < 0) return input_error("{}: {}", path.string(), std::strerror(errno));
    if (::flock(folder->lock_.get(), LOCK_EX | LOCK_NB) != 0)
        return input_error("{}: another virtual rig runs in this folder; end it or choose another one", path.string());
    return folder;
}

RigFolder::~RigFolder() {
    std::error_code ignored;
    auto const file = path_ / "rig.yaml";
    if (!description_.empty() && content(file) == description_) fs::remove(file, ignored);
    if (made_) fs::remove(path_, ignored);  // not where it holds anything
}

Result<void> RigFolder::describe(RigFacts const& facts) {
    auto const file = path_ / "rig.yaml";
    if (auto const old = content(file); !old.empty() && !old.starts_with(kFirstLine))
        return input_error("{}: is yours, it would be written over; move it or choose another folder", file.string());
    description_ = rig_description(path_, facts);
    std::ofstream out{file, std::ios::binary};
    if (!(out << description_ << std::flush)) return infrastructure_error("{}: cannot be written", file.string());
    return {};
}

}  // namespace mb::virtual_rig
