// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/recordings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/dsp/analyser.hpp"
#include "sim/csv_waveform.hpp"
#include "sim/playback.hpp"
#include "sim/waveform_open.hpp"
#include "tests/accuracy/document.hpp"

namespace mb::accuracy {
namespace {

using nlohmann::json;

// A capture is looped over its whole cycles and resampled: what is above 4 kHz goes, and the ends do not meet by a sample's fraction.
constexpr double kLevelLimit = 0.05;
// An order of a few thousandths feels the seam of the loop more.
constexpr double kOrderLimit = 1.0;
constexpr int kWindows = 3;  // of twelve cycles: whole loops of four cycles and of nine
constexpr double kSettled = 1.0;

json read_json(std::filesystem::path const& path) {
    std::ifstream stream(path);
    return json::parse(stream);
}

std::optional<std::string> unzipped(std::filesystem::path const& path) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(fmt::format("gzip -dc '{}'", path.string()).c_str(), "r"), pclose);
    if (!pipe) return std::nullopt;
    std::string bytes;
    std::array<char, 65'536> piece;
    while (std::size_t const n = std::fread(piece.data(), 1, piece.size(), pipe.get())) bytes.append(piece.data(), n);
    return bytes;
}

/// Aggregates of kWindows windows of the looped recording.
struct Played {
    std::array<double, dsp::kMeasured> rms{};
    std::array<double, dsp::kMeasured> fundamental{};
    std::array<dsp::Spectrum, dsp::kMeasured> harmonic{};
    std::array<double, 3> power{};
    double loop = 0.0;  // [samples of the file]
};

std::optional<Played> play(WaveformFile const& file, double nominal_voltage) {
    auto const map = map_channels(file, {});
    if (!map) return std::nullopt;
    auto playback = Playback::open(file, *map, {.loop = true});
    if (!playback) return std::nullopt;
    dsp::Analyser analyser(60, nominal_voltage);
    Played sum;
    std::array<Frame, kBlockFrames> block;
    int windows = 0;
    while (windows < kWindows) {
        playback->render(block);
        analyser.feed(block);
        for (auto const& w : analyser.windows()) {
            if (w.begin < kSettled * kSampleRate || windows == kWindows) continue;
            ++windows;
            for (std::size_t m = 0; m < dsp::kMeasured; ++m) {
                sum.rms[m] += w.rms[m] * w.rms[m] / kWindows;
                sum.fundamental[m] += std::norm(w.fundamental[m]) / kWindows;
                for (std::size_t h = 0; h < w.harmonic[m].size(); ++h) sum.harmonic[m][h] += w.harmonic[m][h] * w.harmonic[m][h] / kWindows;
            }
            for (std::size_t p = 0; p < 3; ++p) sum.power[p] += w.active_power[p] / kWindows;
        }
    }
    for (std::size_t m = 0; m < dsp::kMeasured; ++m) {
        sum.rms[m] = std::sqrt(sum.rms[m]);
        sum.fundamental[m] = std::sqrt(sum.fundamental[m]);
        for (double& y : sum.harmonic[m]) y = std::sqrt(y);
    }
    sum.loop = playback->loop_samples();
    return sum;
}

/// A service of 347/600 V, four cycles: U1 U2 U3 at Measured 0, I1 … at 4.
void four_cycles(std::vector<RecordedRow>& rows, std::filesystem::path const& folder) {
    std::string const name = "four cycles of a 347/600 V service";
    json const truth = read_json(folder / "12_keating.json")["by_definition_4_cycles"];
    auto const file = open_waveform((folder / "keating_1999.CFG").string());
    auto const played = file ? play(*file, 347.0) : std::nullopt;
    if (!played) {
        rows.push_back({name, "could not be played", std::nan(""), 1.0, 0.0});
        return;
    }
    for (std::size_t p = 0; p < 3; ++p)
        for (auto const& [letter, first] : {std::pair{'U', std::size_t{0}}, std::pair{'I', index(dsp::Measured::i1)}}) {
            std::string const channel = fmt::format("{}{}", letter, p + 1);
            rows.push_back({name, channel, played->rms[first + p], truth["rms"][channel].get<double>(), kLevelLimit});
            rows.push_back({name, channel + ", fundamental", played->fundamental[first + p],
                            truth["fundamental_rms"][channel].get<double>(), kLevelLimit});
        }
    for (std::size_t p = 0; p < 3; ++p)
        rows.push_back({name, fmt::format("P{}", p + 1), played->power[p], truth["P"][p].get<double>(), kLevelLimit});
    for (auto const& [letter, m] : {std::pair{'U', dsp::Measured::v1}, std::pair{'I', dsp::Measured::i1}})
        for (auto const& [order, level] : truth[fmt::format("h_rms_{}1", letter)].items())
            rows.push_back({name, fmt::format("{}1, order {}", letter, order), played->harmonic[index(m)][std::stoul(order)],
                            level.get<double>(), kOrderLimit});
}

