// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/comtrade.hpp"

#include <filesystem>

#include "sim/file_bytes.hpp"
#include "sim/text_fields.hpp"

namespace mb {

Result<WaveformFile> read_comtrade(std::string const& path) {
    bool const given_data = to_upper(std::filesystem::path(path).extension().string()) == ".DAT";
    auto const given = read_file_bytes(path);
    if (!given) return given.error();
    auto const other_path = file_beside(path, given_data ? "cfg" : "dat");
    if (!other_path) return other_path.error();
    auto const other = read_file_bytes(*other_path);
    if (!other) return other.error();
    std::string const& config_path = given_data ? *other_path : path;
    std::string const& data_path = given_data ? path : *other_path;
    std::string const& data = given_data ? *given : *other;

    auto const config = parse_config(given_data ? *other : *given, config_path);
    if (!config) return config.error();
    auto file = read_data(*config, {reinterpret_cast<std::uint8_t const*>(data.data()), data.size()}, data_path);
    if (file) file->name = std::filesystem::path(config_path).filename().string();
    return file;
}

}  // namespace mb
