// SPDX-License-Identifier: GPL-3.0-or-later
// mb_instructions SECONDS: so much signal through synthesizer and meter, for tests/bench/instructions to count.
#include <cstdio>
#include <cstdlib>

#include "tests/bench/workload.hpp"

int main(int argc, char** argv) {
    using namespace mb;
    long const seconds = argc == 2 ? std::atol(argv[1]) : 0;
    if (seconds < 1) {
        std::fputs("usage: mb_instructions SECONDS\n", stderr);
        return 2;
    }
    Synth synth(bench::distorted());
    Meter meter{MeterSettings{}};
    for (long s = 0; s < seconds; ++s) bench::everything_on(synth, meter);
    return meter.snapshot()->windows > 0 ? 0 : 1;
}
