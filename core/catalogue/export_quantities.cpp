// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "core/catalogue/export.hpp"
#include "core/catalogue/export_text.hpp"

namespace mb {

using namespace export_text;

namespace {

/// Symbols that differ by a load, a slot or a harmonic order only.
struct Family {
    std::string pattern;
    std::string label;
    Symbol const* first = nullptr;
    int last_order = 0;
    int instances = 1;
};

/// `text` with "{h}" where the row of the quantity table has it. A reading's name ends and its label begins with the row's.
std::string with_h(std::string text, std::string_view row, int order) {
    if (order > 0) {
        std::string const expanded = with_order(row, order);
        text.replace(text.rfind(expanded), expanded.size(), row);
    }
    return text;
}

std::vector<Family> families() {
    std::vector<Family> all;
    std::unordered_map<std::string, std::size_t> known;
    for (Symbol const& s : symbols()) {
        std::string const pattern = s.quantity != nullptr ? with_h(with_n(s), s.quantity->name, s.order) : with_n(s);
        auto const [at, fresh] = known.emplace(pattern, all.size());
        if (fresh) all.push_back({pattern, s.quantity != nullptr ? with_h(s.label, s.quantity->label, s.order) : s.label, &s, s.order, 0});
        Family& family = all[at->second];
        family.last_order = std::max(family.last_order, s.order);
        if (s.order == family.first->order) ++family.instances;
    }
    return all;
}

/// ", orders 2 to 63" where the family has orders.
std::string orders_text(Family const& f) { return f.last_order > 0 ? fmt::format(", orders {} to {}", f.first->order, f.last_order) : ""; }

struct KeptRow {
    Mark mark;
    std::string_view word;
    std::string_view symbols;
};
constexpr KeptRow kKept[] = {
    {Mark::averaged, "average", "`net_avg.NAME`, `load{n}.avg.NAME`: over the time `cfg_meas.win_avg`"},
    {Mark::extremes, "extremes",
     "`load{n}.inst_max.NAME`, `load{n}.inst_min.NAME` of the instantaneous values, `load{n}.avg_max.NAME`, `load{n}.avg_min.NAME` of the "
     "averages; `NAME_date` is when"},
    {Mark::companion, "with extremes", "the same names without a date: the value at the extreme of the quantity one line above"},
    {Mark::quality, "quality",
     "`net_qual.NAME_max`, `net_qual.NAME_min` (loads: `load{n}.qual.…`) of the instantaneous values; `NAME_max_date`, `NAME_min_date` are "
     "when"},
    {Mark::fast, "fast", "`net_fast.NAME` (currents: `load{n}.fast.NAME`): rms over `own.fast_cycles` cycles"},
    {Mark::aggregated, "intervals", "`net_3s.NAME`, `net_10min.NAME`, `net_2h.NAME`: over 150/180 cycles, 10 minutes and 2 hours"},
};

std::string kept_text(Quantity const& q) {
    std::string text;
    for (KeptRow const& row : kKept)
        if (q.has(row.mark)) text += fmt::format("{}{}", text.empty() ? "" : ", ", row.word);
    return text.empty() ? "-" : text;
}

/// One line a row of the quantity table, whatever the scopes, orders and planes that it is told in.
void measured_markdown(std::vector<Family> const& all, std::string& out) {
    auto const to = std::back_inserter(out);
    out += "\n## Measured\n\nBesides the value of the latest window this is kept of a quantity:\n\n| kept | told as |\n|---|---|\n";
    for (KeptRow const& row : kKept) fmt::format_to(to, "| {} | {} |\n", row.word, row.symbols);
    out += "\n| symbol | meaning | unit | decimals | kept |\n|---|---|---|---:|---|\n";
    std::unordered_map<Quantity const*, std::string> where;
    for (Family const& f : all) {
        if (!f.first->is_reading() || f.first->plane != Plane::instant) continue;
        std::string& symbols = where[f.first->quantity];
        symbols += fmt::format("{}`{}`", symbols.empty() ? "" : ", ", f.pattern);
    }
    for (Quantity const& q : quantities()) {
        std::string const orders = q.has_orders() ? fmt::format(", orders {} to {}", q.first_order, q.last_order) : "";
        fmt::format_to(to, "| {} | {}{} | {} | {} | {} |\n", where[&q], q.label, orders, unit_text(q.unit), q.decimals, kept_text(q));
    }
}

}  // namespace

std::string quantities_text() {
    auto const all = families();
    std::size_t width = 0;
    for (Family const& f : all) width = std::max(width, f.pattern.size());
    std::string out;
    for (Family const& f : all) {
        fmt::format_to(std::back_inserter(out), "{:<{}}  {:<4}  {:<2}  {}{}\n", f.pattern, width, unit_text(f.first->unit),
                       access_text(f.first->access), f.label, orders_text(f));
    }
    return out;
}

std::string quantities_markdown() {
    auto const all = families();
    std::string out = fmt::format(
        "# Quantities\n\n"
        "Everything that can be read from the meter or written to it, by symbol. `{{n}}` counts the loads 1 to {} or the slots of events, "
        "`{{h}}` harmonic orders.\n",
        kLoads);
    auto const to = std::back_inserter(out);
    measured_markdown(all, out);
    out += "\n## Not measured\n\nAccess W is a command; it reads zero.\n\n| symbol | meaning | unit | access |\n|---|---|---|---|\n";
    for (Family const& f : all) {
        if (f.first->is_attribute())
            fmt::format_to(to, "| `{}` | {} | {} | {} |\n", f.pattern, f.label, unit_text(f.first->unit), access_text(f.first->access));
    }
    out += "\n## Settings\n\n| symbol | meaning | unit | lowest | highest | step | default |\n|---|---|---|---:|---:|---:|---:|\n";
    for (Setting const& s : settings()) {
        fmt::format_to(to, "| `{}` | {} | {} | {} | {} | {} | {} |\n", s.symbol, s.label, unit_text(s.unit), s.lowest, s.highest, s.step,
                       s.preset);
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
                       "\"instances\": {}",
                       quoted(all[i].pattern), quoted(all[i].label), quoted(symbol(s.unit)), s.decimals, quoted(access_text(s.access)),
                       s.is_reading(), all[i].instances);
        if (all[i].last_order > 0) out += fmt::format(", \"orders\": [{}, {}]", s.order, all[i].last_order);
        out += i + 1 < all.size() ? "},\n" : "}\n";
    }
    return out + "  ]\n}\n";
}

}  // namespace mb
