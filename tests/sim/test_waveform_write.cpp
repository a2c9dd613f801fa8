// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings written and read back by the readers; pictures against the closed form of what they show.
#include "sim/waveform_write.hpp"

#include <boost/test/unit_test.hpp>

#include <cairo.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <numbers>

#include "sim/comtrade_cff.hpp"
#include "sim/comtrade_write.hpp"
#include "sim/csv_waveform.hpp"
#include "sim/csv_write.hpp"
#include "sim/waveform_picture.hpp"

using namespace mb;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Sizes from microamperes to kilovolts, floats all of them; one channel silent, one a single pulse.
WaveformFile mixed(double rate = 6400.0) {
    WaveformFile file;
    file.name = "mixed";
    file.sampling_rate = rate;
    file.line_frequency = 50.0;
    file.channels = {{"U1", "A", "V", {}},   {"big", "B", "V", {}},    {"I1", "A", "A", {}},
                     {"tiny", "B", "A", {}}, {"silent", "C", "A", {}}, {"pulse", "", "", {}}};
    for (int n = 0; n < 1000; ++n) {
        double const wt = 2 * std::numbers::pi * 50.0 * n / rate;
        double const values[] = {
            325.3 * std::sin(wt), 19'917.0 * std::sin(wt - 2.0) + 7.0, 14.1 * std::sin(wt - 0.5), 3.3e-6 * std::cos(3 * wt), 0.0,
            n == 500 ? -1.0 : 0.0};
        for (std::size_t c = 0; c < file.channels.size(); ++c)
            file.channels[c].samples.push_back(static_cast<double>(static_cast<float>(values[c])));
    }
    return file;
}

WaveformFile read(ComtradePair const& pair) {
    auto const config = parse_config(pair.config, "x.cfg");
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(config), (config ? "" : config.error().sentence));
    auto file = read_data(*config, {reinterpret_cast<std::uint8_t const*>(pair.data.data()), pair.data.size()}, "x.dat");
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(file), (file ? "" : file.error().sentence));
    return *file;
}

