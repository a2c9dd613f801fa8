// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/scpi/source_steps.hpp"

#include <algorithm>
#include <cmath>

namespace mb::hil {
namespace {

/// A source without a slew of its own is moved in steps of this time.
constexpr Milliseconds kRampStep{100};
/// What a source may need beyond the time of its slew.
constexpr Milliseconds kSettlePatience{5'000};
/// Half a unit of the last decimal that we send or that a source tells.
constexpr double kRounding = 0.006;

class Values {
public:
    Values& set(Placeholder p, double value) {
        all_[static_cast<std::size_t>(p)] = value;
        return *this;
    }
    operator PlaceholderValues const&() const { return all_; }

private:
    PlaceholderValues all_{};
};

Values phase_value(std::size_t phase) { return Values{}.set(Placeholder::phase, static_cast<double>(phase + 1)); }

std::string of_phase(std::string_view what, std::size_t phase) { return fmt::format("{} of phase {}", what, phase + 1); }

bool harmonics_differ(SetPoint const& a, SetPoint const& b) {
    for (std::size_t k = 0; k < 3; ++k)
        if (a.phases[k].volts_harmonics != b.phases[k].volts_harmonics || a.phases[k].amps_harmonics != b.phases[k].amps_harmonics)
            return true;
    return false;
}

bool any_harmonics(SetPoint const& p) { return harmonics_differ(p, SetPoint{}); }

}  // namespace

void SourceSteps::send(Steps& to, Action action, PlaceholderValues const& values) const {
    ActionText const* text = dialect_.find(action);
    if (text == nullptr) return;
    for (CommandText const& line : text->set) to.push_back({Step::Kind::send, line.filled(values), {}, {}, 0, 0, false, {}, {}});
}

void SourceSteps::read(Steps& to, Action action, PlaceholderValues const& values, std::string what, Unit unit, double expected,
                       double tolerance) const {
    ActionText const* text = dialect_.find(action);
    if (text == nullptr || text->query.empty()) return;
    for (std::size_t n = 0; n + 1 < text->query.size(); ++n)
        to.push_back({Step::Kind::send, text->query[n].filled(values), {}, {}, 0, 0, false, {}, {}});
    to.push_back(
        {Step::Kind::number, text->query.back().filled(values), std::move(what), unit, expected, tolerance, unit == Unit::degree, {}, {}});
}

void SourceSteps::word(Steps& to, Action action, Step::Kind kind, std::string what, std::string const& wanted,
                       Milliseconds patience) const {
    ActionText const* text = dialect_.find(action);
    if (text == nullptr) return;
    to.push_back({kind, text->query.back().filled({}), std::move(what), Unit::none, 0, 0, false, wanted, patience});
}

void SourceSteps::settled(Steps& to, std::string what, double volts) const {
    auto const time = Milliseconds{std::llround(1'000.0 * volts / bench_.slew)} + kSettlePatience;
    word(to, Action::settled, Step::Kind::until_word, std::move(what), dialect_.find(Action::settled)->answer, time);
}

void SourceSteps::errors(Steps& to, std::string what) const {
    word(to, Action::errors, Step::Kind::no_errors, std::move(what), dialect_.find(Action::errors)->answer, {});
}

void SourceSteps::limit(Steps& to, Action action, Placeholder p, double value, std::string what, Unit unit) const {
    ActionText const* text = dialect_.find(action);
    if (text == nullptr) return;
    for (std::size_t k = 0; k < (text->by_phase() ? 3U : 1U); ++k) {
        Values values = phase_value(k);
        values.set(p, value);
        send(to, action, values);
        read(to, action, values, text->by_phase() ? of_phase(what, k) : what, unit, value, kRounding + value * 1e-3);
    }
}

Steps SourceSteps::output_off() const {
    Steps steps;
    send(steps, Action::output_off);
    word(steps, Action::output_state, Step::Kind::word, "the output after switching it off", dialect_.find(Action::output_state)->off, {});
    return steps;
}

Steps SourceSteps::cut() const {
    Steps steps;
    send(steps, Action::output_off);
    return steps;
}

Steps SourceSteps::arm() const {
    Steps steps = output_off();
    send(steps, Action::prepare);
    errors(steps, "preparing the source");
    limit(steps, Action::limit_voltage, Placeholder::volts, bench_.limits.voltage, "limit of the voltage", Unit::volt);
    limit(steps, Action::limit_current, Placeholder::amps, bench_.limits.current, "limit of the current", Unit::ampere);
    limit(steps, Action::limit_frequency, Placeholder::hertz, bench_.limits.frequency_high, "limit of the frequency", Unit::hertz);
    limit(steps, Action::slew, Placeholder::slew, bench_.slew, "slew", Unit::none);
    errors(steps, "setting the limits");
    return steps;
}

Steps SourceSteps::output_on() const {
    Steps steps;
    send(steps, Action::output_on);
    word(steps, Action::output_state, Step::Kind::word, "the output after switching it on", dialect_.find(Action::output_state)->answer,
         {});
    errors(steps, "switching the output on");
    return steps;
}

Steps SourceSteps::still_on() const {
    Steps steps;
    word(steps, Action::output_state, Step::Kind::word, "the output, while it stands", dialect_.find(Action::output_state)->answer, {});
    errors(steps, "standing");
    return steps;
}

double SourceSteps::told_angle(SetPoint const& point, double leading) const {
    return dialect_.angle(dialect_.angles_relative ? leading - point.phases[0].volts_deg : leading);
}

void SourceSteps::harmonics(Steps& to, SetPoint const& point) const {
    ActionText const* clear = dialect_.find(Action::harmonics_clear);
    if (clear == nullptr) return;
    for (std::size_t k = 0; k < (clear->by_phase() ? 3U : 1U); ++k) send(to, Action::harmonics_clear, phase_value(k));
    auto const each = [&](Action action, std::size_t phase, std::vector<Harmonic> const& list, double rms, Placeholder amplitude, Unit unit,
                          std::string_view what) {
        ActionText const* text = dialect_.find(action);
        for (Harmonic const& h : list) {
            if (text == nullptr) return;
            Values values = phase_value(phase);
            values.set(Placeholder::order, h.order)
                .set(Placeholder::percent, h.ratio * 100.0)
                .set(amplitude, h.ratio * rms)
                .set(Placeholder::degrees, dialect_.angle(h.phase_deg));
            send(to, action, values);
            bool const by_percent =
                std::any_of(text->set.begin(), text->set.end(), [](auto const& t) { return t.has(Placeholder::percent); });
            double const expected = by_percent ? h.ratio * 100.0 : h.ratio * rms;
            read(to, action, values, of_phase(fmt::format("harmonic {} of the {}", h.order, what), phase),
                 by_percent ? Unit::percent : unit, expected, kRounding + std::abs(expected) * bench_.read_back.voltage_percent / 100.0);
        }
    };
    for (std::size_t k = 0; k < 3; ++k) {
        PhasePoint const& p = point.phases[k];
        each(Action::voltage_harmonic, k, p.volts_harmonics, p.volts, Placeholder::volts, Unit::volt, "voltage");
        each(Action::current_harmonic, k, p.amps_harmonics, p.amps, Placeholder::amps, Unit::ampere, "current");
    }
}

bool SourceSteps::harmonics_in_volts() const {
    ActionText const* text = dialect_.find(Action::voltage_harmonic);
    return text != nullptr && std::any_of(text->set.begin(), text->set.end(), [](auto const& t) { return t.has(Placeholder::volts); });
}

void SourceSteps::voltage(Steps& to, std::size_t phase, SetPoint const& point, double volts, bool read_back) const {
    Values values = phase_value(phase);
    values.set(Placeholder::volts, volts).set(Placeholder::degrees, told_angle(point, point.phases[phase].volts_deg));
    send(to, Action::voltage, values);
    if (!read_back) return;
    read(to, Action::voltage, values, of_phase("voltage", phase), Unit::volt, volts,
         kRounding + volts * bench_.read_back.voltage_percent / 100.0);
    if (ActionText const* angle = dialect_.find(Action::voltage_angle); angle != nullptr && angle->set.empty() && volts > 0.0)
        read(to, Action::voltage_angle, values, of_phase("angle of the voltage", phase), Unit::degree,
             told_angle(point, point.phases[phase].volts_deg), bench_.read_back.angle_deg + kRounding);
}

void SourceSteps::voltages(Steps& to, std::optional<SetPoint> const& from, SetPoint const& point) const {
    auto const before = [&](std::size_t k) { return from ? from->phases[k].volts : 0.0; };
    double farthest = 0.0;
    for (std::size_t k = 0; k < 3; ++k) farthest = std::max(farthest, std::abs(point.phases[k].volts - before(k)));
    // A source with a slew of its own is told the end; another one is led there.
    double const per_step = bench_.slew * std::chrono::duration<double>(kRampStep).count();
    int const steps = dialect_.find(Action::slew) != nullptr ? 1 : std::max(1, static_cast<int>(std::ceil(farthest / per_step - 1e-9)));
    for (int n = 1; n <= steps; ++n) {
        bool const last = n == steps;
        for (std::size_t k = 0; k < 3; ++k) {
            double const end = point.phases[k].volts;
            if (from && end == before(k) && point.phases[k].volts_deg == from->phases[k].volts_deg) continue;
            voltage(to, k, point, last ? end : before(k) + (end - before(k)) * n / steps, last);
        }
        send(to, Action::apply);
        if (!last) to.push_back({Step::Kind::pause, {}, {}, {}, 0, 0, false, {}, kRampStep});
    }
    settled(to, "the voltages", farthest);
    errors(to, "setting the voltages");
}

void SourceSteps::currents(Steps& to, std::optional<SetPoint> const& from, SetPoint const& point) const {
    if (dialect_.find(Action::current) == nullptr) return;
    bool changed = false;
    for (std::size_t k = 0; k < 3; ++k) {
        PhasePoint const& p = point.phases[k];
        PhasePoint const* old = from ? &from->phases[k] : nullptr;
        if (old != nullptr && old->amps == p.amps && old->amps_deg == p.amps_deg) continue;
        changed = true;
        Values values = phase_value(k);
        values.set(Placeholder::amps, p.amps).set(Placeholder::degrees, told_angle(point, p.amps_deg));
        double const angle = told_angle(point, p.amps_deg);
        send(to, Action::current_angle, values);
        send(to, Action::current, values);
        read(to, Action::current_angle, values, of_phase("angle of the current", k), Unit::degree, angle,
             bench_.read_back.angle_deg + kRounding);
        read(to, Action::current, values, of_phase("current", k), Unit::ampere, p.amps,
             kRounding / 10.0 + p.amps * bench_.read_back.current_percent / 100.0);
    }
    if (!changed) return;
    send(to, Action::apply);
    settled(to, "the currents", 0.0);
    errors(to, "setting the currents");
}

void SourceSteps::measured(Steps& to, SetPoint const& point) const {
    if (!bench_.read_back.measured_percent) return;
    double const part = *bench_.read_back.measured_percent / 100.0;
    // What has no voltage has no frequency.
    double const highest = std::max({point.phases[0].volts, point.phases[1].volts, point.phases[2].volts});
    if (highest >= 0.1 * bench_.limits.voltage)
        read(to, Action::measure_frequency, {}, "measured frequency", Unit::hertz, point.hertz, bench_.read_back.frequency_hz + 0.01);
    for (std::size_t k = 0; k < 3; ++k) {
        PhasePoint const& p = point.phases[k];
        double const volts = full_rms(p.volts, p.volts_harmonics);
        double const amps = full_rms(p.amps, p.amps_harmonics);
        // Near zero a source measures its own noise: a part of the limit counts there.
        read(to, Action::measure_voltage, phase_value(k), of_phase("measured voltage", k), Unit::volt, volts,
             part * std::max(volts, 0.1 * bench_.limits.voltage));
        if (dialect_.find(Action::current) != nullptr)
            read(to, Action::measure_current, phase_value(k), of_phase("measured current", k), Unit::ampere, amps,
                 part * std::max(amps, 0.1 * bench_.limits.current));
    }
}

Steps SourceSteps::change(std::optional<SetPoint> const& from, SetPoint const& to) const {
    Steps steps;
    if (from && *from == to) return steps;
    if (!from || from->hertz != to.hertz) {
        Values values;
        values.set(Placeholder::hertz, to.hertz);
        send(steps, Action::frequency, values);
        read(steps, Action::frequency, values, "frequency", Unit::hertz, to.hertz, bench_.read_back.frequency_hz + kRounding);
    }
    // A source whose state nobody knows may have kept the harmonics of somebody before: they are cleared, too.
    if (!from || harmonics_differ(*from, to) || (any_harmonics(to) && harmonics_in_volts())) harmonics(steps, to);
    for (std::size_t k = dialect_.angles_relative ? 1 : 0; k < 3; ++k) {
        double const angle = told_angle(to, to.phases[k].volts_deg);
        if (from && told_angle(*from, from->phases[k].volts_deg) == angle) continue;
        Values values = phase_value(k);
        values.set(Placeholder::degrees, angle);
        ActionText const* text = dialect_.find(Action::voltage_angle);
        if (text == nullptr || text->set.empty()) continue;  // then 'voltage' says it
        send(steps, Action::voltage_angle, values);
        read(steps, Action::voltage_angle, values, of_phase("angle of the voltage", k), Unit::degree, angle,
             bench_.read_back.angle_deg + kRounding);
    }
    if (!steps.empty()) errors(steps, "setting frequency, angles and harmonics");
    voltages(steps, from, to);
    currents(steps, from, to);
    measured(steps, to);
    return steps;
}

Result<Steps> SourceSteps::event(SetPoint const& at, EventPoint const& event) const {
    ActionText const* dip = dialect_.find(Action::dip);
    if (dip == nullptr) return input_error("the dialect '{}' has no voltage events", dialect_.name);
    bool const masked = std::any_of(dip->set.begin(), dip->set.end(), [](auto const& t) { return t.has(Placeholder::mask); });
    bool const by_phase = dip->by_phase();
    bool const alike = at.phases[0].volts == at.phases[1].volts && at.phases[0].volts == at.phases[2].volts;
    if (!masked && !by_phase && (event.phases != 0b111 || !alike))
        return input_error("an event of single phases, or of unequal voltages: the dialect '{}' makes events of all phases alike only",
                           dialect_.name);
    Steps steps;
    for (std::size_t k = 0; k < (by_phase ? 3U : 1U); ++k) {
        bool const concerned = (event.phases >> k & 1U) != 0;
        Values values = phase_value(k);
        values.set(Placeholder::volts, at.phases[k].volts)
            .set(Placeholder::event_volts, at.phases[k].volts * (concerned ? event.level : 1.0))
            .set(Placeholder::hertz, at.hertz)
            .set(Placeholder::percent, event.level * 100.0)
            .set(Placeholder::mask, event.phases)
            .set(Placeholder::seconds, event.seconds)
            .set(Placeholder::milliseconds, event.seconds * 1'000.0);
        send(steps, Action::dip, values);
    }
    if (dialect_.find(Action::dip_position) != nullptr) {
        double const position = std::fmod(std::fmod(event.position_deg, 360.0) + 360.0, 360.0);
        send(steps, Action::dip_position, Values{}.set(Placeholder::degrees, position));
    }
    errors(steps, "preparing the voltage event");
    send(steps, Action::dip_start);
    errors(steps, "starting the voltage event");
    return steps;
}

Steps SourceSteps::after_event(SetPoint const& at, EventPoint const& event) const {
    Steps steps;
    auto const time = Milliseconds{std::llround(1'000.0 * event.seconds)} + kSettlePatience;
    word(steps, Action::dip_state, Step::Kind::until_word, "the voltage event", dialect_.find(Action::dip_state)->answer, time);
    ActionText const* end = dialect_.find(Action::dip_end);
    if (end == nullptr) return steps;
    for (std::size_t k = 0; k < (end->by_phase() ? 3U : 1U); ++k)
        send(steps, Action::dip_end, phase_value(k).set(Placeholder::volts, at.phases[k].volts).set(Placeholder::hertz, at.hertz));
    errors(steps, "ending the voltage event");
    return steps;
}

}  // namespace mb::hil
