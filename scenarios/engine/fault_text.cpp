// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/fault_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "core/base/measure.hpp"
#include "core/base/suggest.hpp"

namespace mb {
namespace {

template <class Names>
void append_names(std::string& words, unsigned bits, Names const& names) {
    for (std::size_t k = 0; k < names.size(); ++k)
        if ((bits >> k & 1U) != 0) words += fmt::format(" {}", names[k]);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool fresh = true;
    for (char const c : text) {
        if (c == ' ' || c == '\t' || c == ',') {
            fresh = true;
            continue;
        }
        if (fresh) words.emplace_back();
        words.back() += c;
        fresh = false;
    }
    return words;
}

/// Whether the word is one of the names; then its bit is set.
bool take(std::string const& word, std::array<std::string_view, 4> const& names, std::uint8_t& bits) {
    auto const found = std::find(names.begin(), names.end(), word);
    if (found == names.end()) return false;
    bits = static_cast<std::uint8_t>(bits | 1U << (found - names.begin()));
    return true;
}

Result<double> value_of(FaultRow const& row, std::string const& written) {
    auto const measure = parse_measure(written);
    if (!measure) return input_error("{}: {}", row.name, measure.error().sentence);
    FaultUnit const wanted = fault_unit(row);
    if (measure->cycles || measure->unit != wanted.unit)
        return input_error("{}: '{}' is not {}", row.name, written, dimension(wanted.unit));
    return measure->value * wanted.counts;
}

}  // namespace

FaultUnit fault_unit(FaultRow const& row) {
    constexpr double kMinutesOfArc = 60.0;  // in a degree
    if (row.unit == "%") return {Unit::percent, 1.0};
    if (row.unit == "A") return {Unit::ampere, 1.0};
    if (row.unit == "min") return {Unit::degree, kMinutesOfArc};
    return {Unit::none, 1.0};
}

double leakage_reference(Fault const& fault, Network network, double nominal_voltage) {
    NetworkRow const& row = info(network);
    for (std::size_t k = 0; k < 3; ++k)
        if (fault.phases == 1U << k && row.neutral && row.nominal[k] > 0.0) return nominal_voltage * row.nominal[k];
    return nominal_voltage;
}

std::string describe(Fault const& fault) {
    FaultRow const& row = info(fault.kind);
    std::string words{row.name};
    append_names(words, fault.inputs, kCurrentInputNames);
    append_names(words, fault.phases, kPhaseNames);
    if (row.unit.empty()) return words;
    FaultUnit const unit = fault_unit(row);
    words += fmt::format(" {:.6g}", fault.value / unit.counts);
    if (unit.unit != Unit::none) words += fmt::format(" {}", symbol(unit.unit));
    return words;
}

Result<Fault> parse_fault(std::string_view text, Network network, double nominal_voltage) {
    auto const words = words_of(text);
    std::vector<std::string_view> names;
    for (FaultRow const& row : faults()) names.push_back(row.name);
    if (words.empty()) return input_error("a fault is its kind and what it needs, for example 'open_ct I2' or 'gain_error I1 5 %'");
    auto const kind = fault_kind(words.front());
    if (!kind) {
        std::string known;
        for (std::string_view const name : names) known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
        return input_error("unknown fault '{}'{}; known are {}", words.front().substr(0, 40), suggestion(words.front(), names), known);
    }
    FaultRow const& row = info(*kind);
    Fault fault;
    fault.kind = *kind;
    std::string value;
    for (auto word = words.begin() + 1; word != words.end(); ++word)
        if (!take(*word, kCurrentInputNames, fault.inputs) && !take(*word, kPhaseNames, fault.phases))
            value += (value.empty() ? "" : " ") + *word;
    if (value.empty() != row.unit.empty())
        return row.unit.empty() ? input_error("{}: takes no value, '{}' given", row.name, value.substr(0, 40))
                                : input_error("{}: needs a value", row.name);
    if (!value.empty()) {
        auto const number = value_of(row, value);
        if (!number) return number.error();
        fault.value = *number;
    }
    if (fault.kind == FaultKind::earth_leakage) fault.reference = leakage_reference(fault, network, nominal_voltage);
    if (auto const possible = check(fault, network); !possible) return possible.error();
    return fault;
}

}  // namespace mb
