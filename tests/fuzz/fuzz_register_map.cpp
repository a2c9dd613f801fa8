// SPDX-License-Identifier: GPL-3.0-or-later
/// Any text as a register map; what is taken must keep the promises of RegisterMap and survive being written and read again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalogue/codec.hpp"
#include "core/catalogue/export.hpp"
#include "core/catalogue/register_map.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const map = RegisterMap::parse(text, "fuzz.csv");
    if (!map) {
        if (map.error().sentence.empty()) std::abort();
        return 0;
    }
    std::uint32_t end = 0;
    for (Register const& reg : map->registers()) {
        auto const* const block = map->block_at(reg.address);
        if (reg.address < end || reg.end() > 65'536) std::abort();
        auto const* const first = map->find(reg.symbol);
        if (first == nullptr || first->again || (first == &reg) == reg.again) std::abort();
        if (block == nullptr || block->end < reg.end() || block != &map->blocks()[reg.block]) std::abort();
        end = reg.end();
        std::vector<std::uint16_t> words(reg.words, 0xFFFF);
        encode(reg, decode(reg, words), words);
    }
    if (map->blocks().size() > 300) return 0;  // a row may repeat 65 536 times; writing those out again and again finds nothing more
    (void)registers_markdown(*map);
    (void)registers_json(*map);
    auto const again = RegisterMap::parse(registers_csv(*map), "again.csv");
    if (!again || again->registers().size() != map->registers().size() || again->blocks().size() != map->blocks().size()) std::abort();
    return 0;
}
