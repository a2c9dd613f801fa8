// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/scope_view.hpp"

#include <qcustomplot.h>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "app/desk/colours.hpp"
#include "app/desk/trigger.hpp"
#include "sim/waveform_write.hpp"

namespace mb::desk {
namespace {

constexpr std::array<char const*, kChannels> kNames{"V1", "V2", "V3", "Vn", "I1", "I2", "I3", "I4"};
constexpr std::array<int, 4> kSpans{20, 40, 100, 160};  // [ms]; one cycle of 45 Hz must stay free for the trigger
constexpr double kFramesPerMillisecond = kSampleRate / 1000.0;

bool is_current(std::size_t channel) { return channel >= index(Channel::i1); }

/// The next of 1, 1.5, 2, 3, 4, 5, 8 times a power of ten.
double next_round(double x) {
    if (!(x > 0.0)) return 1.0;
    double const decade = std::pow(10.0, std::floor(std::log10(x)));
    for (double const step : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 8.0})
        if (x <= step * decade) return step * decade;
    return 10.0 * decade;
}

double value(Frame const& f, std::size_t channel) {
    bool const to_neutral = channel < index(Channel::vn);
    return double{f.lanes[channel]} - (to_neutral ? double{f[Channel::vn]} : 0.0);
}

}  // namespace

ScopeView::ScopeView(QWidget* parent) : QWidget(parent), plot_(new QCustomPlot(this)) {
    setObjectName("scope");
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(make_tools());
    layout->addWidget(plot_, 1);
    make_plot();
    colour_plot();
}

QWidget* ScopeView::make_tools() {
    auto* const tools = new QWidget(this);
    auto* const row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    pause_ = new QToolButton(tools);
    pause_->setObjectName("scope_pause");
    pause_->setText(tr("Pause"));
    pause_->setCheckable(true);
    pause_->setToolTip(tr("Hold the picture; the meter goes on. Drag and turn the wheel to look closer."));
    connect(pause_, &QToolButton::toggled, this,
            [this](bool on) { plot_->setInteractions(on ? QCP::iRangeDrag | QCP::iRangeZoom : QCP::Interactions{}); });
    row->addWidget(pause_);
    span_ = new QComboBox(tools);
    span_->setAccessibleName(tr("Time span"));
    for (int const ms : kSpans) span_->addItem(tr("%1 ms").arg(ms), ms);
    span_->setCurrentIndex(3);
    connect(span_, &QComboBox::currentIndexChanged, this, [this] { show_frames(); });
    row->addWidget(span_);
    row->addSpacing(10);
    for (std::size_t c = 0; c < kChannels; ++c) {
        auto* const toggle = new QToolButton(tools);
        toggle->setText(kNames[c]);
        toggle->setObjectName(QString("scope_%1").arg(kNames[c]));
        toggle->setAccessibleName(tr("Show %1").arg(kNames[c]));
        toggle->setCheckable(true);
        toggle->setChecked(c != index(Channel::vn) && c != index(Channel::i4));
        connect(toggle, &QToolButton::toggled, this, [this] { show_frames(); });
        toggles_[c] = toggle;
        row->addWidget(toggle);
        if (c == index(Channel::vn)) row->addSpacing(8);
    }
    row->addStretch(1);
    trigger_ = new QLabel(tools);
    trigger_->setToolTip(tr("The picture begins at a rising zero crossing of V1; without one it runs freely."));
    row->addWidget(trigger_);
    return tools;
}

void ScopeView::make_plot() {
    plot_->setMinimumSize(320, 180);
    plot_->plotLayout()->clear();
    auto* const margins = new QCPMarginGroup(plot_);
    for (std::size_t r = 0; r < rects_.size(); ++r) {
        rects_[r] = new QCPAxisRect(plot_);
        rects_[r]->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        rects_[r]->setMinimumMargins(QMargins(0, 8, 10, 0));
        rects_[r]->setRangeDrag(Qt::Horizontal);
        rects_[r]->setRangeZoom(Qt::Horizontal);
        plot_->plotLayout()->addElement(static_cast<int>(r), 0, rects_[r]);
        for (QCPAxis* const axis : rects_[r]->axes()) axis->setLayer("axes");
        for (QCPAxis* const axis : rects_[r]->axes()) axis->grid()->setLayer("grid");
        rects_[r]->setupFullAxesBox();
    }
    plot_->plotLayout()->setRowSpacing(0);
    rects_[0]->axis(QCPAxis::atLeft)->setLabel(tr("Voltage to neutral [V]"));
    rects_[1]->axis(QCPAxis::atLeft)->setLabel(tr("Current [A]"));
    rects_[0]->axis(QCPAxis::atBottom)->setTickLabels(false);
    rects_[1]->axis(QCPAxis::atBottom)->setLabel(tr("Time after the rising zero crossing of V1 [ms]"));
    auto* const above = rects_[0]->axis(QCPAxis::atBottom);
    auto* const below = rects_[1]->axis(QCPAxis::atBottom);
    connect(above, qOverload<QCPRange const&>(&QCPAxis::rangeChanged), below, qOverload<QCPRange const&>(&QCPAxis::setRange));
    connect(below, qOverload<QCPRange const&>(&QCPAxis::rangeChanged), above, qOverload<QCPRange const&>(&QCPAxis::setRange));
    for (std::size_t c = 0; c < kChannels; ++c) {
        auto* const rect = rects_[is_current(c) ? 1 : 0];
        graphs_[c] = plot_->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        graphs_[c]->setName(kNames[c]);
        graphs_[c]->setAntialiased(true);
    }
}

