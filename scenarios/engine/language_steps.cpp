// SPDX-License-Identifier: GPL-3.0-or-later
// What the language says about steps: the key `timeline`.
#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

class StepReader {
public:
    StepReader(YamlNode const& node, Scenario& scenario, Source& source, Timeline& timeline)
        : step_{node}, scenario_{scenario}, source_{source}, timeline_{timeline}, place_{scenario.file, node.line, node.column} {}

    void read() {
        Fields const f{step_, "step"};
        if (step_.keys.size() != 1) refuse(step_, "a step is one of: {}; this one has {} keys", joined(keys_of("step")), step_.keys.size());
        std::string const& verb = step_.keys.front().text;
        YamlNode const& what = step_.items.front();
        for (auto const& [name, read_it] : kVerbs)
            if (verb == name) (this->*read_it)(what);
        bound(what, "step");
    }

private:
    struct Verb {
        std::string_view name;
        void (StepReader::*read)(YamlNode const&);
    };
    static std::array<Verb, 14> const kVerbs;

    void wait(YamlNode const& node) { timeline_.wait(place_, duration(node, source_.frequency_hz)); }

    void write(YamlNode const& node) { timeline_.add(place_, Write{register_writes(node, scenario_.file, true)}); }

    void comm_fault(YamlNode const& node) { timeline_.add(place_, comm_faults(node)); }

    void expect(YamlNode const& node) { timeline_.add(place_, Expect{checks(node, scenario_.file, source_.frequency_hz)}); }

    void set(YamlNode const& node) {
        Fields const f{node, "set"};
        double const before = source_.frequency_hz;
        Stimulus const old = source_stimulus(node);
        change_source(node, "set", scenario_.rated, source_);
        Stimulus goal = source_stimulus(node);
        Duration over{};
        if (auto const* time = f.find("over")) over = duration(*time, before);
        if (auto const* jump = f.find("phase_jump")) goal.phase_jump_deg = angle(*jump);
        goal.ramp = over;
        if (auto const possible = check(goal, old); !possible) refuse(node, "{}", possible.error().sentence);
        timeline_.change(place_, goal, over);
    }

    Stimulus source_stimulus(YamlNode const& node) const {
        auto made = stimulus_of(source_);
        if (!made) refuse(node, "{}", made.error().sentence);
        return std::move(*made);
    }

    void dip(YamlNode const& node) { voltage_event(node, EventKind::dip); }
    void swell(YamlNode const& node) { voltage_event(node, EventKind::swell); }
    void interruption(YamlNode const& node) { voltage_event(node, EventKind::interruption); }

