// SPDX-License-Identifier: GPL-3.0-or-later
/// The register map, live: every register with its raw words as a Modbus client would read them now.
#pragma once

#include <QWidget>

#include <memory>

#include "core/catalogue/register_map.hpp"
#include "core/meter/snapshot.hpp"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace mb::desk {

class RegisterModel;

class RegisterView : public QWidget {
    Q_OBJECT
public:
    explicit RegisterView(RegisterMap const& map, QWidget* parent = nullptr);

    void refresh(std::shared_ptr<Snapshot const> snapshot);
    /// Shows only the rows in which every word of `text` occurs.
    void set_filter(QString const& text);
    /// Brings a register to the top of the table; nothing where the map lacks it.
    void show_symbol(QString const& symbol);

private:
    RegisterModel* model_;
    QSortFilterProxyModel* filtered_;
    QTableView* table_;
    QLineEdit* filter_;
    QLabel* count_;
};

}  // namespace mb::desk
