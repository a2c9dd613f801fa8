# SPDX-License-Identifier: GPL-3.0-or-later
"""mbpoll walks through the log of quality events by its mailbox, on two links at once: test_quality_log.py METERBENCH MBPOLL SOURCE_DIR
The recording's dips (resources/recordings/README.md): a and b to 62 % for three cycles, every sixteen cycles."""
import re
import sys

import bench

program, mbpoll, source_dir = sys.argv[1:4]
ASK, HEADER, RECORD, SIZE = 42752, 42768, 42772, 45
NEWEST = NONE = 65535
DIP, SWELL = 2, 1


def place(where):
    """A serial line or a port."""
    return where if isinstance(where, str) else "127.0.0.1"


def poll(where, *arguments):
    serial = isinstance(where, str)
    way = ["-m", "rtu", "-b", 38400, "-P", "none"] if serial else ["-m", "tcp", "-p", where]
    status, out, err = bench.run(mbpoll, *way, "-a", 1, "-0", "-o", 5, *arguments)
    bench.expect(status == 0, f"mbpoll {arguments}: {out} {err}")
    return out


def ask(where, start, kind):
    """With function 16, since there are two words."""
    poll(where, "-t", "4", "-r", ASK, place(where), start, kind)


def read(where, first, count):
    out = poll(where, "-t", "4", "-r", first, "-c", count, "-1", place(where))
    return [int(v) for v in re.findall(r"^\[\d+\]:\s*(\d+)", out, re.MULTILINE)]


def answer(where):
    """The next record's number, the filter, the records."""
    following, count, size, kind = read(where, HEADER, 4)
    bench.expect(size == SIZE and count <= 3, f"{count} records of {size} registers")
    return following, kind, [read(where, RECORD + SIZE * n, SIZE) for n in range(count)]


def milliseconds(words):
    return words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3]


with bench.Serve(program, "--source", f"{source_dir}/resources/recordings/dip.cfg", "--modbus-rtu", "pty") as meter:
    line = meter.next_line().split()[2]
    bench.time.sleep(2.5)  # at least seven dips
    ask(line, NEWEST, SWELL)
    starts = []
    wanted = NEWEST
    for _ in range(3):
        ask(meter.port, wanted, DIP)
        following, kind, records = answer(meter.port)
        bench.expect(kind == DIP and records, f"asked for {wanted}: {kind} {records}")
        for record in records:
            start, end = milliseconds(record[1:5]), milliseconds(record[5:9])
            starts.append(start)
            if end == 0 and len(starts) == 1:
                continue  # the newest may still run, and its extremes be on their way
            bench.expect(record[0] == DIP and record[9] == 0, f"kind and place: {record[:10]}")
            bench.expect(record[10] == 0b111011, f"V1 V2 U12 U23 U31 are concerned, not {record[10]:b}")
            bench.expect(record[13:15] == [90, 92], f"thresholds {record[13:15]}")
            # Up to a cycle and a half more on one channel, half a cycle more for six (docs/decisions/0008-event-times.md).
            bench.expect(60 <= end - start <= 100, f"the dip lasts {end - start} ms")
            weight = record[15] << 16 | record[16]
            volts = [count * weight * 0.001 for count in record[25:28] + record[35:38]]
            for value, expected in zip(volts, (230, 230, 230, 0.62 * 230, 0.62 * 230, 230)):
                bench.expect(abs(value - expected) <= 0.5, f"references and extremes of V1 V2 V3: {volts}")
        wanted = following
        if wanted == NONE:
            break
    bench.expect(len(starts) >= 6, f"only {len(starts)} dips")
    for later, earlier in zip(starts, starts[1:]):
        bench.expect(abs(later - earlier - 320) <= 1, f"dips stand 320 ms apart, newest first, not {later - earlier}")
    following, kind, records = answer(line)  # what the line had asked for
    bench.expect((following, kind, records) == (NONE, SWELL, []), f"the other link's answer is {following} {kind} {records}")
print("good")
