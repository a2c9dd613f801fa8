// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_json.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/engine/readings_json.hpp"
#include "scenarios/engine/report_faults.hpp"

namespace mb {
namespace {

using Json = nlohmann::ordered_json;

Json readings(ScenarioResult const& result) {
    Json all = Json::object();
    for (Reading const& reading : result.readings) {
        Symbol const& symbol = symbol_info(reading.symbol);
        all[symbol.name] = reading_json(reading.value, symbol.unit);
    }
    return all;
}

Json events(ScenarioResult const& result) {
    Json all = Json::array();
    for (SeenEvent const& seen : result.events) all.push_back(event_json(seen.event));
    return all;
}

Json finding(Finding const& f) {
    Json one{{"verdict", name(f.verdict)}, {"quantity", f.quantity}, {"expected", f.expected},
             {"actual", f.actual},         {"limit", f.limit},       {"unit", symbol(f.unit)}};
    auto const add = [&](char const* key, std::optional<double> const& value) { one[key] = value ? Json(*value) : Json(nullptr); };
    add("actual_value", f.actual_value);
    add("low", f.low);
    add("high", f.high);
    return one;
}

Json check(CheckResult const& c) {
    Json one{{"verdict", name(c.verdict)},
             {"title", c.title},
             {"file", c.place.file},
             {"line", c.place.line},
             {"time_s", seconds(c.time.time_since_epoch())}};
    if (!c.reason.empty()) one["reason"] = c.reason;
    one["findings"] = Json::array();
    for (Finding const& f : c.findings) one["findings"].push_back(finding(f));
    return one;
}

/// All that were configured, and what became of them.
Json faults(ScenarioResult const& result) {
    auto const changes = fault_changes(result);
    Json all = Json::array();
    for (NamedFault const& fault : result.scenario.faults) {
        Json one{{"name", fault.name}, {"kind", info(fault.fault.kind).name}, {"what", describe(fault.fault)}, {"line", fault.place.line}};
        one["changes"] = Json::array();
        for (FaultChange const& change : changes)
            if (change.fault == &fault)
                one["changes"].push_back({{"time_s", change.time_s}, {"from", name(change.from)}, {"to", name(change.to)}});
        all.push_back(std::move(one));
    }
    return all;
}

Json comm_faults(ScenarioResult const& result) {
    Json all = Json::array();
    for (CommFaultSpell const& spell : result.comm_faults)
        all.push_back({{"rule", spell.rule},
                       {"line", spell.place.line},
                       {"from_s", seconds(spell.from.time_since_epoch())},
                       {"to_s", seconds(spell.to.time_since_epoch())},
                       {"spoilt", spell.spoilt}});
    return all;
}

Json scenario(ScenarioResult const& result) {
    Json one{{"name", result.scenario.name},
             {"file", result.scenario.file},
             {"description", result.scenario.description},
             {"tags", result.scenario.tags},
             {"verdict", name(result.verdict)},
             {"ended", result.ended},
             {"notes", result.notes},
             {"simulated_s", seconds(result.simulated)},
             {"requests", result.requests},
             {"digest", hex(result.digest)},
             {"checks", Json::array()}};
    for (CheckResult const& c : result.checks) one["checks"].push_back(check(c));
    if (!result.scenario.faults.empty()) one["faults"] = faults(result);
    if (!result.comm_faults.empty()) one["comm_faults"] = comm_faults(result);
    one["readings"] = readings(result);
    one["events"] = events(result);
    return one;
}

}  // namespace

std::string report_json(RunReport const& report) {
    Json all{{"readings", Json::object()}, {"events", Json::array()}};
    for (ScenarioResult const& result : report.scenarios) {
        if (result.ended != "finished") continue;
        all["readings"] = readings(result);
        all["events"] = events(result);
    }
    all["target"] = report.target;
    all["map"] = report.map;
    all["verdict"] = name(report.verdict);
    all["scenarios"] = Json::array();
    for (ScenarioResult const& result : report.scenarios) all["scenarios"].push_back(scenario(result));
    all["digest"] = hex(report.digest);
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mb
