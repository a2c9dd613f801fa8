// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes of identity and clock.
#include <chrono>

#include "core/meter/attribute_values.hpp"

namespace mb {
namespace {

using namespace std::chrono;

struct Date {
    year_month_day date;
    hh_mm_ss<milliseconds> time;

    explicit Date(EpochMilliseconds ms) : date(floor<days>(calendar_time(ms))), time(calendar_time(ms) - floor<days>(calendar_time(ms))) {}
};

}  // namespace

Value identity_value(Identity const& id, Attribute a) {
    auto const number = [](std::uint64_t n) { return Value{n}; };
    switch (a) {
        case Attribute::ident_magic:
            return std::string{"SOCO"};  // what clients of the family look for
        case Attribute::ident_family:
            return number(400);
        case Attribute::ident_product_id:
            return number(id.product_id);
        case Attribute::ident_table_version:
            return number(1);
        case Attribute::ident_sw_version:
            return number(10);
        case Attribute::ident_serial_order:
            return number(id.serial & 0xFFFFU);
        case Attribute::ident_serial_reserve:
            return number(id.serial);
        case Attribute::ident_ver_minor:
            return number(1);
        case Attribute::ident_base_minor:
            return number(1);
        case Attribute::ident_vendor:
            return std::string{"Meterbench"};
        case Attribute::ident_product_name:
        case Attribute::ident_extended_name:
            return id.model;
        default:
            return {};  // the emulated meter has no such part
    }
}

Value clock_value(Snapshot const& s, Attribute a) {
    Date const now(s.calendar(s.time));
    switch (a) {
        case Attribute::clock_day:
            return std::uint64_t{static_cast<unsigned>(now.date.day())};
        case Attribute::clock_month:
            return std::uint64_t{static_cast<unsigned>(now.date.month())};
        case Attribute::clock_year:
            return static_cast<std::uint64_t>(static_cast<int>(now.date.year()));
        case Attribute::clock_hour:
            return static_cast<std::uint64_t>(now.time.hours().count());
        case Attribute::clock_minute:
            return static_cast<std::uint64_t>(now.time.minutes().count());
        default:
            return static_cast<std::uint64_t>(now.time.seconds().count());
    }
}

}  // namespace mb
