# SPDX-License-Identifier: GPL-3.0-or-later
"""serve, read, registers and quantities as a user meets them: test_command_line.py METERBENCH SOURCE_DIR"""
import json
import os
import signal
import socket
import sys

import bench

program, source_dir = sys.argv[1:3]


def refused(status, words, *command):
    got, out, err = bench.run(program, *command)
    bench.expect(got == status, f"{command} ends with {got}, expected {status}: {err}")
    bench.expect(words in err, f"{command} says {err!r}, expected {words!r}")
    bench.expect(err.count("\n") == 1 or status == 2, f"{command}: one sentence, not {err!r}")
    bench.expect(out == "", f"{command} prints {out!r} on failure")


def read(meter, *symbols):
    got, out, err = bench.run(program, "read", *symbols, "--from", f"tcp:127.0.0.1:{meter.port}/1", "--format", "json")
    bench.expect(got == 0, f"read: {err}")
    return {name: entry["value"] for name, entry in json.loads(out)["readings"].items()}


options, _ = bench.synthetic()
with bench.Serve(program, *options) as meter:
    bench.expect(meter.line == f"listening on 127.0.0.1:{meter.port}, unit 1\n", f"serve says {meter.line!r}")
    bench.until(lambda: read(meter, "load1.inst.v1")["load1.inst.v1"] or None)
    bench.time.sleep(0.5)
    values = read(meter, "load1.inst.p", "load1.inst.v1", "net_inst.f", "ident.magic", "load1.inst.pf", "clock.year", "load3.inst.v1")
    bench.expect(list(values)[0] == "load1.inst.p", "values stand in the order in which they were asked for")
    for name, value, limit in (
        ("load1.inst.v1", 231.4, 231.4 * 0.0005 + 0.01),
        ("load1.inst.p", 3 * 231.4 * 12.5 * 0.8, 6942 * 0.0005 + 1),
        ("net_inst.f", 50.0, 0.011),
        ("load1.inst.pf", 0.8, 0.0015),
    ):
        bench.expect(abs(values[name] - value) <= limit, f"{name} reads {values[name]}, expected {value}")
    bench.expect(values["ident.magic"] == "SOCO", f"ident.magic reads {values['ident.magic']}")
    bench.expect(2024 <= values["clock.year"] <= 2099, f"the clock was not set: {values['clock.year']}")
    bench.expect(values["load3.inst.v1"] == 0, "a load that is not fitted reads zero")
    got, out, _ = bench.run(program, "read", "load1.inst.v1", "--from", f"tcp:127.0.0.1:{meter.port}/1")
    bench.expect(got == 0 and out.startswith("load1.inst.v1  231.") and out.endswith(" V\n"), f"read prints {out!r}")

    here = f"tcp:127.0.0.1:{meter.port}/1"
    refused(2, "unknown symbol 'load1.inst.w1', did you mean 'load1.inst.v1'?", "read", "load1.inst.w1", "--from", here)
    refused(2, "begins with neither tcp: nor rtu:", "read", "load1.inst.v1", "--from", "127.0.0.1")
    refused(2, "no register map 'a20', did you mean 'a200'?", "read", "load1.inst.v1", "--from", here, "--map", "a20")
    refused(3, f"port {meter.port} on 127.0.0.1 is in use", "serve", "--modbus-tcp", meter.port, "--for", "1s")
    bench.expect(meter.stop(signal.SIGTERM) == 0, "SIGTERM ends serve with status 0")

with bench.Serve(program, "--unit", "7", "--frequency", "60") as meter:
    bench.expect(meter.line.endswith(", unit 7\n"), f"serve says {meter.line!r}")
    bench.expect(meter.stop(signal.SIGINT) == 0, "SIGINT ends serve with status 0")

got, _, err = bench.run(program, "serve", "--modbus-tcp", "0", "--for", "100ms")
bench.expect(got == 0, f"serve --for ends with {got}: {err}")

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))  # bound and not listening: connections to it are refused
    port = free.getsockname()[1]
    refused(3, f"cannot reach the meter at tcp:127.0.0.1:{port}/1: Connection refused", "read", "load1.inst.v1", "--from", f"tcp:127.0.0.1:{port}/1")
refused(2, "a port of 0 to 65535", "serve", "--modbus-tcp", "70000")
refused(2, "is no numeric IP address", "serve", "--modbus-tcp", "somewhere:0")
refused(2, "is not a duration", "serve", "--modbus-tcp", "0", "--for", "soon")
refused(2, "no-such-file", "serve", "--modbus-tcp", "0", "--source", "no-such-file.cfg", "--for", "1s")
refused(2, "", "serve", "--modbus-tcp", "0", "--frequency", "55", "--for", "1s")

for command in ("registers", "quantities"):
    got, out, err = bench.run(program, command, "--format", "md")
    with open(os.path.join(source_dir, "docs", f"{command}.md"), encoding="utf-8") as file:
        bench.expect(out == file.read(), f"docs/{command}.md is not what meterbench {command} --format md prints")
    got, out, err = bench.run(program, command, "--format", "json")
    bench.expect(len(json.loads(out)[command]) > 50, f"{command} --format json is short")
_, shipped, _ = bench.run(program, "registers")
bench.expect("inst.1,18444,2,U32,0.01,V,R,load1.inst.v1,1,0" in shipped, "registers lacks load1.inst.v1")
print("good")
