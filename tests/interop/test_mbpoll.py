# SPDX-License-Identifier: GPL-3.0-or-later
"""mbpoll reads volts, amperes and watts from our meter: test_mbpoll.py METERBENCH MBPOLL [VECTORS]; with the folder, from a recording in it"""
import re
import sys

import bench

program, mbpoll = sys.argv[1:3]


def read(port, first, count):
    """32-bit holding registers, big-endian words, addresses from 0; None where mbpoll got no values."""
    status, out, _ = bench.run(
        mbpoll, "-m", "tcp", "-p", port, "-a", 1, "-0", "-r", first, "-c", count, "-t", "4:int", "-B", "-1", "-o", 5, "127.0.0.1"
    )
    values = [int(v) for v in re.findall(r"^\[\d+\]:\s*(-?\d+)", out, re.MULTILINE)]
    return values if status == 0 and len(values) == count else None


options, expected = bench.recorded(sys.argv[3]) if len(sys.argv) > 3 else bench.synthetic()
with bench.Serve(program, *options) as meter:
    # The first reading may come from a window with the source's start in it: wait for one, then for the next window.
    bench.until(lambda: (read(meter.port, *bench.VOLTAGES[:2]) or [0])[0] or None)
    bench.time.sleep(0.5)
    for registers, values in expected.items():
        counts = bench.until(lambda: read(meter.port, *registers[:2]))
        bench.compare("mbpoll", registers, counts, values)
    status, out, err = bench.run(mbpoll, "-m", "tcp", "-p", meter.port, "-a", 1, "-0", "-r", 0, "-c", 1, "-1", "127.0.0.1")
    bench.expect("Illegal data address" in out + err, f"mbpoll does not see the exception, but {out} {err}")
