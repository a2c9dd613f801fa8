// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench read: asks a real meter for values by symbol.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "app/cli/commands.hpp"
#include "core/catalogue/codec.hpp"
#include "core/catalogue/register_map.hpp"
#include "core/catalogue/value_text.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "sim/ports/modbus_client.hpp"

namespace mb::cli {
namespace {

struct ReadOptions {
    std::vector<std::string> symbols;
    std::string from;
    std::string map = "a200";
    std::string format = "text";
    int function = 3;
};

struct Wanted {
    Register const* reg = nullptr;
    Value value;
};

Result<std::vector<Wanted>> find_all(RegisterMap const& map, ReadOptions const& options) {
    std::vector<Wanted> wanted;
    for (auto const& name : options.symbols) {
        auto const id = find_symbol(name);
        if (!id) {
            auto const near = nearest_symbol(name);
            return input_error("unknown symbol '{}'{}; meterbench quantities lists them all", name,
                               near.empty() ? "" : ", did you mean '" + near + "'?");
        }
        Register const* const reg = map.find(*id);
        if (reg == nullptr) return input_error("the register map '{}' has no register for {}", options.map, name);
        wanted.push_back({reg, {}});
    }
    return wanted;
}

/// Reads in as few requests as possible: what belongs together is then of one instant. Only registers that the map names are
/// asked for, because a meter may refuse the others.
Result<void> read_all(ModbusClient& client, RegisterMap const& map, std::vector<Wanted>& wanted, int function) {
    std::vector<Wanted*> order;
    for (Wanted& w : wanted) order.push_back(&w);
    std::ranges::stable_sort(order, {}, [](Wanted const* w) { return w->reg->address; });
    for (std::size_t i = 0; i < order.size();) {
        Register const& first = *order[i]->reg;
        std::uint32_t end = first.end();
        std::size_t next = i + 1;
        std::uint32_t named = end;  // the map's rows follow one another without a gap up to here
        for (Register const& reg : map.in_range(first.address, modbus::kMostRead)) {
            if (reg.address > named || reg.end() > std::uint32_t{first.address} + modbus::kMostRead) break;
            named = std::max(named, reg.end());
            for (; next < order.size() && order[next]->reg->address <= reg.address; ++next) end = std::max(end, order[next]->reg->end());
        }
        auto const words = client.read(first.address, static_cast<std::uint16_t>(end - first.address), function);
        if (!words) return words.error();
        for (; i < next; ++i) {
            Register const& reg = *order[i]->reg;
            order[i]->value = decode(reg, std::span{*words}.subspan(reg.address - first.address, reg.words));
        }
    }
    return {};
}

/// {"readings": {"<symbol>": {"value": x, "unit": "V"}}}, as play and run write it.
std::string json_text(std::vector<Wanted> const& wanted) {
    nlohmann::ordered_json readings = nlohmann::ordered_json::object();
    for (Wanted const& w : wanted) {
        Symbol const& s = symbol_info(w.reg->symbol);
        auto& entry = readings[s.name];
        entry["value"] = nullptr;
        if (auto const* const text = std::get_if<std::string>(&w.value)) entry["value"] = *text;
        if (auto const* const number = std::get_if<double>(&w.value)) entry["value"] = *number;
        if (auto const* const whole = std::get_if<std::uint64_t>(&w.value)) entry["value"] = *whole;
        entry["unit"] = symbol(s.unit);
    }
    nlohmann::ordered_json all;
    all["readings"] = std::move(readings);
    // A meter's text may hold bytes that are no UTF-8.
    return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Result<std::string> read_text(ReadOptions const& options) {
    auto const map = open_map(options.map);
    if (!map) return map.error();
    auto wanted = find_all(*map, options);
    if (!wanted) return wanted.error();
    auto const endpoint = ModbusEndpoint::parse(options.from);
    if (!endpoint) return endpoint.error();
    auto client = ModbusClient::open(*endpoint);
    if (!client) return client.error();
    if (auto const done = read_all(*client, *map, *wanted, options.function); !done) return done.error();
    if (options.format == "json") return json_text(*wanted);
    std::size_t width = 0;
    for (auto const& name : options.symbols) width = std::max(width, name.size());
    std::string text;
    for (Wanted const& w : *wanted)
        text += fmt::format("{:<{}}  {}\n", symbol_info(w.reg->symbol).name, width, value_text(*w.reg, w.value));
    return text;
}

}  // namespace

void add_read(CLI::App& app, int& status) {
    auto const options = std::make_shared<ReadOptions>();
    auto* const command = app.add_subcommand("read", "Reads values of a meter by symbol");
    command->add_option("symbols", options->symbols, "Symbols, for example load1.inst.v1; see meterbench quantities")->required();
    command->add_option("--from", options->from, "The meter: tcp:HOST:PORT/UNIT or rtu:DEVICE:BAUD[:8N1]/UNIT")->required();
    command->add_option("--function", options->function, "3 reads holding registers, 4 input registers")
        ->check(CLI::IsMember({3, 4}))
        ->capture_default_str();
    command->add_option("--map", options->map, "Shipped register map or CSV file")->capture_default_str();
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
    command->callback([options, &status] {
        auto const text = read_text(*options);
        if (!text) {
            status = fail(text.error());
            return;
        }
        std::fputs(text->c_str(), stdout);
    });
}

}  // namespace mb::cli
