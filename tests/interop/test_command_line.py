# SPDX-License-Identifier: GPL-3.0-or-later
"""serve, read, registers and quantities as a user meets them: test_command_line.py METERBENCH SOURCE_DIR"""
import json
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile

import bench

program, source_dir = sys.argv[1:3]


def refused(status, words, *command):
    got, out, err = bench.run(program, *command)
    bench.expect(got == status, f"{command} ends with {got}, expected {status}: {err}")
    bench.expect(words and words in err, f"{command} says {err!r}, expected {words!r}")
    bench.expect(err.count("\n") == 1 and err.startswith("meterbench: "), f"{command}: one sentence, not {err!r}")
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
refused(2, "--frequency: 55 not in", "serve", "--modbus-tcp", "0", "--frequency", "55", "--for", "1s")
refused(2, "see meterbench --help", "serve", "--no-such-option")
refused(2, "see meterbench --help", "sevre")
refused(2, "A subcommand is required")
for option in ("--nominal-voltage", "--nominal-current", "--voltage", "--current", "--pf"):
    refused(2, f"{option}: 'nan' is not a number from", "serve", "--modbus-tcp", "0", option, "nan", "--for", "1s")
refused(2, "--pf: '-0.8' is not a number from 0 to 1", "serve", "--modbus-tcp", "0", "--pf", "-0.8", "--for", "1s")
refused(2, "--nature", "serve", "--modbus-tcp", "0", "--pf", "0.8", "--nature", "inductive", "--for", "1s")
for option in ("--channel=V1=U1", "--rate=9600", "--against=earth"):
    refused(2, "--source", "serve", "--modbus-tcp", "0", option, "--for", "1s")

# A recorded table without times: the sentence names an option that serve has, and with it the recording plays.
with tempfile.TemporaryDirectory() as folder:
    table = os.path.join(folder, "table.csv")
    with open(table, "w", encoding="utf-8") as file:
        file.write("Ua [V],Ia [A]\n")
        for n in range(960):
            angle = 2 * math.pi * 50 * n / 4800
            file.write(f"{math.sqrt(2) * 120 * math.sin(angle):.6f},{math.sqrt(2) * 4 * math.sin(angle):.6f}\n")
    served = ("serve", "--modbus-tcp", "0", "--source", table, "--for", "1s")
    refused(2, "--rate 9600", *served)
    refused(2, "--channel V1: INPUT=CHANNEL is needed", *served, "--rate", "4800", "--channel", "V1")
    with bench.Serve(program, "--source", table, "--rate", "4800", "--channel", "V2=Ua", "--channel", "V1=none") as meter:
        bench.until(lambda: read(meter, "load1.inst.v2")["load1.inst.v2"] or None)
        bench.time.sleep(0.5)
        values = read(meter, "load1.inst.v1", "load1.inst.v2")
        bench.expect(values["load1.inst.v1"] == 0 and abs(values["load1.inst.v2"] - 120) <= 0.07, f"a table reads {values}")

with bench.Serve(program, "--voltage", "100", "--current", "10", "--pf", "0.6", "--nature", "lead") as meter:
    bench.until(lambda: read(meter, "load1.inst.v1")["load1.inst.v1"] or None)
    bench.time.sleep(0.5)
    values = read(meter, "load1.inst.p1", "load1.inst.q1")
    # A 3-4-5 triangle of 1 kVA: 600 W, 800 var capacitive.
    bench.expect(abs(values["load1.inst.p1"] - 600) <= 2 and abs(values["load1.inst.q1"] + 800) <= 2, f"pf 0.6 leading reads {values}")

# A network without neutral, a load on two sensors and a fault: the derived I2 = -(I1 + I3) takes the turned I1.
delta = ("--network", "3P", "--load", "3P-2CT", "--nominal-voltage", "400", "--current", "10", "--pf", "0.8", "--fault", "reversed_ct I1")
with bench.Serve(program, *delta) as meter:
    bench.until(lambda: read(meter, "load1.inst.i2")["load1.inst.i2"] or None)
    bench.time.sleep(0.5)
    values = read(meter, "net_inst.u12", "load1.inst.i1", "load1.inst.i2", "load1.inst.p")
    phi = math.acos(0.8)
    wanted = 400 * 10 * (math.cos(phi - math.pi / 6) - math.cos(phi + math.pi / 6))  # Aron, one element turned
    bench.expect(abs(values["net_inst.u12"] - 400) <= 0.2 and abs(values["load1.inst.i1"] - 10) <= 0.01, f"a delta reads {values}")
    bench.expect(abs(values["load1.inst.i2"] - 10 * math.sqrt(3)) <= 0.02, f"a turned sensor reads {values}")
    bench.expect(abs(values["load1.inst.p"] - wanted) <= 3, f"a turned sensor reads {values}, expected {wanted} W")
quick = ("serve", "--modbus-tcp", "0", "--for", "1s")
refused(2, "--network 3Q: unknown, did you mean '3P'?", *quick, "--network", "3Q")
refused(2, "did you mean '3P+N-1CT'?", *quick, "--load", "3P+N-5CT")
refused(2, "load 1: 1P+N-1CT cannot exist on a 3P network", *quick, "--network", "3P", "--load", "1P+N-1CT")
refused(2, "--fault: unknown fault 'open_cd', did you mean 'open_ct'?", *quick, "--fault", "open_cd I1")
refused(2, "--fault: neutral_loss: a 3P network has no neutral to lose", *quick, "--network", "3P", "--fault", "neutral_loss")

# A terminal, a pipe or a disk that takes nothing.
for command in ("registers", "quantities", "--help"):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([program, command], stdout=full, stderr=subprocess.PIPE, text=True, timeout=bench.MOST_SECONDS)
    one = done.stderr.startswith("meterbench: stdout cannot be written: ") and done.stderr.count("\n") == 1
    bench.expect(done.returncode == 3 and one, f"{command} > /dev/full ends with {done.returncode}: {done.stderr!r}")

for command in ("registers", "quantities"):
    got, out, err = bench.run(program, command, "--format", "md")
    with open(os.path.join(source_dir, "docs", f"{command}.md"), encoding="utf-8") as file:
        bench.expect(out == file.read(), f"docs/{command}.md is not what meterbench {command} --format md prints")
    got, out, err = bench.run(program, command, "--format", "json")
    bench.expect(len(json.loads(out)[command]) > 50, f"{command} --format json is short")
_, out, _ = bench.run(program, "registers", "--map", "classic", "--format", "md")
with open(os.path.join(source_dir, "docs", "registers-classic.md"), encoding="utf-8") as file:
    bench.expect(out == file.read(), "docs/registers-classic.md is not what meterbench registers --map classic --format md prints")
_, shipped, _ = bench.run(program, "registers")
bench.expect("inst.1,18444,2,U32,0.01,V,R,load1.inst.v1,1,0" in shipped, "registers lacks load1.inst.v1")
print("good")
