// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/bench_file.hpp"

#include <array>
#include <cmath>
#include <fstream>

#include "scenarios/engine/language_reader.hpp"

namespace mb::hil {
namespace {

using namespace mb::language;
using Word = std::string_view;

constexpr Word kRig[]{"rig",    "source", "controller",  "meter",     "limits", "slew_per_second",
                      "settle", "turns",  "uncertainty", "read_back", "pulses"};
constexpr Word kSource[]{"link", "dialect", "timeout"};
constexpr Word kController[]{"link", "watchdog"};
constexpr Word kMeter[]{"modbus", "map", "boot"};
constexpr Word kLimits[]{"voltage", "current", "frequency"};
constexpr Word kUncertainty[]{"voltage", "current", "power", "frequency", "angle", "share", "time"};
constexpr Word kReadBack[]{"voltage", "current", "frequency", "angle", "measured"};
constexpr Word kPulses[]{"channel", "weight"};
constexpr std::array kObjects{BenchKeys{"rig", kRig},
                              BenchKeys{"source", kSource},
                              BenchKeys{"controller", kController},
                              BenchKeys{"meter", kMeter},
                              BenchKeys{"limits", kLimits},
                              BenchKeys{"uncertainty", kUncertainty},
                              BenchKeys{"read_back", kReadBack},
                              BenchKeys{"pulses", kPulses}};

Fields fields(YamlNode const& node, std::string_view object) {
    for (BenchKeys const& known : kObjects)
        if (known.object == object) return Fields{node, object, known.keys};
    return Fields{node, object, {}};
}

Milliseconds milliseconds(YamlNode const& node, double lowest, double highest) {
    return Milliseconds{std::llround(1'000.0 * number(node, Unit::second, lowest, highest))};
}

template <class T>
T taken(YamlNode const& node, Result<T> got) {
    if (!got) refuse(node, "{}", got.error().sentence);
    return *std::move(got);
}

RigLimits read_limits(YamlNode const& node) {
    Fields const f = fields(node, "limits");
    RigLimits limits;
    limits.voltage = number(f.require("voltage"), Unit::volt, 0.1, 1'000.0);
    limits.current = number(f.require("current"), Unit::ampere, 0.0, 1'000.0);
    YamlNode const& range = f.require("frequency");
    if (list(range).size() != 2) refuse(range, "'frequency' has two ends: [45 Hz, 65 Hz]");
    limits.frequency_low = number(range.items[0], Unit::hertz, 1.0, 1'000.0);
    limits.frequency_high = number(range.items[1], Unit::hertz, limits.frequency_low, 1'000.0);
    return limits;
}

SourceUncertainty read_uncertainty(YamlNode const& node) {
    Fields const f = fields(node, "uncertainty");
    SourceUncertainty u;
    u.voltage_percent = number(f.require("voltage"), Unit::percent, 0.0, 10.0);
    u.current_percent = number(f.require("current"), Unit::percent, 0.0, 10.0);
    u.power_percent = number(f.require("power"), Unit::percent, 0.0, 20.0);
    u.frequency_hz = number(f.require("frequency"), Unit::hertz, 0.0, 1.0);
    if (auto const* n = f.find("angle")) u.angle_deg = number(*n, Unit::degree, 0.0, 10.0);
    if (auto const* n = f.find("share")) u.share_points = number(*n, Unit::percent, 0.0, 10.0);
    if (auto const* n = f.find("time")) u.time_s = number(*n, Unit::second, 0.0, 10.0);
    return u;
}

ReadBack read_read_back(YamlNode const& node) {
    Fields const f = fields(node, "read_back");
    ReadBack r;
    if (auto const* n = f.find("voltage")) r.voltage_percent = number(*n, Unit::percent, 0.0, 10.0);
    if (auto const* n = f.find("current")) r.current_percent = number(*n, Unit::percent, 0.0, 10.0);
    if (auto const* n = f.find("frequency")) r.frequency_hz = number(*n, Unit::hertz, 0.0, 1.0);
    if (auto const* n = f.find("angle")) r.angle_deg = number(*n, Unit::degree, 0.0, 10.0);
    if (auto const* n = f.find("measured")) r.measured_percent = number(*n, Unit::percent, 0.0, 20.0);
    return r;
}

void read_source(Bench& bench, YamlNode const& node) {
    Fields const f = fields(node, "source");
    bench.source = taken(f.require("link"), LinkAddress::parse(text(f.require("link"))));
    bench.dialect = text(f.require("dialect"));
    if (auto const* n = f.find("timeout")) bench.source_patience = milliseconds(*n, 0.05, 60.0);
}

void read_controller(Bench& bench, YamlNode const& node) {
    Fields const f = fields(node, "controller");
    bench.controller = taken(f.require("link"), LinkAddress::parse(text(f.require("link"))));
    if (auto const* n = f.find("watchdog")) bench.watchdog = milliseconds(*n, 0.2, 60.0);
}

void read_meter(Bench& bench, YamlNode const& node) {
    Fields const f = fields(node, "meter");
    bench.meter = taken(f.require("modbus"), ModbusEndpoint::parse(text(f.require("modbus"))));
    if (auto const* n = f.find("map")) bench.map = text(*n);
    if (auto const* n = f.find("boot")) bench.boot = milliseconds(*n, 0.1, 600.0);
}

Bench read_bench(YamlNode const& root) {
    if (root.kind == YamlNode::Kind::map && Fields{root, "rig", kRig}.find("limits") == nullptr)
        refuse(root,
               "the bench file has no 'limits', so nothing would keep the source from what breaks meter and people; write, for example, "
               "'limits: {{voltage: 260 V, current: 6 A, frequency: [45 Hz, 65 Hz]}}'");
    Fields const f = fields(root, "rig");
    Bench bench;
    bench.name = text(f.require("rig"));
    read_source(bench, f.require("source"));
    read_controller(bench, f.require("controller"));
    read_meter(bench, f.require("meter"));
    bench.limits = read_limits(f.require("limits"));
    bench.uncertainty = read_uncertainty(f.require("uncertainty"));
    bench.slew = number(f.require("slew_per_second"), Unit::volt, 0.1, 1e6);
    if (auto const* n = f.find("settle")) bench.settle_s = number(*n, Unit::second, 0.0, 3'600.0);
    if (auto const* n = f.find("turns")) bench.turns = number(*n, Unit::none, 1.0, 1'000.0);
    if (auto const* n = f.find("read_back")) bench.read_back = read_read_back(*n);
    if (auto const* n = f.find("pulses")) {
        Fields const p = fields(*n, "pulses");
        bench.pulses = PulseInput{static_cast<std::uint8_t>(whole(p.require("channel"), 0, 255)),
                                  number(p.require("weight"), Unit::watt_hour, 1e-6, 1e6)};
    }
    return bench;
}

}  // namespace

std::span<BenchKeys const> bench_keys() { return kObjects; }

Result<Bench> parse_bench(std::string_view text, std::string const& file) {
    auto const root = parse_yaml(text, file);
    if (!root) return root.error();
    if (root->kind == YamlNode::Kind::null) return input_error("{}: the file is empty; a bench file begins with 'rig: …'", file);
    try {
        Bench bench = read_bench(*root);
        bench.file = file;
        return bench;
    } catch (Refusal const& r) {
        return input_error("{}:{}:{}: {}", file, r.line, r.column, r.what);
    }
}

Result<Bench> load_bench(std::string const& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text(kYamlBytes + 1, '\0');
    if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad() || (stream.fail() && !stream.eof()))
        return input_error("{}: cannot be read; name the bench file of the rig (docs/rig.md)", file);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse_bench(text, file);
}

}  // namespace mb::hil
