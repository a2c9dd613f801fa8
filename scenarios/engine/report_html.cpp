// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_html.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "core/base/measure.hpp"
#include "scenarios/engine/report_faults.hpp"
#include "scenarios/engine/report_markup.hpp"

namespace mb {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --paper: #fbfbf9; --card: #ffffff; --ink: #1c2024; --soft: #5f6870; --rule: #dcdfe2; --good: #1a7f4b; --bad: #b3261e; --warn: #8a5a00;
  --l1: #0072b2; --l2: #d55e00; --l3: #6b6f76; --event: #f0c94055; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1c2024; --ink: #e6e8ea; --soft: #9aa3ab; --rule: #343a40; --good: #58c48c; --bad: #ff8a80; --warn: #e6b450;
  --l1: #56b4e9; --l2: #ff9e4a; --l3: #b7bcc2; --event: #f0c94033; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 0; } h3 { font-size: 14px; margin: 20px 0 6px; color: var(--soft); font-weight: 600; }
p { margin: 6px 0; } .soft { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 20px 24px; margin-top: 20px; }
.head { display: flex; gap: 12px; align-items: baseline; justify-content: space-between; }
.badge { font-size: 13px; font-weight: 700; padding: 2px 10px; border-radius: 99px; border: 1.5px solid currentColor; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; } caption { text-align: left; }
th { text-align: left; color: var(--soft); font-weight: 600; } th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.n { font-variant-numeric: tabular-nums; white-space: nowrap; } td.v { font-weight: 700; white-space: nowrap; }
code { font: 13px ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
svg.timeline { width: 100%; height: auto; display: block; margin-top: 12px; }
svg text { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: var(--soft); } .grid { stroke: var(--rule); }
polyline { fill: none; stroke-width: 1.8; } .l1 { stroke: var(--l1); } .l2 { stroke: var(--l2); stroke-dasharray: 7 3; } .l3 { stroke: var(--l3); stroke-dasharray: 2 3; }
.key { display: inline-block; width: 22px; height: 0; border-top: 2px solid; vertical-align: middle; margin: 0 5px 0 14px; }
.key.l1 { border-color: var(--l1); } .key.l2 { border-color: var(--l2); border-top-style: dashed; } .key.l3 { border-color: var(--l3); border-top-style: dotted; }
rect.event { fill: var(--event); } rect.fault { fill: var(--bad); opacity: 0.3; } .mark.good { fill: var(--good); } .mark.bad { fill: var(--bad); }
svg.gauge { width: 120px; height: 14px; display: block; margin-top: 3px; } .band { fill: color-mix(in srgb, var(--good) 30%, transparent); } .axis { stroke: var(--rule); } .needle { stroke: var(--ink); stroke-width: 2; } .needle.bad { stroke: var(--bad); }
summary { cursor: pointer; color: var(--soft); margin-top: 14px; }
@media print { section { break-inside: avoid; } }
)";

std::string_view tone(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "good";
        case Verdict::fail:
        case Verdict::aborted:
        case Verdict::error:
            return "bad";
        case Verdict::inconclusive:
        case Verdict::not_applicable:
        case Verdict::not_set:
            return "warn";
    }
    return "warn";
}

std::string badge(Verdict verdict) { return fmt::format("<span class=\"badge {}\">{}</span>", tone(verdict), name(verdict)); }

/// Where the reading lies in what is accepted: the band is the middle half of the picture; a reading far outside stops at the edge.
std::string gauge(Finding const& f) {
    if (!f.low || !f.high || !f.actual_value || !(*f.high > *f.low)) return "";
    double const position = std::clamp(0.25 + 0.5 * (*f.actual_value - *f.low) / (*f.high - *f.low), 0.01, 0.99);
    return fmt::format(
        "<svg class=\"gauge\" viewBox=\"0 0 120 14\" aria-hidden=\"true\"><line class=\"axis\" x1=\"0\" x2=\"120\" y1=\"7\" y2=\"7\"/>"
        "<rect class=\"band\" x=\"30\" y=\"2\" width=\"60\" height=\"10\"/><line class=\"needle {}\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"0\" "
        "y2=\"14\"/></svg>",
        f.verdict == Verdict::pass ? "" : "bad", 120 * position, 120 * position);
}