    void voltage_event(YamlNode const& node, EventKind kind) {
        Fields const f{node, "voltage_event"};
        VoltageEvent event;
        if (auto const* phases = f.find("phases")) event.phases = phases_of(*phases, network());
        event.level = residual(f, kind);
        event.duration = duration(f.require("duration"), source_.frequency_hz);
        if (auto const* at = f.find("at")) event.point_on_wave_deg = number(*at, Unit::degree, 0.0, 360.0);
        if (auto const* edge = f.find("edge")) {
            event.edge = duration_or_none(*edge, source_.frequency_hz);
            if (event.edge > event.duration) refuse(*edge, "the edge is longer than the event");
        }
        if (auto const* jump = f.find("phase_jump")) event.phase_jump_deg = angle(*jump);
        timeline_.add(place_, event);
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

    /// Those that carry a load's current, with neutral conductors where asked for.
    std::uint8_t inputs_in_use(bool neutrals = false) const {
        unsigned bits = 0;
        auto const roles = input_roles(source_.installation.wiring);
        for (std::size_t k = 0; k < kCurrentInputs; ++k)
            if (roles[k].kind != InputRole::Kind::free && (neutrals || roles[k].kind != InputRole::Kind::neutral)) bits |= 1U << k;
        return static_cast<std::uint8_t>(bits);
    }

    void inrush(YamlNode const& node) {
        Fields const f{node, "inrush"};
        CurrentEvent event;
        event.inputs = inputs_in_use(true);
        if (auto const* inputs = f.find("inputs")) event.inputs = bits_of(*inputs, "current input", kCurrentInputNames);
        event.multiple = number(f.require("multiple"), Unit::none, 0.0, 1000.0);
        event.decay = duration(f.require("decay"), source_.frequency_hz);
        if (auto const* dc = f.find("dc")) event.dc = number(*dc, Unit::none, -100.0, 100.0);
        if (auto const* decay = f.find("dc_decay"))
            event.dc_decay = duration(*decay, source_.frequency_hz);
        else if (event.dc != 0.0)
            refuse(node, "an inrush with 'dc' needs 'dc_decay', for example 'dc_decay: 60 ms'");
        if (auto const* at = f.find("at")) event.point_on_wave_deg = number(*at, Unit::degree, 0.0, 360.0);
        timeline_.add(place_, event);
    }

    void motor_start(YamlNode const& node) {
        Fields const f{node, "motor_start"};
        MotorStart motor{inputs_in_use(), number(f.require("multiple"), Unit::none, 1.0, 100.0), kLockedRotorFactor,
                         duration(f.require("duration"), source_.frequency_hz)};
        if (auto const* inputs = f.find("inputs")) motor.inputs = bits_of(*inputs, "current input", kCurrentInputNames);
        if (auto const* pf = f.find("pf")) motor.pf = number(*pf, Unit::none, 0.0, 1.0);
        auto const start = start_of_motor(source_, motor);
        if (!start) refuse(node, "{}", start.error().sentence);
        timeline_.change(place_, start->locked);
        timeline_.change_later(place_, start->after, start->running, start->running.ramp);
    }

    void profile(YamlNode const& node) {
        Profile const rows = language::profile(node, scenario_.file, scenario_.rated, source_);
        source_ = rows.end;
        for (std::size_t k = 0; k < rows.rows.size(); ++k) {
            ProfileRow const& row = rows.rows[k];
            if (!rows.linear) {
                timeline_.change(place_, row.stimulus);
                timeline_.wait(place_, row.lasts);
            } else if (k == 0) {
                timeline_.change(place_, row.stimulus);
            } else {
                Duration const takes = rows.rows[k - 1].lasts;
                timeline_.change(place_, row.stimulus, takes);
                timeline_.wait(place_, takes);
            }
            bound(node, "profile");
        }
    }

    void fault(YamlNode const& node) {
        if (node.kind != YamlNode::Kind::map) return accept(node, timeline_.activate(place_, text(node)));
        Fault const made = language::fault(node, source_.installation, scenario_.rated);
        std::string const name = timeline_.free_name(made.kind);
        accept(node, timeline_.configure(place_, name, made));
        accept(node, timeline_.activate(place_, name));
    }

    void arm(YamlNode const& node) {
        Fields const f{node, "arm"};
        YamlNode const& name = f.require("fault");
        std::optional<Duration> after;
        std::optional<Duration> lasting;
        if (auto const* time = f.find("after")) after = duration_or_none(*time, source_.frequency_hz);
        if (auto const* time = f.find("for")) lasting = duration(*time, source_.frequency_hz);
        accept(name, timeline_.arm(place_, text(name), after, lasting));
    }

    void clear(YamlNode const& node) {
        if (text(node) != kAllFaults) return accept(node, timeline_.clear(place_, text(node)));
        if (!timeline_.clear_all(place_)) refuse(node, "no fault is armed or active: there is nothing to clear");
    }

    void bound(YamlNode const& node, std::string_view what) const {
        if (timeline_.now().time_since_epoch() > kLongestScenario)
            refuse(node, "with this {} the scenario lasts longer than 400 days", what);
        if (timeline_.bytes() > kStimulusBytes)
            refuse(node, "with this {} the stimuli of the scenario take more than {} MB; use fewer steps and shorter ramps", what,
                   kStimulusBytes / 1'000'000);
    }

    static void accept(YamlNode const& node, Result<void> const& done) {
        if (!done) refuse(node, "{}", done.error().sentence);
    }

    NetworkRow const& network() const { return info(source_.installation.wiring.network); }

    static constexpr double kLockedRotorFactor = 0.3;  // IEC 60034-12: 0.2 … 0.4 is usual

    YamlNode const& step_;
    Scenario& scenario_;
    Source& source_;
    Timeline& timeline_;
    Place place_;
};

std::array<StepReader::Verb, 14> const StepReader::kVerbs{{{"set", &StepReader::set},
                                                           {"dip", &StepReader::dip},
                                                           {"swell", &StepReader::swell},
                                                           {"interruption", &StepReader::interruption},
                                                           {"inrush", &StepReader::inrush},
                                                           {"motor_start", &StepReader::motor_start},
                                                           {"profile", &StepReader::profile},
                                                           {"fault", &StepReader::fault},
                                                           {"arm", &StepReader::arm},
                                                           {"clear", &StepReader::clear},
                                                           {"write", &StepReader::write},
                                                           {"comm_fault", &StepReader::comm_fault},
                                                           {"wait", &StepReader::wait},
                                                           {"expect", &StepReader::expect}}};

}  // namespace

void read_step(YamlNode const& node, Scenario& scenario, Source& source, Timeline& timeline) {
    StepReader{node, scenario, source, timeline}.read();
}

}  // namespace mb::language
