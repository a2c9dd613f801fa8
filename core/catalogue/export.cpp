// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "core/base/unit.hpp"
#include "core/catalogue/export.hpp"
#include "core/catalogue/export_text.hpp"

namespace mb {

using namespace export_text;

namespace {

/// The rows of one block; `all` is ordered by blocks. Written out: clang 14 does not take ranges of libstdc++ 12 here.
template <class Row, class BlockOf>
std::span<Row const> rows_in(std::span<Row const> all, std::size_t block, BlockOf block_of) {
    auto const first = std::partition_point(all.begin(), all.end(), [&](Row const& row) { return block_of(row) < block; });
    auto const last = std::partition_point(first, all.end(), [&](Row const& row) { return block_of(row) == block; });
    return all.subspan(static_cast<std::size_t>(first - all.begin()), static_cast<std::size_t>(last - first));
}

std::span<Register const> registers_of(RegisterMap const& map, std::size_t block) {
    return rows_in(map.registers(), block, [](Register const& r) -> std::size_t { return r.block; });
}

std::span<MissingRegister const> missing_of(RegisterMap const& map, std::size_t block) {
    return rows_in(map.missing(), block, [](MissingRegister const& m) -> std::size_t { return m.reg.block; });
}

/// The rows of a block as they lie in it: one of the two is null.
struct AnyRow {
    Register const* reg;
    MissingRegister const* missing;

    Register const& place() const { return reg != nullptr ? *reg : missing->reg; }
};
std::vector<AnyRow> rows_of(RegisterMap const& map, std::size_t block) {
    std::vector<AnyRow> rows;
    for (Register const& reg : registers_of(map, block)) rows.push_back({&reg, nullptr});
    for (MissingRegister const& missing : missing_of(map, block)) rows.push_back({nullptr, &missing});
    std::ranges::sort(rows, {}, [](AnyRow const& row) { return row.place().address; });
    return rows;
}

/// Whether block `b` is block `a` once more at another place: the same rows for the same symbols but for their number.
bool repeats(RegisterMap const& map, std::size_t a, std::size_t b) {
    RegisterBlock const& first = map.blocks()[a];
    RegisterBlock const& other = map.blocks()[b];
    if (first.end - first.first != other.end - other.first) return false;
    auto const same_place = [&](Register const& x, Register const& y) {
        return x.address - first.first == y.address - other.first && x.type == y.type && x.words == y.words && x.scale == y.scale &&
               x.access == y.access && x.again == y.again && x.locked == y.locked && x.function == y.function;
    };
    return std::ranges::equal(registers_of(map, a), registers_of(map, b),
                              [&](Register const& x, Register const& y) {
                                  return same_place(x, y) && with_n(symbol_info(x.symbol)) == with_n(symbol_info(y.symbol));
                              }) &&
           std::ranges::equal(missing_of(map, a), missing_of(map, b), [&](MissingRegister const& x, MissingRegister const& y) {
               return same_place(x.reg, y.reg) && x.pattern == y.pattern && x.feature == y.feature && x.unit == y.unit;
           });
}

/// Blocks as they are shown: "inst.1" stands for those that repeat it at equal distances.
struct Shown {
    std::size_t block = 0;
    std::uint32_t count = 1;
    std::uint32_t stride = 0;
};

std::vector<Shown> shown_blocks(RegisterMap const& map) {
    auto const blocks = map.blocks();
    std::unordered_map<std::string_view, std::size_t> by_name;
    for (std::size_t b = 0; b < blocks.size(); ++b) by_name.emplace(blocks[b].name, b);
    std::vector<Shown> all;
    std::vector<bool> told(blocks.size(), false);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        if (told[b]) continue;
        Shown shown{b, 1, 0};
        std::string const& name = blocks[b].name;
        while (name.ends_with(".1")) {
            auto const next = by_name.find(fmt::format("{}{}", name.substr(0, name.size() - 1), shown.count + 1));
            if (next == by_name.end() || blocks[next->second].first < blocks[b].first || !repeats(map, b, next->second)) break;
            std::uint32_t const distance = std::uint32_t{blocks[next->second].first} - blocks[b].first;
            if (shown.count == 1) shown.stride = distance;
            if (distance != shown.stride * shown.count) break;
            told[next->second] = true;
            ++shown.count;
        }
        all.push_back(shown);
    }
    return all;
}

}  // namespace

