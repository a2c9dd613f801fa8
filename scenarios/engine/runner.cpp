// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/runner.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/measure.hpp"
#include "scenarios/engine/meter_setup.hpp"
#include "scenarios/engine/open_checks.hpp"
#include "scenarios/engine/pulse_watch.hpp"
#include "scenarios/engine/requirements.hpp"

namespace mb {
namespace {

class Run {
public:
    Run(Scenario const& scenario, Target& target, RegisterMap const& map, Progress const& progress)
        : scenario_{scenario},
          target_{target},
          can_{target.capabilities()},
          client_{target, map},
          meter_{client_},
          watch_{map, kScenarioEpoch},
          progress_{progress},
          interval_{EventWatch::interval(can_.exact_time)} {
        result_.scenario = scenario;
        result_.checks = waiting_checks(scenario);
    }

    ScenarioResult carry_out() {
        if (std::string const why = lacking(scenario_, can_); !why.empty())
            close(Verdict::not_applicable, why);
        else if (std::string const missing = unwritable(scenario_, client_.map()); !missing.empty())
            close(Verdict::not_applicable, missing);
        else if (begin() && steps())
            result_.ended = "finished";
        finish();
        return std::move(result_);
    }

private:
    bool begin() {
        std::string const clock = meter_.set_clock();
        if (!meter_.failure().empty()) return abort("setting the meter's clock", meter_.failure());
        if (!clock.empty()) {
            result_.notes.push_back(clock + "; event times count from the meter's own zero");
            watch_ = EventWatch{client_.map(), 0};
        }
        if (!tell_installation() || !write(scenario_.settings)) return false;
        if (!apply(scenario_.start, "the set-up")) return false;
        if (can_.half_cycles && !watch_.poll_baseline(client_)) return abort("reading the event registers", watch_.failure());
        return true;
    }

    /// Looking on for events is the bench's own business: no communication fault acts on it.
    bool poll() {
        client_.path().set_undisturbed(true);
        bool const polled = !can_.half_cycles || watch_.poll(client_) || abort("reading the event registers", watch_.failure());
        client_.path().set_undisturbed(false);
        return polled;
    }

    bool steps() {
        for (Step const& step : scenario_.timeline) {
            bool good = true;
            if (auto const* wait = std::get_if<Wait>(&step.what))
                good = pass(wait->duration, step.place);
            else if (auto const* expect = std::get_if<Expect>(&step.what))
                good = expect_now(*expect);
            else if (auto const* writes = std::get_if<Write>(&step.what))
                good = write(writes->writes);
            else if (auto const* faults = std::get_if<CommFaults>(&step.what))
                good = take(*faults, step.place);
            else
                good = apply(std::get<Apply>(step.what).stimulus, step.place.text());
            if (!good) return false;
        }
        return true;
    }

    bool apply(Stimulus const& stimulus, std::string const& where) {
        if (auto const applied = target_.apply(stimulus); !applied) return abort(where, applied.error().sentence);
        pulses_.begin(stimulus, now_);
        return true;
    }

    /// The meter learns what it is wired to. What the map lacks was looked at before (requirements.hpp): it is what a meter has anyway.
    bool tell_installation() {
        for (SetupWrite const& w : setup_writes(scenario_.installation, scenario_.rated)) {
            auto const symbol = find_symbol(w.symbol);
            Register const* const reg = symbol ? client_.map().find(*symbol) : nullptr;
            if (reg == nullptr) continue;
            if (w.nominal && !MeterView::holds(*reg, w.value)) {
                result_.notes.push_back(fmt::format("{} cannot hold {}: the meter keeps the nominal value that it has", w.symbol,
                                                    print(w.value, symbol_info(*symbol).unit)));
                continue;
            }
            auto const done = meter_.write(*symbol, w.value);
            if (w.usual && done.state == MeterView::Look::State::absent) continue;  // as where the map lacks it
            auto const what = fmt::format("telling the meter its wiring, {} to {}", print(w.value, symbol_info(*symbol).unit), w.symbol);
            if (done.state == MeterView::Look::State::refused) return lacks(what, done.sentence);  // a wiring that it cannot have
            if (!written(done, what)) return false;
        }
        return true;
    }

