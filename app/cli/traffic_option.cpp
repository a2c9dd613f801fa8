// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/traffic_option.hpp"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <utility>

namespace mb::cli {

void add_traffic_options(CLI::App& command, TrafficOptions& options) {
    auto* const files = command
                            .add_option("--traffic", options.files,
                                        "Writes the Modbus traffic: - to stdout as text, or a file named .txt, .csv or .pcap; repeatable")
                            ->type_name("FILE")
                            ->allow_extra_args(false);
    command
        .add_option("--traffic-filter", options.filter,
                    "What of it: unit=1, fc=3,16, reg=18432-18523, link=tcp, symbol=load1., errors, faults; blanks between them")
        ->needs(files);
}

Result<TrafficSink> TrafficSink::open(TrafficOptions const& options, modbus::Server& server) {
    TrafficSink sink{server};
    auto filter = modbus::parse_traffic_filter(options.filter);
    if (!filter) return input_error("--traffic-filter {}", filter.error().sentence);
    sink.filter_ = *std::move(filter);
    for (auto const& name : options.files) {
        bool const to_stdout = name == "-";
        auto const format = to_stdout ? Result{modbus::TrafficFormat::text} : modbus::traffic_format_of(name);
        if (!format) return input_error("--traffic {}", format.error().sentence);
        std::FILE* const file = to_stdout ? stdout : std::fopen(name.c_str(), "wb");
        if (file == nullptr) return infrastructure_error("--traffic: cannot write {}: {}", name, std::strerror(errno));
        sink.outputs_.push_back({name, std::unique_ptr<std::FILE, Close>{file}, modbus::TrafficExport{*format, server.map()}});
        put(sink.outputs_.back(), sink.outputs_.back().text.begin());
    }
    if (!sink.outputs_.empty()) server.traffic().switch_on(true);
    return sink;
}

void TrafficSink::put(Output& output, std::string const& bytes) {
    if (!output.failed && std::fwrite(bytes.data(), 1, bytes.size(), output.file.get()) != bytes.size()) output.failed = true;
}

void TrafficSink::write_new() {
    if (outputs_.empty()) return;
    for (;;) {
        auto const page = server_->traffic().behind(written_);
        lost_ += page.lost;
        if (page.entries.empty()) break;
        written_ = page.entries.back().sequence;
        for (auto const& entry : page.entries) {
            if (!filter_.fits(entry, server_->map())) continue;
            for (Output& output : outputs_) put(output, output.text.of(entry));
        }
    }
    for (Output& output : outputs_)
        if (std::fflush(output.file.get()) != 0) output.failed = true;
}

Result<void> TrafficSink::close() {
    write_new();
    if (lost_ > 0)
        std::fprintf(stderr, "meterbench: --traffic: %llu frames passed too fast to be written\n", static_cast<unsigned long long>(lost_));
    for (Output const& output : outputs_)
        if (output.failed) return infrastructure_error("--traffic: {} could not be written whole: is the disk full?", output.name);
    return {};
}

}  // namespace mb::cli
