// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/register_view.hpp"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

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

protected:
    bool filterAcceptsRow(int row, QModelIndex const& parent) const override {
        QString text;
        for (int const column :
             {RegisterModel::kAddress, RegisterModel::kHex, RegisterModel::kSymbol, RegisterModel::kLabel, RegisterModel::kUnit})
            text += sourceModel()->index(row, column, parent).data().toString() + ' ';
        return std::all_of(words_.begin(), words_.end(), [&](QString const& word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList words_;
};

}  // namespace

RegisterView::RegisterView(RegisterMap const& map, QWidget* parent) : QWidget(parent), model_(new RegisterModel(map, this)) {
    setObjectName("registers");
    auto* const filter = new Filter(this);
    filter->setSourceModel(model_);
    filtered_ = filter;
    table_ = new QTableView(this);
    table_->setObjectName("register_table");
    table_->setAccessibleName(tr("Register map"));
    table_->setModel(filtered_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(22);
    auto* const header = table_->horizontalHeader();
    header->setHighlightSections(false);
    constexpr int kWidths[]{62, 46, 130, 150, 92, 156, 40};
    for (int column = 0; column < RegisterModel::kColumns; ++column) table_->setColumnWidth(column, kWidths[column]);
    header->setSectionResizeMode(RegisterModel::kLabel, QHeaderView::Stretch);

    filter_ = new QLineEdit(this);
    filter_->setObjectName("register_filter");
    filter_->setPlaceholderText(tr("Filter: symbol, label, address, unit"));
    filter_->setAccessibleName(tr("Register filter"));
    filter_->setClearButtonEnabled(true);
    count_ = new QLabel(this);
    connect(filter_, &QLineEdit::textChanged, this, [this, filter](QString const& text) {
        filter->set_words(text.split(' ', Qt::SkipEmptyParts));
        count_->setText(tr("%1 of %2").arg(filtered_->rowCount()).arg(model_->rowCount()));
    });
    count_->setText(tr("%1 registers").arg(model_->rowCount()));

    auto* const top = new QHBoxLayout;
    top->addWidget(filter_, 1);
    top->addWidget(count_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(table_, 1);
}

void RegisterView::refresh(std::shared_ptr<Snapshot const> snapshot) {
    model_->set_snapshot(std::move(snapshot));
    if (!isVisible() || filtered_->rowCount() == 0) return;
    int const first = std::max(0, table_->rowAt(0));
    int const below = table_->rowAt(table_->viewport()->height() - 1);
    int const last = below < 0 ? filtered_->rowCount() - 1 : below;
    std::vector<int> rows;
    for (int row = first; row <= last; ++row) rows.push_back(filtered_->mapToSource(filtered_->index(row, 0)).row());
    model_->refresh_rows(rows);
}

void RegisterView::set_filter(QString const& text) { filter_->setText(text); }

void RegisterView::show_symbol(QString const& symbol) {
    for (int row = 0; row < filtered_->rowCount(); ++row)
        if (filtered_->index(row, RegisterModel::kSymbol).data().toString() == symbol)
            return table_->scrollTo(filtered_->index(row, 0), QAbstractItemView::PositionAtTop);
}

}  // namespace mb::desk
