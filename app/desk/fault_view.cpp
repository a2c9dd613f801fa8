// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/fault_view.hpp"

#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mb::desk {
namespace {

enum Column { kFault, kWhat, kState, kColumns };

QString in_words(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<int>(text.size())); }

}  // namespace

FaultView::FaultView(House& house, double nominal_voltage, Apply apply, QWidget* parent)
    : QWidget(parent), house_(house), choice_(Network::wye, nominal_voltage), apply_(std::move(apply)) {
    auto const& rows = choice_.rows();
    table_ = new QTableWidget(static_cast<int>(rows.size()), kColumns, this);
    table_->setObjectName("faults");
    table_->setAccessibleName(tr("Faults"));
    table_->setHorizontalHeaderLabels({tr("Fault"), tr("Where, value"), tr("State")});
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(22);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setMinimumSize(380, 130);
    for (int row = 0; row < table_->rowCount(); ++row) {
        FaultChoice::Row const& one = rows[static_cast<std::size_t>(row)];
        auto* const fault = new QTableWidgetItem(in_words(info(one.kind).label));
        fault->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        fault->setToolTip(in_words(info(one.kind).name));
        auto* const what = new QTableWidgetItem(QString::fromStdString(one.what));
        what->setToolTip(tr("Inputs I1 to I4, phases L1 to L3 and N, and a value with its unit"));
        auto* const state = new QTableWidgetItem;
        state->setFlags(Qt::ItemIsEnabled);
        table_->setItem(row, kFault, fault);
        table_->setItem(row, kWhat, what);
        table_->setItem(row, kState, state);
        show_row(row);
    }
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table_);
    connect(table_, &QTableWidget::itemChanged, this, &FaultView::changed);
}

void FaultView::set_active(FaultKind kind, bool active) {
    for (std::size_t row = 0; row < choice_.rows().size(); ++row)
        if (choice_.rows()[row].kind == kind)
            table_->item(static_cast<int>(row), kFault)->setCheckState(active ? Qt::Checked : Qt::Unchecked);
}

void FaultView::changed(QTableWidgetItem const* item) {
    int const line = item->row();
    auto const row = static_cast<std::size_t>(line);
    bool const wanted = table_->item(line, kFault)->checkState() == Qt::Checked;
    if (item->column() == kState || (item->column() == kFault && wanted == choice_.active(row))) return;
    if (item->column() == kWhat && !wanted) return;  // read when the box is checked
    FaultChoice const before = choice_;
    Result<void> done;
    if (wanted)
        done = choice_.begin(row, table_->item(line, kWhat)->text().toStdString(), house_.now());
    else
        choice_.end(row, house_.now());
    if (done) done = apply_();
    if (!done) choice_ = before;
    show_row(line);
    emit told(done ? tr("%1: %2").arg(in_words(info(choice_.rows()[row].kind).label), in_words(name(choice_.state(row))))
                   : QString::fromStdString(done.error().sentence));
}

void FaultView::show_row(int row) {
    QSignalBlocker const quiet(table_);
    auto const state = choice_.state(static_cast<std::size_t>(row));
    // Of an active fault the words are those that act, whatever was refused.
    if (state == FaultState::active)
        table_->item(row, kWhat)->setText(QString::fromStdString(choice_.rows()[static_cast<std::size_t>(row)].what));
    table_->item(row, kFault)->setCheckState(state == FaultState::active ? Qt::Checked : Qt::Unchecked);
    table_->item(row, kState)->setText(in_words(name(state)));
    QFont font = table_->font();
    font.setBold(state == FaultState::active);
    table_->item(row, kState)->setFont(font);
}

}  // namespace mb::desk
