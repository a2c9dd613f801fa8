// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about what is installed: nominal, network, rotation, voltage_transformer, loads, inputs.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

constexpr std::array<std::string_view, 2> kRotations{"1-2-3", "1-3-2"};
constexpr std::array<std::string_view, 2> kDirections{"P1-P2", "P2-P1"};
/// As register cfg_sensors.ctN_phase counts; 4 is not used.
constexpr std::array<std::string_view, 5> kPartners{"V1", "V2", "V3", "Vn", "none"};
constexpr std::array<std::string_view, 3> kLinePartners{"U12", "U23", "U31"};
constexpr std::uint8_t kNoPartner = 5;
constexpr std::string_view kNothing = "none";  // no sensor is plugged in

template <class Rows>
std::vector<std::string_view> names_of(Rows const& rows) {
    std::vector<std::string_view> names;
    for (auto const& row : rows)
        if (row.name != kNothing) names.push_back(row.name);
    return names;
}

class InstallationReader {
public:
    explicit InstallationReader(Fields const& setup) : setup_{setup} {}

    InstallationParts read() {
        read_network();
        read_nominal();
        if (auto const* rotation = setup_.find("rotation")) read_rotation(*rotation);
        if (auto const* transformer = setup_.find("voltage_transformer")) read_transformer(*transformer);
        read_loads();
        wiring().partner = usual_partners(wiring().loads);
        if (auto const* inputs = setup_.find("inputs")) read_inputs(*inputs);
        if (auto const possible = check(wiring()); !possible) refuse(place_of_wiring(), "{}", possible.error().sentence);
        return std::move(parts_);
    }

private:
    Installation& installation() { return parts_.installation; }
    WiringSettings& wiring() { return parts_.installation.wiring; }
    NetworkRow const& network() { return info(wiring().network); }

    void read_network() {
        auto const* node = setup_.find("network");
        if (node == nullptr) return;
        std::string const& written = text(*node);
        auto const named = network_named(written);
        if (!named || *named == Network::undefined) {
            auto const names = names_of(networks());
            refuse(*node, "unknown network '{}'{}; known are {}", written.substr(0, 40), suggestion(written, names), joined(names));
        }
        wiring().network = *named;
        installation().stated = true;
    }

    void read_nominal() {
        RatedValues& rated = parts_.rated;
        rated.network = wiring().network;
        if (!network().neutral) rated.voltage = 400.0 / std::numbers::sqrt3;
        if (auto const* nominal = setup_.find("nominal")) {
            Fields const f{*nominal, "nominal"};
            // A network without neutral is told by its voltage between the phases.
            if (auto const* voltage = f.find("voltage"))
                rated.voltage = number(*voltage, Unit::volt, 1.0, 1e6) / (network().neutral ? 1.0 : std::numbers::sqrt3);
            if (auto const* current = f.find("current")) rated.current = number(*current, Unit::ampere, 0.01, 1e6);
            if (auto const* frequency = f.find("frequency")) rated.frequency_hz = nominal_frequency(*frequency);
        }
        installation().rated_current.fill(rated.current);
    }

    static int nominal_frequency(YamlNode const& node) {
        double const hz = number(node, Unit::hertz, 0.0, 1000.0);
        if (hz != 50.0 && hz != 60.0) refuse(node, "the nominal frequency is 50 Hz or 60 Hz, not '{}'", text(node).substr(0, 40));
        return static_cast<int>(hz);
    }

    void read_rotation(YamlNode const& node) {
        bool const back = one_of(node, "rotation", kRotations) == 1;
        if (back && network().phases != 0b111) refuse(node, "a {} network has no rotation", network().name);
        installation().turns_back = back;
        installation().stated = true;
    }

