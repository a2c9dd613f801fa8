// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/report_record.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace mb {
namespace {

using Json = nlohmann::json;

Json const& at(Json const& object, char const* key) {
    static Json const nothing;
    if (!object.is_object()) return nothing;
    auto const found = object.find(key);
    return found == object.end() ? nothing : *found;
}
std::string text(Json const& object, char const* key) {
    Json const& value = at(object, key);
    return value.is_string() ? value.get<std::string>() : std::string{};
}
std::optional<double> number(Json const& object, char const* key) {
    Json const& value = at(object, key);
    return value.is_number() ? std::optional{value.get<double>()} : std::nullopt;
}

std::optional<Verdict> verdict(Json const& object) {
    constexpr std::array kAll{Verdict::not_applicable, Verdict::not_set, Verdict::pass, Verdict::inconclusive,
                              Verdict::fail,           Verdict::aborted, Verdict::error};
    auto const word = text(object, "verdict");
    for (Verdict const v : kAll)
        if (name(v) == word) return v;
    return std::nullopt;
}

RecordedFinding finding(Json const& json) {
    RecordedFinding f;
    f.verdict = verdict(json).value_or(Verdict::not_set);
    f.quantity = text(json, "quantity");
    f.expected = text(json, "expected");
    f.actual = text(json, "actual");
    f.limit = text(json, "limit");
    f.actual_value = number(json, "actual_value");
    f.low = number(json, "low");
    f.high = number(json, "high");
    return f;
}

RecordedCheck check(Json const& json) {
    RecordedCheck c;
    c.verdict = verdict(json).value_or(Verdict::not_set);
    c.title = text(json, "title");
    c.file = text(json, "file");
    double const line = number(json, "line").value_or(0.0);
    c.line = line >= 0.0 && line <= 1e9 ? static_cast<int>(line) : 0;
    c.time_s = number(json, "time_s").value_or(0.0);
    c.reason = text(json, "reason");
    if (Json const& all = at(json, "findings"); all.is_array())
        for (Json const& one : all) c.findings.push_back(finding(one));
    return c;
}

RecordedScenario scenario(Json const& json, Verdict judged) {
    RecordedScenario s;
    s.verdict = judged;
    s.name = text(json, "name");
    s.file = text(json, "file");
    s.ended = text(json, "ended");
    s.digest = text(json, "digest");
    if (Json const& all = at(json, "checks"); all.is_array())
        for (Json const& one : all) s.checks.push_back(check(one));
    if (Json const& all = at(json, "readings"); all.is_object()) {
        for (auto const& [symbol, reading] : all.items()) {
            auto const value = number(reading, "value");
            if (value) s.readings.push_back({symbol, *value, unit_of(text(reading, "unit")).value_or(Unit::none)});
        }
    }
    return s;
}

}  // namespace

Result<RunRecord> parse_record(std::string_view json, std::string const& file) {
    if (json.size() > kLongestRecord) return input_error("{}: longer than {} MB: no report of ours", file, kLongestRecord / 1'000'000);
    Json const all = Json::parse(json, nullptr, false);
    if (all.is_discarded()) return input_error("{}: no JSON; name a report that meterbench run --json wrote", file);
    Json const& scenarios = at(all, "scenarios");
    if (!scenarios.is_array() || !at(all, "target").is_string())
        return input_error("{}: no report of meterbench run: it has no \"target\" with \"scenarios\"; write one with run --json", file);
    RunRecord record;
    record.target = text(all, "target");
    record.map = text(all, "map");
    record.digest = text(all, "digest");
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        auto const judged = verdict(scenarios[i]);
        if (!judged) return input_error("{}: scenario {} has no verdict: the report is broken or not ours", file, i + 1);
        record.scenarios.push_back(scenario(scenarios[i], *judged));
    }
    return record;
}

Result<RunRecord> load_record(std::string const& file) {
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream content;
    if (stream) content << stream.rdbuf();
    if (!stream || content.str().empty())
        return input_error("{}: cannot be read: {}", file, errno != 0 ? std::strerror(errno) : "it is empty");
    return parse_record(content.str(), file);
}

}  // namespace mb
