// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comm/modbus/identification.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/comm/modbus/pdu.hpp"

namespace mb::modbus {
namespace {

constexpr std::uint8_t kRegularConformity = 0x82;  // regular, as a stream and object by object
constexpr std::size_t kLongestText = 64;           // bytes of one object

std::string text_of(Snapshot const& state, std::string_view symbol) {
    auto const value = state.value(find_symbol(symbol).value());
    auto const* const text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string{} : text->substr(0, kLongestText);
}

std::uint64_t number_of(Snapshot const& state, std::string_view symbol) {
    auto const value = state.value(find_symbol(symbol).value());
    auto const* const number = std::get_if<std::uint64_t>(&value);
    return number == nullptr ? 0 : *number;
}

std::string version_of(Snapshot const& state) {
    return fmt::format("{}.{}.{}", number_of(state, "ident.ver_major"), number_of(state, "ident.ver_minor"),
                       number_of(state, "ident.ver_rev"));
}

struct Object {
    std::uint8_t id;
    std::string text;
};

/// Basic objects 0..2, regular 4..6. VendorUrl (3) is optional, and nobody's.
std::array<Object, 6> objects_of(Snapshot const& state) {
    return {{{0, text_of(state, "ident.vendor")},
             {1, std::to_string(number_of(state, "ident.product_id"))},
             {2, version_of(state)},
             {4, text_of(state, "ident.product_name")},
             {5, text_of(state, "ident.extended_name")},
             {6, ""}}};
}

void append(Bytes& pdu, Object const& object) {
    pdu.push_back(object.id);
    pdu.push_back(static_cast<std::uint8_t>(object.text.size()));
    pdu.insert(pdu.end(), object.text.begin(), object.text.end());
}

}  // namespace

Bytes report_server_id(Snapshot const& state) {
    auto const text = fmt::format("{} {} {}", text_of(state, "ident.vendor"), text_of(state, "ident.product_name"), version_of(state));
    Bytes pdu{kReportServerId, static_cast<std::uint8_t>(2 + text.size()),
              static_cast<std::uint8_t>(number_of(state, "ident.product_id") & 0xFFU), kRunning};
    pdu.insert(pdu.end(), text.begin(), text.end());
    return pdu;
}

Bytes read_device_identification(Snapshot const& state, ByteView request) {
    if (request.size() < 2 || request[1] != kDeviceIdentification) return refuse(kEncapsulated, Refusal::illegal_function);
    if (request.size() != 4) return refuse(kEncapsulated, Refusal::illegal_value);
    std::uint8_t const code = request[2];  // 1 basic, 2 regular, 3 extended: what there is of it; 4 one object
    std::uint8_t const first = request[3];
    if (code < 1 || code > 4) return refuse(kEncapsulated, Refusal::illegal_value);
    auto const objects = objects_of(state);
    auto const known = std::ranges::find(objects, first, &Object::id);
    bool const one = code == 4;
    if (one && known == objects.end()) return refuse(kEncapsulated, Refusal::illegal_address);
    std::uint8_t const last = one ? first : code == 1 ? std::uint8_t{2} : objects.back().id;
    // A stream that is asked to begin at an object that there is not begins anew.
    bool const anew = known == objects.end() || first > last;
    Bytes pdu{kEncapsulated, kDeviceIdentification, code, kRegularConformity, 0, 0, 0};
    for (Object const& object : objects) {
        if (object.id > last || (!anew && object.id < first)) continue;
        if (pdu.size() + 2 + object.text.size() > kLongestPdu) {
            pdu[4] = kMoreFollows;  // from this object on
            pdu[5] = object.id;
            break;
        }
        append(pdu, object);
        ++pdu[6];
    }
    return pdu;
}

}  // namespace mb::modbus
