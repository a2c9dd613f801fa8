// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/content.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace mb::accuracy {
namespace {

constexpr int kPeakSteps = 65'536;

}  // namespace

Phasor phasor(double rms, double degrees) { return std::polar(rms, degrees * std::numbers::pi / 180.0); }

Content& Content::add(double ratio, Phasor x) {
    lines[ratio] += x;
    return *this;
}

Phasor Content::at(double ratio) const {
    auto const line = lines.find(ratio);
    return line == lines.end() ? Phasor{} : line->second;
}

double Content::rms() const {
    double sum = dc * dc;
    for (auto const& [ratio, x] : lines) sum += std::norm(x);
    return std::sqrt(sum);
}

double Content::peak() const {
    bool const whole = std::all_of(lines.begin(), lines.end(), [](auto const& line) { return line.first == std::floor(line.first); });
    double highest = 0.0;
    for (int n = 0; n < (whole ? 1 : 2) * kPeakSteps; ++n) {
        double const turn = static_cast<double>(n) / kPeakSteps;
        double x = 0.0;
        for (auto const& [ratio, line] : lines) {
            double const angle = 2 * std::numbers::pi * ratio * turn;
            x += line.real() * std::sin(angle) + line.imag() * std::cos(angle);
        }
        highest = std::max(highest, std::abs(dc + std::numbers::sqrt2 * x));
    }
    return highest;
}

double Content::band(int first, int last) const {
    double sum = 0.0;
    for (int h = first; h <= last; ++h) sum += std::norm(at(h));
    return std::sqrt(sum);
}

Content operator+(Content a, Content const& b) {
    a.dc += b.dc;
    for (auto const& [ratio, x] : b.lines) a.lines[ratio] += x;
    return a;
}

Content operator-(Content a, Content const& b) { return std::move(a) + -1.0 * b; }

Content operator*(double factor, Content a) {
    a.dc *= factor;
    for (auto& [ratio, x] : a.lines) x *= factor;
    return a;
}

double active_power(Content const& v, Content const& i) {
    double sum = v.dc * i.dc;
    for (auto const& [ratio, x] : v.lines) sum += std::real(x * std::conj(i.at(ratio)));
    return sum;
}

Terminals star(double voltage, double current, double lag) {
    Terminals t;
    for (std::size_t p = 0; p < 3; ++p) {
        double const angle = -120.0 * static_cast<double>(p);
        t[p].add(1, phasor(voltage, angle));
        t[index(Channel::i1) + p].add(1, phasor(current, angle - lag));
    }
    return t;
}

Truth truth_of(Terminals const& t) {
    auto const& [va, vb, vc, vn, i1, i2, i3, i4] = t;
    Truth truth;
    truth.content = {va - vn, vb - vn, vc - vn, vn, i1, i2, i3, i4, va - vb, vb - vc, vc - va, i1 + i2 + i3};
    for (std::size_t m = 0; m < dsp::kMeasured; ++m) truth.rms[m] = truth.content[m].rms();
    for (std::size_t p = 0; p < 3; ++p) {
        Content const& v = truth.content[p];
        Content const& i = truth.content[p + index(dsp::Measured::i1)];
        truth.active_power[p] = active_power(v, i);
        truth.fundamental_power[p] = v.at(1) * std::conj(i.at(1));
    }
    return truth;
}

}  // namespace mb::accuracy
