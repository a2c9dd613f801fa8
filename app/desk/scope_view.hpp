// SPDX-License-Identifier: GPL-3.0-or-later
/// The waveforms at the terminals: voltages to neutral above, currents below, triggered so that they stand still. Pausing holds the
/// picture, never the acquisition.
#pragma once

#include <QWidget>

#include <array>
#include <string>
#include <vector>

#include "sim/builtin/house.hpp"

class QCPAxis;
class QCPAxisRect;
class QCPGraph;
class QComboBox;
class QCustomPlot;
class QLabel;
class QToolButton;

namespace mb::desk {

class ScopeView : public QWidget {
    Q_OBJECT
public:
    explicit ScopeView(QWidget* parent = nullptr);

    void refresh(House const& house);
    bool paused() const;
    /// Writes the frames that are held (the latest 200 ms, or those of the pause) in the format of the file's extension
    /// (waveform_write.hpp). Refused: what write_waveform() and write_files() refuse, an unknown extension.
    Result<void> export_frames(std::string const& path) const;
    /// Points in the picture of a channel; 0 where it is switched off.
    int points(Channel channel) const;

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* make_tools();
    void make_plot();
    void colour_plot();
    void show_frames();
    void fit(QCPAxis& axis, double peak, double& range);

    QCustomPlot* plot_;
    QToolButton* pause_;
    QComboBox* span_;
    QLabel* trigger_;
    std::array<QToolButton*, kChannels> toggles_{};
    std::array<QCPGraph*, kChannels> graphs_{};
    std::array<QCPAxisRect*, 2> rects_{};
    std::array<double, 2> ranges_{};
    Waveform waveform_;
};

}  // namespace mb::desk
