// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QStyleFactory>

#include <cstdio>
#include <cstdlib>

#include "app/desk/dark.hpp"
#include "app/desk/main_window.hpp"
#include "app/desk/options.hpp"
#include "app/desk/screenshot.hpp"
#include "app/desk/source.hpp"
#include "core/comm/modbus/server.hpp"
#include "sim/builtin/host_time.hpp"

namespace {

int fail(mb::Error const& error) {
    std::fprintf(stderr, "meterbench-desk: %s\n", error.sentence.c_str());
    return error.kind == mb::ErrorKind::input ? 2 : 3;
}

bool has_display() { return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr; }

}  // namespace

int main(int argc, char** argv) {
    using namespace mb;
    auto const parsed = desk::parse_options({argv + 1, argv + argc});
    if (auto const* const leave = std::get_if<desk::Leave>(&parsed)) {
        std::fprintf(leave->status == 0 ? stdout : stderr, "%s\n", leave->text.c_str());
        return leave->status;
    }
    auto const& options = std::get<desk::Options>(parsed);
    bool const picture = !options.screenshot.empty();
    if (!has_display() && std::getenv("QT_QPA_PLATFORM") == nullptr) {
        if (!picture)
            return fail(infrastructure_error("there is no display; set DISPLAY, or use --screenshot FILE.png, or meterbench serve"));
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qputenv("QT_LOGGING_RULES", "default.warning=false");  // what a platform without a display cannot do is no news
    }

    auto map = open_map(options.map);
    if (!map) return fail(map.error());
    auto source = desk::open_source(options);
    if (!source) return fail(source.error());
    for (auto const& note : source->diagnostics) std::fprintf(stderr, "meterbench-desk: %s\n", note.c_str());

    House house{std::move(source->grid), {source->meter, host_time()}};
    modbus::Server server{*std::move(map), house};
    auto const ports = open_ports(options.ports, server);
    if (!ports) return fail(ports.error());
    for (auto const& line : ports->told) std::fprintf(stderr, "meterbench-desk: %s\n", line.c_str());

    QApplication app(argc, argv);
    QApplication::setOrganizationName("Meterbench");
    QApplication::setApplicationName("meterbench-desk");
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    if (options.dark) QApplication::setPalette(desk::dark_palette());
    desk::MainWindow window(house, server, *ports, source->start, QString::fromStdString(source->recording));
    window.resize(options.width, options.height);
    for (auto const& view : options.show) window.bring_up(QString::fromStdString(view));
    if (picture) {
        auto const taken = desk::take_screenshot(window, house, options.screenshot, source->recording.empty());
        return taken ? 0 : fail(taken.error());
    }
    window.restore_layout();
    window.show();
    int const status = QApplication::exec();
    window.save_layout();
    return status;
}
