// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/firmware_spec.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/base/suggest.hpp"
#include "firmware-bridge/command_words.hpp"

namespace mb::bridge {
namespace {

using Starter = Result<std::unique_ptr<Bridge>> (*)(std::string const&, BridgeOptions const&);

struct KindRow {
    std::string_view name;
    FirmwareSpec::Kind kind;
    Starter start;
};
constexpr std::array<KindRow, 3> kKinds{{{"lib", FirmwareSpec::Kind::library, &Bridge::start_library},
                                         {"exec", FirmwareSpec::Kind::program, &Bridge::start_program},
                                         {"qemu", FirmwareSpec::Kind::image, &Bridge::start_image}}};
constexpr std::string_view kForms = "write firmware:lib:PATH, firmware:exec:COMMAND or firmware:qemu:ELF";

Result<void> is_file(std::string const& path, int right, std::string_view right_name) {
    struct stat there {};
    if (::stat(path.c_str(), &there) != 0) return input_error("{}: {}", path, std::strerror(errno));
    if (S_ISDIR(there.st_mode)) return input_error("{}: is a folder; name a file", path);
    if (::access(path.c_str(), right) != 0) return input_error("{}: may not be {}", path, right_name);
    return {};
}

/// As execvp() looks for it.
Result<void> is_program(std::string const& word) {
    if (word.find('/') != std::string::npos) return is_file(word, X_OK, "run");
    char const* const path = std::getenv("PATH");
    std::string_view left = path != nullptr ? path : "/bin:/usr/bin";
    while (true) {
        std::size_t const end = left.find(':');
        std::string const folder{left.substr(0, end)};
        if (is_file((folder.empty() ? "." : folder) + "/" + word, X_OK, "run")) return {};
        if (end == std::string_view::npos)
            return input_error("{}: no such program along PATH; write ./{} for one in this folder", word, word);
        left.remove_prefix(end + 1);
    }
}

}  // namespace

Result<FirmwareSpec> firmware_spec(std::string_view text) {
    std::size_t const colon = text.find(':');
    std::string_view const name = text.substr(0, colon);
    for (KindRow const& row : kKinds) {
        if (row.name != name) continue;
        std::string const what{colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1)};
        if (what.empty()) return input_error("firmware:{} names no firmware; {}", text, kForms);
        if (row.kind == FirmwareSpec::Kind::program) {
            auto const words = command_words(what);
            if (!words) return words.error();
            if (auto const good = is_program((*words)[0]); !good) return good.error();
        } else if (auto const good = is_file(what, R_OK, "read"); !good) {
            return good.error();
        }
        return FirmwareSpec{row.kind, what};
    }
    std::array<std::string_view, kKinds.size()> known{};
    for (std::size_t n = 0; n < known.size(); ++n) known[n] = kKinds[n].name;
    return input_error("'{}' is no kind of firmware{}; {}", name, suggestion(name, known), kForms);
}

Result<std::unique_ptr<Bridge>> start_bridge(FirmwareSpec const& firmware, BridgeOptions const& options) {
    for (KindRow const& row : kKinds)
        if (row.kind == firmware.kind) return row.start(firmware.what, options);
    return input_error("no such kind of firmware");
}

}  // namespace mb::bridge
