// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/csv_write.hpp"

#include <iterator>

#include "sim/text_fields.hpp"
#include "sim/waveform_write.hpp"

namespace mb {
namespace {

std::string quoted(std::string const& cell) {
    if (cell.find_first_of(",;\"") == std::string::npos) return cell;
    std::string text = "\"";
    for (char const c : cell) text.append(c == '"' ? 2 : 1, c);
    return text + '"';
}

}  // namespace

Result<std::string> write_csv(WaveformFile const& file) {
    if (auto const good = check_writable(file); !good) return good.error();
    std::string text = "time [s]";
    for (WaveformChannel const& channel : file.channels)
        text += "," + quoted(fmt::format("{} [{}]", one_line(channel.name, channel.name.size()), one_line(base_unit(channel.unit))));
    text += "\r\n";
    auto out = std::back_inserter(text);
    for (std::size_t i = 0; i < file.channels[0].samples.size(); ++i) {
        fmt::format_to(out, "{}", static_cast<double>(i) / file.sampling_rate);
        for (WaveformChannel const& channel : file.channels) fmt::format_to(out, ",{}", channel.samples[i]);
        text += "\r\n";
    }
    return text;
}

}  // namespace mb
