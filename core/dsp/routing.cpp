// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/routing.hpp"

#include <cmath>
#include <numbers>

namespace mb::dsp {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::array kVoltage{Measured::v1, Measured::v2, Measured::v3};
constexpr std::array kLine{Measured::u12, Measured::u23, Measured::u31};
constexpr std::array kInput{Measured::i1, Measured::i2, Measured::i3, Measured::i4};
constexpr std::array kDerived{Measured::in, Measured::in2};

std::size_t power_slot(Measured current) {
    switch (current) {
        case Measured::in:
            return 4;
        case Measured::in2:
            return 5;
        default:
            return index(current) - index(Measured::i1);
    }
}

class Router {
public:
    Router(WiringSettings const& settings, RoutingOptions const& options)
        : settings_(settings), options_(options), network_(info(settings.network)) {
        terminals();
        wiring_.routing.partner.fill(std::nullopt);
        wiring_.routing.derived = {};
        wiring_.loads.fill(std::nullopt);
    }

    Wiring make() {
        WiringSettings accepted = settings_;
        accepted.loads.fill(LoadType::undefined);
        for (std::size_t n = 0; n < settings_.loads.size(); ++n) {
            wiring_.idle[n] = "load not in use";
            if (settings_.loads[n] == LoadType::undefined) continue;
            accepted.loads[n] = settings_.loads[n];
            if (check(accepted)) {
                wiring_.loads[n] = route(settings_.loads[n]);
                next_input_ += static_cast<std::size_t>(info(settings_.loads[n]).sensors);
            } else {
                wiring_.idle[n] = "load not possible on this network or with these inputs";
                accepted.loads[n] = LoadType::undefined;
            }
        }
        if (options_.neutral_measured && next_input_ <= 3)
            for (auto& load : wiring_.loads)
                if (load && load->type == LoadType::wye_3ct) load->neutral = Measured::i4;
        return wiring_;
    }

private:
    void terminals() {
        Routing& r = wiring_.routing;
        r.phases = network_.phases;
        for (std::size_t v = 0; v < 4; ++v) r.gain[v] = v == 3 || (r.phases >> v & 1) != 0 ? static_cast<float>(options_.vt_ratio) : 0.0F;
        for (std::size_t i = 0; i < kCurrentInputs; ++i)
            r.gain[4 + i] = static_cast<float>((settings_.reversed[i] ? -1.0 : 1.0) * options_.current_factor[i]);
        int const phases = (network_.phases & 1) + (network_.phases >> 1 & 1) + (network_.phases >> 2 & 1);
        r.connected = 0;
        for (std::size_t p = 0; p < 3; ++p) {
            bool const there = (network_.phases >> p & 1) != 0;
            if (!network_.neutral) r.reference[p] = there ? 1.0F / static_cast<float>(phases) : 0.0F;
            if (there && network_.neutral) connect(kVoltage[p]);
            if (network_.nominal[3 + p] > 0.0) connect(kLine[p]);
        }
        if (!network_.neutral) r.reference[3] = 0.0F;
        if (network_.neutral) connect(Measured::vn);
        for (Measured const i : kInput) connect(i);
    }

    void connect(Measured m) { wiring_.routing.connected = static_cast<std::uint16_t>(wiring_.routing.connected | 1U << index(m)); }

    /// A derived current from the load's inputs, the given sign each.
    Measured derive(std::size_t count, float sign) {
        Measured const m = kDerived[derived_];
        for (std::size_t k = 0; k < count; ++k) wiring_.routing.derived[derived_][next_input_ + k] = sign;
        ++derived_;
        connect(m);
        return m;
    }

    void pair(Measured current, std::size_t voltage, bool line = false) {
        wiring_.routing.partner[power_slot(current)] = (line ? kLine : kVoltage)[voltage];
    }

    LoadRoute route(LoadType type) {
        LoadRow const& row = info(type);
        LoadRoute load;
        load.type = type;
        load.current.fill(std::nullopt);
        load.neutral.reset();
        for (std::size_t p = 0; p < 3; ++p) {
            load.voltage[p] = wiring_.routing.has(kVoltage[p]) ? std::optional{kVoltage[p]} : std::nullopt;
            load.line[p] = wiring_.routing.has(kLine[p]) ? std::optional{kLine[p]} : std::nullopt;
        }
        if (row.sensors == 1)
            single(load, row);
        else
            several(load, row);
        return load;
    }

    void single(LoadRoute& load, LoadRow const& row) {
        Measured const current = kInput[next_input_];
        std::size_t const partner = settings_.partner[next_input_];
        bool const line = row.id == LoadType::two_phase_1ct;
        pair(current, partner, line);
        load.current[0] = current;
        load.balanced = row.id == LoadType::delta_1ct || row.id == LoadType::wye_1ct;
        if (load.balanced) {
            // The current of phase `partner`; the others are it, turned.
            load.no_neutral_current = row.id == LoadType::wye_1ct;
            load.turn_deg = options_.reverse_rotation ? 120.0 : -120.0;
            std::swap(load.current[0], load.current[partner]);
            return;
        }
        load.voltage = {line ? std::nullopt : std::optional{kVoltage[partner]}, std::nullopt, std::nullopt};
        load.line = {line ? std::optional{kLine[partner]} : std::nullopt, std::nullopt, std::nullopt};
        if (!line) load.neutral = current;
    }

