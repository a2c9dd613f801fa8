# SPDX-License-Identifier: GPL-3.0-or-later
"""modbus-serial reads volts, amperes and watts from our meter and sets its clock, over Modbus TCP and over RTU in TCP: test_modbus_serial.py METERBENCH NODE MODULES [VECTORS]; with the folder, from a recording in it"""
import json
import os
import sys

import bench

program, node, modules = sys.argv[1:4]
script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "read_modbus_serial.js")


def read(port, ranges):
    flat = [part for registers in ranges for part in registers[:2]]
    status, out, err = bench.run(node, script, modules, port, *flat)
    bench.expect(status == 0, f"modbus-serial: {err}")
    return json.loads(out)


def check(answer):
    for (registers, values), counts in zip(expected.items(), answer["values"], strict=True):
        bench.compare("modbus-serial", registers, counts, values)
    day = answer["clock"][:5]
    bench.expect(day == [29, 2, 2024, 13, 5], f"the clock reads {answer['clock']} after it was set to 2024-02-29 13:05:09")
    bench.expect(answer["clock"][5] in (9, 10, 11), f"the clock's seconds read {answer['clock'][5]} just after they were set to 9")
    bench.expect(answer.get("exception") == 2, f"no exception 2 but {answer.get('exception')}")
    bench.expect(answer.get("partial_clock") == 3, f"no exception 3 but {answer.get('partial_clock')}")


options, expected = bench.recorded(sys.argv[4]) if len(sys.argv) > 4 else bench.synthetic()
with bench.Serve(program, "--rtu-over-tcp", "0", *options) as meter:
    rtu = meter.next_line().split(",")[0].rsplit(":", 1)[1]
    bench.until(lambda: read(meter.port, [bench.VOLTAGES])["values"][0][0] or None)
    bench.time.sleep(0.5)
    for port in (meter.port, f"rtu:{rtu}"):
        check(read(port, expected))
