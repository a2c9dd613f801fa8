// SPDX-License-Identifier: GPL-3.0-or-later
/// Any bytes sent to the SCPI source, in pieces and at times by the bytes themselves. Its settings stay possible, what it makes can be
/// made, the queue of errors ends, and after a reset it answers.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "hil/virtual_rig/scpi_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace mb;
    using namespace mb::virtual_rig;
    ByteView const bytes{data, size};
    SourceModel source{RigTruth{}, 1};
    ScpiInstrument instrument{source};
    ScpiSession session{instrument};
    double now = 0.0;
    std::size_t lines = 1;
    std::size_t answered = 0;
    auto const step = [&](ByteView piece) {
        session.receive(piece, {now, {}});
        for (std::uint8_t const byte : session.proceed({now, {}})) answered += byte == '\n' ? 1U : 0U;
        if (!possible(source.settings())) std::abort();
        if (auto const made = source.take(now); made && !check(*made)) std::abort();
        now += 0.01;
    };
    for (std::size_t i = 0; i < size;) {
        std::size_t const piece = std::min<std::size_t>(size - i, 1 + data[i] % 61U);
        step(bytes.subspan(i, piece));
        i += piece;
    }
    for (std::uint8_t const byte : bytes) lines += byte == '\n' ? 1U : 0U;
    if (answered > lines) std::abort();
    now += 1e6;  // whatever waits has settled
    std::string const end = "\n*RST;*WAI;*CLS\n";
    step({reinterpret_cast<std::uint8_t const*>(end.data()), end.size()});
    now += 1.0;
    step({});
    std::string const question = "SYST:ERR?;:SOUR:FREQ?\n";
    session.receive({reinterpret_cast<std::uint8_t const*>(question.data()), question.size()}, {now, {}});
    auto const answer = session.proceed({now, {}});
    if (std::string(answer.begin(), answer.end()) != "0,\"No error\";50\n") std::abort();
    return 0;
}