void ScopeView::colour_plot() {
    bool const dark = is_dark(palette());
    QColor const ink = palette().color(QPalette::Text);
    QColor faint = ink;
    faint.setAlpha(40);
    plot_->setBackground(palette().color(QPalette::Base));
    for (QCPAxisRect* const rect : rects_)
        for (QCPAxis* const axis : rect->axes()) {
            axis->setBasePen(QPen(ink, 0));
            axis->setTickPen(QPen(ink, 0));
            axis->setSubTickPen(QPen(faint, 0));
            axis->setTickLabelColor(ink);
            axis->setLabelColor(ink);
            axis->grid()->setPen(QPen(faint, 0));
            axis->grid()->setZeroLinePen(QPen(ink, 0));
        }
    for (std::size_t c = 0; c < kChannels; ++c) {
        QColor const colour = phase_colour(c % 4, dark);
        graphs_[c]->setPen(QPen(colour, 1));  // wider pens cost fifty times as much (QCustomPlot without OpenGL)
        toggles_[c]->setStyleSheet(
            QString("QToolButton { border: 1px solid %1; border-radius: 4px; padding: 2px 7px; color: %1; background: transparent; }"
                    "QToolButton:checked { background: %1; color: %2; font-weight: 600; }")
                .arg(colour.name(), dark ? "#101418" : "#ffffff"));
    }
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void ScopeView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) colour_plot();
    QWidget::changeEvent(event);
}

bool ScopeView::paused() const { return pause_->isChecked(); }

Result<void> ScopeView::export_frames(std::string const& path) const {
    auto const format = waveform_format("", path);
    if (!format) return format.error();
    auto const files = write_waveform(waveform_of(waveform_.frames, "scope"), *format, path);
    if (!files) return files.error();
    return write_files(*files);
}

int ScopeView::points(Channel channel) const { return graphs_[index(channel)]->visible() ? graphs_[index(channel)]->dataCount() : 0; }

void ScopeView::refresh(House const& house) {
    if (paused() || !isVisible()) return;
    house.copy_waveform(waveform_);
    show_frames();
}

void ScopeView::show_frames() {
    auto const& frames = waveform_.frames;
    int const span = span_->currentData().toInt();
    auto const wanted = static_cast<std::size_t>(span * kFramesPerMillisecond);
    auto const crossing = rising_crossing(frames, wanted);
    double const zero = crossing.value_or(frames.size() > wanted ? static_cast<double>(frames.size() - wanted) : 0.0);
    auto const first = static_cast<std::size_t>(zero);
    std::size_t const last = std::min(frames.size(), first + wanted + 2);
    std::array<double, 2> peaks{};
    QVector<QCPGraphData> points;
    for (std::size_t c = 0; c < kChannels; ++c) {
        bool const shown = toggles_[c]->isChecked();
        graphs_[c]->setVisible(shown);
        if (!shown) continue;
        points.clear();
        for (std::size_t i = first; i < last; ++i) {
            double const v = value(frames[i], c);
            points.append(QCPGraphData((static_cast<double>(i) - zero) / kFramesPerMillisecond, v));
            peaks[is_current(c)] = std::max(peaks[is_current(c)], std::abs(v));
        }
        graphs_[c]->data()->set(points, true);
    }
    for (std::size_t r = 0; r < rects_.size(); ++r) fit(*rects_[r]->axis(QCPAxis::atLeft), peaks[r], ranges_[r]);
    rects_[0]->axis(QCPAxis::atBottom)->setRange(0.0, span * (1.0 + 1e-9));  // the last tick is inside
    trigger_->setText(crossing ? tr("Triggered") : tr("No trigger"));
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

/// Grows at once; shrinks only when less than half is used, so the picture does not breathe with small changes.
void ScopeView::fit(QCPAxis& axis, double peak, double& range) {
    if (peak * 1.05 > range || peak * 1.05 < 0.5 * range) range = next_round(peak * 1.05);
    axis.setRange(-range, range);
}

}  // namespace mb::desk
