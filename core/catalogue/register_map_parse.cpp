// SPDX-License-Identifier: GPL-3.0-or-later
/// CSV texts to a register map. Every refusal names file and line.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "core/base/suggest.hpp"
#include "core/catalogue/register_map.hpp"

namespace mb {
namespace {

constexpr std::array kColumns{"block", "address", "words", "type", "scale", "unit", "access", "symbol", "repeat", "stride", "missing"};
enum Column : std::size_t { block, address, words, type, scale, unit, access, symbol_name, repeat, stride, missing };
constexpr std::size_t kNeeded = missing;  // the columns before it; a map without it has nothing missing
using Fields = std::array<std::string_view, kColumns.size()>;

struct AccessRow {
    std::string_view word;
    Access access;
    bool locked;
    std::uint8_t function;
};
constexpr std::array kAccesses{
    AccessRow{"R", Access::read, false, 0},
    AccessRow{"RW", Access::read_write, false, 0},
    AccessRow{"RW-locked", Access::read_write, true, 0},
    AccessRow{"W", Access::write, false, 0},
    AccessRow{"W6", Access::write, false, 6},
    AccessRow{"W16", Access::write, false, 16},
    AccessRow{"W-locked", Access::write, true, 0},
    AccessRow{"W6-locked", Access::write, true, 6},
    AccessRow{"W16-locked", Access::write, true, 16},
};

constexpr char kAgain = '=';  // before a symbol that another row has, too

constexpr std::uint32_t kAnyLength = 0;  // texts
struct TypeRow {
    RegisterType type;
    std::string_view name;
    std::uint32_t words;
};
constexpr std::array kTypes{
    TypeRow{RegisterType::u8, "U8", 1},
    TypeRow{RegisterType::u16, "U16", 1},
    TypeRow{RegisterType::s16, "S16", 1},
    TypeRow{RegisterType::u32, "U32", 2},
    TypeRow{RegisterType::s32, "S32", 2},
    TypeRow{RegisterType::u64, "U64", 4},
    TypeRow{RegisterType::s64, "S64", 4},
    TypeRow{RegisterType::u8_hex, "U8_HEX", 1},
    TypeRow{RegisterType::u16_hex, "U16_HEX", 1},
    TypeRow{RegisterType::u32_hex, "U32_HEX", 2},
    TypeRow{RegisterType::u64_hex, "U64_HEX", 4},
    TypeRow{RegisterType::string_16, "STRING_16", kAnyLength},
    TypeRow{RegisterType::string_norm, "STRING_NORM", kAnyLength},
    TypeRow{RegisterType::datetime, "DATETIME", 2},
    TypeRow{RegisterType::datetime_ms, "DATETIME_MS", 4},
    TypeRow{RegisterType::datetime_3, "DATETIME_3", 3},
};

/// Which types hold which kind of value. Hexadecimal shows bits and codes, no quantities; the clock is set by whole numbers, so the signed
/// types, which carry measured ones, hold none; 32 bits of seconds last until 2136.
struct KindRow {
    ValueKind kind;
    std::string_view words;  ///< for people
    std::vector<RegisterType> types;
};

KindRow const& kind_row(ValueKind kind) {
    using enum RegisterType;
    static KindRow const kRows[] = {
        {ValueKind::magnitude, "a number that is never negative", {u8, u16, s16, u32, s32, u64, s64}},
        {ValueKind::signed_value, "a number that may be negative", {s16, s32, s64}},
        {ValueKind::whole, "a whole number", {u8, u16, u32, u64, u8_hex, u16_hex, u32_hex, u64_hex}},
        {ValueKind::text, "a text", {string_16, string_norm}},
        {ValueKind::seconds, "a time in seconds", {u32, u64, datetime, datetime_3}},
        {ValueKind::milliseconds, "a time in milliseconds", {u64, datetime_ms}},
    };
    return *std::ranges::find(kRows, kind, &KindRow::kind);
}

/// "U8, U16 and U32"
std::string listed(std::vector<RegisterType> const& types) {
    std::string list;
    for (std::size_t i = 0; i < types.size(); ++i)
        list += fmt::format("{}{}", i == 0 ? "" : i + 1 == types.size() ? " and " : ", ", name(types[i]));
    return list;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r";
    auto const first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// A field may stand in quotes, as spreadsheets write it; quotes inside are not needed by any column.
std::string_view unquoted(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = trimmed(text.substr(1, text.size() - 2));
    return text;
}

std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> fields;
    for (;;) {
        auto const comma = line.find(',');
        fields.push_back(unquoted(line.substr(0, comma)));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

/// One row as written, before it is repeated.
struct Row {
    std::string_view block;
    std::uint32_t address = 0;
    std::uint32_t words = 0;
    TypeRow const* type = nullptr;  ///< null: registers kept free
    double scale = 1.0;
    Unit unit = Unit::none;
    AccessRow const* access = &kAccesses[0];
    std::string_view symbol;
    std::uint32_t repeat = 1;
    std::uint32_t stride = 0;
    std::string_view missing;  ///< the feature that will fill it; empty where the symbol is known
};

bool plain(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

std::string numbered(std::string_view pattern, std::uint32_t n) {
    std::string text{pattern};
    if (auto const mark = text.find("{n}"); mark != std::string::npos) text.replace(mark, 3, std::to_string(n));
    return text;
}

}  // namespace

std::string access_word(Register const& reg) {
    auto const same = [&](AccessRow const& row) {
        return row.access == reg.access && row.locked == reg.locked && row.function == reg.function;
    };
    auto const found = std::ranges::find_if(kAccesses, same);
    return found == kAccesses.end() ? "R" : std::string{found->word};
}

std::string_view name(RegisterType type) {
    for (auto const& row : kTypes)
        if (row.type == type) return row.name;
    return "";
}

/// Collects rows line by line; finish() sorts, checks what concerns several lines, and gives the map.
class RegisterMapBuilder {
public:
    Result<void> add(MapText part) {
        where_ = {part.file, where_.part + 1, 0};
        width_ = 0;
        std::string_view text = part.text;
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        while (!text.empty()) {
            auto const end = text.find('\n');
            if (auto const good = line(text.substr(0, end)); !good) return good.error();
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
        if (width_ == 0) return input_error("{}: empty; a register map begins with the names of its columns", part.file);
        return {};
    }

    Result<RegisterMap> finish() {
        if (rows_.empty()) return input_error("{}: no registers", where_.file);
        std::ranges::stable_sort(rows_, {}, [](Placed const& p) { return p.reg.address; });
        for (std::size_t i = 1; i < rows_.size(); ++i) {
            Placed const* before = &rows_[i - 1];
            Placed const* after = &rows_[i];
            if (before->reg.end() <= after->reg.address) continue;
            std::uint16_t const address = after->reg.address;
            if (after->where.order() < before->where.order()) std::swap(before, after);
            return input_error("{}:{}: register {} already belongs to {}", after->where.file, after->where.line, address,
                               seen_from(after->where, before->where));
        }
        RegisterMap map;
        if (auto const made = make_blocks(map); !made) return made.error();
        map.by_symbol_.assign(symbols().size(), -1);
        for (Placed& placed : rows_) {
            if (!placed.missing.feature.empty()) {
                placed.missing.reg = placed.reg;
                map.missing_.push_back(std::move(placed.missing));
                continue;
            }
            if (placed.free) continue;
            if (placed.reg.again && !named_.contains(placed.reg.symbol)) {
                return input_error("{}:{}: ={} needs a register of {} itself", placed.where.file, placed.where.line,
                                   symbol_info(placed.reg.symbol).name, symbol_info(placed.reg.symbol).name);
            }
            if (!placed.reg.again) map.by_symbol_[index(placed.reg.symbol)] = static_cast<std::int32_t>(map.registers_.size());
            map.registers_.push_back(placed.reg);
        }
        return map;
    }

private:
    struct Where {
        std::string_view file;
        int part = 0;
        int line = 0;

        std::pair<int, int> order() const { return {part, line}; }
    };
    struct Placed {
        Register reg;
        std::string block;
        bool free = false;
        MissingRegister missing{};  ///< with a feature where it is one
        Where where;
    };

    Result<void> header(std::string_view line) {
        auto const names = split(line);
        for (std::size_t c = 0; c < kColumns.size(); ++c) {
            auto const found = std::ranges::find(names, std::string_view{kColumns[c]});
            place_[c] = static_cast<std::size_t>(found - names.begin());
            if (found == names.end() && c < kNeeded) {
                return wrong(
                    "the column '{}' is missing{}; the header names block, address, words, type, scale, unit, access, symbol, "
                    "repeat and stride",
                    kColumns[c], suggestion(kColumns[c], names));
            }
        }
        width_ = names.size();
        return {};
    }

    Result<void> line(std::string_view text) {
        ++where_.line;
        text = trimmed(text);
        if (text.empty() || text.front() == '#') return {};
        if (width_ == 0) return header(text);
        auto const fields = split(text);
        if (fields.size() != width_) return wrong("{} columns where the header has {}", fields.size(), width_);
        Fields f;
        for (std::size_t c = 0; c < f.size(); ++c) f[c] = place_[c] < width_ ? fields[place_[c]] : std::string_view{};
        auto const row = parse_row(f);
        if (!row) return row.error();
        return repeat_row(*row);
    }

    static std::string seen_from(Where const& here, Where const& there) {
        return here.part == there.part ? fmt::format("line {}", there.line) : fmt::format("{}:{}", there.file, there.line);
    }

    template <class... Args>
    Error wrong(fmt::format_string<Args...> text, Args&&... args) const {
        return input_error("{}:{}: {}", where_.file, where_.line, fmt::format(text, std::forward<Args>(args)...));
    }

    /// A whole number of `low`..`high`.
    Result<std::uint32_t> number(Fields const& f, Column column, std::uint32_t low, std::uint32_t high) const {
        std::uint32_t value = 0;
        auto const text = f[column];
        auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || stop != text.data() + text.size() || value < low || value > high)
            return wrong("{} '{}' is not a whole number from {} to {}", kColumns[column], text, low, high);
        return value;
    }

    Result<Row> parse_row(Fields const& f) const {
        Row row;
        row.block = f[block];
        if (!plain(row.block)) return wrong("block '{}' is no name of letters, digits, '_' and '.'", row.block);
        std::pair<std::uint32_t*, std::pair<Column, std::pair<std::uint32_t, std::uint32_t>>> const numbers[] = {
            {&row.address, {address, {0, 65'535}}},
            {&row.words, {words, {1, 125}}},
            {&row.repeat, {repeat, {1, 65'536}}},
            {&row.stride, {stride, {0, 65'535}}},
        };
        for (auto const& [to, what] : numbers) {
            auto const value = number(f, what.first, what.second.first, what.second.second);
            if (!value) return value.error();
            *to = *value;
        }
        if (row.repeat > 1 && row.stride == 0) return wrong("repeated {} times, but the stride is 0", row.repeat);
        if (auto const last = row.address + std::uint64_t{row.repeat - 1} * row.stride + row.words; last > 65'536)
            return wrong("the row ends at register {}, the last there is is 65535", last - 1);
        auto const may = std::ranges::find(kAccesses, f[access], &AccessRow::word);
        if (may == kAccesses.end())
            return wrong("access '{}' is none of R, RW, RW-locked, W, W6, W16, W-locked, W6-locked and W16-locked", f[access]);
        row.access = &*may;
        row.symbol = f[symbol_name];
        if (row.symbol == "-") {
            if (f[type] != "-" || row.access->access != Access::read || !f[missing].empty())
                return wrong("registers kept free have type '-' and access R, and are not missing");
            return row;
        }
        row.missing = f[missing];
        if (!row.missing.empty() && !plain(row.missing)) return wrong("'{}' is no id of a feature", row.missing);
        if (auto const typed = parse_type(f, row); !typed) return typed.error();
        bool const counted = row.symbol.find("{n}") != std::string_view::npos;
        if (counted != (row.repeat > 1)) return wrong("a repeated row needs '{{n}}' in its symbol, and no other row may have it");
        return row;
    }

    Result<void> parse_type(Fields const& f, Row& row) const {
        auto const found = std::ranges::find(kTypes, f[type], &TypeRow::name);
        if (found == kTypes.end()) {
            std::vector<std::string_view> names;
            for (auto const& t : kTypes) names.push_back(t.name);
            return wrong("unknown type '{}'{}", f[type], suggestion(f[type], names));
        }
        row.type = &*found;
        if (found->words != kAnyLength && found->words != row.words)
            return wrong("type {} takes {} register{}, not {}", found->name, found->words, found->words == 1 ? "" : "s", row.words);
        auto const text = f[scale];
        auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), row.scale);
        if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(row.scale) || !(row.scale > 0.0))
            return wrong("scale '{}' is not a number above zero", text);
        if (row.scale != 1.0 && (found->words == kAnyLength || found->name.starts_with("DATETIME")))
            return wrong("type {} has no scale, write 1", found->name);
        auto const known = unit_of(f[unit]);
        if (!known) return wrong("unknown unit '{}'; write '-' for none", f[unit]);
        row.unit = *known;
        return {};
    }

    Result<void> repeat_row(Row const& row) {
        for (std::uint32_t n = 1; n <= row.repeat; ++n) {
            if (rows_.size() == 65'536) return wrong("more rows than there are registers");
            Placed placed;
            placed.where = where_;
            placed.block = row.repeat == 1 ? std::string{row.block} : fmt::format("{}.{}", row.block, n);
            placed.reg.address = static_cast<std::uint16_t>(row.address + (n - 1) * row.stride);
            placed.reg.words = static_cast<std::uint16_t>(row.words);
            placed.free = row.type == nullptr;
            if (!placed.free) {
                placed.reg.type = row.type->type;
                placed.reg.scale = row.scale;
                placed.reg.access = row.access->access;
                placed.reg.locked = row.access->locked;
                placed.reg.function = row.access->function;
                if (auto const found = row.missing.empty() ? resolve(row, n, placed.reg) : name_missing(row, n, placed); !found)
                    return found;
            }
            rows_.push_back(std::move(placed));
        }
        return {};
    }

    Result<void> resolve(Row const& row, std::uint32_t n, Register& reg) {
        reg.again = row.symbol.starts_with(kAgain);
        std::string const wanted = numbered(row.symbol.substr(reg.again ? 1 : 0), n);
        auto const id = find_symbol(wanted);
        if (!id) {
            auto const near = nearest_symbol(wanted);
            return wrong("unknown symbol '{}'{}", wanted, near.empty() ? "" : ", did you mean '" + near + "'?");
        }
        Symbol const& known = symbol_info(*id);
        if (known.unit != row.unit) {
            return wrong("unit '{}', but {} is in '{}'", row.unit == Unit::none ? "-" : symbol(row.unit), wanted,
                         known.unit == Unit::none ? "-" : symbol(known.unit));
        }
        KindRow const& kind = kind_row(known.kind);
        if (std::ranges::find(kind.types, reg.type) == kind.types.end())
            return wrong("type {} cannot hold {}, {}; {} can", row.type->name, wanted, kind.words, listed(kind.types));
        if (row.access->access != Access::read && known.access == Access::read)
            return wrong("{} cannot be written, its access is R", wanted);
        if (row.access->access != Access::write && known.access == Access::write)
            return wrong("{} cannot be read, its access is W", wanted);
        reg.symbol = *id;
        if (reg.again) return {};
        auto const [before, first] = named_.emplace(*id, where_);
        if (!first)
            return wrong("{} already stands in {}; a further register is written ={}", wanted, seen_from(where_, before->second), wanted);
        return {};
    }

    Result<void> name_missing(Row const& row, std::uint32_t n, Placed& placed) {
        std::string wanted = numbered(row.symbol, n);
        if (!plain(wanted)) return wrong("'{}' is no name of letters, digits, '_' and '.'", wanted);
        if (find_symbol(wanted)) return wrong("{} is known: it is not missing, leave the column empty", wanted);
        auto const [before, first] = missing_names_.emplace(wanted, where_);
        if (!first) return wrong("{} already stands in {}", wanted, seen_from(where_, before->second));
        placed.free = true;
        placed.missing = {{}, row.unit, std::move(wanted), std::string{row.symbol}, std::string{row.missing}};
        return {};
    }

    /// A block runs from its first to its last row; blocks may touch, not mix.
    Result<void> make_blocks(RegisterMap& map) {
        std::set<std::string_view> ended;
        for (Placed& placed : rows_) {
            if (map.blocks_.empty() || map.blocks_.back().name != placed.block) {
                if (ended.contains(placed.block)) {
                    return input_error("{}:{}: register {} of block '{}' stands behind registers of block '{}'", placed.where.file,
                                       placed.where.line, placed.reg.address, placed.block, map.blocks_.back().name);
                }
                ended.insert(placed.block);
                map.blocks_.push_back({placed.block, placed.reg.address, placed.reg.end()});
            }
            map.blocks_.back().end = placed.reg.end();
            placed.reg.block = static_cast<std::uint16_t>(map.blocks_.size() - 1);
        }
        return {};
    }

    Where where_;  // that is being read
    std::array<std::size_t, kColumns.size()> place_{};
    std::size_t width_ = 0;  // columns of the header, 0 before it
    std::vector<Placed> rows_;
    std::map<SymbolId, Where> named_;
    std::map<std::string, Where> missing_names_;
};

Result<RegisterMap> RegisterMap::parse(std::span<MapText const> parts) {
    RegisterMapBuilder builder;
    for (MapText const& part : parts)
        if (auto const good = builder.add(part); !good) return good.error();
    return builder.finish();
}

Result<RegisterMap> RegisterMap::parse(std::string_view text, std::string const& file) {
    MapText const whole{file, text};
    return parse({&whole, 1});
}

}  // namespace mb
