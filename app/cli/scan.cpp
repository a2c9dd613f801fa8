// SPDX-License-Identifier: GPL-3.0-or-later
/// meterbench scan: which meters answer on a link, and who they are.
#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/cli/commands.hpp"
#include "app/cli/scan_meter.hpp"

namespace mb::cli {
namespace {

struct ScanOptions {
    std::string from;
    std::string units = "1-247";
    std::string map = "a200";
    std::string format = "text";
    std::string patience = "300ms";
    int function = 3;
};

using Range = std::pair<int, int>;

/// "1-247", "5", "1,5,100-120".
Result<std::vector<Range>> ranges_of(std::string const& text, int lowest, int highest) {
    std::vector<Range> ranges;
    auto const number = [&](std::string_view part) -> std::optional<int> {
        int value = 0;
        auto const [stop, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        bool const good = error == std::errc{} && stop == part.data() + part.size() && value >= lowest && value <= highest;
        return good ? std::optional{value} : std::nullopt;
    };
    std::string_view rest = text;
    for (bool more = true; more;) {
        auto const comma = rest.find(',');
        auto const part = rest.substr(0, comma);
        auto const dash = part.find('-');
        auto const first = number(part.substr(0, dash));
        auto const last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
        if (!first || !last || *first > *last)
            return input_error("--units '{}': '{}' is no number or range of {} to {}, for example 1-247 or 1,5,100-120", text, part, lowest,
                               highest);
        ranges.emplace_back(*first, *last);
        more = comma != std::string_view::npos;
        if (more) rest.remove_prefix(comma + 1);
    }
    return ranges;
}

std::string value_text(Value const& value) {
    if (auto const* const text = std::get_if<std::string>(&value)) return printable(*text);
    if (auto const* const number = std::get_if<double>(&value)) return fmt::format("{:g}", *number);
    if (auto const* const whole = std::get_if<std::uint64_t>(&value)) return std::to_string(*whole);
    return "-";
}

std::string text_of(FoundMeter const& meter) {
    auto const told = [&](char const* symbol) {
        auto const found = meter.registers.find(symbol);
        return found == meter.registers.end() ? std::string{"-"} : value_text(found->second);
    };
    double const milliseconds = static_cast<double>(meter.reply_time.count()) / 1'000.0;
    std::string text = fmt::format("unit {:>3}  {:7.1f} ms  ", meter.unit, milliseconds);
    text += meter.registers.empty() ? "no identification registers\n"
                                    : fmt::format("{} {}, product {}, serial {}, version {}.{}.{}\n", told("ident.vendor"),
                                                  told("ident.product_name"), told("ident.product_id"), told("ident.serial_reserve"),
                                                  told("ident.ver_major"), told("ident.ver_minor"), told("ident.ver_rev"));
    if (meter.server_id) {
        text += fmt::format("          function 17: {}, {}, {}\n", meter.server_id->id, meter.server_id->running ? "running" : "stopped",
                            printable(meter.server_id->text));
    }
    if (!meter.objects.empty()) {
        text += "          function 43/14:";
        for (auto const& [id, object] : meter.objects)
            if (!object.empty()) text += fmt::format(" {}={}", id, printable(object));
        text += "\n";
    }
    for (auto const& problem : meter.problems) text += fmt::format("          {}\n", problem);
    return text;
}

nlohmann::ordered_json json_of(FoundMeter const& meter) {
    nlohmann::ordered_json json;
    json["unit"] = meter.unit;
    json["reply_ms"] = static_cast<double>(meter.reply_time.count()) / 1'000.0;
    json["registers"] = nlohmann::ordered_json::object();
    for (auto const& [symbol, value] : meter.registers) {
        auto& entry = json["registers"][symbol];
        if (auto const* const text = std::get_if<std::string>(&value)) entry = printable(*text);
        if (auto const* const number = std::get_if<double>(&value)) entry = *number;
        if (auto const* const whole = std::get_if<std::uint64_t>(&value)) entry = *whole;
    }
    json["server_id"] = nullptr;
    if (meter.server_id) {
        json["server_id"] = {
            {"id", meter.server_id->id}, {"running", meter.server_id->running}, {"text", printable(meter.server_id->text)}};
    }
    json["identification"] = nlohmann::ordered_json::object();
    for (auto const& [id, object] : meter.objects) json["identification"][std::to_string(id)] = printable(object);
    json["problems"] = meter.problems;
    return json;
}

/// How many were found, printed as they come; as JSON at the end.
Result<int> scan(ScanOptions const& options) {
    auto const map = open_map(options.map);
    if (!map) return map.error();
    auto const patience = parse_duration(options.patience);
    if (!patience) return input_error("--timeout {}", patience.error().sentence);
    auto endpoint = ModbusEndpoint::parse_link(options.from);
    if (!endpoint) return endpoint.error();
    auto const ranges = ranges_of(options.units, endpoint->serial ? 1 : 0, endpoint->serial ? 247 : 255);
    if (!ranges) return ranges.error();
    endpoint->unit = static_cast<std::uint8_t>(ranges->front().first);
    auto client = ModbusClient::open(*endpoint, std::chrono::ceil<std::chrono::milliseconds>(*patience));
    if (!client) return client.error();

    bool const json = options.format == "json";
    bool const progress = ::isatty(STDERR_FILENO) == 1;
    constexpr char const* kClear = "\r\x1b[K";
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    int found = 0;
    for (auto const& [first, last] : *ranges) {
        for (int unit = first; unit <= last; ++unit) {
            if (progress) std::fprintf(stderr, "%sasking unit %d, %d found", kClear, unit, found);
            auto const meter = ask_who(*client, *map, unit, options.function);
            if (!meter) {
                if (progress) std::fputs(kClear, stderr);
                return meter.error();
            }
            if (!*meter) continue;
            ++found;
            if (json) {
                all.push_back(json_of(**meter));
                continue;
            }
            if (progress) std::fputs(kClear, stderr);
            std::fputs(text_of(**meter).c_str(), stdout);
            std::fflush(stdout);
        }
    }
    if (progress) std::fputs(kClear, stderr);
    if (json) std::puts(nlohmann::ordered_json{{"link", endpoint->link_text()}, {"meters", all}}.dump(2).c_str());
    return found;
}

}  // namespace

void add_scan(CLI::App& app, int& status) {
    auto const options = std::make_shared<ScanOptions>();
    auto* const command = app.add_subcommand("scan", "Finds the meters on a link and says who they are");
    command->add_option("--from", options->from, "The link: tcp:HOST:PORT or rtu:DEVICE:BAUD[:8N1]")->required();
    command->add_option("--units", options->units, "Units to ask: numbers and ranges")->capture_default_str();
    command->add_option("--timeout", options->patience, "How long each reply may take")->capture_default_str();
    command->add_option("--map", options->map, "Shipped register map or CSV file, for the identification registers")->capture_default_str();
    command->add_option("--function", options->function, "3 reads holding registers, 4 input registers")
        ->check(CLI::IsMember({3, 4}))
        ->capture_default_str();
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
    command->callback([options, &status] {
        auto const found = scan(*options);
        if (!found) {
            status = fail(found.error());
            return;
        }
        if (*found == 0) std::fputs("meterbench: no meter answered\n", stderr);
        status = *found > 0 ? 0 : 1;
    });
}

}  // namespace mb::cli
