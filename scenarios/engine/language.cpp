// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/language.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>

#include "core/base/suggest.hpp"
#include "scenarios/engine/language_reader.hpp"

namespace mb {
namespace language {
namespace {

constexpr std::array<std::string_view, 3> kPhases{"L1", "L2", "L3"};

/// Reads a scenario from top to bottom, keeping the source as it stands at each step.
class ScenarioReader {
public:
    ScenarioReader(YamlNode const& root, std::string const& file) : root_{root} { scenario_.file = file; }

    Scenario read() {
        Fields const f{root_, "scenario"};
        scenario_.name = text(f.require("name"));
        if (auto const* words = f.find("description")) scenario_.description = text(*words);
        if (auto const* tags = f.find("tags"))
            for (YamlNode const& tag : list(*tags)) scenario_.tags.push_back(text(tag));
        if (auto const* setup = f.find("setup")) read_setup(*setup);
        scenario_.start = stimulus();
        if (auto const* timeline = f.find("timeline"))
            for (YamlNode const& step : list(*timeline)) read_step(step);
        if (auto const* expect = f.find("expect")) add(*expect, Expect{checks(*expect, scenario_.file, source_.frequency_hz)});
        if (scenario_.check_count() == 0) refuse(root_, "the scenario has no 'expect': it would prove nothing");
        if (scenario_.length() <= Duration{}) refuse(root_, "the scenario has no 'wait': no time would pass for the meter to measure");
        return std::move(scenario_);
    }

private:
    void read_setup(YamlNode const& node) {
        Fields const f{node, "setup"};
        WiringText const text = wiring(f);
        scenario_.rated.network = text.wiring.network;
        if (auto const* nominal = f.find("nominal")) read_nominal(*nominal);
        if (text.told) scenario_.settings = wiring_writes(text, scenario_.rated, {scenario_.file, node.line, node.column});
        if (auto const* settings = f.find("settings")) {
            auto const more = register_writes(*settings, scenario_.file, false);
            scenario_.settings.insert(scenario_.settings.end(), more.begin(), more.end());
        }
        board_ = FaultBoard{text.wiring.network};
        if (auto const* faults = f.find("faults")) read_faults(*faults);
        if (text.vt_primary > 0.0) vt_ratio_ = text.vt_primary / text.vt_secondary;
        source_.frequency_hz = scenario_.rated.frequency_hz;
        auto const angles = info(text.wiring.network).angle_deg;
        for (std::size_t p = 0; p < 3; ++p) {
            source_.voltage[p] = scenario_.rated.voltage * phase_ratio(text.wiring.network, p);
            source_.voltage_deg[p] = text.reversed_rotation ? -angles[p] : angles[p];
        }
        if (auto const* source = f.find("source")) change_source(*source, scenario_.rated, source_);
    }

    void read_faults(YamlNode const& node) {
        if (node.kind != YamlNode::Kind::map)
            refuse(node, "names and their faults are expected here, for example {{cable: {{kind: open_ct, inputs: [I2]}}}}");
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            auto const known = board_.configure(node.keys[i].text, fault(node.items[i], scenario_.rated));
            if (!known) refuse(node.keys[i], "{}", known.error().sentence);
        }
    }

    /// The source with the faults that are active.
    Stimulus stimulus() const {
        Stimulus s = stimulus_of(source_);
        s.faults = board_.active();
        s.vt_ratio = vt_ratio_;
        return s;
    }

    void read_nominal(YamlNode const& node) {
        Fields const f{node, "nominal"};
        RatedValues& rated = scenario_.rated;
        if (auto const* voltage = f.find("voltage"))
            rated.voltage = number(*voltage, Unit::volt, 1.0, 1e6) / (info(rated.network).neutral ? 1.0 : std::numbers::sqrt3);
        if (auto const* current = f.find("current")) rated.current = number(*current, Unit::ampere, 0.01, 1e6);
        if (auto const* frequency = f.find("frequency")) {
            double const hz = number(*frequency, Unit::hertz, 0.0, 1000.0);
            if (hz != 50.0 && hz != 60.0)
                refuse(*frequency, "the nominal frequency is 50 Hz or 60 Hz, not '{}'", text(*frequency).substr(0, 40));
            rated.frequency_hz = static_cast<int>(hz);
        }
    }

