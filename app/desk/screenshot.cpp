// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/screenshot.hpp"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPixmap>
#include <QSaveFile>

#include <algorithm>
#include <functional>

#include "app/desk/main_window.hpp"
#include "app/desk/source_view.hpp"

namespace mb::desk {
namespace {

constexpr std::uint64_t kWindows = 8;  // 1.6 s: readings and frame rate have settled

/// Runs the event loop until `done` or the time is over.
bool wait_for(std::function<bool()> const& done, std::chrono::milliseconds patience) {
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > patience.count()) return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

}  // namespace

Result<void> take_screenshot(MainWindow& window, House& house, std::string const& file, bool dip, std::chrono::milliseconds patience) {
    window.show();
    if (!wait_for([&] { return house.snapshot()->windows >= kWindows; }, patience))
        return infrastructure_error("{}: not written: the meter had no readings after {} ms; is the machine overloaded?", file,
                                    patience.count());
    if (dip) {
        auto const before = house.snapshot()->events.size();
        window.sources().dip();
        auto const over = [&] {
            auto const s = house.snapshot();
            return s->events.size() > before && s->events.back().end.has_value();
        };
        if (!wait_for(over, patience))
            return infrastructure_error("{}: not written: no dip after {} ms; is the machine overloaded?", file, patience.count());
    }
    window.refresh();
    QApplication::processEvents();
    QPixmap const picture = window.grab();
    QSaveFile out(QString::fromStdString(file));
    if (out.open(QIODevice::WriteOnly) && picture.save(&out, "PNG") && out.commit()) return {};
    return infrastructure_error("{}: cannot be written: {}", file, out.errorString().toStdString());
}

}  // namespace mb::desk
