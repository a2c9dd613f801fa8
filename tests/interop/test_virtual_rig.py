# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual rig driven by programs that share no code with it: a SCPI client, mbpoll on the meter's serial line, and a controller of our protocol in Python: test_virtual_rig.py METERBENCH MBPOLL"""
import json
import math
import os
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time

import bench
from rig_client import Controller, Silent, Source

program, mbpoll = sys.argv[1:3]


class Rig:
    """`meterbench virtual-rig` in a folder of its own."""

    def __init__(self, *options):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.temporary.name, "rig")
        self.truth_file = os.path.join(self.temporary.name, "truth.json")
        command = [program, "virtual-rig", "--dir", self.folder, "--reveal", self.truth_file, "--for", "2 min", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.lines = []
        ready, _, _ = select.select([self.process.stdout], [], [], bench.MOST_SECONDS)
        while not self.lines or self.lines[-1] != "ready":  # it says all of it at once, or ends
            line = self.process.stdout.readline() if ready else ""
            if not line:
                self.process.kill()
                bench.fail(f"virtual-rig did not get ready, but said {self.lines}")
            self.lines.append(line.strip())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(bench.MOST_SECONDS)
        self.process.stdout.close()
        self.temporary.cleanup()

    def port(self, name):
        return os.path.join(self.folder, name)

    def tcp(self, name):
        line = next(line for line in self.lines if line.startswith(f"{name}:") and "127.0.0.1" in line)
        return ("127.0.0.1", int(line.rsplit(":", 1)[1]))

    def truth(self):
        with open(self.truth_file, encoding="utf-8") as file:
            return json.load(file)

    def meter(self, first, count, most=1.0):
        """32-bit registers of the meter through mbpoll; None where it is silent."""
        status, out, _ = bench.run(
            mbpoll, "-m", "rtu", "-b", 38400, "-P", "none", "-a", 1, "-0", "-r", first, "-c", count, "-t", "4:int", "-B", "-1", "-o", most,
            self.port("meter"),
        )  # fmt: skip
        values = [int(v) for v in re.findall(r"^\[\d+\]:\s*(-?\d+)", out, re.MULTILINE)]
        return values if status == 0 and len(values) == count else None


def near(what, value, expected, percent, step=0.0):
    limit = abs(expected) * percent * 0.01 + step
    print(f"{what}: {value:.6g}, expected {expected:.6g} within {limit:.3g}")
    bench.expect(abs(value - expected) <= limit, f"{what}: {value}, expected {expected}")


def expected_readings(truth, volts, amperes, lag):
    """What the meter must read of each phase: V, I, P; from the revealed errors alone."""
    source, meter = truth["source"], truth["meter"]
    for p in range(3):
        v = volts * (1 + source["voltage_percent"][p] / 100) * (1 + meter["voltage_gain_percent"][p] / 100)
        i = amperes * (1 + source["current_percent"][p] / 100) * (1 + meter["current_gain_percent"][p] / 100)
        angle = lag - source["current_degrees"][p] - meter["current_phase_minutes"][p] / 60
        yield v, i, v * i * math.cos(math.radians(angle))


def check_source(source):
    bench.expect(source.ask("*IDN?").startswith("Meterbench,Virtual source"), "the source does not say who it is")
    source.tell("SOUR:VOLT 230;:SOUR:CURR 5;:SOUR:CURR:PHAS1 -60;PHAS2 180;PHAS3 60;:OUTP ON")
    begin = time.monotonic()
    bench.expect(source.ask("*OPC?") == "1", "no answer to *OPC?")
    took = time.monotonic() - begin
    bench.expect(1.1 < took < 10, f"230 V at 200 V/s were there after {took} s")
    for p, value in enumerate(source.numbers("MEAS:VOLT?"), 1):
        near(f"source reads V{p}", value, 230, 0.03)
    for p, value in enumerate(source.numbers("MEAS:POW?"), 1):
        near(f"source reads P{p}", value, 230 * 5 * 0.5, 0.1)
    near("source reads f", source.numbers("MEAS:FREQ?")[0], 50, 0, 0.001)
    source.tell("SOUR:VOLT2 999")
    source.tell("SOUR:NONSENSE 1")
    errors = [source.ask("SYST:ERR?") for _ in range(3)]
    bench.expect(errors == ['-222,"Data out of range"', '-113,"Undefined header"', '0,"No error"'], f"errors are {errors}")
    bench.expect(source.ask("SOUR:VOLT2?") == "230", "a refused voltage has changed the set one")


def check_meter(rig):
    """mbpoll reads what was hidden; gives the power that the meter finds [W]."""
    expected = list(expected_readings(rig.truth(), 230, 5, 60))
    bench.until(lambda: (rig.meter(*bench.VOLTAGES[:2]) or [0])[0] or None)
    time.sleep(0.5)
    for registers, column, name in ((bench.VOLTAGES, 0, "V"), (bench.CURRENTS, 1, "I"), (bench.POWERS, 2, "P")):
        counts = bench.until(lambda registers=registers: rig.meter(*registers[:2]))
        for p, count in enumerate(counts):
            near(f"meter reads {name}{p + 1}", count * registers[2], expected[p][column], 0.02, registers[2])
    return sum(p for _, _, p in expected)


def check_pulses(rig, controller, power):
    """0.1 Wh a pulse, in ticks of the controller's clock."""
    first, ticks = controller.pulses(0)
    number = first + len(ticks)
    time.sleep(4)
    _, ticks = controller.pulses(number)
    bench.expect(len(ticks) > 15, f"only {len(ticks)} pulses came in 4 s")
    truth = rig.truth()
    rate = 1e6 * (1 + truth["controller"]["clock_ppm"] * 1e-6)
    step = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
    near("ticks between pulses", step, 360 / power / (1 + truth["meter"]["clock_ppm"] * 1e-6) * rate, 0.01)


def check_clock(rig, controller, speed=1):
    begin, before = time.monotonic(), controller.clock()
    time.sleep(1)
    ticks, took = controller.clock() - before, time.monotonic() - begin
    rate = 1e6 * (1 + rig.truth()["controller"]["clock_ppm"] * 1e-6) * speed
    near("ticks in a second", ticks / took, rate, 5)


def check_switching(rig, source, controller):
    controller.good(Controller.RELAY, b"\x00\x01")
    bench.expect(controller.state() == (1, 0, 1, [1, 0, 0, 0, 0, 0, 0, 0]), f"state is {controller.state()}")
    time.sleep(1)
    counts = bench.until(lambda: rig.meter(*bench.CURRENTS[:2]))
    bench.expect(counts[0] == 0 and counts[1] > 4900, f"with I1 open the meter reads {counts} mA")
    bench.expect(controller.ask(Controller.RELAY, b"\x08\x01")[0] == 3, "relay 8 is not refused")
    controller.good(Controller.SAFE)
    bench.expect(rig.meter(*bench.VOLTAGES[:2]) is None, "the meter answers without supply")
    controller.good(Controller.SUPPLY, b"\x01")
    counts = bench.until(lambda: rig.meter(*bench.CURRENTS[:2]) or None)
    bench.expect(source.ask("OUTP 0;*OPC?") == "1", "no answer to *OPC?")
    bench.expect(source.numbers("MEAS:VOLT?") == [0, 0, 0], "with its output off the source reads a voltage")
    time.sleep(1)
    counts = bench.until(lambda: rig.meter(*bench.VOLTAGES[:2]))
    bench.expect(counts == [0, 0, 0], f"with the output off the meter reads {counts} x 10 mV")
    controller.good(Controller.WATCHDOG, struct.pack("<H", 300))
    bench.expect(controller.state()[0] == 1, "the supply is off")
    time.sleep(1)
    bench.expect(controller.state()[0] == 0, "the watchdog did not let go")


def main_test():
    with Rig("--seed", "5", "--errors", "gain=0.5%,phase=20min", "--tcp") as rig:
        source, controller = Source(rig.port("source")), Controller(rig.port("rig"))
        check_source(source)
        power = check_meter(rig)
        hello = controller.good(Controller.HELLO, struct.pack("<H", 1))
        bench.expect(struct.unpack("<H32sBBBBI", hello)[-1] == 1_000_000, f"hello is {hello}")
        check_clock(rig, controller)
        check_pulses(rig, controller, power)
        check_switching(rig, source, controller)
        bench.expect(Source(rig.tcp("source")).ask("SOUR:FREQ?") == "50", "the TCP twin of the source does not answer")
        Controller(rig.tcp("rig")).good(Controller.HELLO, b"\x01\x00")
        rig.process.send_signal(signal.SIGINT)
        bench.expect(rig.process.wait(bench.MOST_SECONDS) == 0, "Ctrl-C is no good end")
        bench.expect(not os.path.exists(rig.folder), f"left behind: {os.listdir(rig.temporary.name)}")


def patient(rig, controller, kind, payload=b""):
    """Opens the line again where it is gone, as a driver has to."""
    end = time.monotonic() + bench.MOST_SECONDS
    while time.monotonic() < end:
        try:
            if controller[0] is None:
                controller[0] = Controller(rig.port("rig"))
            return controller[0].ask(kind, payload, 0.15)[1]
        except (OSError, Silent):
            if controller[0]:
                controller[0].line.close()
            controller[0] = None
            time.sleep(0.05)
    bench.fail("no answer in time")
    return b""


def misbehaving():
    with Rig("--seed", "3", "--misbehave", "rig.drop=1%,rig.flip=0.1%,rig.unplug=300ms/2s", "--misbehave", "ignore=SOUR:VOLT2,error=OUTP") as rig:
        controller, opened = [None], time.monotonic()
        answers = 0
        while time.monotonic() < opened + 5:
            patient(rig, controller, Controller.CLOCK)
            answers += 1
        print(f"{answers} answers over a bad line")
        bench.expect(answers > 20, f"only {answers} answers")
        source = Source(rig.port("source"))
        source.tell("SOUR:VOLT 100;VOLT2 200;:OUTP 1")
        bench.expect(source.ask("SOUR:VOLT?;:OUTP?") == "100,100,100;0", "what was to be ignored or refused was carried out")
        bench.expect(source.ask("SYST:ERR?") == '-200,"Execution error"', "no error was reported")


def fast():
    with Rig("--errors", "none", "--speed", "20") as rig:
        source, controller = Source(rig.port("source")), Controller(rig.port("rig"))
        source.tell("SOUR:SLEW 10;:SOUR:VOLT 200;:OUTP 1")  # 20 s of the rig's time
        before = controller.clock()
        bench.expect(source.ask("*OPC?") == "1", "no answer to *OPC?")
        took = (controller.clock() - before) * 1e-6
        near("the ramp in the rig's time", took, 20, 0, 1.0)
        for p, count in enumerate(bench.until(lambda: rig.meter(*bench.VOLTAGES[:2])), 1):
            near(f"meter reads V{p}", count * 0.01, 200, 0.2)


def refused(sentence, *options):
    status, _, err = bench.run(program, "virtual-rig", "--for", "1s", *options)
    bench.expect(status == 2 and sentence in err, f"{options}: status {status}, {err}")


def refusals():
    with Rig() as rig:
        refused("another virtual rig runs in this folder", "--dir", rig.folder)
    with tempfile.TemporaryDirectory() as folder:
        refused("did you mean 'gain'?", "--dir", folder, "--errors", "gan=1%")
        refused("there are drop, flip, stall", "--dir", folder, "--misbehave", "rig.dorp=1%")
        refused("not a number from 1 to 200", "--dir", folder, "--speed", "0.5")
        refused("a colon, a quote or a backslash", "--dir", os.path.join(folder, "a:b"))
        with open(os.path.join(folder, "meter"), "w", encoding="utf-8") as file:
            file.write("mine")
        refused("is in the way", "--dir", folder)
        bench.expect(os.listdir(folder) == ["meter"], f"left behind: {os.listdir(folder)}")


def revealed_again():
    """A file of errors gives the rig that it came from."""
    with Rig("--seed", "9") as first:
        truth = first.truth()
        with Rig("--errors", first.truth_file) as second:
            bench.expect(second.truth() == truth, "the errors of a file are not those in it")


refusals()
revealed_again()
main_test()
misbehaving()
fast()
