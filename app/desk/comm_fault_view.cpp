// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/comm_fault_view.hpp"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>

#include <algorithm>

#include "app/desk/cell_editor.hpp"

namespace mb::desk {
namespace {

enum Column { kOn, kRule, kSpoilt, kColumns };

QString in_words(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<int>(text.size())); }

/// What may stand behind the name: "BYTES" of "[=BYTES]" and of "=BYTES".
QString argument_name(modbus::CommFaultInfo const& fault) { return in_words(fault.argument).remove('[').remove(']').remove('='); }

}  // namespace

CommFaultView::CommFaultView(modbus::Server& server, QWidget* parent) : QWidget(parent), server_(server) {
    table_ = new QTableWidget(0, kColumns, this);
    table_->setObjectName("comm_faults");
    table_->setAccessibleName(tr("Communication faults"));
    table_->setHorizontalHeaderLabels({tr("On"), tr("Rule"), tr("Spoilt")});
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(22);
    table_->horizontalHeaderItem(kSpoilt)->setToolTip(tr("Replies that the rule has spoilt"));
    table_->horizontalHeader()->setSectionResizeMode(kOn, QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(kRule, QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(kSpoilt, QHeaderView::ResizeToContents);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setItemDelegateForColumn(kRule, new CellEditor(this));
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    table_->setMinimumSize(300, 90);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(make_maker());
    layout->addWidget(table_, 1);
    connect(table_, &QTableWidget::itemChanged, this, &CommFaultView::changed);
    connect(table_, &QTableWidget::itemSelectionChanged, this, [this] { remove_->setEnabled(!table_->selectedItems().isEmpty()); });
    compose();
}

QWidget* CommFaultView::make_maker() {
    auto* const maker = new QWidget(this);
    kind_ = new QComboBox(maker);
    kind_->setObjectName("comm_fault_kind");
    for (auto const& fault : modbus::comm_faults()) {
        kind_->addItem(in_words(fault.name));
        kind_->setItemData(kind_->count() - 1, in_words(fault.does), Qt::ToolTipRole);
    }
    argument_ = new QLineEdit(maker);
    argument_->setObjectName("comm_fault_argument");
    conditions_ = new QLineEdit(maker);
    conditions_->setObjectName("comm_fault_conditions");
    conditions_->setPlaceholderText(tr("fc=3 reg=18432-18560 p=0.1"));
    conditions_->setToolTip(tr("unit=, fc=, reg=FIRST-LAST, link=, from=, to=, p=, first=, every=; blanks between them"));
    rule_ = new QLineEdit(maker);
    rule_->setObjectName("comm_fault_rule");
    rule_->setToolTip(tr("The rule as the command line and scenarios write it; Return adds it"));
    add_ = new QPushButton(tr("Add"), maker);
    add_->setObjectName("comm_fault_add");
    remove_ = new QPushButton(tr("Remove"), maker);
    remove_->setObjectName("comm_fault_remove");
    remove_->setEnabled(false);
    auto* const grid = new QGridLayout(maker);
    grid->setContentsMargins(0, 0, 4, 0);
    grid->setVerticalSpacing(4);
    auto const line = [&](int row, QString const& name, QWidget* widget) {
        auto* const label = new QLabel(name);
        label->setBuddy(widget);
        widget->setAccessibleName(name);
        grid->addWidget(label, row, 0);
        grid->addWidget(widget, row, 1, 1, 2);
    };
    line(0, tr("What"), kind_);
    line(1, tr("Value"), argument_);
    line(2, tr("When"), conditions_);
    line(3, tr("Rule"), rule_);
    grid->addWidget(add_, 4, 1);
    grid->addWidget(remove_, 4, 2);
    grid->setRowStretch(5, 1);
    maker->setMinimumWidth(250);
    maker->setMaximumWidth(330);
    connect(kind_, &QComboBox::currentIndexChanged, this, [this] {
        argument_->clear();
        compose();
    });
    connect(argument_, &QLineEdit::textChanged, this, &CommFaultView::compose);
    connect(conditions_, &QLineEdit::textChanged, this, &CommFaultView::compose);
    connect(rule_, &QLineEdit::returnPressed, this, [this] { add(rule_->text()); });
    connect(add_, &QPushButton::clicked, this, [this] { add(rule_->text()); });
    connect(remove_, &QPushButton::clicked, this, &CommFaultView::remove_selected);
    return maker;
}

void CommFaultView::compose() {
    auto const& fault = modbus::comm_faults()[static_cast<std::size_t>(kind_->currentIndex())];
    argument_->setEnabled(!fault.argument.empty());
    argument_->setPlaceholderText(argument_name(fault));
    kind_->setToolTip(in_words(fault.does));
    QString rule = in_words(fault.name);
    if (!argument_->text().isEmpty()) rule += '=' + argument_->text().trimmed();
    if (!conditions_->text().isEmpty()) rule += ' ' + conditions_->text().trimmed();
    rule_->setText(rule);
}

bool CommFaultView::add(QString const& text) {
    auto rule = modbus::parse_comm_fault(text.toStdString());
    if (!rule) {
        emit told(QString::fromStdString(rule.error().sentence));
        return false;
    }
    rows_.push_back({next_id_++, *std::move(rule), false, 0});
    switch_rule(rows_.back(), true);
    int const row = table_->rowCount();
    {
        QSignalBlocker const quiet(table_);
        table_->insertRow(row);
        for (int column = 0; column < kColumns; ++column) table_->setItem(row, column, new QTableWidgetItem);
        table_->item(row, kOn)->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        table_->item(row, kSpoilt)->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        table_->item(row, kSpoilt)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    show_row(row);
    refresh();
    emit told(tr("%1: acts on all ports from now on").arg(table_->item(row, kRule)->text()));
    return true;
}

int CommFaultView::active() const {
    return static_cast<int>(std::ranges::count_if(rows_, [](Row const& row) { return row.on; }));
}

std::size_t CommFaultView::place(Row const& row) const {
    return static_cast<std::size_t>(std::ranges::find(order_, row.id) - order_.begin());
}

void CommFaultView::refresh() {
    auto const counts = server_.injector().counts();
    QSignalBlocker const quiet(table_);
    for (std::size_t line = 0; line < rows_.size(); ++line) {
        Row const& row = rows_[line];
        QString const text = QString::number(row.before + (row.on ? counts[place(row)] : 0));
        auto* const item = table_->item(static_cast<int>(line), kSpoilt);
        if (item->text() != text) item->setText(text);
    }
}

void CommFaultView::switch_rule(Row& row, bool on) {
    if (row.on == on) return;
    row.on = on;
    if (on) {
        server_.injector().add_rule(row.rule);
        order_.push_back(row.id);
        return;
    }
    std::size_t const at = place(row);
    row.before += server_.injector().counts()[at];
    server_.injector().remove_rule(at);
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(at));
}

void CommFaultView::changed(QTableWidgetItem const* item) {
    int const line = item->row();
    Row& row = rows_[static_cast<std::size_t>(line)];
    if (item->column() == kOn) {
        bool const on = item->checkState() == Qt::Checked;
        if (row.on == on) return;
        switch_rule(row, on);
        emit told(tr("%1: %2").arg(table_->item(line, kRule)->text(), on ? tr("on") : tr("off")));
    } else if (item->column() == kRule) {
        auto rule = modbus::parse_comm_fault(item->text().toStdString());
        if (rule) {
            bool const on = row.on;
            switch_rule(row, false);
            row.rule = *rule;
            row.before = 0;
            switch_rule(row, on);
        }
        emit told(rule ? tr("%1: changed").arg(item->text()) : QString::fromStdString(rule.error().sentence));
    }
    show_row(line);
    refresh();
}

void CommFaultView::remove_selected() {
    std::vector<int> lines;
    for (auto const& index : table_->selectionModel()->selectedRows()) lines.push_back(index.row());
    std::ranges::sort(lines, std::greater{});
    for (int const line : lines) {
        switch_rule(rows_[static_cast<std::size_t>(line)], false);
        rows_.erase(rows_.begin() + line);
        table_->removeRow(line);
    }
    emit told(lines.size() == 1 ? tr("1 rule is gone") : tr("%1 rules are gone").arg(lines.size()));
}

void CommFaultView::show_row(int line) {
    QSignalBlocker const quiet(table_);
    Row const& row = rows_[static_cast<std::size_t>(line)];
    table_->item(line, kOn)->setCheckState(row.on ? Qt::Checked : Qt::Unchecked);
    table_->item(line, kRule)->setText(QString::fromStdString(modbus::text(row.rule)));
    table_->item(line, kRule)->setToolTip(in_words(modbus::info(row.rule.kind).does));
}

}  // namespace mb::desk