void same(WaveformFile const& read, WaveformFile const& written, double counts = 0.0) {
    BOOST_TEST(read.diagnostics.empty(), (read.diagnostics.empty() ? "" : read.diagnostics[0]));
    BOOST_TEST(read.sampling_rate == written.sampling_rate, boost::test_tools::tolerance(1e-12));
    BOOST_REQUIRE(read.channels.size() == written.channels.size());
    for (std::size_t c = 0; c < read.channels.size(); ++c) {
        BOOST_TEST(read.channels[c].name == written.channels[c].name);
        BOOST_TEST(read.channels[c].unit == written.channels[c].unit);
        BOOST_REQUIRE(read.channels[c].samples.size() == written.channels[c].samples.size());
        double peak = 0.0;
        double worst = 0.0;
        for (std::size_t i = 0; i < read.channels[c].samples.size(); ++i) {
            peak = std::max(peak, std::abs(written.channels[c].samples[i]));
            worst = std::max(worst, std::abs(read.channels[c].samples[i] - written.channels[c].samples[i]));
        }
        // Steps of two digits: a count is at most a tenth larger than the peak asks for, or two of these.
        if (counts > 0.0)
            BOOST_TEST(worst <= 0.5 * 1.21 * peak / counts + 1e-15, written.channels[c].name);
        else
            BOOST_TEST(worst == 0.0, written.channels[c].name);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(waveform_write)

BOOST_AUTO_TEST_CASE(float32_and_tables_keep_every_bit) {
    for (double const rate : {800.0, 6400.0, 30'720.0, 9600.0 / 7.0}) {
        WaveformFile const file = mixed(rate);
        auto const pair = write_comtrade(file, ComtradeFormat::float32);
        BOOST_REQUIRE(static_cast<bool>(pair));
        WaveformFile const back = read(*pair);
        BOOST_TEST(back.sampling_rate == rate);
        same(back, file);
        auto const cff = write_cff(file, ComtradeFormat::float32);
        BOOST_REQUIRE(static_cast<bool>(cff));
        same(*read_cff(*cff, "x.cff"), file);
        WaveformFile doubles = file;
        doubles.channels[0].samples[3] = 0.1 + 0.2;
        auto const csv = write_csv(doubles);
        BOOST_REQUIRE(static_cast<bool>(csv));
        same(*read_csv(*csv, 0.0, "x.csv"), doubles);
    }
}

BOOST_AUTO_TEST_CASE(counts_are_within_half_a_count_and_written_again_as_the_same_bytes) {
    for (ComtradeFormat const format : {ComtradeFormat::binary, ComtradeFormat::ascii}) {
        double const counts = format == ComtradeFormat::binary ? 32'767 : 99'998;
        WaveformFile file = mixed();
        for (double const scale : {1.0, 1.0 / 3.0, 0.7077, 2.5, 32.767, 1.1e-5}) {
            WaveformFile scaled = file;
            for (WaveformChannel& channel : scaled.channels)
                for (double& x : channel.samples) x *= scale;
            auto const pair = write_comtrade(scaled, format);
            BOOST_REQUIRE(static_cast<bool>(pair));
            WaveformFile back = read(*pair);
            same(back, scaled, counts);
            back.name = scaled.name;
            back.line_frequency = scaled.line_frequency;
            auto const again = write_comtrade(back, format);
            BOOST_REQUIRE(static_cast<bool>(again));
            BOOST_TEST((again->data == pair->data), scale);
            BOOST_TEST(again->config == pair->config, scale);
        }
    }
    // Peaks that are just a step of the count, and any others.
    for (int n = 0; n < 4000; ++n) {
        double const peak = n % 2 == 0 ? 32'767.0 * (10 + n % 90) * 1e-3 : 360.4375 * (1.0 + n * 1.37e-3);
        WaveformFile one;
        one.name = "one";
        one.sampling_rate = 1000.0;
        one.channels = {{"U", "A", "V", {peak, -0.3 * peak, 0.77777 * peak}}};
        auto const pair = write_comtrade(one, ComtradeFormat::binary);
        BOOST_REQUIRE(static_cast<bool>(pair));
        WaveformFile back = read(*pair);
        for (std::size_t i = 0; i < 3; ++i)
            BOOST_REQUIRE(std::abs(back.channels[0].samples[i] - one.channels[0].samples[i]) <= 0.5 * 1.21 * peak / 32'767 + 1e-12);
        back.name = one.name;
        BOOST_REQUIRE((write_comtrade(back, ComtradeFormat::binary)->data == pair->data));
    }
    auto const cff = write_cff(mixed(), ComtradeFormat::ascii);
    BOOST_REQUIRE(static_cast<bool>(cff));
    same(*read_cff(*cff, "x.cff"), mixed(), 99'998);
}

// The first record of BINARY as the standard draws it: number, stamp, then the counts, all little-endian.
BOOST_AUTO_TEST_CASE(a_binary_record_is_laid_out_as_the_standard_says) {
    WaveformFile file;
    file.sampling_rate = 1000.0;
    file.channels = {{"U", "A", "V", {0.0, -1.5, 32.767}}};
    auto const pair = write_comtrade(file, ComtradeFormat::binary);
    BOOST_REQUIRE(static_cast<bool>(pair));
    BOOST_REQUIRE(pair->data.size() == 30U);
    auto const byte = [&](std::size_t n) { return static_cast<unsigned char>(pair->data[n]); };
    BOOST_TEST(byte(10) == 2U);                               // second record
    BOOST_TEST((byte(14) | byte(15) << 8) == 1000);           // 1000 µs
    BOOST_TEST((byte(18) | byte(19) << 8) == 65'536 - 1500);  // -1.5 V of 1 mV
    BOOST_TEST((byte(28) | byte(29) << 8) == 32'767);         // the largest
    BOOST_TEST(pair->config.find("1,U,A,,V,0.001,0,0,-32767,32767,1,1,P\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(long_recordings_get_a_time_multiplier) {
    WaveformFile file;
    file.sampling_rate = 0.001;  // 5 samples in 4000 s and more
    file.channels = {{"U", "A", "V", {1, 2, 3, 4, 5, 6}}};
    auto const pair = write_comtrade(file, ComtradeFormat::float32);
    BOOST_REQUIRE(static_cast<bool>(pair));
    BOOST_TEST(pair->config.find("FLOAT32\r\n10\r\n") != std::string::npos);  // 5000 s are 5·10^9 µs
}

BOOST_AUTO_TEST_CASE(names_that_would_break_a_line_are_made_safe) {
    WaveformFile file = mixed();
    file.name = "a,b\nc";
    file.channels[0].name = "U,1\r\nx";
    file.channels[2].name = "say \"I\"";
    auto const pair = write_comtrade(file, ComtradeFormat::float32);
    BOOST_REQUIRE(static_cast<bool>(pair));
    BOOST_TEST(read(*pair).channels[0].name == "U 1  x");
    auto const csv = write_csv(file);
    BOOST_REQUIRE(static_cast<bool>(csv));
    auto const table = read_csv(*csv, 0.0, "x.csv");
    BOOST_REQUIRE(static_cast<bool>(table));
    BOOST_TEST(table->channels[0].name == "U,1  x");
    BOOST_TEST(table->channels[2].name == "say \"I\"");
    WaveformFile alone = mixed();
    alone.channels.resize(1);
    alone.channels[0].name = "a;b;c";
    BOOST_TEST(read_csv(*write_csv(alone), 0.0, "x.csv")->channels[0].name == "a;b;c");
    alone.channels[0].name = std::string(23, 'x') + "\u041D\u041D";  // the legend cuts here
    alone.name = "Z\xFCrich";
    BOOST_TEST(static_cast<bool>(draw_waveform(alone)));
    BOOST_TEST(plain_name("\u00B5\u00B5", 3) == "\u00B5");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_refused) {
    auto const refusal = [](auto const& spoil) {
        WaveformFile file = mixed();
        spoil(file);
        auto const written = write_csv(file);
        return written ? std::string{} : written.error().sentence;
    };
    BOOST_TEST(refusal([](WaveformFile& f) { f.channels.clear(); }) == "mixed: there is nothing to write");
    BOOST_TEST(refusal([](WaveformFile& f) { f.sampling_rate = 0.0; }) == "mixed: a sampling rate of 0 Hz cannot be written");
    BOOST_TEST(refusal([](WaveformFile& f) { f.channels[1].samples.pop_back(); }) ==
               "mixed: 'big' has 999 samples and the first channel 1000; they must be equal");
    BOOST_TEST(refusal([](WaveformFile& f) { f.channels[1].samples[5] = kNaN; }) == "mixed: 'big' holds nan, which no format keeps");
    BOOST_TEST(!write_comtrade(mixed(), ComtradeFormat::binary32));
}

BOOST_AUTO_TEST_CASE(a_window_holds_the_samples_from_its_begin_up_to_its_end) {
    WaveformFile const file = mixed(1000.0);
    auto const part = cut(file, 0.1, 0.3);
    BOOST_REQUIRE(static_cast<bool>(part));
    BOOST_TEST(part->channels[0].samples.size() == 200U);
    BOOST_TEST(part->channels[0].samples[0] == file.channels[0].samples[100]);
    BOOST_TEST(cut(file, 0.0, kNaN)->channels[0].samples.size() == 1000U);
    BOOST_TEST(cut(file, 0.999, 5.0)->channels[0].samples.size() == 1U);
    auto const none = cut(file, 1.0, 5.0);
    BOOST_REQUIRE(!none);
    BOOST_TEST(none.error().sentence == "mixed: no sample lies in that window; the recording is 1 s long");
}

BOOST_AUTO_TEST_CASE(frames_become_eight_channels_at_the_meters_rate) {
    std::vector<Frame> frames(3);
    frames[1].lanes[index(Channel::i2)] = 4.5F;
    frames[1].lanes[index(Channel::va)] = 100.0F;
    frames[1].lanes[index(Channel::vn)] = 3.0F;
    WaveformFile const file = waveform_of(frames, "scope");
    BOOST_TEST(file.sampling_rate == 9600.0);
    BOOST_REQUIRE(file.channels.size() == 8U);
    BOOST_TEST(file.channels[5].name == "I2");
    BOOST_TEST(file.channels[5].unit == "A");
    BOOST_TEST(file.channels[5].samples[1] == 4.5);
    BOOST_TEST(file.channels[0].unit == "V");
    BOOST_TEST(file.channels[0].samples[1] == 97.0);  // against neutral
    BOOST_TEST(file.channels[3].samples[1] == 3.0);
}

namespace {

struct Picture {
    std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface{nullptr, &cairo_surface_destroy};
    std::string bytes;
    std::size_t at = 0;

    explicit Picture(WaveformFile const& file) : bytes(*draw_waveform(file)) {
        auto const take = [](void* self, unsigned char* to, unsigned length) {
            auto& p = *static_cast<Picture*>(self);
            if (p.at + length > p.bytes.size()) return CAIRO_STATUS_READ_ERROR;
            std::memcpy(to, p.bytes.data() + p.at, length);
            p.at += length;
            return CAIRO_STATUS_SUCCESS;
        };
        surface.reset(cairo_image_surface_create_from_png_stream(take, this));
        BOOST_REQUIRE(cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS);
    }
    unsigned pixel(double x, double y) const {
        auto const* row =
            cairo_image_surface_get_data(surface.get()) + static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface.get());
        std::uint32_t value = 0;
        std::memcpy(&value, row + 4 * static_cast<std::ptrdiff_t>(x), 4);
        return value & 0xFFFFFFU;
    }
    /// A line of 1.6 pixels covers four fifths of one at least.
    bool shows(unsigned colour, double x, double y) const {
        for (int dx = -1; dx <= 1; ++dx)
            for (int dy = -1; dy <= 1; ++dy) {
                bool near = true;
                for (int shift : {0, 8, 16})
                    near = near && std::abs(static_cast<int>(pixel(x + dx, y + dy) >> shift & 0xFFU) -
                                            static_cast<int>(colour >> shift & 0xFFU)) <= 60;
                if (near) return true;
            }
        return false;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_sine_stands_in_the_picture_where_its_closed_form_says) {
    for (int const samples : {640, 640'000}) {  // points; extremes of columns
        WaveformFile file;
        file.name = "sine";
        file.sampling_rate = samples * 12.5;                           // 0.08 s, or as much: four cycles
        file.channels = {{"I1", "A", "A", {}}, {"U1", "A", "V", {}}};  // voltages stand above all the same
        for (int n = 0; n < samples; ++n) {
            file.channels[1].samples.push_back(325.0 * std::sin(2 * std::numbers::pi * 4.0 * n / samples));
            file.channels[0].samples.push_back(0.0);
        }
        Picture const picture(file);
        BOOST_TEST(cairo_image_surface_get_width(picture.surface.get()) == 1600);
        BOOST_TEST(cairo_image_surface_get_height(picture.surface.get()) == 900);
        auto const panels = picture_panels(file);
        BOOST_REQUIRE(panels.size() == 2U);
        BOOST_TEST(panels[0].top_value == 400.0);
        BOOST_TEST(panels[0].bottom_value == -400.0);
        auto const y = [&](PicturePanel const& p, double value) {
            return p.top + p.height * (p.top_value - value) / (p.top_value - p.bottom_value);
        };
        for (int eighth = 1; eighth < 32; ++eighth) {
            double const x = panels[0].left + panels[0].width * eighth / 32.0;
            double const value = 325.0 * std::sin(2 * std::numbers::pi * eighth / 8.0);
            BOOST_TEST(picture.shows(picture_colour(0), x, y(panels[0], value)), samples << " samples, eighth " << eighth);
            BOOST_TEST(!picture.shows(picture_colour(0), x, y(panels[0], value > 0 ? value - 150.0 : value + 150.0)));
            BOOST_TEST(picture.shows(picture_colour(0), x, y(panels[1], 0.0)));
        }
        BOOST_TEST((Picture(file).bytes == picture.bytes));
    }
}

BOOST_AUTO_TEST_SUITE_END()