    /// A meter that lacks a register is not the meter that the rest of the scenario is about: that is not applicable. One that has it and
    /// refuses the value ends the run.
    bool written(MeterView::Look const& done, std::string const& what) {
        if (done.state == MeterView::Look::State::value) return true;
        if (done.state != MeterView::Look::State::absent) return abort(what, done.sentence);
        return lacks(what, done.sentence);
    }

    bool lacks(std::string const& what, std::string const& why) {
        close(Verdict::not_applicable, fmt::format("the meter lacks what the scenario writes: {}: {}", what, why));
        return false;
    }

    bool write(std::vector<RegisterWrite> const& writes) {
        for (RegisterWrite const& w : writes)
            if (!written(meter_.write(w.symbol, w.value),
                         fmt::format("{}: writing {} to {}", w.place.text(), print(w.value, symbol_info(w.symbol).unit),
                                     symbol_info(w.symbol).name)))
                return false;
        return true;
    }

    /// Time passes in pieces that end at whole multiples of the watch's interval, so that every scenario is polled at the same instants.
    bool pass(Duration left, Place const& place) {
        while (left > Duration{}) {
            Duration const to_poll = interval_ - now_.time_since_epoch() % interval_;
            Duration const piece = can_.half_cycles ? std::min(left, to_poll) : left;
            if (auto const advanced = target_.advance(piece); !advanced) return abort(place.text(), advanced.error().sentence);
            now_ += piece;
            left -= piece;
            client_.path().set_time(now_);
            if (auto const told = pulses_.collect(target_, now_); !told) return abort("reading the energy pulses", told.error().sentence);
            if (piece == to_poll && !poll()) return false;
            if (progress_) progress_(scenario_, now_);
        }
        return true;
    }

    bool expect_now(Expect const& expect) {
        if (!poll()) return false;
        for (Check const& check : expect.checks) {
            CheckResult& result = result_.checks[next_check_];
            if (auto const* quantity = std::get_if<QuantityCheck>(&check.what)) {
                if (!look_at(*quantity, result)) return false;
            } else if (auto const* reply = std::get_if<ReplyCheck>(&check.what)) {
                if (!try_reply(*reply, result)) return false;
            } else if (auto const* pulse = std::get_if<PulseCheck>(&check.what)) {
                if (!count_pulses(*pulse, result)) return false;
            } else {
                look_at_events(check, result);
            }
            result.time = now_;
            ++next_check_;
        }
        return true;
    }

    bool look_at(QuantityCheck const& check, CheckResult& result) {
        if (!can_.half_cycles && needs_half_cycles(check.symbol)) {
            result.verdict = Verdict::not_applicable;
            result.reason = without_half_cycles();
            return true;
        }
        MeterView::Look const look = meter_.look(check.symbol);
        switch (look.state) {
            case MeterView::Look::State::value:
                result.findings = judge(check, look.value, look.resolution, can_.source);
                break;
            case MeterView::Look::State::no_reading:
                result.findings = judge(check, 0.0, 0.0, {});
                result.findings.front().verdict = Verdict::fail;
                result.findings.front().actual = look.sentence;
                result.findings.front().actual_value.reset();
                break;
            case MeterView::Look::State::refused:  // of writes only
            case MeterView::Look::State::absent:
                result.verdict = Verdict::not_applicable;
                result.reason = look.sentence;
                return true;
            case MeterView::Look::State::lost:
                return abort(fmt::format("reading {}", symbol_info(check.symbol).name), look.sentence);
        }
        result.verdict = verdict_of(result.findings);
        return true;
    }

    bool count_pulses(PulseCheck const& check, CheckResult& result) {
        double weight = check.weight_wh.value_or(0.0);
        if (!check.weight_wh) {
            static SymbolId const kWeight = find_symbol("own.pulse_weight").value();
            MeterView::Look const look = meter_.look(kWeight);
            if (look.state == MeterView::Look::State::lost) return abort("reading the weight of a pulse", look.sentence);
            if (look.state == MeterView::Look::State::value) weight = look.value;
        }
        pulses_.judge(check, weight, can_, result);
        return true;
    }