    void several(LoadRoute& load, LoadRow const& row) {
        std::size_t const phases = row.id == LoadType::wye_4ct ? 3 : static_cast<std::size_t>(row.sensors);
        std::size_t missing = 3;  // 0 + 1 + 2
        for (std::size_t k = 0; k < phases; ++k) {
            std::size_t const p = settings_.partner[next_input_ + k];
            load.current[p] = kInput[next_input_ + k];
            pair(*load.current[p], p);
            missing -= p;
        }
        switch (row.id) {
            case LoadType::delta_2ct: {
                // The three currents of a load without neutral add up to nothing.
                Measured const third = derive(2, -1.0F);
                load.current[missing] = third;
                pair(third, missing);
                break;
            }
            case LoadType::wye_4ct:
                load.neutral = kInput[next_input_ + 3];
                break;
            case LoadType::delta_3ct:
                break;
            default:
                load.neutral = derive(phases, 1.0F);
        }
    }

    WiringSettings const& settings_;
    RoutingOptions const& options_;
    NetworkRow const& network_;
    Wiring wiring_;
    std::size_t next_input_ = 0;
    std::size_t derived_ = 0;
};

void copy_channel(WindowResult const& from, std::size_t a, WindowResult& to, std::size_t b) {
    to.rms[b] = from.rms[a];
    to.fundamental[b] = from.fundamental[a];
    to.peak[b] = from.peak[a];
    to.harmonic[b] = from.harmonic[a];
    to.interharmonic[b] = from.interharmonic[a];
    to.flaw[b] = from.flaw[a];
}

void place(WindowResult const& from, std::optional<Measured> what, WindowResult& to, Measured where) {
    if (what)
        copy_channel(from, index(*what), to, index(where));
    else
        disconnect(to, index(where), Flaw::not_connected);
}

void clear_power(WindowResult& w, std::size_t p) {
    w.active_power[p] = w.apparent_power[p] = kNaN;
    w.fundamental_power[p] = {kNaN, kNaN};
}

void silence(WindowResult& w, std::size_t channel) {
    w.rms[channel] = w.peak[channel] = 0.0;
    w.fundamental[channel] = {};
    w.harmonic[channel].fill(0.0);
    w.interharmonic[channel].fill(0.0);
    w.flaw[channel] = Flaw::none;
}

/// The measured phase's current and powers in all three, turned as the network turns.
void spread(WindowResult& load, LoadRoute const& route) {
    std::size_t measured = 0;
    while (!route.current[measured]) ++measured;
    std::size_t const first = index(Measured::i1);
    for (std::size_t p = 0; p < 3; ++p) {
        if (p == measured) continue;
        copy_channel(load, first + measured, load, first + p);
        double const turn = (static_cast<double>(p) - static_cast<double>(measured)) * route.turn_deg * std::numbers::pi / 180.0;
        load.fundamental[first + p] *= std::polar(1.0, turn);
        load.active_power[p] = load.active_power[measured];
        load.apparent_power[p] = load.apparent_power[measured];
        load.fundamental_power[p] = load.fundamental_power[measured];
    }
    if (route.no_neutral_current) silence(load, index(Measured::in));
}

}  // namespace

void disconnect(WindowResult& w, std::size_t channel, Flaw why) {
    w.flaw[channel] = why;
    w.rms[channel] = w.peak[channel] = kNaN;
    w.fundamental[channel] = {kNaN, kNaN};
    w.harmonic[channel].fill(kNaN);
    w.interharmonic[channel].fill(kNaN);
}

Wiring wire(WiringSettings const& settings, RoutingOptions const& options) { return Router{settings, options}.make(); }

std::uint32_t Routing::lanes_of(Measured m) const {
    std::uint32_t against = 0;
    for (std::size_t v = 0; v < 4; ++v)
        if (reference[v] != 0.0F) against |= 1U << v;
    auto const lane = [](std::size_t n) { return 1U << n; };
    switch (m) {
        case Measured::v1:
        case Measured::v2:
        case Measured::v3:
            return lane(index(m)) | against;
        case Measured::u12:
        case Measured::u23:
        case Measured::u31: {
            std::size_t const a = index(m) - index(Measured::u12);
            return lane(a) | lane((a + 1) % 3);
        }
        case Measured::in:
        case Measured::in2: {
            std::uint32_t inputs = 0;
            for (std::size_t i = 0; i < kCurrentInputs; ++i)
                if (derived[index(m) - index(Measured::in)][i] != 0.0F) inputs |= lane(index(Measured::i1) + i);
            return inputs;
        }
        default:
            return lane(index(m));
    }
}

WindowResult network_view(WindowResult const& w, Routing const& routing) {
    WindowResult network = w;
    for (std::size_t m = 0; m < kMeasured; ++m)
        if (!routing.has(static_cast<Measured>(m))) disconnect(network, m, Flaw::not_connected);
    return network;
}

WindowResult load_view(WindowResult const& w, LoadRoute const& route) {
    WindowResult load = w;
    for (std::size_t p = 0; p < 3; ++p) {
        place(w, route.voltage[p], load, kVoltage[p]);
        place(w, route.line[p], load, kLine[p]);
        place(w, route.current[p], load, kInput[p]);
        if (route.current[p]) {
            std::size_t const from = power_slot(*route.current[p]);
            load.active_power[p] = w.active_power[from];
            load.apparent_power[p] = w.apparent_power[from];
            load.fundamental_power[p] = w.fundamental_power[from];
        } else {
            clear_power(load, p);
        }
    }
    place(w, route.neutral, load, Measured::in);
    if (route.balanced) spread(load, route);
    return load;
}

}  // namespace mb::dsp
