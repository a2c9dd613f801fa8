// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/traffic_model.hpp"

#include <QBrush>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>

#include "app/desk/colours.hpp"
#include "core/catalogue/value_text.hpp"
#include "core/comm/modbus/pdu.hpp"
#include "core/comm/modbus/traffic_text.hpp"

namespace mb::desk {
namespace {

constexpr std::size_t kMostValues = 8;  // in a row; the export has all

QString in_words(std::string const& text) { return QString::fromStdString(text); }

QString range_text(std::optional<modbus::RegisterRange> const& range) {
    return range ? QString("%1 x %2").arg(range->first).arg(range->count) : QString{};
}

QString values_text(modbus::FrameFacts const& facts, RegisterMap const& map) {
    if (facts.exception) {
        auto const name = modbus::exception_name(*facts.exception);
        return TrafficModel::tr("exception %1, %2")
            .arg(*facts.exception)
            .arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    QStringList parts;
    auto const values = modbus::values_of(facts, map);
    std::size_t count = 0;
    for (auto const& [reg, value] : values)
        if (++count <= kMostValues) parts << in_words(symbol_info(reg->symbol).name + " = " + value_text(*reg, value));
    if (values.empty() && facts.read)
        for (Register const& reg : map.in_range(facts.read->first, facts.read->count))
            if (++count <= kMostValues) parts << in_words(symbol_info(reg.symbol).name);
    if (count > kMostValues) parts << TrafficModel::tr("%1 more").arg(count - kMostValues);
    return parts.join(", ");
}

QString content(modbus::TrafficEntry const& entry, modbus::FrameFacts const& facts, RegisterMap const& map) {
    QStringList parts;
    if (!entry.fault.empty()) parts << TrafficModel::tr("fault: %1").arg(in_words(entry.fault));
    if (entry.bytes.empty())
        parts << TrafficModel::tr("nothing was sent");
    else if (!facts.trouble.empty())
        parts << in_words(facts.trouble);
    if (auto const values = values_text(facts, map); !values.isEmpty() && !entry.bytes.empty()) parts << values;
    return parts.join("; ");
}

bool stands_right(int column) { return column == TrafficModel::kUnit || column == TrafficModel::kGap || column == TrafficModel::kFunction; }

QString gap_text(std::optional<modbus::Microseconds> gap) {
    if (!gap) return {};
    return TrafficModel::tr("%1 ms").arg(static_cast<double>(gap->count()) / 1'000.0, 0, 'f', gap->count() < 100'000 ? 3 : 1);
}

}  // namespace

TrafficModel::TrafficModel(modbus::Server& server, QObject* parent) : QAbstractTableModel(parent), server_(server) {}

void TrafficModel::decode(Line& line) const {
    auto const facts = line.entry.facts();
    bool const request = line.entry.direction == modbus::Direction::request;
    line.error = facts.is_error() || !line.entry.fault.empty();
    if (facts.function) line.function = in_words(modbus::function_name(*facts.function));
    line.cells = QStringList{in_words(modbus::time_text(line.entry.time, false)),
                             gap_text(line.entry.gap),
                             in_words(line.entry.link->name).replace("127.0.0.1:", ":"),
                             request ? QString(">") : QString("<"),
                             facts.unit ? QString::number(*facts.unit) : QString{},
                             facts.function ? QString::number(*facts.function) : QString{},
                             range_text(facts.read ? facts.read : facts.written),
                             facts.crc == modbus::CrcState::none   ? QString{}
                             : facts.crc == modbus::CrcState::good ? tr("good")
                                                                   : tr("bad"),
                             content(line.entry, facts, server_.map())};
}

void TrafficModel::append(Lines const& fresh) {
    if (fresh.empty()) return;
    int const first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    shown_.insert(shown_.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void TrafficModel::drop_oldest() {
    if (all_.size() <= kMost) return;
    std::size_t const too_many = all_.size() - kMost;
    std::uint64_t const gone = all_[too_many - 1]->entry.sequence;
    all_.erase(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(too_many));
    std::size_t rows = 0;
    while (rows < shown_.size() && shown_[rows]->entry.sequence <= gone) ++rows;
    if (rows == 0) return;
    beginRemoveRows({}, 0, static_cast<int>(rows) - 1);
    shown_.erase(shown_.begin(), shown_.begin() + static_cast<std::ptrdiff_t>(rows));
    endRemoveRows();
}

bool TrafficModel::take_new() {
    Lines fresh;
    bool any = false;
    for (;;) {
        auto page = server_.traffic().behind(taken_);
        lost_ += page.lost;
        if (page.entries.empty()) break;
        any = true;
        taken_ = page.entries.back().sequence;
        for (auto& entry : page.entries) {
            has_checksums_ = has_checksums_ || entry.framing() == modbus::Framing::rtu;
            bool const fits = filter_.fits(entry, server_.map());
            all_.push_back(std::make_shared<Line>(Line{std::move(entry), {}, {}, false}));
            if (fits) fresh.push_back(all_.back());
        }
    }
    append(fresh);
    drop_oldest();
    return any;
}

void TrafficModel::set_filter(modbus::TrafficFilter filter) {
    beginResetModel();
    filter_ = std::move(filter);
    shown_.clear();
    for (auto const& line : all_)
        if (filter_.fits(line->entry, server_.map())) shown_.push_back(line);
    endResetModel();
}

void TrafficModel::clear() {
    beginResetModel();
    all_.clear();
    shown_.clear();
    lost_ = 0;
    has_checksums_ = false;
    endResetModel();
}

int TrafficModel::rowCount(QModelIndex const& parent) const { return parent.isValid() ? 0 : static_cast<int>(shown_.size()); }
int TrafficModel::columnCount(QModelIndex const& parent) const { return parent.isValid() ? 0 : kColumns; }

QString TrafficModel::tip(Line const& line, int column) {
    switch (column) {
        case kLink:
            return in_words(line.entry.link->name);
        case kDirection:
            return line.entry.direction == modbus::Direction::request ? tr("request") : tr("reply");
        case kFunction:
            return line.function;
        case kContent:
            return line.cells[kContent] + '\n' + in_words(modbus::hex_text(line.entry.bytes));
        default:
            return in_words(modbus::hex_text(line.entry.bytes));
    }
}

QVariant TrafficModel::data(QModelIndex const& index, int role) const {
    if (!index.isValid()) return {};
    Line& line = *shown_[static_cast<std::size_t>(index.row())];
    if (line.cells.isEmpty()) decode(line);
    switch (role) {
        case Qt::DisplayRole:
            return line.cells[index.column()];
        case Qt::ToolTipRole:
            return tip(line, index.column());
        case Qt::TextAlignmentRole: {
            bool const right = stands_right(index.column());
            return QVariant::fromValue<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
        }
        case Qt::FontRole:
            return index.column() == kTime || index.column() == kGap ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QVariant{};
        case Qt::ForegroundRole:
            if (!line.error) return {};
            return QBrush(is_dark(QGuiApplication::palette()) ? QColor(255, 148, 132) : QColor(176, 32, 24));
        default:
            return {};
    }
}

QVariant TrafficModel::headerData(int section, Qt::Orientation orientation, int role) const {
    bool const right = stands_right(section);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static constexpr char const* kTitles[]{"Time (UTC)", "Gap", "Link", "", "Unit", "FC", "Registers", "CRC", "Content"};
    return tr(kTitles[section]);
}

}  // namespace mb::desk
