// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/base/unit.hpp"

namespace mb {
namespace {

std::string_view unit_text(Unit unit) { return unit == Unit::none ? "-" : symbol(unit); }
std::string_view access_text(Access access) { return access == Access::read ? "R" : "RW"; }

/// A JSON string. Labels and file-made names may hold anything.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

/// Symbols that differ by their number only.
struct Family {
    std::string pattern;
    Symbol const* first = nullptr;
    int instances = 1;
};

std::string pattern_of(Symbol const& s) {
    std::string pattern = s.name;
    if (s.instance > 0) {
        // The number stands in the first part of the name: load2.inst.v1, event_en50160_3.start.
        auto const end = pattern.find('.');
        auto const begin = pattern.find_last_not_of("0123456789", end - 1) + 1;
        pattern.replace(begin, end - begin, "{n}");
    }
    return pattern;
}

std::vector<Family> families() {
    std::vector<Family> all;
    for (Symbol const& s : symbols()) {
        auto pattern = pattern_of(s);
        auto const known = std::ranges::find(all, pattern, &Family::pattern);
        if (known == all.end())
            all.push_back({std::move(pattern), &s, 1});
        else
            ++known->instances;
    }
    return all;
}

}  // namespace

std::string registers_csv(RegisterMap const& map) {
    std::string out = "block,address,words,type,scale,unit,access,symbol,repeat,stride\n";
    auto const to = std::back_inserter(out);
    auto const free = [&](RegisterBlock const& block, std::uint32_t first, std::uint32_t end) {
        while (first < end) {  // a row holds 125 registers at most
            auto const count = std::min<std::uint32_t>(125, end - first);
            fmt::format_to(to, "{},{},{},-,1,-,R,-,1,0\n", block.name, first, count);
            first += count;
        }
    };
    auto reg = map.registers().begin();
    for (RegisterBlock const& block : map.blocks()) {
        std::uint32_t at = block.first;
        for (; reg != map.registers().end() && reg->address < block.end; ++reg) {
            free(block, at, reg->address);
            Symbol const& s = symbol_info(reg->symbol);
            fmt::format_to(to, "{},{},{},{},{},{},{},{},1,0\n", block.name, reg->address, reg->words, name(reg->type), reg->scale,
                           unit_text(s.unit), access_text(reg->access), s.name);
            at = reg->end();
        }
        free(block, at, block.end);
    }
    return out;
}

std::string registers_markdown(RegisterMap const& map) {
    std::string out =
        "# Registers\n\n"
        "Raw protocol addresses (the number in the frame), big-endian, most significant register first. Functions 3 and 4 read, 6 and 16\n"
        "write. The scale is the value of one count. Other registers of a block read zero, and so does what is not available.\n";
    auto const to = std::back_inserter(out);
    auto reg = map.registers().begin();
    for (RegisterBlock const& block : map.blocks()) {
        fmt::format_to(to, "\n## {}\n\nRegisters {} to {}.\n\n", block.name, block.first, block.end - 1);
        out += "| address | words | type | scale | unit | access | symbol | meaning |\n|---:|---:|---|---:|---|---|---|---|\n";
        for (; reg != map.registers().end() && reg->address < block.end; ++reg) {
            Symbol const& s = symbol_info(reg->symbol);
            fmt::format_to(to, "| {} | {} | {} | {} | {} | {} | `{}` | {} |\n", reg->address, reg->words, name(reg->type), reg->scale,
                           unit_text(s.unit), access_text(reg->access), s.name, s.label);
        }
    }
    return out;
}

std::string registers_json(RegisterMap const& map) {
    std::string out = "{\n  \"blocks\": [\n";
    auto const to = std::back_inserter(out);
    for (std::size_t i = 0; i < map.blocks().size(); ++i) {
        RegisterBlock const& block = map.blocks()[i];
        fmt::format_to(to, "    {{\"name\": {}, \"first\": {}, \"count\": {}}}{}\n", quoted(block.name), block.first,
                       block.end - block.first, i + 1 < map.blocks().size() ? "," : "");
    }
    out += "  ],\n  \"registers\": [\n";
    for (std::size_t i = 0; i < map.registers().size(); ++i) {
        Register const& reg = map.registers()[i];
        Symbol const& s = symbol_info(reg.symbol);
        fmt::format_to(to,
                       "    {{\"symbol\": {}, \"address\": {}, \"words\": {}, \"type\": {}, \"scale\": {}, \"unit\": {}, \"access\": {}, "
                       "\"label\": {}, \"block\": {}}}{}\n",
                       quoted(s.name), reg.address, reg.words, quoted(name(reg.type)), reg.scale, quoted(symbol(s.unit)),
                       quoted(access_text(reg.access)), quoted(s.label), quoted(map.blocks()[reg.block].name),
                       i + 1 < map.registers().size() ? "," : "");
    }
    return out + "  ]\n}\n";
}

std::string quantities_text() {
    auto const all = families();
    std::size_t width = 0;
    for (Family const& f : all) width = std::max(width, f.pattern.size());
    std::string out;
    for (Family const& f : all) {
        fmt::format_to(std::back_inserter(out), "{:<{}}  {:<3}  {:<2}  {}\n", f.pattern, width, unit_text(f.first->unit),
                       access_text(f.first->access), f.first->label);
    }
    return out;
}

std::string quantities_markdown() {
    std::string out =
        "# Quantities\n\n"
        "Everything that can be read from the meter or written to it, by symbol. `{n}` counts the loads 1 to 4 or the event slots 1 to "
        "3.\n\n"
        "| symbol | meaning | unit | decimals | access |\n|---|---|---|---:|---|\n";
    for (Family const& f : families()) {
        fmt::format_to(std::back_inserter(out), "| `{}` | {} | {} | {} | {} |\n", f.pattern, f.first->label, unit_text(f.first->unit),
                       f.first->decimals, access_text(f.first->access));
    }
    return out;
}

std::string quantities_json() {
    auto const all = families();
    std::string out = "{\n  \"quantities\": [\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
        Symbol const& s = *all[i].first;
        fmt::format_to(std::back_inserter(out),
                       "    {{\"symbol\": {}, \"label\": {}, \"unit\": {}, \"decimals\": {}, \"access\": {}, \"measured\": {}, "
                       "\"instances\": {}}}{}\n",
                       quoted(all[i].pattern), quoted(s.label), quoted(symbol(s.unit)), s.decimals, quoted(access_text(s.access)),
                       s.is_reading(), all[i].instances, i + 1 < all.size() ? "," : "");
    }
    return out + "  ]\n}\n";
}

}  // namespace mb
