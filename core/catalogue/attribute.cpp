// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/attribute.hpp"

namespace mb {
namespace {

constexpr AttributeRow kTable[] = {
#define MB_ATTRIBUTE(id, pattern, label, kind, unit, access) {Attribute::id, pattern, label, ValueKind::kind, Unit::unit, Access::access},
#include "core/catalogue/attributes.inc"
#undef MB_ATTRIBUTE
};

}  // namespace

std::span<AttributeRow const> attributes() { return kTable; }

}  // namespace mb
