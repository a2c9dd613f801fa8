# SPDX-License-Identifier: GPL-3.0-or-later
"""32 clients at once, and hostile ones beside a good one: test_many_clients.py METERBENCH MB_MODBUS_LOAD. Counts, not times, are judged."""
import subprocess
import sys

import bench

program, load = sys.argv[1:3]


def loaded(port, *options):
    done = subprocess.run([load, "--port", str(port), *map(str, options)], capture_output=True, text=True, timeout=100)
    print(done.stdout, done.stderr, end="")
    return done.returncode


with bench.Serve(program) as meter:
    bench.expect(loaded(meter.port, "--clients", 32, "--rate", 20, "--seconds", 3) == 0, "32 clients are served without an error")
    bench.expect(loaded(meter.port, "--clients", 33, "--rate", 20, "--seconds", 1) == 1, "the 33rd client finds no room")
    bench.expect(loaded(meter.port, "--hostile", 3000) == 0, "a good client is served beside hostile ones")
    bench.expect(loaded(meter.port, "--clients", 32, "--rate", 20, "--seconds", 1) == 0, "and then 32 again")
    bench.expect(meter.stop() == 0, "serve ends well")
