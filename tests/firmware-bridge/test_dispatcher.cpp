// SPDX-License-Identifier: GPL-3.0-or-later
#include "firmware-bridge/dispatcher.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstring>

struct mb_firmware {
    std::vector<float> samples;
    std::uint64_t first = 0;
};

using namespace mb;
using namespace mb::bridge;

namespace {

int living = 0;
std::size_t sent = 3;  // bytes that exchange() says it wrote

int identify(mb_identity* out) {
    BOOST_TEST(out->size == sizeof(mb_identity));
    std::strcpy(out->name, "Fake");
    out->sample_rate = 9'600;
    out->uart_count = 1;
    out->modbus_unit = 1;
    out->modbus_baud = 19'200;
    return MB_OK;
}

mb_firmware* create(mb_config const* config) {
    if (config->nominal_voltage < 0.0F) return nullptr;
    ++living;
    return new mb_firmware;
}

void destroy(mb_firmware* meter) {
    --living;
    delete meter;
}

int feed(mb_firmware* meter, mb_block const* block) {
    auto const* const samples = static_cast<float const*>(block->samples);
    meter->samples.assign(samples, samples + std::size_t{block->frames} * MB_CHANNELS);
    meter->first = block->first;
    return block->frames == 99 ? MB_ERROR : MB_OK;
}

int exchange(mb_firmware* meter, std::uint32_t port, std::uint8_t const* in, std::size_t in_size, std::uint8_t* out,
             std::size_t* out_size) {
    if (port != 0) return MB_BAD_ARGUMENT;
    out[0] = in_size > 0 ? in[0] : std::uint8_t{0};
    out[1] = static_cast<std::uint8_t>(meter->first);
    out[2] = static_cast<std::uint8_t>(meter->samples.size());
    *out_size = sent;
    return MB_OK;
}

mb_api table() {
    mb_api api{};
    api.size = sizeof api;
    api.version = MB_ABI_VERSION;
    api.identify = identify;
    api.create = create;
    api.destroy = destroy;
    api.feed = feed;
    api.exchange = exchange;
    return api;
}

struct Talk {
    Dispatcher dispatcher{table()};
    std::uint16_t sequence = 0;

    Message ask(Call call, Bytes payload = {}) {
        Message const reply =
            dispatcher.answer({kProtocol, kProtocolVersion, static_cast<std::uint8_t>(call), 0, ++sequence, std::move(payload)});
        BOOST_TEST(reply.sequence == sequence);
        BOOST_TEST(reply.type == (static_cast<std::uint8_t>(call) | kReplyBit));
        return reply;
    }
    std::string refusal(Call call, Bytes payload = {}) {
        Message const reply = ask(call, std::move(payload));
        BOOST_TEST(reply.status != 0);
        return {reply.payload.begin(), reply.payload.end()};
    }
};

Bytes feed_payload(std::uint32_t frames, std::size_t bytes) {
    Bytes payload;
    put_le64(payload, 5);
    put_le32(payload, frames);
    payload.resize(payload.size() + bytes);
    return payload;
}

}  // namespace

BOOST_AUTO_TEST_CASE(calls_reach_the_table_in_order) {
    {
        Talk talk;
        auto const identity = parse_identity(talk.ask(Call::identify).payload);
        BOOST_REQUIRE(bool(identity));
        BOOST_TEST(identity->name == "Fake");
        BOOST_TEST(identity->calls == 0U);
        BOOST_TEST(talk.ask(Call::create, create_payload({})).status == 0);
        BOOST_TEST(living == 1);
        BOOST_TEST(talk.ask(Call::feed, feed_payload(2, 64)).status == 0);
        BOOST_TEST((talk.ask(Call::exchange, {0, 0, 0, 0, 77}).payload == Bytes{77, 5, 16}));
        BOOST_TEST(talk.ask(Call::destroy).status == 0);
        BOOST_TEST(living == 0);
        BOOST_TEST(talk.ask(Call::create, create_payload({})).status == 0);
    }
    BOOST_TEST(living == 0);  // the dispatcher's end is the meter's
}

