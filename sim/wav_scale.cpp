// SPDX-License-Identifier: GPL-3.0-or-later
// The sidecar of a WAV file: what its channels are called and what full scale means.
#include <algorithm>
#include <array>

#include "sim/csv_table.hpp"
#include "sim/sample_repair.hpp"
#include "sim/text_fields.hpp"
#include "sim/wav.hpp"

namespace mb {
namespace {

constexpr std::array<std::string_view, 4> kColumns{"CHANNEL", "NAME", "UNIT", "FULL_SCALE"};
enum Column : std::size_t { kChannel, kName, kUnit, kFullScale };
constexpr std::int64_t kHighestChannel = 64;

/// Where the header has each column.
Result<std::array<std::size_t, kColumns.size()>> columns_of(std::vector<std::string> const& header, std::string const& where) {
    std::array<std::size_t, kColumns.size()> at{};
    for (std::size_t c = 0; c < kColumns.size(); ++c) {
        auto const found =
            std::find_if(header.begin(), header.end(), [&](std::string const& cell) { return to_upper(cell) == kColumns[c]; });
        if (found == header.end())
            return input_error("{}: the first row must be channel,name,unit,full_scale; then a row for each channel like 1,U1,V,500",
                               where);
        at[c] = static_cast<std::size_t>(found - header.begin());
    }
    return at;
}

}  // namespace

Result<std::vector<WavScale>> read_wav_scale(std::string_view text, std::string const& file) {
    PlainText const plain = plain_text(text);
    std::string_view const first = std::string_view(plain.text).substr(0, plain.text.find('\n'));
    CsvRows rows(plain.text, first.find(';') == std::string_view::npos ? ',' : ';');
    auto const header = rows.next();
    auto const where = [&] { return fmt::format("{}:{}", file, std::max<std::size_t>(1, rows.line())); };
    auto const at = columns_of(header.value_or(std::vector<std::string>{}), where());
    if (!at) return at.error();
    std::vector<WavScale> scale;
    while (auto const row = rows.next()) {
        if (rows.unclosed_quote()) return input_error("{}: a quote is opened and never closed", where());
        auto const cell = [&](Column column) { return (*at)[column] < row->size() ? (*row)[(*at)[column]] : std::string{}; };
        auto const channel = parse_integer(cell(kChannel));
        if (!channel || *channel < 1 || *channel > kHighestChannel)
            return input_error("{}: '{}' is no channel; they count from 1 to {}", where(), one_line(cell(kChannel)), kHighestChannel);
        if (std::any_of(scale.begin(), scale.end(), [&](WavScale const& other) { return other.channel == *channel; }))
            return input_error("{}: channel {} has two rows; remove one", where(), *channel);
        auto const full_scale = parse_number_with_comma(cell(kFullScale));
        if (!full_scale || !(*full_scale > 0.0) || *full_scale > kLargestSample)
            return input_error("{}: '{}' is no full scale; a number above 0 is needed, in the unit of its row", where(),
                               one_line(cell(kFullScale)));
        std::string name = one_line(cell(kName), std::string::npos);
        if (name.empty()) name = fmt::format("channel {}", *channel);
        scale.push_back({static_cast<int>(*channel), std::move(name), one_line(cell(kUnit)), *full_scale});
    }
    if (scale.empty()) return input_error("{}: no channel is described; write a row like 1,U1,V,500", where());
    return scale;
}

}  // namespace mb