    void read_step(YamlNode const& node) {
        Fields const f{node, "step"};
        if (node.keys.size() != 1)
            refuse(node, "a step is one of: set, dip, swell, interruption, fault, arm, clear, write, wait, expect; this one has {} keys",
                   node.keys.size());
        std::string const& verb = node.keys.front().text;
        YamlNode const& what = node.items.front();
        if (verb == "wait")
            read_wait(node, what);
        else if (verb == "set") {
            change_source(what, scenario_.rated, source_);
            Apply apply{stimulus()};
            if (auto const* over = Fields{what, "source"}.find("over")) apply.stimulus.ramp = duration(*over, source_.frequency_hz);
            add(node, std::move(apply));
        } else if (verb == "fault" || verb == "arm" || verb == "clear")
            read_fault_step(node, verb, what);
        else if (verb == "write")
            add(node, Write{register_writes(what, scenario_.file, true)});
        else if (verb == "expect")
            add(node, Expect{checks(what, scenario_.file, source_.frequency_hz)});
        else
            read_voltage_event(node, *event_kind(verb), what);
    }

    void read_wait(YamlNode const& step, YamlNode const& node) {
        // Faults that begin or end meanwhile cut the wait.
        Instant const end = now_ + duration(node, source_.frequency_hz);
        while (auto const next = board_.next_change()) {
            if (*next > end) break;
            if (*next > now_) add(step, Wait{*next - now_});
            now_ = *next;
            auto const changes = board_.advance(now_);
            for (FaultTransition const& change : changes) note(step, change);
            add(step, Apply{stimulus()});
        }
        if (end > now_) add(step, Wait{end - now_});
        now_ = end;
        board_.advance(now_);
        if (scenario_.length() > kLongestScenario) refuse(node, "with this step the scenario lasts longer than 24 h");
    }

    void note(YamlNode const& step, FaultTransition const& change) {
        scenario_.faults.push_back({{scenario_.file, step.line, step.column}, change.fault, change.to, change.at});
    }

    /// fault: NAME begins now. arm: {fault, after, for} begins later, or at the step `fault`. clear: NAME or all ends.
    void read_fault_step(YamlNode const& step, std::string const& verb, YamlNode const& what) {
        if (verb == "arm") {
            Fields const f{what, "arm"};
            FaultTiming timing;
            if (auto const* after = f.find("after")) timing.begin = now_ + duration(*after, source_.frequency_hz);
            if (auto const* lasting = f.find("for")) timing.lasting = duration(*lasting, source_.frequency_hz);
            std::string const& name = text(f.require("fault"));
            if (auto const armed = board_.arm(name, timing); !armed) refuse(what, "{}", armed.error().sentence);
            note(step, {name, FaultState::configured, FaultState::armed, now_});
            return;
        }
        if (verb == "clear" && text(what) == "all") {
            for (FaultBoard::Entry const& entry : std::vector<FaultBoard::Entry>{board_.entries()})
                if (entry.state == FaultState::active || entry.state == FaultState::armed) end_fault(step, what, entry.name);
        } else if (verb == "clear") {
            end_fault(step, what, text(what));
        } else {
            begin_fault(step, what, text(what));
        }
        add(step, Apply{stimulus()});
    }

