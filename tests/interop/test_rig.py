# SPDX-License-Identifier: GPL-3.0-or-later
"""A rig as its operator meets it: test_rig.py METERBENCH SOURCE_DIR. Source and controller are small servers here, the meter is our own."""
import os
import pathlib
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

import bench

program, source_dir = sys.argv[1], pathlib.Path(sys.argv[2])


class Server:
    """Serves each connection on a free loopback port in a thread."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            connection, _ = self.socket.accept()
            self.connections += 1
            try:
                self.serve(connection)
            except OSError:
                pass


class Source(Server):
    """The generic dialect."""

    def __init__(self):
        self.lines, self.values, self.output, self.ever_on = [], {}, False, False
        super().__init__()

    def serve(self, connection):
        rest = b""
        while data := connection.recv(4096):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                answer = self.answer(line.decode())
                if answer is not None:
                    connection.sendall(answer.encode() + b"\n")

    def answer(self, line):
        self.lines.append(line)
        fixed = {"*IDN?": "PYTHON,SOURCE,1,0", "*OPC?": "1", "SYST:ERR?": '0,"No error"', "TRAN:STAT?": "IDLE", "OUTP?": str(int(self.output))}
        if line in fixed:
            return fixed[line]
        if line.startswith("OUTP "):
            self.output = line == "OUTP 1"
            self.ever_on |= self.output
        elif line.endswith("?"):
            return self.values.get(line[:-1], "0")
        elif " " in line:
            key, value = line.split(" ")
            self.values[key] = value
        return None


class Controller(Server):
    """docs/rig-protocol.md; its clock is this machine's."""

    def __init__(self):
        self.supply, self.ever_on, self.safes, self.relays = False, False, 0, [0] * 8
        super().__init__()

    def serve(self, connection):
        rest = b""
        while data := connection.recv(4096):
            rest += data
            while len(rest) >= 16:
                length = struct.unpack_from("<I", rest, 8)[0]
                frame, rest = rest[: 16 + length], rest[16 + length :]
                bench.expect(frame[:4] == b"MB\x02\x01" and zlib.crc32(frame[:-4]) == struct.unpack("<I", frame[-4:])[0], f"a frame {frame!r}")
                head = b"MB\x02\x01" + bytes([frame[4] | 0x80, 0]) + frame[6:8]
                payload = self.answer(frame[4], frame[12:-4])
                reply = head + struct.pack("<I", len(payload)) + payload
                connection.sendall(reply + struct.pack("<I", zlib.crc32(reply)))

    def answer(self, kind, payload):
        if kind == 1:
            return struct.pack("<H32sBBBBI", 1, b"python rig", 8, 8, 8, 1, 1_000_000)
        if kind == 2:
            return struct.pack("<Q", int(time.monotonic() * 1e6))
        if kind == 4:
            self.supply = payload[0] == 1
            self.ever_on |= self.supply
        if kind == 5:
            self.relays[payload[0]] = payload[1]
        if kind == 9:
            return bytes([self.supply, 0, 1, 8, *self.relays])
        if kind == 10:
            self.supply, self.safes = False, self.safes + 1
        return b""


class Rig:
    def __init__(self, folder, meter_port):
        self.source, self.controller = Source(), Controller()
        self.file = folder / "rig.yaml"
        self.file.write_text(
            "rig: python\n"
            f"source: {{link: 'tcp:127.0.0.1:{self.source.port}', dialect: generic}}\n"
            f"controller: {{link: 'tcp:127.0.0.1:{self.controller.port}'}}\n"
            f"meter: {{modbus: 'tcp:127.0.0.1:{meter_port}/1'}}\n"
            "limits: {voltage: 260 V, current: 6 A, frequency: [45 Hz, 65 Hz]}\n"
            "slew_per_second: 500 V\n"
            "uncertainty: {voltage: 0.05 %, current: 0.05 %, power: 0.1 %, frequency: 1 mHz}\n"
        )

    def touched(self):
        return self.source.connections + self.controller.connections

    def never_on(self):
        return not (self.source.ever_on or self.controller.ever_on)

    def at_zero(self):
        return not (self.source.output or self.controller.supply)


def scenario(folder, seconds, checks="- {quantity: net_inst.v1, min: 1 V}"):
    file = folder / f"scenario{seconds}.yaml"
    file.write_text(
        f"name: on a rig\nsetup:\n  source: {{frequency: 50 Hz, voltage: {{rms: 230 V}}, current: {{rms: 5 A}}}}\n"
        f"timeline:\n  - wait: {seconds} s\nexpect:\n  {checks}\n"
    )
    return file


