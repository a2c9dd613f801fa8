// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/traffic_view.hpp"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QSaveFile>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/desk/traffic_model.hpp"
#include "core/comm/modbus/traffic_file.hpp"
#include "core/comm/modbus/traffic_text.hpp"

namespace mb::desk {
namespace {

QToolButton* tool(QString const& text, char const* name, QString const& tip, bool checkable) {
    auto* const button = new QToolButton;
    button->setText(text);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setCheckable(checkable);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

TrafficView::TrafficView(modbus::Server& server, QWidget* parent)
    : QWidget(parent), server_(server), model_(new TrafficModel(server, this)) {
    setObjectName("traffic");
    refusal_ = new QLabel(this);
    refusal_->setObjectName("traffic_refusal");
    refusal_->setWordWrap(true);
    refusal_->hide();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(make_tools());
    layout->addWidget(refusal_);
    make_table();
    layout->addWidget(table_, 1);
    tell_counts();
}

QWidget* TrafficView::make_tools() {
    auto* const tools = new QWidget(this);
    filter_ = new QLineEdit(tools);
    filter_->setObjectName("traffic_filter");
    filter_->setPlaceholderText(tr("Filter: unit=1 fc=3,16 reg=18432-18523 link=tcp symbol=load1. errors faults"));
    filter_->setAccessibleName(tr("Traffic filter"));
    filter_->setClearButtonEnabled(true);
    record_ = tool(tr("Record"), "traffic_record", tr("Goes on recording while this view is out of sight"), true);
    pause_ = tool(tr("Pause"), "traffic_pause", tr("Holds the table; what passes meanwhile comes when it goes on"), true);
    follow_ = tool(tr("Follow"), "traffic_follow", tr("Keeps the newest frame in view"), true);
    follow_->setChecked(true);
    auto* const clear = tool(tr("Clear"), "traffic_clear", tr("Forgets the frames that are listed"), false);
    auto* const save = tool(tr("Export..."), "traffic_export", tr("Writes the listed frames as text, table or pcap for Wireshark"), false);
    counts_ = new QLabel(tools);
    counts_->setObjectName("traffic_counts");
    auto* const row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(filter_, 1);
    row->addWidget(counts_);
    for (auto* const button : {record_, pause_, follow_, clear, save}) row->addWidget(button);
    connect(filter_, &QLineEdit::textChanged, this, &TrafficView::filter_changed);
    connect(clear, &QToolButton::clicked, this, [this] {
        model_->clear();
        tell_counts();
    });
    connect(save, &QToolButton::clicked, this, &TrafficView::ask_and_export);
    connect(follow_, &QToolButton::toggled, this, [this](bool on) {
        if (on) table_->scrollToBottom();
    });
    return tools;
}

void TrafficView::make_table() {
    table_ = new QTableView(this);
    table_->setObjectName("traffic_table");
    table_->setAccessibleName(tr("Modbus traffic"));
    table_->setModel(model_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(22);
    table_->horizontalHeader()->setHighlightSections(false);
    constexpr int kWidths[]{122, 76, 80, 18, 34, 28, 80, 40};
    for (int column = 0; column < TrafficModel::kContent; ++column) table_->setColumnWidth(column, kWidths[column]);
    table_->horizontalHeader()->setMinimumSectionSize(18);
    table_->horizontalHeader()->setStretchLastSection(true);
    // Whole lines instead of the cell that a table copies by itself.
    auto* const copy_lines = new QShortcut(QKeySequence::Copy, table_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copy_lines, &QShortcut::activated, this, &TrafficView::copy);
    // Who scrolls up wants to read; who comes back to the end wants to follow.
    auto const* const bar = table_->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) { follow_->setChecked(value == bar->maximum()); });
}

void TrafficView::refresh() {
    bool const seen = !visibleRegion().isEmpty();  // Qt puts a dock behind others out of sight, it does not hide it
    server_.traffic().switch_on(seen || record_->isChecked());
    if (pause_->isChecked() || !server_.traffic().on() || !model_->take_new()) return;
    if (follow_->isChecked()) table_->scrollToBottom();
    tell_counts();
}

void TrafficView::tell_counts() {
    auto const shown = static_cast<std::size_t>(model_->rowCount());
    QString text = shown == model_->kept() ? tr("%1 frames").arg(shown) : tr("%1 of %2").arg(shown).arg(model_->kept());
    if (model_->lost() > 0) text += tr(", %1 lost").arg(model_->lost());
    counts_->setText(text);
    table_->setColumnHidden(TrafficModel::kCrc, !model_->has_checksums());
}

void TrafficView::set_filter(QString const& text) { filter_->setText(text); }

void TrafficView::filter_changed(QString const& text) {
    auto filter = modbus::parse_traffic_filter(text.toStdString());
    refusal_->setVisible(!filter);
    if (!filter) return refusal_->setText(QString::fromStdString(filter.error().sentence));
    model_->set_filter(*std::move(filter));
    if (follow_->isChecked()) table_->scrollToBottom();
    tell_counts();
}

Result<void> TrafficView::export_frames(std::string const& path) const {
    auto const format = modbus::traffic_format_of(path);
    if (!format) return format.error();
    modbus::TrafficExport out{*format, server_.map()};
    QSaveFile file(QString::fromStdString(path));
    auto const failed = [&] { return infrastructure_error("{}: cannot be written: {}", path, file.errorString().toStdString()); };
    if (!file.open(QIODevice::WriteOnly)) return failed();
    auto const put = [&file](std::string const& bytes) { file.write(bytes.data(), static_cast<qint64>(bytes.size())); };
    put(out.begin());
    for (int row = 0; row < model_->rowCount(); ++row) put(out.of(model_->entry(row)));
    if (!file.commit()) return failed();
    return {};
}

void TrafficView::ask_and_export() {
    QString const path =
        QFileDialog::getSaveFileName(this, tr("Export traffic"), "traffic.pcap", tr("Wireshark (*.pcap);;Table (*.csv);;Text (*.txt)"));
    if (path.isEmpty()) return;
    if (auto const written = export_frames(path.toStdString()); !written)
        QMessageBox::warning(this, tr("Export traffic"), QString::fromStdString(written.error().sentence));
}

void TrafficView::copy() {
    auto rows = table_->selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    std::string text;
    for (QModelIndex const& row : rows) text += modbus::line_of(model_->entry(row.row()), server_.map()) + "\n";
    if (!text.empty()) QGuiApplication::clipboard()->setText(QString::fromStdString(text));
}

}  // namespace mb::desk
