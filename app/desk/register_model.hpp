// SPDX-License-Identifier: GPL-3.0-or-later
/// The register map as a table whose words are encoded from the latest snapshot, for the rows that somebody looks at and no others.
#pragma once

#include <QAbstractTableModel>

#include <memory>
#include <span>
#include <vector>

#include "core/catalogue/register_map.hpp"
#include "core/meter/snapshot.hpp"

namespace mb::desk {

class RegisterModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { kAddress, kHex, kSymbol, kLabel, kRaw, kValue, kUnit, kColumns };

    explicit RegisterModel(RegisterMap const& map, QObject* parent = nullptr);

    /// The state that rows are encoded from until the next call.
    void set_snapshot(std::shared_ptr<Snapshot const> snapshot);
    /// Encodes these rows and tells the views which of them changed.
    void refresh_rows(std::span<int const> rows);

    int rowCount(QModelIndex const& parent = {}) const override;
    int columnCount(QModelIndex const& parent = {}) const override;
    QVariant data(QModelIndex const& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// The value of a register that can be written is editable; what is entered goes out as entered().
    Qt::ItemFlags flags(QModelIndex const& index) const override;
    bool setData(QModelIndex const& index, QVariant const& value, int role) override;

    Register const& at(int row) const { return registers_[static_cast<std::size_t>(row)]; }

signals:
    void entered(int row, QString const& text);

private:
    /// What a row showed when it was last looked at.
    struct Row {
        std::vector<std::uint16_t> words;
        std::uint64_t changed = 0;  ///< refresh in which the words changed last; 0 never
        bool available = false;
    };
    Row encoded(int row) const;
    QString text(int row, int column) const;

    std::vector<Register> registers_;
    std::vector<Row> rows_;
    std::shared_ptr<Snapshot const> snapshot_;
    std::uint64_t refreshes_ = 0;
};

}  // namespace mb::desk
