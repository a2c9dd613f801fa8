// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/builtin/scenario_player.hpp"

#include <utility>

#include "core/base/measure.hpp"
#include "scenarios/engine/meter_view.hpp"

namespace mb {
namespace {

/// The live meter as a target: time passes by itself.
class Live : public Target {
public:
    Live(House& house, modbus::Server& server) : house_{house}, server_{server} {}

    Capabilities capabilities() const override { return {}; }
    Result<void> apply(Stimulus const& stimulus) override { return house_.apply(stimulus); }
    Result<void> advance(Duration) override { return {}; }
    Result<Bytes> exchange(Port, ByteView request) override {
        return server_.answer({modbus::LinkKind::internal, "scenario", modbus::Right::configure}, request);
    }

private:
    House& house_;
    modbus::Server& server_;
};

/// The meter's own time of "since the start" for one of the scenario's.
std::vector<modbus::CommFaultRule> shifted(std::vector<modbus::CommFaultRule> rules, Instant zero) {
    auto const by = std::chrono::floor<std::chrono::milliseconds>(zero.time_since_epoch());
    for (auto& rule : rules) {
        if (rule.from) *rule.from += by;
        if (rule.to) *rule.to += by;
    }
    return rules;
}

}  // namespace

struct ScenarioPlayer::Parts {
    Parts(Scenario const& s, House& h, modbus::Server& at, std::uint16_t code, Tell t)
        : scenario(s), house(h), server(at), tell(std::move(t)), live(h, at), client(live, at.map()), meter(client, code), due(h.now()) {}

    Result<void> play() {
        while (next < scenario.timeline.size() && due <= house.now())
            if (auto const done = carry_out(scenario.timeline[next++]); !done) {
                next = scenario.timeline.size();
                return done;
            }
        if (next == scenario.timeline.size() && due <= house.now() && !std::exchange(over, true))
            tell(fmt::format("the scenario is over after {:.3f} s; its last state stays", seconds(due - zero)));
        return {};
    }

    Result<void> carry_out(Step const& step) {
        if (auto const* wait = std::get_if<Wait>(&step.what))
            due += wait->duration;
        else if (auto const* apply = std::get_if<Apply>(&step.what))
            return house.apply(apply->stimulus);
        else if (auto const* faults = std::get_if<CommFaults>(&step.what))
            server.injector().set_rules(shifted(faults->rules, zero), scenario.start.seed);
        else if (auto const* writes = std::get_if<Write>(&step.what))
            write(*writes);
        return {};
    }

    /// A lock that the script opened is closed again: it must not keep clients out.
    void write(Write const& step) {
        bool locked = false;
        for (RegisterWrite const& w : step.writes) {
            if (auto const done = meter.write(w.symbol, w.value); done.state != MeterView::Look::State::value)
                tell(fmt::format("{}: writing {} to {}: {}", w.place.text(), print(w.value, symbol_info(w.symbol).unit),
                                 symbol_info(w.symbol).name, done.sentence));
            Register const* const reg = server.map().find(w.symbol);
            locked = locked || (reg != nullptr && reg->locked);
        }
        if (locked) meter.lock();
    }

    Scenario const& scenario;
    House& house;
    modbus::Server& server;
    Tell tell;
    Live live;
    RegisterClient client;
    MeterView meter;
    Instant due;
    Instant const zero = due;
    std::size_t next = 0;
    bool over = false;
};

ScenarioPlayer::ScenarioPlayer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ScenarioPlayer::~ScenarioPlayer() = default;
ScenarioPlayer::ScenarioPlayer(ScenarioPlayer&&) noexcept = default;

Result<ScenarioPlayer> ScenarioPlayer::begin(Scenario const& scenario, House& house, modbus::Server& server, std::uint16_t lock_code,
                                             Tell tell) {
    if (auto const applied = house.apply(scenario.start); !applied) return input_error("{}: {}", scenario.file, applied.error().sentence);
    if (auto const checks = scenario.check_count(); checks > 0)
        tell(fmt::format("{}: {} check{} not judged while a live meter plays it; meterbench run judges them", scenario.file, checks,
                         checks == 1 ? " is" : "s are"));
    return ScenarioPlayer{std::make_unique<Parts>(scenario, house, server, lock_code, std::move(tell))};
}

Result<void> ScenarioPlayer::play() { return parts_->play(); }
bool ScenarioPlayer::finished() const { return parts_->over; }

}  // namespace mb
