// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/main_window.hpp"

#include <QDockWidget>
#include <QFileDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>
#include <QSettings>
#include <QStatusBar>
#include <QTabWidget>

#include <algorithm>

#include "app/desk/front_panel_view.hpp"
#include "app/desk/register_view.hpp"
#include "app/desk/scope_view.hpp"
#include "app/desk/source_view.hpp"
#include "app/desk/traffic_view.hpp"
#include "core/meter/panel/format.hpp"
#include "sim/ports/port_set.hpp"

namespace mb::desk {
namespace {

constexpr int kFrameMilliseconds = 30;  // 33 frames a second
constexpr int kLayoutVersion = 2;       // saveState() of another version is not restored

}  // namespace

MainWindow::MainWindow(House& house, modbus::Server& server, OpenPorts const& ports, SourceSettings const& start, QString const& recording)
    : house_(house), ports_(ports) {
    setWindowTitle(recording.isEmpty() ? tr("Meterbench") : tr("Meterbench - %1").arg(recording));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    resize(1600, 950);
    make_docks(server, start, recording);
    make_menu();
    make_status();
    since_.start();
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &MainWindow::refresh);
    timer_.start(kFrameMilliseconds);
    refresh();
}

void MainWindow::make_docks(modbus::Server& server, SourceSettings const& start, QString const& recording) {
    front_ = new FrontPanelView(house_);
    scope_ = new ScopeView;
    registers_ = new RegisterView(server);
    sources_ = new SourceView(house_, server, start, recording);
    traffic_ = new TrafficView(server);
    auto* const scroll = new QScrollArea;  // so that the controls do not decide how small the window may be
    scroll->setObjectName("sources_area");
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(sources_);
    auto const dock = [this](QString const& title, QWidget* view) {
        auto* const d = new QDockWidget(title, this);
        d->setObjectName("dock_" + view->objectName());
        d->setWidget(view);
        docks_.push_back(d);
        return d;
    };
    auto* const front = dock(tr("Front panel"), front_);
    auto* const scope = dock(tr("Waveforms"), scope_);
    auto* const registers = dock(tr("Register map"), registers_);
    auto* const sources = dock(tr("Sources"), scroll);
    auto* const traffic = dock(tr("Traffic"), traffic_);
    addDockWidget(Qt::LeftDockWidgetArea, front);
    splitDockWidget(front, scope, Qt::Horizontal);
    splitDockWidget(front, sources, Qt::Vertical);
    splitDockWidget(scope, registers, Qt::Vertical);
    tabifyDockWidget(registers, traffic);
    registers->raise();
    setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::North);
}

bool MainWindow::bring_up(QString const& name) {
    if (name == "faults" || name == "communication") {
        sources_->show_tab(name == "faults" ? SourceView::kFaults : SourceView::kCommunication);
        return true;
    }
    for (auto* const dock : docks_)
        if (dock->objectName() == "dock_" + name) {
            dock->show();
            dock->raise();
            return true;
        }
    return false;
}

/// Qt shares out the room of a window only once it is shown.
void MainWindow::default_sizes() {
    auto* const front = docks_[0];
    auto* const scope = docks_[1];
    // Room for the screen at twice its size, or at least for the sources.
    int const left = std::max(width() * 17 / 32, std::min(sources_->sizeHint().width() + 8, width() * 3 / 5));
    resizeDocks({front, scope}, {left, width() - left}, Qt::Horizontal);
    int const sources = sources_->sizeHint().height() + docks_[3]->height() - docks_[3]->widget()->height();  // with its title
    resizeDocks({front, docks_[3]}, {std::max(100, front->height() + docks_[3]->height() - sources), sources}, Qt::Vertical);
    resizeDocks({scope, docks_[2]}, {480, 400}, Qt::Vertical);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!sized_) {
        default_sizes();
        registers_->show_symbol("load1.inst.v1");  // readings first; the map begins with settings
    }
    sized_ = true;
}

