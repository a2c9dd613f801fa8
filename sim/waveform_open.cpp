// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/waveform_open.hpp"

#include <filesystem>

#include "sim/comtrade.hpp"
#include "sim/csv_waveform.hpp"
#include "sim/file_bytes.hpp"
#include "sim/text_fields.hpp"

namespace mb {

Result<WaveformFile> open_waveform(std::string const& path, OpenOptions const& options) {
    std::string const extension = to_upper(std::filesystem::path(path).extension().string());
    if (extension == ".CFG" || extension == ".DAT") return read_comtrade(path);
    if (extension == ".CSV") {
        auto const bytes = read_file_bytes(path);
        if (!bytes) return bytes.error();
        auto file = read_csv(*bytes, options.rate, path);
        if (file) file->name = std::filesystem::path(path).filename().string();
        return file;
    }
    if (extension == ".CFF") return input_error("{}: COMTRADE in one .cff file is not read yet; export it as .cfg and .dat", path);
    return input_error("{}: '{}' is no known kind of recording; .cfg (COMTRADE) and .csv are read", path,
                       std::filesystem::path(path).extension().string());
}

}  // namespace mb
