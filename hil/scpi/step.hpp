// SPDX-License-Identifier: GPL-3.0-or-later
/// A conversation with a source as data: lines to be sent, and what their answers must be. Made by source_steps, carried out on a link or
/// written down for a dry run.
#pragma once

#include <string>
#include <vector>

#include "core/base/unit.hpp"
#include "hil/controller/rig_port.hpp"
#include "hil/links/scpi_link.hpp"

namespace mb::hil {

struct Step {
    enum class Kind : std::uint8_t {
        send,
        number,      ///< asks; the first number of the answer must be within `tolerance` of `expected`
        word,        ///< asks; the answer must be `word`
        until_word,  ///< asks again until it is, within `patience`
        no_errors,   ///< asks until the answer begins with `word`; any other answer before it is an error of the source
        pause,       ///< for `patience`
    };
    Kind kind = Kind::send;
    std::string line;
    std::string what;  ///< of what the answer tells: "voltage of phase 1"
    Unit unit = Unit::none;
    double expected = 0.0;
    double tolerance = 0.0;
    bool angle = false;  ///< the difference of a number counts modulo 360
    std::string word;
    Milliseconds patience{};
};
using Steps = std::vector<Step>;

class StepRunner {
public:
    virtual ~StepRunner() = default;
    virtual Result<void> run(Step const& step) = 0;
    Result<void> run(Steps const& steps) {
        for (Step const& step : steps)
            if (auto done = run(step); !done) return done;
        return {};
    }
};

/// On a link. `between`: called before each step and while one waits; its error ends the conversation (an operator's stop, a lost rig).
class LinkSteps : public StepRunner {
public:
    using Between = std::function<Result<void>()>;
    LinkSteps(ScpiLink& link, Between between) : link_(link), between_(std::move(between)) {}
    using StepRunner::run;
    Result<void> run(Step const& step) override;

private:
    Result<void> number(Step const& step);
    Result<void> until_word(Step const& step);
    Result<void> no_errors(Step const& step);
    Result<void> pause(Milliseconds time);

    ScpiLink& link_;
    Between between_;
};

/// Says every line that would be sent; all answers are taken as right.
class DrySteps : public StepRunner {
public:
    explicit DrySteps(Say say) : say_(std::move(say)) {}
    using StepRunner::run;
    Result<void> run(Step const& step) override;

private:
    Say say_;
};

}  // namespace mb::hil