def refusals(rig, folder):
    for options, words in (
        ([], "add --arm"),
        (["--yes"], "add --arm"),
        (["--arm"], "there is no terminal on which to ask"),
    ):
        done = subprocess.run([program, "run", "--target", f"rig:{rig.file}", scenario(folder, 1), *options], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=bench.MOST_SECONDS)
        bench.expect(done.returncode == 2 and words in done.stderr and "up to 260 V and 6 A" in done.stderr, f"{options}: {done}")
    status, _, err = bench.run(program, "run", scenario(folder, 1), "--arm")
    bench.expect(status == 2 and "are for rigs" in err, err)
    status, _, err = bench.run(program, "run", "--target", "rig:/nowhere.yaml", "--arm", "--yes", scenario(folder, 1))
    bench.expect(status == 2 and "/nowhere.yaml: cannot be read" in err, err)
    without_limits = folder / "without.yaml"
    without_limits.write_text(re.sub("limits.*\n", "", rig.file.read_text()))
    status, _, err = bench.run(program, "run", "--target", f"rig:{without_limits}", "--arm", "--yes", scenario(folder, 1))
    bench.expect(status == 2 and "has no 'limits'" in err, err)
    status, out, err = bench.run(program, "run", "--target", f"rig:{rig.file}", "--dry-run", scenario(folder, 1))
    bench.expect(status == 0 and "source  SOUR:VOLT1 230.000" in out and out.rstrip().endswith("rig     safe"), out + err)
    bench.expect(rig.touched() == 0, "nothing of this has opened a link")


def whole_run(rig, folder):
    report = folder / "report.xml"
    status, out, err = bench.run(program, "run", "--target", f"rig:{rig.file}", "--arm", "--yes", "--junit", report, scenario(folder, 2))
    bench.expect(status == 0, f"a run ends with {status}: {out}{err}")
    bench.expect("energising the meter's supply" in err, err)
    bench.expect("clock of the rig against" in report.read_text(), f"the drift stands in the report: {out}")
    bench.expect(rig.at_zero() and not rig.never_on(), "at zero")
    lines = rig.source.lines
    bench.expect(lines.index("SOUR:VOLT:LIM 260.000") < lines.index("OUTP 1") < lines.index("SOUR:VOLT1 230.000"), "limits, output, volts")


def ended_by(number, rig, folder):
    process = subprocess.Popen([program, "run", "--target", f"rig:{rig.file}", "--arm", "--yes", str(scenario(folder, 60)), str(scenario(folder, 61))],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        bench.until(lambda: "SOUR:CURR3 5.0000" in rig.source.lines or None)
        bench.expect(rig.source.output and rig.controller.supply, "energised")
        process.send_signal(number)
        out, _ = process.communicate(timeout=bench.MOST_SECONDS)
    finally:
        process.kill()
        process.wait(bench.MOST_SECONDS)
    bench.expect(process.returncode == 3, f"{number}: ends with {process.returncode}: {out}")
    bench.expect("stopped by the operator" in out and "source output off: done" in out, out)
    bench.expect(rig.at_zero(), f"{number}: at zero")
    bench.expect(rig.source.lines.count("OUTP 1") == 1, "no second scenario began")


def asked(word, rig, folder):
    """On a terminal: the word is asked for."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([program, "run", "--target", f"rig:{rig.file}", "--arm", str(scenario(folder, 1))], stdin=theirs,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = b""
    try:
        end = time.monotonic() + bench.MOST_SECONDS
        while b"type the word ARM: " not in said and time.monotonic() < end:
            if select.select([process.stderr], [], [], 0.5)[0]:
                said += os.read(process.stderr.fileno(), 4096)
        bench.expect(rig.never_on(), "nothing is energised before the answer")
        os.write(ours, word + b"\n")
        out, err = process.communicate(timeout=bench.MOST_SECONDS)
    finally:
        process.kill()
        process.wait(bench.MOST_SECONDS)
        os.close(ours)
        os.close(theirs)
    return process.returncode, (said + err + out).decode()


def main():
    with tempfile.TemporaryDirectory() as name, bench.Serve(program) as meter:
        folder = pathlib.Path(name)
        refusals(Rig(folder, meter.port), folder)
        whole_run(Rig(folder, meter.port), folder)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            ended_by(number, Rig(folder, meter.port), folder)
        rig = Rig(folder, meter.port)
        status, said = asked(b"yes", rig, folder)
        bench.expect(status == 3 and "the word ARM was not typed" in said and rig.never_on() and rig.at_zero(), f"{status}: {said}")
        rig = Rig(folder, meter.port)
        status, said = asked(b"ARM", rig, folder)
        bench.expect(status == 0 and not rig.never_on() and rig.at_zero(), f"{status}: {said}")
    print("a rig is energised by --arm and the word alone, and every end is at zero")


main()
