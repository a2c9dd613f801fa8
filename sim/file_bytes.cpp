// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/file_bytes.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "sim/text_fields.hpp"

namespace mb {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kLargestFile = 1ULL << 30;

}  // namespace

Result<std::string> read_file_bytes(std::string const& path) {
    std::error_code error;
    fs::file_status const status = fs::status(path, error);
    if (!fs::exists(status)) return input_error("{}: there is no such file; check the path", path);
    if (!fs::is_regular_file(status)) return input_error("{}: this is not a file; name a .cfg, .cff, .csv or .wav recording", path);
    std::uintmax_t const size = fs::file_size(path, error);
    if (error) return input_error("{}: its size cannot be read ({})", path, error.message());
    if (size > kLargestFile) return input_error("{}: larger than 1 GiB; cut out the part that matters", path);
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) return input_error("{}: cannot be opened ({})", path, std::strerror(errno));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get()) != 0) return input_error("{}: cannot be read ({})", path, std::strerror(errno));
    return bytes;
}

Result<std::string> file_beside(std::string const& path, std::string const& extension) {
    fs::path const own(path);
    bool const capital = own.extension().string() == to_upper(own.extension().string());
    std::string const preferred = capital ? to_upper(extension) : extension;
    fs::path candidate = own;
    candidate.replace_extension(preferred);
    std::error_code error;
    if (fs::is_regular_file(candidate, error)) return candidate.string();
    fs::path const folder = own.has_parent_path() ? own.parent_path() : fs::path(".");
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        fs::path const name = entries->path().filename();
        if (to_upper(name.stem().string()) != to_upper(own.stem().string())) continue;
        if (to_upper(name.extension().string()) == "." + to_upper(extension))
            return (own.has_parent_path() ? folder / name : name).string();
    }
    return input_error("{}: its other half {} is not beside it; a COMTRADE recording is a .cfg and a .dat file", path,
                       candidate.filename().string());
}

}  // namespace mb
