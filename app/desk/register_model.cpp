// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/register_model.hpp"

#include <QBrush>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>

#include "app/desk/colours.hpp"
#include "core/catalogue/codec.hpp"
#include "core/catalogue/value_text.hpp"

namespace mb::desk {
namespace {

constexpr std::uint64_t kHighlight = 25;  // refreshes that a change stays marked

}  // namespace

RegisterModel::RegisterModel(RegisterMap const& map, QObject* parent)
    : QAbstractTableModel(parent), registers_(map.registers().begin(), map.registers().end()), rows_(registers_.size()) {}

void RegisterModel::set_snapshot(std::shared_ptr<Snapshot const> snapshot) {
    snapshot_ = std::move(snapshot);
    ++refreshes_;
}

RegisterModel::Row RegisterModel::encoded(int row) const {
    Register const& reg = registers_[static_cast<std::size_t>(row)];
    Row result;
    result.words.resize(reg.words);
    if (!snapshot_) return result;
    Value const value = snapshot_->value(reg.symbol);
    result.available = !std::holds_alternative<std::monostate>(value);
    encode(reg, value, result.words);
    return result;
}

void RegisterModel::refresh_rows(std::span<int const> rows) {
    for (int const row : rows) {
        Row& shown = rows_[static_cast<std::size_t>(row)];
        Row now = encoded(row);
        bool const fresh = shown.words.empty();
        bool const changed = fresh || now.words != shown.words || now.available != shown.available;
        bool const fading = shown.changed != 0 && refreshes_ - shown.changed == kHighlight;
        now.changed = changed && !fresh ? refreshes_ : shown.changed;
        shown = std::move(now);
        if (changed || fading) emit dataChanged(index(row, kAddress), index(row, kUnit));
    }
}

int RegisterModel::rowCount(QModelIndex const& parent) const { return parent.isValid() ? 0 : static_cast<int>(registers_.size()); }
int RegisterModel::columnCount(QModelIndex const& parent) const { return parent.isValid() ? 0 : kColumns; }

QString RegisterModel::text(int row, int column) const {
    Register const& reg = registers_[static_cast<std::size_t>(row)];
    Symbol const& info = symbol_info(reg.symbol);
    Row const& kept = rows_[static_cast<std::size_t>(row)];
    switch (column) {
        case kAddress:
            return QString::number(reg.address);
        case kHex:
            return QString("%1").arg(reg.address, 4, 16, QChar('0')).toUpper();
        case kSymbol:
            return QString::fromStdString(info.name);
        case kLabel:
            return QString::fromStdString(info.label);
        case kUnit: {
            auto const name = symbol(info.unit);
            return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
        }
        default:
            break;
    }
    Row const shown = kept.words.empty() ? encoded(row) : kept;
    if (column == kRaw) {
        QStringList words;
        for (std::uint16_t const word : shown.words) words << QString("%1").arg(word, 4, 16, QChar('0')).toUpper();
        return words.join(' ');
    }
    return shown.available ? QString::fromStdString(bare_value_text(reg, decode(reg, shown.words))) : "---";
}

QVariant RegisterModel::data(QModelIndex const& index, int role) const {
    if (!index.isValid()) return {};
    bool const figures = index.column() == kAddress || index.column() == kHex || index.column() == kRaw || index.column() == kValue;
    switch (role) {
        case Qt::DisplayRole:
            return text(index.row(), index.column());
        case Qt::EditRole:
            return index.column() == kValue && at(index.row()).access == Access::write ? QString{} : text(index.row(), index.column());
        case Qt::TextAlignmentRole: {
            bool const right = index.column() == kAddress || index.column() == kValue;
            return QVariant::fromValue<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
        }
        case Qt::FontRole:
            return figures ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QVariant{};
        case Qt::ToolTipRole: {
            Register const& reg = registers_[static_cast<std::size_t>(index.row())];
            auto const type = name(reg.type);
            QString const what = tr("%1 at %2, %3, %4, one count is %5 %6")
                                     .arg(text(index.row(), kSymbol))
                                     .arg(reg.address)
                                     .arg(QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size())))
                                     .arg(QString::fromStdString(access_word(reg)))
                                     .arg(reg.scale)
                                     .arg(text(index.row(), kUnit));
            return reg.access == Access::read ? what : tr("%1\nTo write it: double click on the value, or F2; Return sends it").arg(what);
        }
        case Qt::BackgroundRole: {
            Row const& row = rows_[static_cast<std::size_t>(index.row())];
            if ((index.column() != kRaw && index.column() != kValue) || row.changed == 0 || refreshes_ - row.changed >= kHighlight)
                return {};
            bool const dark = is_dark(QGuiApplication::palette());
            return QBrush(dark ? QColor(30, 84, 112) : QColor(208, 234, 250));
        }
        default:
            return {};
    }
}

Qt::ItemFlags RegisterModel::flags(QModelIndex const& index) const {
    auto const usual = QAbstractTableModel::flags(index);
    bool const writable = index.isValid() && index.column() == kValue && at(index.row()).access != Access::read;
    return writable ? usual | Qt::ItemIsEditable : usual;
}

bool RegisterModel::setData(QModelIndex const& index, QVariant const& value, int role) {
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable)) return false;
    emit entered(index.row(), value.toString());
    return true;
}

QVariant RegisterModel::headerData(int section, Qt::Orientation orientation, int role) const {
    bool const right = section == kAddress || section == kValue;
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static constexpr char const* kTitles[]{"Address", "Hex", "Symbol", "Label", "Raw words", "Value", "Unit"};
    return tr(kTitles[section]);
}

}  // namespace mb::desk
