// SPDX-License-Identifier: GPL-3.0-or-later
#include "hil/scpi/step.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <thread>

#include "core/base/measure.hpp"

namespace mb::hil {
namespace {

using Clock = std::chrono::steady_clock;
constexpr Milliseconds kPoll{20};
constexpr int kReadings = 3;     ///< of a number that differs: one garbled digit is no fault, three equal ones are
constexpr int kMostErrors = 20;  ///< that are fetched out of a queue

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\"");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\"") - first + 1);
}

std::optional<double> first_number(std::string_view answer) {
    std::string_view text = trimmed(answer.substr(0, answer.find(',')));
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0.0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

double apart(Step const& step, double value) {
    double const plain = value - step.expected;
    return std::abs(step.angle ? std::remainder(plain, 360.0) : plain);
}

}  // namespace

Result<void> LinkSteps::run(Step const& step) {
    if (auto const go = between_(); !go) return go;
    switch (step.kind) {
        case Step::Kind::send:
            return link_.send(step.line);
        case Step::Kind::number:
            return number(step);
        case Step::Kind::word: {
            auto const answer = link_.ask(step.line);
            if (!answer) return answer.error();
            if (trimmed(*answer) != step.word)
                return infrastructure_error("{}: {}: '{}' answered '{}', not '{}'", link_.name(), step.what, step.line, *answer, step.word);
            return {};
        }
        case Step::Kind::until_word:
            return until_word(step);
        case Step::Kind::no_errors:
            return no_errors(step);
        case Step::Kind::pause:
            return pause(step.patience);
    }
    return {};
}

Result<void> LinkSteps::number(Step const& step) {
    std::string seen;
    for (int reading = 0; reading < kReadings; ++reading) {
        auto const answer = link_.ask(step.line);
        if (!answer) return answer.error();
        auto const value = first_number(*answer);
        if (value && apart(step, *value) <= step.tolerance) return {};
        seen = *answer;
    }
    return infrastructure_error("{}: {} reads back as '{}', set was {} ± {} ('{}')", link_.name(), step.what, seen,
                                print(step.expected, step.unit, 7), print(step.tolerance, step.unit, 3), step.line);
}

Result<void> LinkSteps::until_word(Step const& step) {
    auto const until = Clock::now() + step.patience;
    for (;;) {
        auto const left = std::chrono::ceil<Milliseconds>(until - Clock::now());
        // A source may hold its answer back until it is done.
        auto const answer = link_.ask(step.line, std::max(left, Milliseconds{200}));
        if (!answer) return answer.error();
        if (trimmed(*answer) == step.word) return {};
        if (Clock::now() >= until)
            return infrastructure_error("{}: {}: '{}' still answers '{}' after {} ms, not '{}'", link_.name(), step.what, step.line,
                                        *answer, step.patience.count(), step.word);
        if (auto const waited = pause(kPoll); !waited) return waited;
    }
}

Result<void> LinkSteps::no_errors(Step const& step) {
    std::string errors;
    for (int n = 0; n < kMostErrors; ++n) {
        auto const answer = link_.ask(step.line);
        if (!answer) return answer.error();
        std::string_view text = trimmed(*answer);
        if (text.starts_with('+')) text.remove_prefix(1);
        if (text.starts_with(step.word)) break;
        errors += fmt::format("{}{}", errors.empty() ? "" : "; ", *answer);
    }
    if (errors.empty()) return {};
    return infrastructure_error("{}: the source's error queue after {}: {}", link_.name(), step.what, errors);
}

Result<void> LinkSteps::pause(Milliseconds time) {
    auto const until = Clock::now() + time;
    while (Clock::now() < until) {
        if (auto const go = between_(); !go) return go;
        std::this_thread::sleep_for(std::min(kPoll, std::chrono::ceil<Milliseconds>(until - Clock::now())));
    }
    return {};
}

Result<void> DrySteps::run(Step const& step) {
    if (step.kind == Step::Kind::pause)
        say_(fmt::format("(wait {} ms)", step.patience.count()));
    else
        say_(step.line);
    return {};
}

}  // namespace mb::hil
