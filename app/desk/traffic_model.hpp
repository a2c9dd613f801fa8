// SPDX-License-Identifier: GPL-3.0-or-later
/// The latest frames of all links as a table, newest last, as far as a filter lets them through. Takes what is new in the log when told
/// to; a frame is decoded when somebody looks at its row.
#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <deque>
#include <memory>

#include "core/comm/modbus/server.hpp"
#include "core/comm/modbus/traffic_filter.hpp"

namespace mb::desk {

class TrafficModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// Content: symbols and values, or the exception, with what is wrong with the frame and the fault that befell it.
    enum Column { kTime, kGap, kLink, kDirection, kUnit, kFunction, kRegisters, kCrc, kContent, kColumns };
    static constexpr std::size_t kMost = 10'000;  ///< frames that are kept, whatever the filter

    /// `server` must outlive the model.
    explicit TrafficModel(modbus::Server& server, QObject* parent = nullptr);

    /// Frames that passed since the latest call; false where there were none.
    bool take_new();
    void set_filter(modbus::TrafficFilter filter);
    void clear();

    std::size_t kept() const { return all_.size(); }
    /// Some frames of those kept have a checksum: RTU.
    bool has_checksums() const { return has_checksums_; }
    /// Frames that passed while nobody took them and that the log has no more.
    std::uint64_t lost() const { return lost_; }
    modbus::TrafficEntry const& entry(int row) const { return shown_[static_cast<std::size_t>(row)]->entry; }

    int rowCount(QModelIndex const& parent = {}) const override;
    int columnCount(QModelIndex const& parent = {}) const override;
    QVariant data(QModelIndex const& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line {
        modbus::TrafficEntry entry;
        QStringList cells;  // decoded when first shown, as is what follows
        QString function;
        bool error = false;
    };
    using Lines = std::deque<std::shared_ptr<Line>>;

    void decode(Line& line) const;
    static QString tip(Line const& line, int column);
    void append(Lines const& fresh);
    void drop_oldest();

    modbus::Server& server_;
    modbus::TrafficFilter filter_;
    Lines all_;
    Lines shown_;
    std::uint64_t taken_ = 0;  // sequence of the latest frame taken
    std::uint64_t lost_ = 0;
    bool has_checksums_ = false;
};

}  // namespace mb::desk