    void read_transformer(YamlNode const& node) {
        Fields const f{node, "voltage_transformer"};
        VoltageTransformer vt;
        vt.primary = number(f.require("primary"), Unit::volt, 1.0, 400'000.0);
        vt.secondary = number(f.require("secondary"), Unit::volt, 60.0, 190.0);
        installation().transformer = vt;
        installation().stated = true;
    }

    void read_loads() {
        auto const* node = setup_.find("loads");
        wiring().loads = {usual_load(wiring().network)};
        if (node == nullptr) return;
        auto const& loads = list(*node);
        if (loads.empty() || loads.size() > wiring().loads.size()) refuse(*node, "a meter has one to four loads, not {}", loads.size());
        wiring().loads = {};
        for (std::size_t n = 0; n < loads.size(); ++n) read_load(loads[n], n);
        parts_.rated.current = installation().rated_current[0];
        installation().stated = true;
    }

    void read_load(YamlNode const& node, std::size_t n) {
        Fields const f{node, "load"};
        YamlNode const& type = f.require("type");
        std::string const& written = text(type);
        auto const named = load_named(written);
        if (!named || *named == LoadType::undefined) {
            auto const names = names_of(load_types());
            refuse(type, "unknown type of load '{}'{}; known are {}", written.substr(0, 40), suggestion(written, names), joined(names));
        }
        wiring().loads[n] = *named;
        if (auto const* current = f.find("current")) installation().rated_current[n] = number(*current, Unit::ampere, 0.01, 1e6);
        // At the load that is one too many or the wrong one; the pairing is looked at when all is known.
        WiringSettings trial = wiring();
        trial.partner = usual_partners(trial.loads);
        if (auto const possible = check(trial); !possible) refuse(type, "{}", possible.error().sentence);
    }

    void read_inputs(YamlNode const& node) {
        Fields const f{node, "inputs"};
        auto const roles = input_roles(wiring());
        for (std::size_t k = 0; k < kCurrentInputs; ++k)
            if (auto const* input = f.find(kCurrentInputNames[k])) read_input(*input, roles[k], k);
        installation().stated = true;
    }

    void read_input(YamlNode const& node, InputRole const& role, std::size_t input) {
        Fields const f{node, "input"};
        SensorSetup& sensor = installation().sensors[input];
        if (auto const* direction = f.find("direction")) wiring().reversed[input] = one_of(*direction, "direction", kDirections) == 1;
        if (auto const* voltage = f.find("voltage")) wiring().partner[input] = partner(*voltage, role);
        if (auto const* model = f.find("sensor"))
            sensor.plug = plug(*model, f.find("rating"));
        else if (auto const* rating = f.find("rating"))
            refuse(*rating, "'rating' belongs to 'sensor', which is missing");
        for (std::string_view const key : {"errors", "burden", "temperature"})
            if (auto const* detail = f.find(key); detail != nullptr && (!sensor.plug || !sensor.plug->present()))
                refuse(*detail, "'{}' belongs to 'sensor', which is missing", key);
        if (auto const* errors = f.find("errors")) sensor.errors = truth(*errors);
        if (auto const* burden = f.find("burden")) sensor.burden_ohm = number(*burden, Unit::ohm, 0.0, 1e6);
        if (auto const* temperature = f.find("temperature")) sensor.temperature_c = number(*temperature, Unit::celsius, -50.0, 150.0);
    }

    static std::uint8_t partner(YamlNode const& node, InputRole const& role) {
        if (role.kind == InputRole::Kind::line) return static_cast<std::uint8_t>(one_of(node, "voltage", kLinePartners));
        auto const which = static_cast<std::uint8_t>(one_of(node, "voltage", kPartners));
        return kPartners[which] == "none" ? kNoPartner : which;
    }

    SensorPlug plug(YamlNode const& node, YamlNode const* rating) {
        std::string const& written = text(node);
        if (written == kNothing) {
            if (rating != nullptr) refuse(*rating, "nothing is plugged in, so there is no rating");
            return {};
        }
        auto const row = find_sensor(written);
        if (!row) refuse(node, "{}", row.error().sentence);
        SensorPlug plug{static_cast<std::uint16_t>(*sensor_named(written)), (*row)->highest_nominal};
        if (rating != nullptr)
            plug.rating = number(*rating, Unit::ampere, 1e-3, 1e6);
        else if ((*row)->lowest_nominal != (*row)->highest_nominal && (*row)->kind != SensorKind::residual)
            refuse(node, "a {} is made for {} to {}: say for which current with 'rating'", (*row)->model,
                   print((*row)->lowest_nominal, Unit::ampere), print((*row)->highest_nominal, Unit::ampere));
        if (auto const possible = check(plug); !possible) refuse(rating != nullptr ? *rating : node, "{}", possible.error().sentence);
        return plug;
    }

    /// Where to point if the wiring as a whole cannot be.
    YamlNode const& place_of_wiring() {
        for (std::string_view const key : {"inputs", "loads", "network"})
            if (auto const* node = setup_.find(key)) return *node;
        return setup_.node();
    }

    Fields const& setup_;
    InstallationParts parts_;
};

}  // namespace

InstallationParts installation_of(Fields const& setup) { return InstallationReader{setup}.read(); }

}  // namespace mb::language
