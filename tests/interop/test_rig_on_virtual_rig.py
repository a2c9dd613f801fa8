# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig target tests the virtual rig's meter: what was hidden is found, what goes wrong ends the run safely: test_rig_on_virtual_rig.py METERBENCH SOURCE_DIR"""
import json
import pathlib
import re
import select
import subprocess
import sys
import tempfile
import time

import bench
from rig_client import Controller, Source

program, source_dir = sys.argv[1], pathlib.Path(sys.argv[2])
NOMINAL = source_dir / "scenarios" / "library" / "smoke" / "nominal.yaml"
MOST_SECONDS = 60  # of a run: 2 s of signal, the ramps and a busy machine


class Rig:
    def __init__(self, folder, *options):
        self.folder = pathlib.Path(folder) / "rig"
        command = [program, "virtual-rig", "--dir", self.folder, "--for", "2 min", *options]
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], bench.MOST_SECONDS)
        while ready and (line := self.process.stdout.readline()) not in ("ready\n", ""):
            pass
        bench.expect(ready and line, "virtual-rig did not get ready")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(bench.MOST_SECONDS)
        self.process.stdout.close()

    def run(self, scenario):
        """Exit status and what was said."""
        command = [program, "run", "--target", f"rig:{self.folder / 'rig.yaml'}", "--arm", "--yes", scenario]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=MOST_SECONDS)
        return done.returncode, done.stdout + done.stderr

    def at_rest(self):
        """Output off, supply off, relays through."""
        state = Controller(str(self.folder / "rig")).state()
        output = Source(str(self.folder / "source")).ask("OUTP?")
        return state[0] == 0 and state[3] == [0] * 8 and output == "0"


def a_good_meter(folder):
    with Rig(folder, "--errors", "none") as rig:
        status, text = rig.run(NOMINAL)
        print(text)
        bench.expect(status == 0, f"a meter without errors does not pass: status {status}")
        error = re.search(r"error ([-+]\d+\.\d+) %", text)
        bench.expect(error is not None, "nothing was said about pulses")
        bench.expect(abs(float(error.group(1))) <= 0.1, f"pulses of a meter without errors are {error.group(1)} % wrong")
        bench.expect(rig.at_rest(), "after the run the rig is not at rest")


def a_bad_meter(folder):
    errors = pathlib.Path(folder) / "errors.json"
    errors.write_text(json.dumps({"meter": {"voltage_gain_percent": [0, 1, 0]}}), encoding="utf-8")
    with Rig(folder, "--errors", errors) as rig:
        status, text = rig.run(NOMINAL)
        print(text)
        bench.expect(status == 1, f"a meter whose V2 is 1 % wrong passes: status {status}")
        lines = [line for line in text.splitlines() if "load1.inst.v2 " in line]
        shown = re.search(r"230 V +(\d+\.\d+) V", lines[0]) if lines else None
        bench.expect(shown and abs(float(shown.group(1)) - 232.3) < 0.06, f"V2 is not told as 232.3 V: {lines}")
        for good in ("load1.inst.v1", "load1.inst.v3", "load1.inst.i2"):
            bench.expect(re.search(rf"pass .*{good} ", text), f"{good} does not pass")


def a_bad_rig(folder, misbehaviour):
    with Rig(folder, "--errors", "none", "--misbehave", misbehaviour) as rig:
        status, text = rig.run(NOMINAL)
        print(text)
        bench.expect(status == 3, f"{misbehaviour}: status {status}")
        end = time.monotonic() + bench.MOST_SECONDS
        while not rig.at_rest():  # the watchdog at the latest
            bench.expect(time.monotonic() < end, f"{misbehaviour}: the rig is not at rest after the run")
            time.sleep(0.2)


with tempfile.TemporaryDirectory() as temporary:
    a_good_meter(temporary)
    a_bad_meter(temporary)
    a_bad_rig(temporary, "ignore=SOUR:VOLT2")
    a_bad_rig(temporary, "error=OUTP")