void MainWindow::make_menu() {
    auto* const file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Export waveforms..."), QKeySequence(Qt::CTRL | Qt::Key_E), this, &MainWindow::export_waveform);
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    auto* const view = menuBar()->addMenu(tr("&View"));
    for (auto* const dock : docks_) view->addAction(dock->toggleViewAction());
    view->addSeparator();
    view->addAction(tr("Find a &register"), QKeySequence::Find, this, [this] {
        bring_up("registers");
        registers_->seek();
    });
    view->addAction(tr("Watch the &traffic"), QKeySequence(Qt::CTRL | Qt::Key_T), this, [this] { bring_up("traffic"); });
}

void MainWindow::export_waveform() {
    QString const path = QFileDialog::getSaveFileName(this, tr("Export waveforms"), "waveforms.cfg",
                                                      tr("COMTRADE (*.cfg);;COMTRADE in one file (*.cff);;Table (*.csv);;Picture (*.png)"));
    if (path.isEmpty()) return;
    if (auto const written = scope_->export_frames(path.toStdString()); !written)
        QMessageBox::warning(this, tr("Export waveforms"), QString::fromStdString(written.error().sentence));
}

void MainWindow::make_status() {
    for (QLabel** const label : {&time_, &events_, &modbus_, &late_, &rate_}) {
        *label = new QLabel(this);
        (*label)->setContentsMargins(8, 0, 8, 0);
    }
    time_->setObjectName("status_time");
    events_->setObjectName("status_events");
    statusBar()->addWidget(time_);
    statusBar()->addWidget(events_);
    for (QLabel* const label : {modbus_, late_, rate_}) statusBar()->addPermanentWidget(label);
    rate_->setText(tr("-- frames/s"));
}

void MainWindow::refresh() {
    auto const snapshot = house_.snapshot();
    front_->refresh(*snapshot);
    scope_->refresh(house_);
    registers_->refresh(snapshot);
    traffic_->refresh();
    sources_->refresh();
    show_status(*snapshot);
}

QString MainWindow::modbus_status() const {
    if (ports_.empty()) return tr("Modbus not served");
    QStringList places;
    for (auto const& socket : ports_.sockets) places << QString::fromStdString(socket->endpoint());
    for (auto const& line : ports_.lines) places << QString::fromStdString(line->endpoint());
    QString const at = tr("Modbus %1").arg(places.join(", "));
    return ports_.sockets.empty() ? at : tr("%1, clients: %2").arg(at).arg(ports_.clients());
}

void MainWindow::show_status(Snapshot const& snapshot) {
    auto const s = static_cast<long long>(seconds(snapshot.time - Instant{}));
    time_->setText(tr("Simulated time %1:%2:%3").arg(s / 3600).arg(s / 60 % 60, 2, 10, QChar('0')).arg(s % 60, 2, 10, QChar('0')));
    auto const running = std::count_if(snapshot.events.begin(), snapshot.events.end(), [](Event const& e) { return !e.end; });
    auto const count = snapshot.events.size();
    QString const events = count == 1 ? tr("1 event") : tr("%1 events").arg(count);
    events_->setText(running > 0 ? tr("%1, %2 in progress").arg(events).arg(running) : events);
    late_->setText(tr("Late blocks: %1").arg(house_.late_blocks()));
    modbus_->setText(modbus_status());
    ++frames_;
    if (auto const elapsed = since_.elapsed(); elapsed >= 1000) {
        rate_->setText(tr("%1 frames/s").arg(static_cast<double>(frames_) * 1000.0 / static_cast<double>(elapsed), 0, 'f', 0));
        frames_ = 0;
        since_.restart();
    }
}

void MainWindow::restore_layout() {
    QSettings const settings;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    sized_ = restoreState(settings.value("window/docks").toByteArray(), kLayoutVersion);
}

void MainWindow::save_layout() const {
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/docks", saveState(kLayoutVersion));
}

}  // namespace mb::desk