    void begin_fault(YamlNode const& step, YamlNode const& what, std::string const& name) {
        auto const& all = board_.entries();
        auto const entry = std::find_if(all.begin(), all.end(), [&](FaultBoard::Entry const& e) { return e.name == name; });
        if (entry == all.end() || entry->state != FaultState::armed)
            if (auto const armed = board_.arm(name); !armed) refuse(what, "{}", armed.error().sentence);
        auto const began = board_.trigger(name);
        if (!began) refuse(what, "{}", began.error().sentence);
        note(step, *began);
    }

    void end_fault(YamlNode const& step, YamlNode const& what, std::string const& name) {
        auto const ended = board_.clear(name);
        if (!ended) refuse(what, "{}", ended.error().sentence);
        note(step, *ended);
    }

    void read_voltage_event(YamlNode const& step, EventKind kind, YamlNode const& node) {
        Fields const f{node, "voltage_event"};
        VoltageEvent event;
        if (auto const* phases = f.find("phases")) event.phases = phase_bits(*phases);
        event.level = residual(f, kind);
        event.duration = duration(f.require("duration"), source_.frequency_hz);
        if (auto const* at = f.find("at")) event.point_on_wave_deg = number(*at, Unit::degree, 0.0, 360.0);
        Apply apply{stimulus()};
        apply.stimulus.event = event;
        add(step, std::move(apply));
    }

    static double residual(Fields const& f, EventKind kind) {
        auto const* written = f.find("residual");
        if (written == nullptr) {
            if (kind == EventKind::interruption) return 0.0;
            refuse(f.node(), "a {} needs 'residual', for example 'residual: {}'", name(kind), kind == EventKind::dip ? "40 %" : "120 %");
        }
        double const percent = number(*written, Unit::percent, 0.0, 1000.0);
        if ((kind == EventKind::swell) != (percent > 100.0))
            refuse(*written, "a {} has a residual voltage {} 100 %", name(kind), kind == EventKind::swell ? "above" : "of at most");
        return percent / 100.0;
    }

    static std::uint8_t phase_bits(YamlNode const& node) {
        unsigned bits = 0;
        for (YamlNode const& item : list(node)) {
            auto const found = std::find(kPhases.begin(), kPhases.end(), text(item));
            if (found == kPhases.end())
                refuse(item, "unknown phase '{}'{}; known are L1, L2, L3", text(item).substr(0, 40), suggestion(text(item), kPhases));
            bits |= 1U << (found - kPhases.begin());
        }
        if (bits == 0) refuse(node, "name at least one phase");
        return static_cast<std::uint8_t>(bits);
    }

    template <class What>
    void add(YamlNode const& node, What what) {
        scenario_.timeline.push_back({{scenario_.file, node.line, node.column}, std::move(what)});
    }

    YamlNode const& root_;
    Scenario scenario_;
    Source source_;
    FaultBoard board_{Network::wye};
    double vt_ratio_ = 1.0;
    Instant now_{};
};

}  // namespace
}  // namespace language

Result<Scenario> parse_scenario(std::string_view text, std::string const& file) {
    auto const root = parse_yaml(text, file);
    if (!root) return root.error();
    if (root->kind == YamlNode::Kind::null) return input_error("{}: the file is empty; a scenario begins with 'name: …'", file);
    try {
        return language::ScenarioReader{*root, file}.read();
    } catch (language::Refusal const& r) {
        return input_error("{}:{}:{}: {}", file, r.line, r.column, r.what);
    }
}

Result<Scenario> load_scenario(std::string const& file) {
    std::error_code failure;
    auto const status = std::filesystem::status(file, failure);
    if (!std::filesystem::exists(status)) return input_error("{}: no such file", file);
    if (std::filesystem::is_directory(status))
        return input_error("{}: is a folder; name the scenario files in it, for example {}/*.yaml", file, file);
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return input_error("{}: cannot be opened for reading", file);
    // One byte more than allowed, so that parse_yaml sees that it is too much; an endless device file ends here too.
    std::string text(kYamlBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return input_error("{}: cannot be read", file);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse_scenario(text, file);
}

}  // namespace mb