double mean_product(std::vector<double> const& a, std::vector<double> const& b, double count) {
    double sum = 0.0;
    for (std::size_t n = 0; static_cast<double>(n) < count; ++n) sum += a[n] * b[n] * std::min(1.0, count - static_cast<double>(n));
    return sum / count;
}

/// A converter at sea, 9.6 cycles of medium voltage with an offset; only nine can be looped. So the file is held to the published sums of
/// all its samples, and the analyser to the same sums over the nine cycles.
void nine_cycles(std::vector<RecordedRow>& rows, std::filesystem::path const& folder) {
    std::string const name = "nine cycles of a converter";
    json const truth = read_json(folder / "10_mhkit_powraw.json")["by_definition"];
    auto const bytes = unzipped(folder / "mhkit_powraw.csv.gz");
    auto const file = bytes ? read_csv(*bytes, 0.0, "powraw.csv") : Result<WaveformFile>(input_error("gzip could not be run"));
    auto const played = file ? play(*file, 8'000.0) : std::nullopt;
    if (!played) {
        rows.push_back({name, "could not be played", std::nan(""), 1.0, 0.0});
        return;
    }
    for (std::size_t p = 0; p < 3; ++p) {
        auto const& v = file->channels[p].samples;
        auto const& i = file->channels[p + 3].samples;
        auto const all = static_cast<double>(v.size());
        std::string const number = std::to_string(p + 1);
        // Exact but for the digits of the file.
        rows.push_back({name, "file, V" + number, std::sqrt(mean_product(v, v, all)), truth["rms"][p].get<double>(), 1e-6});
        rows.push_back({name, "file, I" + number, std::sqrt(mean_product(i, i, all)), truth["rms"][p + 3].get<double>(), 1e-6});
        rows.push_back({name, "file, P" + number, mean_product(v, i, all), truth["P_mean"][p].get<double>(), 1e-6});
        rows.push_back({name, "V" + number, played->rms[p], std::sqrt(mean_product(v, v, played->loop)), kLevelLimit});
        rows.push_back(
            {name, "I" + number, played->rms[p + index(dsp::Measured::i1)], std::sqrt(mean_product(i, i, played->loop)), kLevelLimit});
        rows.push_back({name, "P" + number, played->power[p], mean_product(v, i, played->loop), kLevelLimit});
    }
}

}  // namespace

std::vector<RecordedRow> recorded_rows(std::filesystem::path const& folder) {
    std::vector<RecordedRow> rows;
    if (std::filesystem::exists(folder / "keating_1999.CFG")) four_cycles(rows, folder);
    if (std::filesystem::exists(folder / "mhkit_powraw.csv.gz")) nine_cycles(rows, folder);
    return rows;
}

std::string recorded_table(std::vector<RecordedRow> const& rows) {
    if (rows.empty()) return "skipped: no recordings\n";
    std::string text = "| recording | quantity | by definition | read | limit | error |\n|---|---|---|---|---|---|\n";
    for (RecordedRow const& row : rows)
        text += fmt::format("| {} | {} | {:.8g} | {:.8g} | {:g} % | {} % |\n", row.recording, row.quantity, row.truth, row.reading,
                            row.limit, figure(row.error(), row.limit));
    return text;
}

}  // namespace mb::accuracy
