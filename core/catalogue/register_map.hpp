// SPDX-License-Identifier: GPL-3.0-or-later
/// Register maps are data (resources/maps/*.csv): address, words, type, scale and access of each symbol. The Modbus server, the
/// register view, the readers of real meters and the scenario checks all read the same map.
///
/// CSV columns: block,address,words,type,scale,unit,access,symbol,repeat,stride and, where a map needs it, missing. Access is R, RW, or W
/// for commands; RW-locked and W-locked need the unlock; W6, W16, W6-locked, W16-locked take that function only. `#` begins a comment
/// line. A row with repeat N stands N times, `stride` registers apart, its symbol's "{n}" counting from 1. A row with symbol and type "-"
/// keeps registers of a block free: they read zero. A symbol stands once; "=SYMBOL" is a further register that tells it, for reading only.
/// A row with a feature's id in `missing` is a MissingRegister: its symbol need not exist.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/unit.hpp"
#include "core/catalogue/symbol.hpp"

namespace mb {

/// Encodings of the family; big-endian, most significant register first.
enum class RegisterType : std::uint8_t {
    u8,
    u16,
    s16,
    u32,
    s32,
    u64,
    u8_hex,
    u16_hex,
    u32_hex,
    u64_hex,
    string_16,
    string_norm,
    s64,
    datetime,
    datetime_ms,
    datetime_3
};
std::string_view name(RegisterType type);

struct Register {
    std::uint16_t address = 0;  ///< raw protocol address: the number in the frame
    std::uint16_t words = 1;
    RegisterType type = RegisterType::u16;
    double scale = 1.0;  ///< value of one count in the symbol's unit
    Access access = Access::read;
    bool locked = false;        ///< to be written only after the unlock (register lock.lock_code)
    std::uint8_t function = 0;  ///< the only function that writes it: 6 or 16; 0 for both
    SymbolId symbol{};
    bool again = false;       ///< tells what another register tells, too; find() gives that one
    std::uint16_t block = 0;  ///< index into RegisterMap::blocks()

    std::uint32_t end() const { return std::uint32_t{address} + words; }
};

/// A row that the family has and this meter cannot answer yet: its registers read zero and cannot be written.
struct MissingRegister {
    Register reg;  ///< without a symbol
    Unit unit = Unit::none;
    std::string name;     ///< what it will be called: "load2.tariff_total.t1_ea_pos"
    std::string pattern;  ///< the same with "{n}" for the number of a repeated row
    std::string feature;  ///< the id in docs/features.md that will fill it
};

/// A contiguous range that may be read; registers inside it that no row names read zero.
struct RegisterBlock {
    std::string name;  ///< "inst" of load 2 is "inst.2"
    std::uint16_t first = 0;
    std::uint32_t end = 0;  ///< one past the last register
};

/// How the access column says it: "R", "RW-locked", "W6".
std::string access_word(Register const& reg);

/// A map, or a part of one, as a file holds it.
struct MapText {
    std::string_view file;  ///< its name for messages
    std::string_view text;  ///< the CSV
};

class RegisterMap {
public:
    /// `text` is the CSV, `file` its name for messages. Refused with file and line: overlapping rows, unknown symbols (with the
    /// nearest known one), a symbol named twice without "=", "=" without the symbol itself, a unit other than the symbol's, bad types,
    /// words that do not fit the type, a scale that is not positive, writing what is read-only, reading what is write-only.
    static Result<RegisterMap> parse(std::string_view text, std::string const& file);
    /// One map of several files, each with its own header; at least one.
    static Result<RegisterMap> parse(std::span<MapText const> parts);
    static Result<RegisterMap> load(std::string const& file);

    std::span<Register const> registers() const { return registers_; }     ///< ascending addresses
    std::span<RegisterBlock const> blocks() const { return blocks_; }      ///< ascending addresses
    std::span<MissingRegister const> missing() const { return missing_; }  ///< ascending addresses

    Register const* find(SymbolId symbol) const;                 ///< null where the map lacks it
    RegisterBlock const* block_at(std::uint16_t address) const;  ///< null outside all blocks
    /// The rows that touch [first, first+count).
    std::span<Register const> in_range(std::uint16_t first, std::uint16_t count) const;

private:
    std::vector<Register> registers_;
    friend class RegisterMapBuilder;  // register_map_parse.cpp
    std::vector<RegisterBlock> blocks_;
    std::vector<MissingRegister> missing_;
    std::vector<std::int32_t> by_symbol_;  // register index per SymbolId, -1 where absent
};

/// The files of a shipped map (compiled in, so that the programs run from any folder): NAME.csv, the register family's public table, and
/// NAME-own.csv, what is ours. Empty where there is none of that name.
std::span<MapText const> builtin_map(std::string_view name);
std::span<std::string_view const> builtin_map_names();
/// A shipped map by name ("a200") or a file by path.
Result<RegisterMap> open_map(std::string const& name_or_path);

}  // namespace mb
