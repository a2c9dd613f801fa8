// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/register_view.hpp"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/desk/cell_editor.hpp"
#include "app/desk/register_model.hpp"

namespace mb::desk {
namespace {

/// Keeps the rows whose fixed columns hold every word of the filter. Live columns do not take part: a row must not come and go.
class Filter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void set_words(QStringList const& words) {
        words_ = words;
        invalidateFilter();
    }
    void set_writable_only(bool only) {
        writable_only_ = only;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, QModelIndex const& parent) const override {
        if (writable_only_ && static_cast<RegisterModel*>(sourceModel())->at(row).access == Access::read) return false;
        QString text;
        for (int const column :
             {RegisterModel::kAddress, RegisterModel::kHex, RegisterModel::kSymbol, RegisterModel::kLabel, RegisterModel::kUnit})
            text += sourceModel()->index(row, column, parent).data().toString() + ' ';
        return std::all_of(words_.begin(), words_.end(), [&](QString const& word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList words_;
    bool writable_only_ = false;
};

}  // namespace

RegisterView::RegisterView(modbus::Server& server, QWidget* parent)
    : QWidget(parent), writer_(server), model_(new RegisterModel(server.map(), this)) {
    setObjectName("registers");
    auto* const filter = new Filter(this);
    filter->setSourceModel(model_);
    filtered_ = filter;
    table_ = new QTableView(this);
    table_->setObjectName("register_table");
    table_->setAccessibleName(tr("Register map"));
    table_->setModel(filtered_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setItemDelegateForColumn(RegisterModel::kValue, new CellEditor(this));
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(22);
    auto* const header = table_->horizontalHeader();
    header->setHighlightSections(false);
    set_columns();
    header->setSectionResizeMode(RegisterModel::kLabel, QHeaderView::Stretch);

    filter_ = new QLineEdit(this);
    filter_->setObjectName("register_filter");
    filter_->setPlaceholderText(tr("Filter: symbol, label, address, unit"));
    filter_->setAccessibleName(tr("Register filter"));
    filter_->setClearButtonEnabled(true);
    writable_ = new QCheckBox(tr("Writable"), this);
    writable_->setObjectName("register_writable");
    writable_->setToolTip(tr("Only registers that can be written: settings and commands"));
    count_ = new QLabel(this);
    auto const tell_count = [this] { count_->setText(tr("%1 of %2").arg(filtered_->rowCount()).arg(model_->rowCount())); };
    connect(filter_, &QLineEdit::textChanged, this, [filter, tell_count](QString const& text) {
        filter->set_words(text.split(' ', Qt::SkipEmptyParts));
        tell_count();
    });
    connect(writable_, &QCheckBox::toggled, this, [filter, tell_count](bool only) {
        filter->set_writable_only(only);
        tell_count();
    });
    count_->setText(tr("%1 registers").arg(model_->rowCount()));
    connect(model_, &RegisterModel::entered, this, &RegisterView::write);

    auto* const top = new QHBoxLayout;
    top->addWidget(filter_, 1);
    top->addWidget(writable_);
    top->addWidget(count_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(table_, 1);
    layout->addWidget(make_lock());
    note_ = new QLabel(this);
    note_->setObjectName("register_note");
    note_->setWordWrap(true);
    note_->hide();
    layout->addWidget(note_);
}

QWidget* RegisterView::make_lock() {
    lock_ = new QWidget(this);
    lock_->setObjectName("register_lock");
    lock_text_ = new QLabel(lock_);
    code_ = new QLineEdit(lock_);
    code_->setObjectName("register_lock_code");
    code_->setAccessibleName(tr("Unlock code"));
    code_->setPlaceholderText(tr("code"));
    code_->setMaximumWidth(90);
    auto* const open = new QPushButton(tr("Unlock and write"), lock_);
    open->setObjectName("register_unlock");
    auto* const leave = new QPushButton(tr("Cancel"), lock_);
    auto* const row = new QHBoxLayout(lock_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(lock_text_, 1);
    row->addWidget(code_);
    row->addWidget(open);
    row->addWidget(leave);
    connect(code_, &QLineEdit::returnPressed, this, &RegisterView::unlock);
    connect(open, &QPushButton::clicked, this, &RegisterView::unlock);
    connect(leave, &QPushButton::clicked, this, &RegisterView::hide_lock);
    lock_->hide();
    return lock_;
}

void RegisterView::tell(QString const& text) {
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
}

void RegisterView::hide_lock() {
    waiting_row_ = -1;
    code_->clear();
    lock_->hide();
}

void RegisterView::write(int row, QString const& text) {
    auto const done = writer_.write(model_->at(row), text.trimmed().toStdString());
    if (done.outcome == RegisterWriter::Outcome::locked) {
        waiting_row_ = row;
        waiting_text_ = text;
        lock_text_->setText(tr("%1. Its code:").arg(QString::fromStdString(done.sentence)));
        tell({});
        lock_->show();
        return code_->setFocus(Qt::OtherFocusReason);
    }
    hide_lock();
    tell(QString::fromStdString(done.sentence));
}

void RegisterView::unlock() {
    auto const done = writer_.unlock(code_->text().trimmed().toStdString());
    if (done.outcome != RegisterWriter::Outcome::written) {
        code_->selectAll();
        return tell(QString::fromStdString(done.sentence));
    }
    int const row = waiting_row_;
    hide_lock();
    if (row >= 0) write(row, waiting_text_);
}

/// Where there is little room the label gets it.
void RegisterView::set_columns() {
    constexpr int kWide[]{62, 46, 130, 150, 92, 156, 40};
    constexpr int kNarrow[]{58, 0, 130, 100, 84, 100, 36};
    for (int column = 0; column < RegisterModel::kColumns; ++column)
        table_->setColumnWidth(column, narrow_ ? kNarrow[column] : kWide[column]);
    table_->setColumnHidden(RegisterModel::kHex, narrow_);
}

void RegisterView::resizeEvent(QResizeEvent* event) {
    constexpr int kEnough = 620;
    QWidget::resizeEvent(event);
    if (bool const narrow = width() < kEnough; narrow != std::exchange(narrow_, narrow)) set_columns();
}

void RegisterView::refresh(std::shared_ptr<Snapshot const> snapshot) {
    model_->set_snapshot(std::move(snapshot));
    if (visibleRegion().isEmpty() || filtered_->rowCount() == 0) return;
    int const first = std::max(0, table_->rowAt(0));
    int const below = table_->rowAt(table_->viewport()->height() - 1);
    int const last = below < 0 ? filtered_->rowCount() - 1 : below;
    std::vector<int> rows;
    for (int row = first; row <= last; ++row) rows.push_back(filtered_->mapToSource(filtered_->index(row, 0)).row());
    model_->refresh_rows(rows);
}

void RegisterView::set_filter(QString const& text) { filter_->setText(text); }

void RegisterView::seek() {
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void RegisterView::show_symbol(QString const& symbol) {
    for (int row = 0; row < filtered_->rowCount(); ++row)
        if (filtered_->index(row, RegisterModel::kSymbol).data().toString() == symbol)
            return table_->scrollTo(filtered_->index(row, 0), QAbstractItemView::PositionAtTop);
}

}  // namespace mb::desk
