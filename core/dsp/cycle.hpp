// SPDX-License-Identifier: GPL-3.0-or-later
/// Zero crossings of one channel's fundamental, half cycle by half cycle, through dips and interruptions.
/// Positions are samples since power-on, fractional.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace mb::dsp {

/// The common period: the median of the latest steady cycles.
class Period {
public:
    explicit Period(double nominal) : value_(nominal) {}

    /// A measured cycle [samples]; outside 40–70 Hz it is not one.
    void add(double cycle);
    double samples() const { return value_; }
    /// True once a cycle was measured.
    bool measured() const { return count_ > 0; }

private:
    static constexpr std::size_t kCycles = 5;
    std::array<double, kCycles> latest_{};
    std::size_t count_ = 0;
    double value_;
};

/// One zero crossing, true or bridged.
struct Crossing {
    double at = 0.0;
    bool rising = true;
    bool measured = false;  ///< false: the channel is dead and the crossing stands where the common period puts it
    /// From the measured crossing one cycle before to this measured one [samples]; only where the signal was steady between them:
    /// a step of the voltage bends the filter's output for two cycles, and with it the time of its crossings.
    std::optional<double> cycle;
    double slope = 0.0;  ///< of the fundamental at a measured crossing, per sample of the filtered signal
};

/// Follows one channel. Without a fundamental above the threshold it runs on with the common period (a flywheel) until the channel
/// returns; then it takes the true crossings again at once.
class CrossingTracker {
public:
    /// threshold: amplitude (peak) below which there is no signal, same unit as the samples.
    explicit CrossingTracker(double threshold) : threshold_(threshold) {}

    /// The next filtered value, `step` samples after the one before. At most one crossing.
    /// position: of this value · period: the common one [samples] · settled: false while the filter fills.
    std::optional<Crossing> push(double value, double position, double step, double period, bool settled) {
        for (std::size_t k = 0; k + 1 < value_.size(); ++k) value_[k] = value_[k + 1];
        value_.back() = value;
        double const size = value_[2] < 0.0 ? -value_[2] : value_[2];
        if (size > peak_ && settled) peak_ = size;
        bool const crosses = (value_[2] < 0.0) != (value_[3] < 0.0);
        if (!crosses && position < due_) return std::nullopt;
        return look(crosses, position, step, period, settled);
    }

    /// The latest crossing was a true one.
    bool live() const { return last_ && last_->measured; }

private:
    struct Zero {
        double fraction;  // between the two middle values
        double slope;
    };
    Zero zero() const;
    std::optional<Crossing> look(bool crosses, double position, double step, double period, bool settled);
    Crossing accept(Crossing now);

    double threshold_;
    std::array<double, 6> value_{};  // oldest first
    double peak_ = 0.0;              // since the latest crossing
    std::optional<double> start_;    // where the flywheel may begin
    double due_ = 0.0;               // before here no bridging
    std::optional<Crossing> last_;
    std::array<std::optional<Crossing>, 2> before_{};  // latest falling [0] and rising [1] one
};

}  // namespace mb::dsp
