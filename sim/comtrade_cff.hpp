// SPDX-License-Identifier: GPL-3.0-or-later
/// COMTRADE in a single file, .cff (C37.111-2013 = IEC 60255-24:2013, clause 9): lines "--- file type: CFG ---", "… INF ---", "… HDR ---",
/// "… DAT ASCII ---" or "… DAT BINARY: 1080 ---" (the bytes that follow; BINARY32 and FLOAT32 likewise) before the four parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/comtrade.hpp"

namespace mb {

/// The two parts that hold a recording, as views into the file.
struct CffSections {
    std::string_view config;
    std::string_view data;
    std::size_t config_line = 1;  ///< number of their first lines in the file
    std::size_t data_line = 1;
    std::string data_type;                    ///< as its line says: "ASCII", "FLOAT32"; may be empty
    std::optional<std::uint64_t> data_bytes;  ///< as its line says
    std::vector<std::string> diagnostics;
};

/// Refused: no line that opens a part, no configuration, no data. Parts may come in any order and ends of lines be any.
Result<CffSections> split_cff(std::string_view bytes, std::string const& file);

/// A whole .cff file: its parts go to parse_config() and read_data(). Where fewer bytes are there than stated, it is told and what is there
/// is read. `file`: its name for messages.
Result<WaveformFile> read_cff(std::string_view bytes, std::string const& file);

}  // namespace mb