BOOST_AUTO_TEST_CASE(a_call_at_the_wrong_time_or_of_the_wrong_size_is_refused) {
    Talk talk;
    BOOST_TEST(talk.refusal(Call::feed, feed_payload(0, 0)) == "there is no meter yet");
    BOOST_TEST(talk.refusal(Call::create, {1, 2, 3}).find("3 bytes") != std::string::npos);
    Config config;
    config.nominal_voltage = -1.0F;
    BOOST_TEST(talk.refusal(Call::create, create_payload(config)) == "create() gives no meter");
    talk.ask(Call::identify);
    talk.ask(Call::create, create_payload({}));
    BOOST_TEST(talk.refusal(Call::create, create_payload({})) == "there is a meter already");
    BOOST_TEST(talk.refusal(Call::feed, feed_payload(2, 63)).find("2 frames do not take 63 bytes") != std::string::npos);
    BOOST_TEST(!talk.refusal(Call::feed, feed_payload(0x0800'0001, 32)).empty());  // 2^32 + 32 bytes
    BOOST_TEST(!talk.refusal(Call::exchange, {0, 0}).empty());
    BOOST_TEST(talk.ask(Call::exchange, {1, 0, 0, 0}).status == MB_BAD_ARGUMENT);
    BOOST_TEST(talk.ask(Call::feed, feed_payload(99, 99 * 32)).status == MB_ERROR);
    BOOST_TEST(talk.refusal(Call::screen) == "it has no screen");
    BOOST_TEST(talk.refusal(Call::keys, number_payload(1)) == "it has no such call");
    BOOST_TEST(talk.refusal(Call::restore) == "it has no call restore");
    BOOST_TEST(talk.refusal(static_cast<Call>(77)) == "it has no call message 77");
    Message const later = talk.dispatcher.answer({kProtocol, 2, 1, 0, 9, {}});
    BOOST_TEST(later.status == MB_BAD_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(more_bytes_than_there_was_room_for_are_a_lie) {
    Talk talk;
    talk.ask(Call::identify);
    talk.ask(Call::create, create_payload({}));
    sent = 4'096;
    BOOST_TEST(talk.ask(Call::exchange, {0, 0, 0, 0}).payload.size() == 4'096U);
    sent = 4'097;
    BOOST_TEST(talk.refusal(Call::exchange, {0, 0, 0, 0}) == "it says that it wrote 4097 into room for 4096");
    sent = 3;
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_be_used_is_refused) {
    mb_api const good = table();
    BOOST_REQUIRE(bool(read_table(&good)));
    BOOST_TEST(!read_table(nullptr));
    auto const changed = [&](auto const& change) {
        mb_api api = good;
        change(api);
        auto const read = read_table(&api);
        return read ? std::string{} : read.error().sentence;
    };
    BOOST_TEST(changed([](mb_api& a) { a.version = 2; }).find("version 2") != std::string::npos);
    BOOST_TEST(changed([](mb_api& a) { a.size = offsetof(mb_api, keys) - 1; }).find("bytes, and it needs") != std::string::npos);
    BOOST_TEST(!changed([](mb_api& a) { a.size = 0xFFFF'FFFF; }).empty());
    BOOST_TEST(!changed([](mb_api& a) { a.exchange = nullptr; }).empty());
    BOOST_TEST(!changed([](mb_api& a) { a.identify = nullptr; }).empty());
}

BOOST_AUTO_TEST_CASE(what_lies_beyond_the_size_of_a_table_is_absent) {
    mb_api api = table();
    api.leds = [](mb_firmware*, std::uint32_t*) { return 0; };
    api.size = offsetof(mb_api, leds);
    BOOST_TEST((read_table(&api)->leds == nullptr));
    api.size = sizeof api;
    BOOST_TEST((read_table(&api)->leds != nullptr));
}
