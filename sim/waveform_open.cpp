// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/waveform_open.hpp"

#include <filesystem>

#include "sim/comtrade_cff.hpp"
#include "sim/csv_waveform.hpp"
#include "sim/file_bytes.hpp"
#include "sim/text_fields.hpp"
#include "sim/wav.hpp"

namespace mb {

Result<WaveformFile> open_waveform(std::string const& path, OpenOptions const& options) {
    std::string const extension = to_upper(std::filesystem::path(path).extension().string());
    if (extension == ".CFG" || extension == ".DAT") return read_comtrade(path);
    if (extension == ".WAV") return read_wav_file(path);
    if (extension != ".CFF" && extension != ".CSV")
        return input_error("{}: '{}' is no known kind of recording; .cfg and .cff (COMTRADE), .csv and .wav are read", path,
                           std::filesystem::path(path).extension().string());
    auto const bytes = read_file_bytes(path);
    if (!bytes) return bytes.error();
    auto file = extension == ".CFF" ? read_cff(*bytes, path) : read_csv(*bytes, options.rate, path);
    if (file) file->name = std::filesystem::path(path).filename().string();
    return file;
}

}  // namespace mb
