// SPDX-License-Identifier: GPL-3.0-or-later
/// --traffic: the frames of all ports to files and to stdout, while they pass.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/comm/modbus/server.hpp"
#include "core/comm/modbus/traffic_file.hpp"

namespace CLI {
class App;
}

namespace mb::cli {

struct TrafficOptions {
    std::vector<std::string> files;  ///< "-" is stdout
    std::string filter;
};
/// `options` must outlive `command`.
void add_traffic_options(CLI::App& command, TrafficOptions& options);

class TrafficSink {
public:
    /// Opens the files and switches the log of `server` on, which must outlive it. Refused: bad filters and endings, files that cannot be
    /// written.
    static Result<TrafficSink> open(TrafficOptions const& options, modbus::Server& server);

    /// What passed since the latest call.
    void write_new();
    /// The rest. An error where something could not be written.
    Result<void> close();

private:
    struct Close {
        void operator()(std::FILE* file) const {
            if (file != stdout) std::fclose(file);
        }
    };
    struct Output {
        std::string name;
        std::unique_ptr<std::FILE, Close> file;
        modbus::TrafficExport text;
        bool failed = false;
    };
    explicit TrafficSink(modbus::Server& server) : server_(&server) {}
    static void put(Output& output, std::string const& bytes);

    modbus::Server* server_;
    modbus::TrafficFilter filter_;
    std::vector<Output> outputs_;
    std::uint64_t written_ = 0;  // the latest entry
    std::uint64_t lost_ = 0;
};

}  // namespace mb::cli
