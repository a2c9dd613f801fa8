// SPDX-License-Identifier: GPL-3.0-or-later
/// A house with the window's default source and the window on it, without a display. The QApplication is a global
/// fixture of test_window.cpp.
#pragma once

#include <QApplication>
#include <QElapsedTimer>

#include <functional>
#include <memory>

#include "app/desk/main_window.hpp"
#include "app/desk/source.hpp"
#include "sim/ports/port_set.hpp"

namespace mb::desk_test {

/// Runs the event loop until `done`; false after `seconds`.
inline bool wait_for(std::function<bool()> const& done, int seconds = 20) {
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > seconds * 1000) return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

struct Bench {
    desk::Options options;
    desk::Source source = *desk::open_source(options);
    House house{std::move(source.grid), {source.meter, EpochMilliseconds{0}}};
    modbus::Server server{*open_map("a200"), house};
    OpenPorts ports;
    desk::MainWindow window{house, server, ports, source.start, {}};
};

}  // namespace mb::desk_test