std::string registers_csv(RegisterMap const& map) {
    std::string out = "block,address,words,type,scale,unit,access,symbol,repeat,stride,missing\n";
    auto const to = std::back_inserter(out);
    auto const free = [&](RegisterBlock const& block, std::uint32_t first, std::uint32_t end) {
        while (first < end) {  // a row holds 125 registers at most
            auto const count = std::min<std::uint32_t>(125, end - first);
            fmt::format_to(to, "{},{},{},-,1,-,R,-,1,0,\n", block.name, first, count);
            first += count;
        }
    };
    for (std::size_t b = 0; b < map.blocks().size(); ++b) {
        RegisterBlock const& block = map.blocks()[b];
        std::uint32_t at = block.first;
        for (AnyRow const& row : rows_of(map, b)) {
            Register const& reg = row.place();
            free(block, at, reg.address);
            bool const known = row.reg != nullptr;
            fmt::format_to(to, "{},{},{},{},{},{},{},{},1,0,{}\n", block.name, reg.address, reg.words, name(reg.type), reg.scale,
                           unit_text(known ? symbol_info(reg.symbol).unit : row.missing->unit), access_word(reg),
                           known ? (reg.again ? "=" : "") + symbol_info(reg.symbol).name : row.missing->name,
                           known ? "" : row.missing->feature);
            at = reg.end();
        }
        free(block, at, block.end);
    }
    return out;
}

std::string missing_text(RegisterMap const& map) {
    std::string out;
    auto const to = std::back_inserter(out);
    for (MissingRegister const& m : map.missing())
        fmt::format_to(to, "{:>5}  0x{:04X}  {:>2}  {:<5} {}\n", m.reg.address, m.reg.address, m.reg.words, m.feature, m.name);
    return out;
}

std::string registers_markdown(RegisterMap const& map) {
    std::string out =
        "# Registers\n\n"
        "Raw protocol addresses (the number in the frame), big-endian, most significant register first. Functions 3 and 4 read, 6 and 16\n"
        "write. The scale is the value of one count. Other registers of a block read zero, and so do commands (W) and what is not "
        "available.\n"
        "Blocks whose name begins with own_ are ours, the others the register family's. `{n}` counts the repetitions of a block from 1.\n"
        "Access: R read, RW read and write, W a command; -locked only once unlocked, a 6 or 16 by that function only "
        "([modbus.md](modbus.md)).\nRows marked *not yet* read zero until the feature of that id is there; (again) tells what another "
        "register tells, too.\n";
    auto const to = std::back_inserter(out);
    for (Shown const& shown : shown_blocks(map)) {
        RegisterBlock const& block = map.blocks()[shown.block];
        fmt::format_to(to, "\n## {}\n\nRegisters {} to {}", block.name, block.first, block.end - 1);
        if (shown.count > 1) fmt::format_to(to, ", {} times, each {} further", shown.count, shown.stride);
        out += ".\n\n| address | words | type | scale | unit | access | symbol | meaning |\n|---:|---:|---|---:|---|---|---|---|\n";
        for (AnyRow const& row : rows_of(map, shown.block)) {
            Register const& reg = row.place();
            fmt::format_to(to, "| {} | {} | {} | {} | {} | {} | ", reg.address, reg.words, name(reg.type), reg.scale,
                           unit_text(row.reg != nullptr ? symbol_info(reg.symbol).unit : row.missing->unit), access_word(reg));
            if (row.reg == nullptr) {
                fmt::format_to(to, "`{}` | *not yet* ({}) |\n", shown.count > 1 ? row.missing->pattern : row.missing->name,
                               row.missing->feature);
                continue;
            }
            Symbol const& s = symbol_info(reg.symbol);
            fmt::format_to(to, "`{}` | {}{} |\n", shown.count > 1 ? with_n(s) : s.name, s.label, reg.again ? " (again)" : "");
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
                       quoted(access_word(reg)), quoted(s.label), quoted(map.blocks()[reg.block].name),
                       i + 1 < map.registers().size() ? "," : "");
    }
    out += "  ],\n  \"missing\": [\n";
    for (std::size_t i = 0; i < map.missing().size(); ++i) {
        MissingRegister const& m = map.missing()[i];
        fmt::format_to(to, "    {{\"name\": {}, \"address\": {}, \"words\": {}, \"feature\": {}}}{}\n", quoted(m.name), m.reg.address,
                       m.reg.words, quoted(m.feature), i + 1 < map.missing().size() ? "," : "");
    }
    return out + "  ]\n}\n";
}

}  // namespace mb
