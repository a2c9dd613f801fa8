// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/waveform_picture.hpp"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "sim/waveform_write.hpp"

namespace mb {
namespace {

constexpr double kLeft = 96.0, kRight = 28.0, kTop = 68.0, kBottom = 56.0, kBetween = 44.0;
constexpr std::size_t kMostPanels = 6;
constexpr std::size_t kMostNames = 12;  // of a legend
constexpr unsigned kInk = 0x202020, kGrid = 0xD8D8D8, kAxis = 0x808080;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Pen = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

/// 1, 2 or 5 times a power of ten: so that `range` has at most `most` of it.
double round_step(double range, int most) {
    double const least = range / most;
    double const power = std::pow(10.0, std::floor(std::log10(least)));
    for (double const digit : {1.0, 2.0, 5.0})
        if (digit * power >= least * (1.0 - 1e-9)) return digit * power;
    return 10.0 * power;
}

void set_range(PicturePanel& panel, WaveformFile const& file) {
    double low = 0.0;
    double high = 0.0;
    for (std::size_t const c : panel.channels)
        for (double const x : file.channels[c].samples) {
            low = std::min(low, x);
            high = std::max(high, x);
        }
    if (!(high - low > 1e-300)) high = 1.0;
    panel.step = round_step(1.04 * (high - low), std::max(3, static_cast<int>(panel.height / 48.0)));
    panel.bottom_value = std::floor(1.02 * low / panel.step) * panel.step;
    panel.top_value = std::ceil(1.02 * high / panel.step) * panel.step;
}

void colour(cairo_t* pen, unsigned rgb) {
    cairo_set_source_rgb(pen, (rgb >> 16 & 0xFFU) / 255.0, (rgb >> 8 & 0xFFU) / 255.0, (rgb & 0xFFU) / 255.0);
}

/// align: 0 begins at x, 0.5 is centred there, 1 ends there. Gives the width.
double write(cairo_t* pen, std::string const& text, double x, double y, double align) {
    cairo_text_extents_t size;
    cairo_text_extents(pen, text.c_str(), &size);
    cairo_move_to(pen, x - align * size.x_advance, y);
    cairo_show_text(pen, text.c_str());
    return size.x_advance;
}

/// A line of one pixel between two grid points.
void rule(cairo_t* pen, double x1, double y1, double x2, double y2) {
    cairo_move_to(pen, std::round(x1) + 0.5, std::round(y1) + 0.5);
    cairo_line_to(pen, std::round(x2) + 0.5, std::round(y2) + 0.5);
    cairo_stroke(pen);
}

class Drawing {
public:
    Drawing(WaveformFile const& file, cairo_t* pen)
        : file_(file), pen_(pen), seconds_(static_cast<double>(file.channels[0].samples.size()) / file.sampling_rate) {}