std::string check_rows(CheckResult const& check) {
    std::string const at = fmt::format("<td class=\"n\">{:.3f} s</td>", seconds(check.time.time_since_epoch()));
    std::string const place = fmt::format("<td class=\"n\"><code>{}:{}</code></td>",
                                          escaped(check.place.file.substr(check.place.file.rfind('/') + 1)), check.place.line);
    std::string rows;
    if (check.findings.empty())
        rows += fmt::format("<tr><td class=\"v {}\">{}</td>{}<td>{}</td><td colspan=\"4\">{}</td>{}</tr>\n", tone(check.verdict),
                            name(check.verdict), at, escaped(check.title), escaped(check.reason), place);
    for (Finding const& f : check.findings)
        rows += fmt::format(
            "<tr><td class=\"v {}\">{}</td>{}<td><code>{}</code></td><td class=\"n\">{}</td><td "
            "class=\"n\">{}</td><td>{}</td><td>{}</td>{}</tr>\n",
            tone(f.verdict), name(f.verdict), at, escaped(f.quantity), escaped(f.expected), escaped(f.actual), escaped(f.limit), gauge(f),
            place);
    return rows;
}

std::string checks_table(ScenarioResult const& result) {
    std::string table =
        "<h3>Checks</h3>\n<div "
        "class=\"scroll\"><table><tr><th>Verdict</th><th>Time</th><th>Quantity</th><th>Expected</th><th>Actual</th><th>Limit</th><th></"
        "th><th>Where</th></tr>\n";
    for (CheckResult const& check : result.checks) table += check_rows(check);
    return table + "</table></div>\n";
}

std::string events_table(ScenarioResult const& result) {
    if (result.events.empty()) return "<h3>Events</h3>\n<p class=\"soft\">The meter recorded none.</p>\n";
    std::string table =
        "<h3>Events</h3>\n<div class=\"scroll\"><table><tr><th>Kind</th><th>Channels</th><th>Start</th><th>Duration</th><th>Residual or "
        "highest voltage</th></tr>\n";
    for (SeenEvent const& seen : result.events) {
        Event const& e = seen.event;
        table += fmt::format(
            "<tr><td>{}</td><td>{}</td><td class=\"n\">{:.3f} s</td><td class=\"n\">{}</td><td class=\"n\">{:.4g} %</td></tr>\n",
            name(e.kind), channel_list(e.channels), seconds(e.start.time_since_epoch()),
            e.duration() ? fmt::format("{:.3f} s", seconds(*e.duration())) : "still running", e.extreme_percent());
    }
    return table + "</table></div>\n";
}

std::string faults_table(ScenarioResult const& result) {
    if (result.scenario.faults.empty()) return "";
    std::string table = "<h3>Faults</h3>\n<div class=\"scroll\"><table><tr><th>Name</th><th>Fault</th><th>Time</th><th>State</th></tr>\n";
    auto const row = [&](NamedFault const& fault, std::string const& time, FaultState state) {
        table += fmt::format("<tr><td>{}</td><td><code>{}</code></td><td class=\"n\">{}</td><td>{}</td></tr>\n", escaped(fault.name),
                             escaped(describe(fault.fault)), time, name(state));
    };
    auto const changes = fault_changes(result);
    for (NamedFault const& fault : result.scenario.faults)
        if (std::none_of(changes.begin(), changes.end(), [&](FaultChange const& c) { return c.fault == &fault; }))
            row(fault, "", FaultState::configured);
    for (FaultChange const& change : changes) row(*change.fault, fmt::format("{:.3f} s", change.time_s), change.to);
    return table + "</table></div>\n";
}

std::string comm_faults_table(ScenarioResult const& result) {
    if (result.comm_faults.empty()) return "";
    std::string table =
        "<h3>Communication faults</h3>\n<div class=\"scroll\"><table><tr><th>Rule</th><th>From</th><th>To</th><th>Replies "
        "spoilt</th></tr>\n";
    for (CommFaultSpell const& spell : result.comm_faults)
        table += fmt::format(
            "<tr><td><code>{}</code></td><td class=\"n\">{:.3f} s</td><td class=\"n\">{:.3f} s</td><td class=\"n\">{}</td></tr>\n",
            escaped(spell.rule), seconds(spell.from.time_since_epoch()), seconds(spell.to.time_since_epoch()), spell.spoilt);
    return table + "</table></div>\n";
}

