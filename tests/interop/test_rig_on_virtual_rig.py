# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig target against the virtual rig: test_rig_on_virtual_rig.py METERBENCH. What a bench finds is held against what the rig hides, and
whatever the rig does wrong ends in a verdict, with output and supply off, as clients that share no code with the bench see them."""
import contextlib
import json
import math
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import bench
import rig_client

program = sys.argv[1]

SCENARIO = """name: on the virtual rig
setup:
  nominal: {current: 5 A}
  source: {frequency: 50 Hz, voltage: {rms: 230 V}, current: {rms: 5 A, pf: 0.8, nature: lag}}
timeline:
  - wait: 12 s
expect:
"""
CHECKS = {f"load1.inst.v{k}": (230, "V") for k in (1, 2, 3)} | {f"load1.inst.i{k}": (5, "A") for k in (1, 2, 3)}


@contextlib.contextmanager
def virtual_rig(folder, *options):
    process = subprocess.Popen([program, "virtual-rig", "--dir", str(folder), "--supply", "off", "--for", "2 min", *options], stdout=subprocess.DEVNULL)
    try:
        bench.until(lambda: (folder / "rig.yaml").exists() and (folder / "meter").exists() or None)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(bench.MOST_SECONDS)


def description(folder):
    """Our own: what is in the folder, as docs/rig.md has it."""
    file = folder.parent / "bench.yaml"
    file.write_text(
        "rig: virtual\n"
        f"source: {{link: 'serial:{folder}/source:115200:8N1', dialect: generic}}\n"
        f"controller: {{link: 'serial:{folder}/rig:115200:8N1'}}\n"
        f"meter: {{modbus: 'rtu:{folder}/meter:38400/1'}}\n"
        "limits: {voltage: 260 V, current: 6 A, frequency: [45 Hz, 65 Hz]}\n"
        "slew_per_second: 300 V\n"
        "uncertainty: {voltage: 0.02 %, current: 0.02 %, power: 0.04 %, frequency: 1 mHz}\n"
        "read_back: {measured: 0.5 %}\n"
        "pulses: {channel: 0, weight: 0.1 Wh}\n"
    )
    return file


def run(folder, scenario, *options):
    done = subprocess.run([program, "run", "--target", f"rig:{description(folder)}", "--arm", "--yes", *map(str, options), str(scenario)],
                          capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def at_zero(folder):
    """A line that was pulled comes back in its time."""
    def look():
        try:
            source = rig_client.Source(str(folder / "source"))
            try:
                return source.ask("OUTP?", 2)
            finally:
                source.line.close()
        except OSError:
            return None
    return bench.until(look) == "0"


def hidden_errors(folder):
    """What the bench reads is what the rig hides: gains of the meter and the source, displacement and clocks in the energy of the pulses."""
    truth_file, report = folder / "truth.json", folder / "report.json"
    scenario = folder / "errors.yaml"
    scenario.write_text(SCENARIO + "".join(f"  - {{quantity: {q}, min: 1 {unit}}}\n" for q, (_, unit) in CHECKS.items())
                        + "  - {pulse_error: 0 %, tolerance: 1 %}\n")
    ports = folder / "rig"
    with virtual_rig(ports, "--seed", "7", "--reveal", str(truth_file), "--speed", "5"):
        status, out, err = run(ports, scenario, "--json", report)
        bench.expect(status == 0, f"ends with {status}: {out}{err}")
        bench.expect(at_zero(ports), "at zero")
    truth = json.loads(truth_file.read_text())
    meter, source = truth["meter"], truth["source"]
    found = {}
    for check in json.loads(report.read_text())["scenarios"][0]["checks"]:
        for finding in check["findings"]:
            found[finding["quantity"]] = finding["actual_value"]
    for q, (told, _) in CHECKS.items():
        kind, k = ("voltage", int(q[-1]) - 1) if ".v" in q else ("current", int(q[-1]) - 1)
        expected = told * (1 + meter[f"{kind}_gain_percent"][k] / 100) * (1 + source[f"{kind}_percent"][k] / 100)
        count = 0.01 if kind == "voltage" else 0.001
        bench.expect(abs(found[q] - expected) < 0.0001 * told + count, f"{q} reads {found[q]}, expected {expected}")
    power = 0.0
    for k in range(3):
        factor = 1.0
        for kind in ("voltage", "current"):
            factor *= (1 + meter[f"{kind}_gain_percent"][k] / 100) * (1 + source[f"{kind}_percent"][k] / 100)
        lead = math.radians(meter["current_phase_minutes"][k] / 60 + source["current_degrees"][k])
        power += factor * math.cos(math.acos(0.8) - lead) / 0.8 / 3
    expected = 100 * (power * (1 + meter["clock_ppm"] * 1e-6) / (1 + truth["controller"]["clock_ppm"] * 1e-6) - 1)
    bench.expect(abs(found["pulse error"] - expected) < 0.01, f"pulse error {found['pulse error']} %, expected {expected} %")


def misbehaviour(folder):
    scenario = folder / "short.yaml"
    scenario.write_text(SCENARIO.replace("12 s", "4 s") + "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.5 %}\n")
    for number, (how, words) in enumerate((
        ("ignore=SOUR:VOLT2", "voltage of phase 2 reads back as"),
        ("error=SOUR:CURR3", "the source's error queue after setting the currents"),
        ("source.unplug=500ms@4s", "the line is gone"),
        ("interlock=5s@4s", "interlock of the rig"),
    )):
        ports = folder / f"bad{number}"
        with virtual_rig(ports, "--errors", "none", "--misbehave", how):
            status, out, err = run(ports, scenario)
            bench.expect(status == 3 and words in out and "to zero: " in out, f"{how}: ends with {status}: {out}{err}")
            bench.expect("rig at rest, supply off: done" in out, out)
            bench.expect(at_zero(ports), f"{how}: at zero")
    ports = folder / "noise"
    with virtual_rig(ports, "--errors", "none", "--misbehave", "drop=0.1%,flip=0.02%,stall=200ms@2s"):
        status, out, err = run(ports, scenario)
        bench.expect(status in (0, 3) and out.strip(), f"noise: ends with {status}: {out}{err}")
        bench.expect(status == 0 or "to zero: " in out, out)


def main():
    with tempfile.TemporaryDirectory() as name:
        hidden_errors(pathlib.Path(name))
        misbehaviour(pathlib.Path(name))
    print("the bench finds what the virtual rig hides, and ends at zero whatever it does")


main()
