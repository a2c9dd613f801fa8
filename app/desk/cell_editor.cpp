// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/cell_editor.hpp"

#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>

namespace mb::desk {
namespace {

constexpr char const* kFilled = "filled";

}  // namespace

QWidget* CellEditor::createEditor(QWidget* parent, QStyleOptionViewItem const&, QModelIndex const& index) const {
    auto* const line = new QLineEdit(parent);
    line->setObjectName("cell_editor");
    line->setAccessibleName(tr("New value of %1; Return writes it").arg(index.siblingAtColumn(0).data().toString()));
    line->setFrame(false);
    line->setAlignment(Qt::AlignmentFlag(index.data(Qt::TextAlignmentRole).toInt()));
    return line;
}

void CellEditor::setEditorData(QWidget* editor, QModelIndex const& index) const {
    if (editor->property(kFilled).toBool()) return;
    editor->setProperty(kFilled, true);
    auto* const line = static_cast<QLineEdit*>(editor);
    line->setText(index.data(Qt::EditRole).toString());
    line->selectAll();
}

bool CellEditor::eventFilter(QObject* editor, QEvent* event) {
    auto* const line = qobject_cast<QLineEdit*>(editor);
    if (line == nullptr) return QStyledItemDelegate::eventFilter(editor, event);
    if (event->type() == QEvent::FocusOut) {
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) emit closeEditor(line, RevertModelCache);
        return false;
    }
    if (event->type() != QEvent::KeyPress) return QStyledItemDelegate::eventFilter(editor, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            emit commitData(line);
            emit closeEditor(line, NoHint);
            return true;
        case Qt::Key_Escape:
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            emit closeEditor(line, RevertModelCache);
            return true;
        default:
            return false;
    }
}

}  // namespace mb::desk
