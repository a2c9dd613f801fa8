// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/register_map.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/base/suggest.hpp"

namespace mb {
namespace {

constexpr std::size_t kLargestFile = 8U << 20U;  // a map of all 65 536 registers is half of that

}  // namespace

Register const* RegisterMap::find(SymbolId symbol) const {
    std::int32_t const at = index(symbol) < by_symbol_.size() ? by_symbol_[index(symbol)] : -1;
    return at < 0 ? nullptr : &registers_[static_cast<std::size_t>(at)];
}

RegisterBlock const* RegisterMap::block_at(std::uint16_t address) const {
    auto const after = std::ranges::upper_bound(blocks_, address, {}, &RegisterBlock::first);
    if (after == blocks_.begin()) return nullptr;
    RegisterBlock const& block = *std::prev(after);
    return address < block.end ? &block : nullptr;
}

std::span<Register const> RegisterMap::in_range(std::uint16_t first, std::uint16_t count) const {
    auto const begin = std::ranges::upper_bound(registers_, first, {}, &Register::end);
    auto const end = std::ranges::lower_bound(begin, registers_.end(), std::uint32_t{first} + count, {}, &Register::address);
    return {begin, end};
}

Result<RegisterMap> RegisterMap::load(std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return input_error("{}: {}", file, std::strerror(errno));
    std::string text(kLargestFile + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad() || (in.fail() && !in.eof())) return input_error("{}: cannot be read; is it a file?", file);
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargestFile) return input_error("{}: larger than 8 MiB, this is no register map", file);
    return parse(text, file);
}

Result<RegisterMap> open_map(std::string const& name_or_path) {
    if (auto const parts = builtin_map(name_or_path); !parts.empty()) return RegisterMap::parse(parts);
    if (name_or_path.find_first_of("/.") != std::string::npos) return RegisterMap::load(name_or_path);
    std::string known;
    for (auto const name : builtin_map_names()) (known += known.empty() ? "" : ", ") += name;
    return input_error("no register map '{}'{}; shipped: {}; a file is named by its path", name_or_path,
                       suggestion(name_or_path, builtin_map_names()), known);
}

}  // namespace mb
