# SPDX-License-Identifier: GPL-3.0-or-later
"""mbpoll reads volts, amperes and watts from our meter, over TCP and on two serial lines: test_mbpoll.py METERBENCH MBPOLL [VECTORS]; with the folder, from a recording in it"""
import re
import sys

import bench

program, mbpoll = sys.argv[1:3]


def read(where, first, count):
    """32-bit holding registers, big-endian words, addresses from 0, of a TCP port or a serial line; None where mbpoll got no values."""
    way = ["-m", "rtu", "-b", 38400, "-P", "none"] if isinstance(where, str) else ["-m", "tcp", "-p", where]
    device = where if isinstance(where, str) else "127.0.0.1"
    status, out, _ = bench.run(mbpoll, *way, "-a", 1, "-0", "-r", first, "-c", count, "-t", "4:int", "-B", "-1", "-o", 5, device)
    values = [int(v) for v in re.findall(r"^\[\d+\]:\s*(-?\d+)", out, re.MULTILINE)]
    return values if status == 0 and len(values) == count else None


options, expected = bench.recorded(sys.argv[3]) if len(sys.argv) > 3 else bench.synthetic()
with bench.Serve(program, "--modbus-rtu", "pty", "--modbus-usb", "pty", *options) as meter:
    lines = [meter.next_line().split()[2] for _ in range(2)]
    # The first reading may come from a window with the source's start in it: wait for one, then for the next window.
    bench.until(lambda: (read(meter.port, *bench.VOLTAGES[:2]) or [0])[0] or None)
    bench.time.sleep(0.5)
    for registers, values in expected.items():
        counts = bench.until(lambda: read(meter.port, *registers[:2]))
        bench.compare("mbpoll", registers, counts, values)
        for line in lines:
            counts = bench.until(lambda: read(line, *registers[:2]))
            bench.compare("mbpoll on a serial line", registers, counts, values)
    status, out, err = bench.run(mbpoll, "-m", "tcp", "-p", meter.port, "-a", 1, "-0", "-r", 0, "-c", 1, "-1", "127.0.0.1")
    bench.expect("Illegal data address" in out + err, f"mbpoll does not see the exception, but {out} {err}")
