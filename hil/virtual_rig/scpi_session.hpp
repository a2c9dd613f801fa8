// SPDX-License-Identifier: GPL-3.0-or-later
/// One link of the SCPI source: splits the stream into lines (LF or CRLF), carries them out in order, waits where *OPC? does. A line's
/// replies are one line, separated by semicolons.
#pragma once

#include <string>
#include <vector>

#include "hil/virtual_rig/scpi_instrument.hpp"
#include "hil/virtual_rig/session.hpp"

namespace mb::virtual_rig {

class ScpiSession : public Session {
public:
    explicit ScpiSession(ScpiInstrument& instrument) : instrument_(instrument) {}

    /// Line ends that are no longer than this are taken whole; longer ones are -363.
    static constexpr std::size_t kLongestLine = 1'024;

    void receive(ByteView bytes, Moment now) override;
    Bytes proceed(Moment now) override;
    bool takes_more() const override { return input_.size() < 4 * kLongestLine; }

private:
    bool next_line();
    void carry_out(Moment now);

    ScpiInstrument& instrument_;
    std::string input_;
    bool overrun_ = false;         // until the line ends
    std::vector<ScpiUnit> units_;  // of the line under way
    std::size_t at_ = 0;
    std::string path_;
    std::string reply_;
    bool waiting_ = false;
    std::string held_;  // the reply to what waits
    Bytes output_;
};

}  // namespace mb::virtual_rig
