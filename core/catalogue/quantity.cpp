// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/quantity.hpp"

#include <array>

#include "core/dsp/power.hpp"
#include "core/dsp/unbalance.hpp"

namespace mb {
namespace {

using namespace dsp;

double mean(double a, double b, double c) { return (a + b + c) / 3.0; }
double code(Nature nature) { return static_cast<double>(nature); }

constexpr Quantity kTable[] = {
#define MB_QUANTITY(name, label, unit, decimals, scope, expression) \
    {name,         label,                                           \
     Unit::unit,   decimals,                                        \
     Scope::scope, []([[maybe_unused]] WindowResult const& w, [[maybe_unused]] Conventions const& c) -> double { return expression; }},
#include "core/catalogue/quantities.inc"
#undef MB_QUANTITY
};

}  // namespace

std::span<Quantity const> quantities() { return kTable; }

}  // namespace mb
