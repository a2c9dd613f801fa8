// SPDX-License-Identifier: GPL-3.0-or-later
/// A target without a meter: register values from the stimulus in closed form, so that the runner is tested without any measurement.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/catalogue/codec.hpp"
#include "core/catalogue/register_map.hpp"
#include "scenarios/engine/pulses.hpp"
#include "scenarios/engine/target.hpp"

namespace mb::test {

class FakeTarget : public Target {
public:
    explicit FakeTarget(RegisterMap const& map) : map_{map} {}

    // What a test may turn.
    Capabilities can{"fake", kHighestOrder, {}, true, true, {}, {}, {}};
    std::optional<Duration> lost_after;  ///< advance() fails from then on
    bool mute = false;                   ///< exchange() fails
    bool babble = false;                 ///< exchange() answers nonsense
    bool refuse_events = false;          ///< exception 2 for event registers
    bool refuse_clock = false;
    bool windows = true;         ///< false: no reading yet
    double error_percent = 0.0;  ///< of every voltage
    std::uint64_t lines = 1;     ///< in the event's three registers of channels
    std::optional<std::uint64_t> lost_after_replies;

    double pulse_error_percent = 0.0;  ///< of pulses of 0.1 Wh, where `can` tells them

    bool refuse_settings = false;
    std::map<std::uint16_t, std::uint16_t> settings;  ///< written one by one: address, word

    std::vector<std::uint16_t> clock;  ///< as last written
    std::vector<Duration> pieces;      ///< of advance()

    Capabilities capabilities() const override { return can; }

    Result<void> apply(Stimulus const& stimulus) override {
        stimulus_ = stimulus;
        if (stimulus.event) {
            event_ = *stimulus.event;
            event_start_ = now_;
        }
        return {};
    }

    Result<void> advance(Duration duration) override {
        if (lost_after && now_ + duration > *lost_after) return infrastructure_error("the fake was told to get lost");
        now_ += duration;
        pieces.push_back(duration);
        return {};
    }

    Result<Bytes> exchange(Port port, ByteView request) override {
        if (port == Port::pulses) return given_pulses();
        if (mute) return infrastructure_error("the fake is mute");
        if (lost_after_replies && replies_++ >= *lost_after_replies) return infrastructure_error("the fake fell silent");
        if (babble) return Bytes{3, 7, 1};
        std::uint16_t const first = get_u16(request, 1);
        std::uint16_t const count = get_u16(request, 3);
        bool const events = first >= address("event_en50160_1.active") && first < address("event_en50160_1.active") + 200;
        if (request[0] == 16) {
            if (count == 1) {
                if (refuse_settings) return Bytes{0x90, 3};
                settings[first] = get_u16(request, 6);
                return written(first, count);
            }
            if (refuse_clock) return Bytes{0x90, 2};
            clock.clear();
            for (std::size_t i = 0; i < count; ++i) clock.push_back(get_u16(request, 6 + 2 * i));
            return written(first, count);
        }
        if (refuse_events && events) return Bytes{0x83, 2};
        return read(first, count);
    }

private:
    std::uint16_t address(std::string const& symbol) const { return map_.find(*find_symbol(symbol))->address; }

    /// Of V1 x I1 x 3, one each time the energy passes a multiple of 0.1 Wh; ideal but for the error.
    Bytes given_pulses() {
        double const watts = 3.0 * stimulus_.channels[0].rms * stimulus_.channels[4].rms * (1.0 + pulse_error_percent / 100.0);
        double const step = 360.0 / watts;
        std::vector<Pulse> pulses;
        for (double next = (std::floor(pulses_until_ / step) + 1.0) * step; next <= seconds(now_); next += step) pulses.push_back({next});
        pulses_until_ = seconds(now_);
        return pulse_bytes(pulses);
    }

    static Bytes written(std::uint16_t first, std::uint16_t count) {
        Bytes reply{16};
        put_u16(reply, first);
        put_u16(reply, count);
        return reply;
    }

    Bytes read(std::uint16_t first, std::uint16_t count) const {
        std::vector<std::uint16_t> image(count, 0);
        for (Register const& reg : map_.in_range(first, count)) {
            std::vector<std::uint16_t> words(reg.words, 0);
            encode(reg, value(symbol_info(reg.symbol).name), words);
            for (std::size_t w = 0; w < words.size(); ++w)
                if (reg.address + w >= first && reg.address + w < std::size_t{first} + count) image[reg.address + w - first] = words[w];
        }
        Bytes reply{3, static_cast<std::uint8_t>(2 * count)};
        for (std::uint16_t const word : image) put_u16(reply, word);
        return reply;
    }

    static double rms(ChannelSignal const& s) {
        double sum = 1.0;
        for (Harmonic const& h : s.harmonics) sum += h.ratio * h.ratio;
        return s.rms * std::sqrt(sum);
    }

    Value value(std::string const& symbol) const {
        std::string const field = symbol.substr(symbol.find('.') + 1);
        if (symbol.starts_with("event_en50160_")) return event_value(symbol[14] - '0', field);
        bool const network = symbol.starts_with("net_inst.");
        if (!network && !symbol.starts_with("load1.inst.")) return {};
        std::string const name = network ? field : symbol.substr(11);
        if (name == "status") return std::uint64_t{1};
        if (!windows) return {};
        if (name == "window") return 0.2;
        if (name == "f") return stimulus_.frequency_hz;
        for (std::size_t p = 0; p < 3; ++p) {
            if (name == "v" + std::to_string(p + 1)) return rms(stimulus_.channels[p]) * (1.0 + error_percent / 100.0);
            if (name == "i" + std::to_string(p + 1)) return rms(stimulus_.channels[4 + p]);
        }
        return {};
    }

    /// One dip or swell on V1, as long as it was asked for.
    Value event_value(int slot, std::string const& field) const {
        if (!event_ || (event_->level > 1.0) != (slot == 1) || slot == 3) return {};
        std::uint64_t const epoch = clock.empty() ? 1'000'000 : 757'382'400'000;
        auto const ms = [&](Duration d) { return epoch + static_cast<std::uint64_t>(d.count() / 48); };
        bool const over = now_ >= event_start_ + event_->duration;
        if (field == "active") return std::uint64_t{over ? 0U : 1U};
        if (field == "event") return static_cast<std::uint64_t>(slot);
        if (field == "start") return ms(event_start_);
        if (field == "end") return over ? ms(event_start_ + event_->duration) : std::uint64_t{0};
        if (field == "lines" || field == "start_lines" || field == "end_lines") return lines;
        if (field == "w_vu") return 0.01;
        if (field == "v1_ref") return std::uint64_t{23000};
        if (field == "v1_ext") return static_cast<std::uint64_t>(std::llround(23000 * event_->level));
        return {};
    }

    RegisterMap const& map_;
    Stimulus stimulus_;
    std::optional<VoltageEvent> event_;
    Duration event_start_{};
    Duration now_{};
    double pulses_until_ = 0.0;
    std::uint64_t replies_ = 0;
};

inline RegisterMap const& a200() {
    static RegisterMap const map = *open_map("a200");
    return map;
}

}  // namespace mb::test
