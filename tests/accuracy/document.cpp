// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tests/accuracy/cases.hpp"

namespace mb::accuracy {
namespace {

constexpr char const* kHead = R"(# Accuracy

What the measuring core reads against the closed form of its input. `mb_accuracy` computes every sample in double precision from a formula, rounds it to the
float of a frame and feeds the analyser; nothing of the synthesizer takes part. Each row holds the largest error of all windows (or half cycles), channels,
orders and frequencies of its signal. A test holds every row to its limit, another compares this page with what the program prints.

```sh
cmake --build --preset release --target mb_accuracy
build/release/bin/mb_accuracy > docs/accuracy.md
build/release/bin/mb_accuracy --recordings FOLDER     # the same for real recordings, where there are some
```

- *all* frequencies are 45, 49.3, 50, 50.7, 57, 60 and 65 Hz; every one is measured over ten cycles (a 50 Hz meter) and over twelve (a 60 Hz meter).
- The limits are this project's own, about a tenth of the classes of the meter that is emulated.
- Figures are rounded up to one digit; those under a thousandth of their limit say only that.
- *62 orders*: orders 2 to 63 all at once on V and I, levels in shuffled order, phases spread, different in each phase, so that U has them all. THD is 40 %
  with levels of 0.1 to 15.6 %. An order is judged where it is a thousandth of the fundamental or more.
- Phase-fired and half-wave currents are their Fourier series up to 4800 Hz, and the truth is that of the sum: a waveform with steps has orders beyond half the
  sampling rate, which an instrument's anti-alias filter keeps out and a formula does not.
- Dips and jumps of the phase: Urms(1/2) against the integral of the closed form over the very cycle that was measured. A step of the voltage stands at its zero or
  half-way between two samples.
- Noise is white; the truth is the definition over the samples that were fed.
- Testing states 1 to 3 and the swept points are those of IEC 61000-4-30 as a public generator writes them; their flicker is left out.
- A cycle of an interruption that holds a remnant of under 5 % of nominal, a few samples, is not judged; the residual voltage is.
- Rows marked **missed** fall short of the limit, with the reason; the test holds them to what they reach.
- The crest factor is that of the largest sample, not of the waveform between samples: with high orders a sharp peak may fall between two.

| quantity | signal | frequencies | limit | largest error | where |
|---|---|---|---|---|---|
)";

constexpr char const* kNoValue = "no value";

std::string frequencies_of(Row const& row) {
    auto const all = frequencies();
    bool const every = row.frequencies.size() == all.size() && std::equal(all.begin(), all.end(), row.frequencies.begin());
    std::string text = every ? "all" : fmt::format("{:g} Hz", fmt::join(row.frequencies, ", "));
    if (row.cycles.size() == 1) text += fmt::format("; {} cycles", *row.cycles.begin());
    return text;
}

/// Digits, never an exponent.
std::string plain(double x) {
    int const digits = x < 1.0 ? static_cast<int>(std::ceil(-std::log10(x) - 1e-9)) : 0;
    return fmt::format("{:.{}f}", x, digits);
}

std::string with_unit(std::string const& number, std::string_view unit) {
    return unit.empty() || number == kNoValue ? number : number + " " + std::string(unit.substr(0, unit.find(' ')));
}

}  // namespace

std::string figure(double error, double limit) {
    if (!std::isfinite(error)) return kNoValue;
    if (error < limit / 1000.0) return "< " + plain(limit / 1000.0);
    double const scale = std::pow(10.0, std::floor(std::log10(error)));
    return plain(std::ceil(error / scale - 1e-9) * scale);
}

std::string table_row(Row const& row) {
    Limit const& limit = limit_of(row.quantity);
    std::string const unit = limit.unit.empty() ? "" : " " + std::string(limit.unit);
    Shortfall const* const known = shortfall_of(row.quantity, row.signal);
    return fmt::format("| {} | {} | {} | {:g}{} | {}{} | {}{} |\n", limit.name, row.signal, frequencies_of(row), limit.value, unit,
                       with_unit(figure(row.worst, limit.value), limit.unit), known != nullptr ? " **missed**" : "", row.where,
                       known != nullptr ? fmt::format(": {}", known->reason) : "");
}

std::string document(std::vector<Row> const& rows) {
    std::string text = kHead;
    for (Row const& row : rows) text += table_row(row);
    return text;
}

}  // namespace mb::accuracy