std::string readings_table(ScenarioResult const& result) {
    if (result.readings.empty()) return "";
    std::string table = fmt::format(
        "<details><summary>All {} readings at the end</summary><div "
        "class=\"scroll\"><table><tr><th>Symbol</th><th>Quantity</th><th>Value</th></tr>\n",
        result.readings.size());
    for (Reading const& reading : result.readings) {
        Symbol const& symbol = symbol_info(reading.symbol);
        table += fmt::format("<tr><td><code>{}</code></td><td>{}</td><td class=\"n\">{}</td></tr>\n", symbol.name, escaped(symbol.label),
                             print(reading.value, symbol.unit));
    }
    return table + "</table></div></details>\n";
}

std::string section(ScenarioResult const& result) {
    Scenario const& scenario = result.scenario;
    std::string html = fmt::format("<section>\n<div class=\"head\"><h2>{}</h2>{}</div>\n", escaped(scenario.name), badge(result.verdict));
    if (!scenario.description.empty()) html += fmt::format("<p>{}</p>\n", escaped(scenario.description));
    if (result.verdict == Verdict::pass)
        html += fmt::format("<p>The meter meets the limits of <code>{}</code>.</p>\n", escaped(scenario.file));
    html += fmt::format("<p class=\"soft\">How it ended: {}. {}; {:.3f} s simulated, {} requests, digest <code>{}</code>.</p>\n",
                        escaped(result.ended), print(tally(result)), seconds(result.simulated), result.requests, hex(result.digest));
    for (std::string const& note : result.notes) html += fmt::format("<p class=\"warn\">{}</p>\n", escaped(note));
    if (std::string const picture = timeline_svg(result); !picture.empty())
        html +=
            picture + fmt::format(
                          "<p class=\"soft\">Applied voltage to neutral in percent of {}<span class=\"key l1\"></span>L1<span class=\"key "
                          "l2\"></span>L2<span class=\"key l3\"></span>L3; "
                          "shaded: events that the meter told; triangles: checks; bars: faults at work.</p>\n",
                          print(scenario.rated.voltage, Unit::volt));
    return html + checks_table(result) + faults_table(result) + comm_faults_table(result) + events_table(result) + readings_table(result) +
           "</section>\n";
}

std::string environment(RunReport const& report) {
    std::string rows;
    auto const row = [&](std::string_view key, std::string_view value) {
        rows += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", escaped(key), escaped(value));
    };
    row("target", report.target.empty() ? "none" : report.target);
    row("register map", report.map);
    row("digest of all register replies", hex(report.digest));
    for (auto const& [key, value] : report.environment) row(key, value);
    return "<section>\n<h2>Environment</h2>\n<table>" + rows + "</table>\n</section>\n";
}

}  // namespace

std::string report_html(RunReport const& report) {
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n"
        "<title>Meterbench: {}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
        name(report.verdict), kStyle);
    html += fmt::format("<div class=\"head\"><h1>Meterbench report</h1>{}</div>\n<p>{} scenario{}; {}.</p>\n", badge(report.verdict),
                        report.scenarios.size(), report.scenarios.size() == 1 ? "" : "s", print(tally(report)));
    html += "<p class=\"soft\">A verdict compares readings with the limits written in the scenario files; it is no certificate.</p>\n";
    if (report.scenarios.size() > 1) {
        html += "<section>\n<h2>Scenarios</h2>\n<table>\n";
        for (ScenarioResult const& result : report.scenarios)
            html += fmt::format("<tr><td class=\"v {}\">{}</td><td>{}</td><td>{}</td></tr>\n", tone(result.verdict), name(result.verdict),
                                escaped(result.scenario.name), print(tally(result)));
        html += "</table>\n</section>\n";
    }
    for (ScenarioResult const& result : report.scenarios) html += section(result);
    return html + environment(report) + "</main>\n</body>\n</html>\n";
}

}  // namespace mb