    bool try_reply(ReplyCheck const& check, CheckResult& result) {
        Register const* const reg = client_.map().find(check.symbol);
        if (reg == nullptr) {
            result.verdict = Verdict::not_applicable;
            result.reason = fmt::format("the register map has no {}", symbol_info(check.symbol).name);
            return true;
        }
        Delivery const delivery = client_.try_read(reg->address, reg->words, check.within);
        if (delivery.state == Delivery::State::gone)
            return abort(fmt::format("reading {}", symbol_info(check.symbol).name), delivery.sentence);
        result.findings = judge(check, delivery);
        result.verdict = verdict_of(result.findings);
        return true;
    }

    bool take(CommFaults const& faults, Place const& place) {
        end_comm_faults();
        for (modbus::CommFaultRule const& rule : faults.rules) result_.comm_faults.push_back({place, modbus::text(rule), now_, now_, 0});
        client_.path().set_rules(faults.rules, scenario_.start.seed);
        return true;
    }

    void end_comm_faults() {
        auto const counts = client_.path().injector().counts();
        std::size_t const first = result_.comm_faults.size() - counts.size();
        for (std::size_t k = 0; k < counts.size(); ++k) {
            result_.comm_faults[first + k].to = now_;
            result_.comm_faults[first + k].spoilt = counts[k];
        }
        client_.path().set_rules({}, 0);
    }

    void look_at_events(Check const& check, CheckResult& result) {
        auto const* event = std::get_if<EventCheck>(&check.what);
        auto const kind = event != nullptr ? std::optional{event->kind} : std::get<EventCountCheck>(check.what).kind;
        std::string const why = can_.half_cycles ? watch_.lacking(kind) : without_half_cycles();
        if (!why.empty()) {
            result.verdict = Verdict::not_applicable;
            result.reason = why;
            return;
        }
        if (event != nullptr)
            result.findings = judge(*event, watch_.events(), can_.source);
        else
            result.findings = judge(std::get<EventCountCheck>(check.what), watch_.events());
        result.verdict = verdict_of(result.findings);
    }

    std::string without_half_cycles() const { return fmt::format("{} has no half cycles, so its meter knows no events", can_.name); }

    /// The world failed: the scenario is in error, the checks that were not reached are aborted.
    bool abort(std::string const& where, std::string const& why) {
        result_.ended = fmt::format("stopped at {:.3f} s: {}: {}", seconds(now_.time_since_epoch()), where, why);
        broken_ = true;
        close(Verdict::aborted, result_.ended);
        return false;
    }

    void close(Verdict verdict, std::string const& why) {
        if (result_.ended.empty()) result_.ended = why;
        close_open(result_.checks, verdict, why, now_);
    }

    void finish() {
        end_comm_faults();
        if (auto const again = client_.asked_again(); again > 0)
            result_.notes.push_back(
                fmt::format("{} request{} asked again because of communication faults", again, again == 1 ? " was" : "s were"));
        if (!broken_ && result_.ended == "finished") {
            result_.readings = meter_.all_readings();
            if (!meter_.failure().empty()) abort("reading the final values", meter_.failure());
        }
        Verdict worst = Verdict::not_applicable;
        for (CheckResult const& check : result_.checks) worst = worse(worst, check.verdict);
        result_.verdict = broken_ ? Verdict::error : worst;
        result_.events = watch_.events();
        result_.simulated = now_.time_since_epoch();
        result_.requests = client_.requests();
        result_.digest = client_.digest();
    }

    Scenario const& scenario_;
    Target& target_;
    Capabilities can_;
    RegisterClient client_;
    MeterView meter_;
    EventWatch watch_;
    Progress const& progress_;
    Duration const interval_;
    PulseWatch pulses_{scenario_, can_};
    ScenarioResult result_;
    Instant now_{};
    std::size_t next_check_ = 0;
    bool broken_ = false;
};

}  // namespace

ScenarioResult run_scenario(Scenario const& scenario, Target& target, RegisterMap const& map, Progress const& progress) {
    return Run{scenario, target, map, progress}.carry_out();
}

}  // namespace mb