    void draw() {
        colour(pen_, 0xFFFFFF);
        cairo_paint(pen_);
        cairo_select_font_face(pen_, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(pen_, 15.0);
        colour(pen_, kInk);
        write(
            pen_,
            fmt::format("{}: {} samples at {:.6g} Hz", plain_name(file_.name, 120), file_.channels[0].samples.size(), file_.sampling_rate),
            kLeft, 24.0, 0.0);
        auto const panels = picture_panels(file_);
        for (PicturePanel const& panel : panels) {
            grid(panel, &panel == &panels.back());
            legend(panel);
            cairo_save(pen_);
            cairo_rectangle(pen_, panel.left, panel.top, panel.width, panel.height);
            cairo_clip(pen_);
            for (std::size_t n = 0; n < panel.channels.size(); ++n) curve(panel, n);
            cairo_restore(pen_);
        }
    }

private:
    void grid(PicturePanel const& panel, bool last) {
        cairo_set_line_width(pen_, 1.0);
        cairo_set_font_size(pen_, 13.0);
        auto const lines = static_cast<int>(std::lround((panel.top_value - panel.bottom_value) / panel.step));
        for (int n = 0; n <= lines; ++n) {
            double const value = panel.bottom_value + n * panel.step;
            double const y = panel.top + panel.height * (1.0 - static_cast<double>(n) / lines);
            bool const zero = std::abs(value) < 1e-9 * panel.step;
            colour(pen_, zero ? kAxis : kGrid);
            rule(pen_, panel.left, y, panel.left + panel.width, y);
            colour(pen_, kInk);
            write(pen_, fmt::format("{:.6g}", zero ? 0.0 : value), panel.left - 8.0, y + 4.5, 1.0);
        }
        bool const milli = seconds_ < 1.0;
        double const scale = milli ? 1e3 : 1.0;
        double const step = round_step(seconds_ * scale, 16);
        for (int n = 0; n * step <= seconds_ * scale * (1.0 + 1e-9); ++n) {
            double const x = panel.left + panel.width * n * step / (seconds_ * scale);
            colour(pen_, kGrid);
            rule(pen_, x, panel.top, x, panel.top + panel.height);
            if (!last) continue;
            colour(pen_, kInk);
            write(pen_, fmt::format("{:.6g}", n * step), x, panel.top + panel.height + 20.0, 0.5);
        }
        colour(pen_, kInk);
        if (last) write(pen_, milli ? "time [ms]" : "time [s]", panel.left + panel.width, panel.top + panel.height + 42.0, 1.0);
        std::string const unit = plain_name(panel.unit, 24);
        if (!unit.empty()) write(pen_, "[" + unit + "]", panel.left - 8.0, panel.top - 14.0, 1.0);
    }

    void legend(PicturePanel const& panel) {
        double x = panel.left;
        double const y = panel.top - 14.0;
        for (std::size_t n = 0; n < std::min(panel.channels.size(), kMostNames); ++n) {
            std::size_t const c = panel.channels[n];
            colour(pen_, picture_colour(n));
            cairo_rectangle(pen_, x, y - 7.0, 24.0, 4.0);
            cairo_fill(pen_);
            colour(pen_, kInk);
            x += 30.0 + write(pen_, plain_name(file_.channels[c].name, 24), x + 30.0, y, 0.0) + 22.0;
        }
        if (panel.channels.size() > kMostNames) write(pen_, fmt::format("and {} more", panel.channels.size() - kMostNames), x, y, 0.0);
    }

    /// Points of few samples; of many, the extremes of each column, in the order in which they came.
    void curve(PicturePanel const& panel, std::size_t n) {
        std::vector<double> const& x = file_.channels[panel.channels[n]].samples;
        auto const at = [&](std::size_t i) {
            cairo_line_to(pen_, panel.left + panel.width * static_cast<double>(i) / static_cast<double>(x.size()),
                          panel.top + panel.height * (panel.top_value - x[i]) / (panel.top_value - panel.bottom_value));
        };
        auto const columns = static_cast<std::size_t>(panel.width);
        if (x.size() <= 4 * columns) {
            for (std::size_t i = 0; i < x.size(); ++i) at(i);
            if (x.size() == 1)
                cairo_line_to(pen_, panel.left + panel.width,
                              panel.top + panel.height * (panel.top_value - x[0]) / (panel.top_value - panel.bottom_value));
        } else {
            for (std::size_t column = 0; column < columns; ++column) {
                auto const begin = x.begin() + static_cast<std::ptrdiff_t>(column * x.size() / columns);
                auto const end = x.begin() + static_cast<std::ptrdiff_t>((column + 1) * x.size() / columns);
                auto const [low, high] = std::minmax_element(begin, end);
                at(static_cast<std::size_t>(std::min(low, high) - x.begin()));
                at(static_cast<std::size_t>(std::max(low, high) - x.begin()));
            }
        }
        colour(pen_, picture_colour(n));
        cairo_set_line_width(pen_, 1.6);
        cairo_set_line_join(pen_, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(pen_);
    }

    WaveformFile const& file_;
    cairo_t* pen_;
    double seconds_;
};

}  // namespace

unsigned picture_colour(std::size_t n) {
    constexpr std::array<unsigned, 8> kColours{0x0072B2, 0xD55E00, 0x009E73, 0x56B4E9, 0xCC79A7, 0xE69F00, 0x000000, 0x999999};
    return kColours[n % kColours.size()];
}

std::vector<PicturePanel> picture_panels(WaveformFile const& file) {
    std::vector<PicturePanel> panels;
    for (std::size_t c = 0; c < file.channels.size(); ++c) {
        std::string const unit = base_unit(file.channels[c].unit);
        auto found = std::find_if(panels.begin(), panels.end(), [&](PicturePanel const& p) { return p.unit == unit; });
        if (found == panels.end()) {
            if (panels.size() == kMostPanels) continue;
            panels.emplace_back().unit = unit;
            found = panels.end() - 1;
        }
        found->channels.push_back(c);
    }
    auto const place = [](PicturePanel const& p) { return p.unit == "V" ? 0 : p.unit == "A" ? 1 : 2; };
    std::stable_sort(panels.begin(), panels.end(), [&](PicturePanel const& a, PicturePanel const& b) { return place(a) < place(b); });
    double const height =
        (kPictureHeight - kTop - kBottom - kBetween * static_cast<double>(panels.size() - 1)) / static_cast<double>(panels.size());
    double top = kTop;
    for (PicturePanel& panel : panels) {
        panel.left = kLeft;
        panel.width = kPictureWidth - kLeft - kRight;
        panel.top = top;
        panel.height = height;
        top += height + kBetween;
        set_range(panel, file);
    }
    return panels;
}

Result<std::string> draw_waveform(WaveformFile const& file) {
    if (auto const good = check_writable(file); !good) return good.error();
    Surface const surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, kPictureWidth, kPictureHeight), &cairo_surface_destroy};
    {
        Pen const pen{cairo_create(surface.get()), &cairo_destroy};
        Drawing{file, pen.get()}.draw();
        if (cairo_status(pen.get()) != CAIRO_STATUS_SUCCESS)
            return infrastructure_error("{}: the picture could not be drawn: {}", file.name,
                                        cairo_status_to_string(cairo_status(pen.get())));
    }
    std::string bytes;
    auto const append = [](void* to, unsigned char const* data, unsigned length) {
        static_cast<std::string*>(to)->append(reinterpret_cast<char const*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    };
    auto const status = cairo_surface_write_to_png_stream(surface.get(), append, &bytes);
    if (status != CAIRO_STATUS_SUCCESS)
        return infrastructure_error("{}: the picture could not be written: {}", file.name, cairo_status_to_string(status));
    return bytes;
}

}  // namespace mb
