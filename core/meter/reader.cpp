// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/meter/reader.hpp"

#include <limits>

#include "core/catalogue/point.hpp"

namespace mb {
namespace {

struct Marks {
    std::vector<Statistics::Mark> list;
    std::vector<std::optional<std::size_t>> of_point;

    Marks() : of_point(point_count()) {
        for (std::size_t p = 0; p < point_count(); ++p) {
            Point const& point = points()[p];
            bool const load = point.instance > 0;
            if (load && point.quantity->has(Mark::companion) && !list.empty()) {
                list.back().companion = p;
            } else if (point.quantity->has(Mark::quality) || (load && point.quantity->has(Mark::extremes))) {
                list.push_back({p, std::nullopt});
            } else {
                continue;
            }
            of_point[p] = list.size() - 1;
        }
    }
};

Marks const& catalogue_marks() {
    static Marks const made;
    return made;
}

}  // namespace

std::vector<double> no_readings() { return std::vector<double>(point_count(), std::numeric_limits<double>::quiet_NaN()); }

void read_points(dsp::WindowResult const& interval, dsp::Wiring const& wiring, dsp::Conventions const& conventions,
                 std::span<double> values) {
    auto const all = points();
    dsp::WindowResult view = dsp::network_view(interval, wiring.routing);
    int instance = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Point const& point = all[i];
        if (point.instance > 0 && !wiring.loads[static_cast<std::size_t>(point.instance - 1)]) continue;
        if (point.instance != instance) {
            instance = point.instance;
            view = dsp::load_view(interval, *wiring.loads[static_cast<std::size_t>(instance - 1)]);
        }
        values[i] = point.value(view, conventions);
    }
}

std::vector<Statistics::Mark> const& extreme_marks() { return catalogue_marks().list; }

std::optional<std::size_t> mark_of(std::size_t point) { return catalogue_marks().of_point[point]; }

}  // namespace mb
