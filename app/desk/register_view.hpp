// SPDX-License-Identifier: GPL-3.0-or-later
/// The register map, live: every register with its raw words as a Modbus client would read them now. What can be written is written here,
/// through the same engine as on the wire; a locked register asks for the code.
#pragma once

#include <QWidget>

#include <memory>

#include "app/desk/register_writer.hpp"
#include "core/catalogue/register_map.hpp"
#include "core/meter/snapshot.hpp"

class QCheckBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace mb::desk {

class RegisterModel;

class RegisterView : public QWidget {
    Q_OBJECT
public:
    /// `server` must outlive the view.
    explicit RegisterView(modbus::Server& server, QWidget* parent = nullptr);

    void refresh(std::shared_ptr<Snapshot const> snapshot);
    /// Shows only the rows in which every word of `text` occurs.
    void set_filter(QString const& text);
    /// Puts the cursor into the filter.
    void seek();
    /// Brings a register to the top of the table; nothing where the map lacks it.
    void show_symbol(QString const& symbol);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void set_columns();
    QWidget* make_lock();
    void write(int row, QString const& text);
    void unlock();
    void hide_lock();
    void tell(QString const& text);

    RegisterWriter writer_;
    RegisterModel* model_;
    QSortFilterProxyModel* filtered_;
    QTableView* table_;
    QLineEdit* filter_;
    bool narrow_ = false;
    QCheckBox* writable_;
    QLabel* count_;
    QLabel* note_;
    QWidget* lock_;  ///< asks for the code; hidden unless a write waits for it
    QLabel* lock_text_;
    QLineEdit* code_;
    int waiting_row_ = -1;  // of the write that waits
    QString waiting_text_;
};

}  // namespace mb::desk
