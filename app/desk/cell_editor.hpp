// SPDX-License-Identifier: GPL-3.0-or-later
/// Edits a cell of a table whose values act somewhere: only Return commits. Whatever else ends the edit (a click elsewhere, Tab, Escape)
/// leaves the value as it is, and what the cell shows meanwhile does not overwrite what is being typed.
#pragma once

#include <QStyledItemDelegate>

namespace mb::desk {

class CellEditor : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, QStyleOptionViewItem const& option, QModelIndex const& index) const override;
    void setEditorData(QWidget* editor, QModelIndex const& index) const override;

protected:
    bool eventFilter(QObject* editor, QEvent* event) override;
};

}  // namespace mb::desk
