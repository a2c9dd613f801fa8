# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scripts here share: a meterbench that serves on a free port, and comparing. Every wait ends."""
import json
import pathlib
import select
import signal
import subprocess
import sys
import time

MOST_SECONDS = 20


class Serve:
    """`meterbench serve` on a free loopback port; ended, at the latest, when the block ends."""

    def __init__(self, program, *options):
        # --for ends it even where this script is killed.
        self.process = subprocess.Popen(
            [program, "serve", "--modbus-tcp", "0", "--for", "2 min", *options], stdout=subprocess.PIPE, text=True
        )
        ready, _, _ = select.select([self.process.stdout], [], [], MOST_SECONDS)
        self.line = self.process.stdout.readline() if ready else ""
        if not self.line.startswith("listening on "):
            self.process.kill()
            fail(f"serve did not say where it listens, but {self.line!r}")
        self.port = int(self.line.split(",")[0].rsplit(":", 1)[1])

    def next_line(self):
        """The next thing that serve says, where another port is; it says all of them at once, or ends."""
        line = self.process.stdout.readline()
        expect(line, "serve said nothing more")
        return line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(MOST_SECONDS)
        self.process.stdout.close()

    def stop(self, number=signal.SIGTERM):
        """The exit status after a signal."""
        self.process.send_signal(number)
        return self.process.wait(MOST_SECONDS)


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=MOST_SECONDS)
    return done.returncode, done.stdout, done.stderr


def fail(sentence):
    print(f"FAILED: {sentence}")
    sys.exit(1)


def expect(good, sentence):
    if not good:
        fail(sentence)


def until(ask):
    """Asks again until there is an answer: a meter needs a window of ten cycles before it has readings."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        answer = ask()
        if answer is not None:
            return answer
        time.sleep(0.1)
    fail("no readings in time")


# Registers of load 1 (docs/registers.md): first address, how many 32-bit values, value of one count.
VOLTAGES = (18444, 3, 0.01)
CURRENTS = (18458, 3, 0.001)
POWERS = (18488, 3, 1.0)


def synthetic():
    """Options of a source and what it must read, from a closed form: P = V I cos(phi)."""
    volts, amperes, factor = 231.4, 12.5, 0.8
    options = ["--voltage", str(volts), "--current", str(amperes), "--pf", str(factor)]
    return options, {VOLTAGES: [volts] * 3, CURRENTS: [amperes] * 3, POWERS: [volts * amperes * factor] * 3}


NO_RECORDINGS = 77  # ctest's SKIP_RETURN_CODE


def recordings(folder):
    """The folder of the real recordings and what another program computed from them; the test is skipped where they are not."""
    folder = pathlib.Path(folder)
    if not all((folder / name).exists() for name in ("keating_1999.CFG", "12_keating.json")):
        print("skipped: no recordings")
        sys.exit(NO_RECORDINGS)
    return folder


def recorded(folder):
    """Options of a recording as source, and what it must read."""
    vectors = recordings(folder)
    known = json.loads((vectors / "12_keating.json").read_text(encoding="utf-8"))["by_definition_4_cycles"]
    rms = known["rms"]
    return ["--source", str(vectors / "keating_1999.CFG")], {
        VOLTAGES: [rms["U1"], rms["U2"], rms["U3"]],
        CURRENTS: [rms["I1"], rms["I2"], rms["I3"]],
        POWERS: known["P"],
    }


def compare(who, registers, counts, expected):
    """Within 0.05 % and one count."""
    address, _, scale = registers
    for i, (count, value) in enumerate(zip(counts, expected, strict=True)):
        got = count * scale
        limit = abs(value) * 0.0005 + scale
        print(f"{who}: register {address + 2 * i}: {got:.3f}, expected {value:.3f} within {limit:.3f}")
        expect(abs(got - value) <= limit, f"{who}: register {address + 2 * i} shows {got}, expected {value}")
