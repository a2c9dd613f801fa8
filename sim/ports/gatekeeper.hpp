// SPDX-License-Identifier: GPL-3.0-or-later
/// Keeps those out who only cost: a bucket of tokens for each address. A connection costs little, a stream that breaks or stalls much; who
/// has emptied its bucket is banned for a while. The clock is the caller's.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace mb {

struct GatekeeperLimits {
    double capacity = 500.0;  ///< tokens of an address that has been quiet; 0: everybody is let in
    double refill = 50.0;     ///< tokens a second
    double connection = 1.0;  ///< what a connection costs
    double offence = 10.0;    ///< what a broken stream, half a frame or a failed handshake costs
    std::chrono::seconds ban{30};
    std::size_t addresses = 1'024;  ///< that are remembered; beyond, the one that was quiet for longest is forgotten
};

class Gatekeeper {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Gatekeeper(GatekeeperLimits const& limits) : limits_(limits) {}

    /// A connection came. False: its address is banned.
    bool admits(std::string const& address, Time now);
    /// A connection misbehaved.
    void offence(std::string const& address, Time now);
    std::size_t bans() const { return bans_; }

private:
    struct Bucket {
        double tokens = 0.0;
        Time seen{};
        Time banned_until{};
    };
    Bucket& bucket(std::string const& address, Time now);
    void pay(Bucket& bucket, double cost, Time now);

    GatekeeperLimits limits_;
    std::map<std::string, Bucket> buckets_;
    std::size_t bans_ = 0;
};

}  // namespace mb
