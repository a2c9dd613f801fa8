# SPDX-License-Identifier: GPL-3.0-or-later
"""play as a user meets it: test_play.py METERBENCH SOURCE_DIR [VECTORS_DIR]; with the folder, only the recordings in it"""
import json
import math
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

import bench
import json_schema

program = sys.argv[1]
source = pathlib.Path(sys.argv[2])
vectors = bench.recordings(sys.argv[3]) if len(sys.argv) > 3 else None
schema = json.loads((source / "docs/readings.schema.json").read_text())


def play(folder, *arguments):
    target = folder / "out.json"
    got, out, err = bench.run(program, "play", *arguments, "--all", "--json", target)
    bench.expect(got == 0, f"play {arguments} ends with {got}: {err}")
    result = json.loads(target.read_text())
    broken = json_schema.faults(result, schema, schema)
    bench.expect(not broken, f"play {arguments}: {broken[:3]}")
    for symbol in result["readings"]:
        bench.expect(symbol in out, f"{symbol} is in the file and not on the terminal")
    return result


def near(result, symbol, expected, unit):
    reading = result["readings"][symbol]
    bench.expect(abs(reading["value"] - expected) <= 0.0005 * expected, f"{symbol} is {reading['value']}, expected {expected} within 0.05 %")
    bench.expect(reading["unit"] == unit, f"{symbol} is in {reading['unit']!r}, expected {unit!r}")


def refused(folder, status, words, *arguments):
    target = folder / "never.json"
    got, out, err = bench.run(program, "play", *arguments, "--json", target)
    bench.expect(got == status, f"play {arguments} ends with {got}, expected {status}: {err}")
    bench.expect(words in err.splitlines()[-1], f"play {arguments} says {err!r}, expected {words!r}")
    bench.expect(out == "" and not target.exists(), f"play {arguments} leaves something behind")


def our_recording(folder):
    """resources/recordings/dip.cfg in closed form (tests/tools/make_recording.py)."""
    dip = source / "resources/recordings/dip.cfg"
    result = play(folder, dip)
    near(result, "load1.inst.v3", 230 * math.sqrt(1 + 0.02**2 + 0.01**2), "V")
    near(result, "load1.inst.i1", 60 * math.sqrt(1 + 0.06**2 + 0.03**2), "A")
    near(result, "net_inst.f", 50.0, "Hz")
    # Fundamental at 30 degrees; the current's phase turns its harmonics by h * 30 degrees.
    power = 230 * 60 * sum(a * b * math.cos(math.radians(30 * h)) for h, a, b in ((1, 1, 1), (5, 0.02, 0.06), (7, 0.01, 0.03)))
    near(result, "load1.inst.p3", power, "W")
    bench.expect(len(result["events"]) == 1, f"one dip is recorded, {len(result['events'])} events are told")
    event = result["events"][0]
    residual = 62 * math.sqrt(1 + 0.02**2 + 0.01**2)
    bench.expect(event["kind"] == "dip" and event["channels"] == ["V1", "V2", "U12", "U23", "U31"], f"told as {event}")
    bench.expect(abs(event["residual_percent"] - residual) < 0.2, f"residual {event['residual_percent']}, expected {residual}")
    # IEC 61000-4-30, 5.4.2: from the begin of the first to the end of the last Urms(1/2), each at most a cycle (20 ms) beyond the dip.
    bench.expect(0.07 <= event["start_s"] <= 0.09 and 0.15 <= event["end_s"] <= 0.17 + 0.01, f"from {event['start_s']} to {event['end_s']} s")
    bench.expect(event["per_channel"]["V1"]["reference"] == 230, f"the reference is {event['per_channel']['V1']}")
    # Against a nominal voltage of 120 V the same recording is a swell, and a swell has no residual voltage.
    kinds = [event["kind"] for event in play(folder, dip, "--nominal-voltage", "120")["events"]]
    bench.expect(kinds and set(kinds) == {"swell"}, f"230 V against 120 V is told as {kinds}")

    refused(folder, 2, "did you mean 'U", dip, "--map", "V1=U9")
    refused(folder, 2, "'Q1' is no input of the meter", dip, "--map", "Q1=U1")
    refused(folder, 2, "INPUT=CHANNEL is needed", dip, "--map", "V1")
    swapped = play(folder, dip, "--channel", "V1=U3", "--channel", "V3=U1", "--nominal-voltage", "230")
    bench.expect(swapped["events"][0]["channels"] == ["V2", "V3", "U12", "U23", "U31"], f"V1 and V3 swapped: {swapped['events']}")
    refused(folder, 2, "is not a duration", dip, "--loop", "long")
    refused(folder, 2, "--frequency: 55 not in", dip, "--frequency", "55")
    refused(folder, 2, "is not a number from 1 to", dip, "--nominal-voltage", "nan")
    refused(folder, 2, "is not a number from 0.001 to", dip, "--nominal-current", "inf")
    refused(folder, 2, "is not a number from 800 to", dip, "--rate", "nan")
    refused(folder, 2, "there is no such file", folder / "none.cfg")
    config, data = dip.read_bytes(), dip.with_suffix(".dat").read_bytes()
    for name, cfg, dat, words in (
        ("alone", config, None, "is not beside it"),
        ("cut_data", config, data[:-5], "the data end inside a record"),
        ("cut_config", config[:200], data, "cut off"),
        ("no_data", config, b"", "no sample"),
        ("nonsense", bytes(range(256)) * 4, data, "nonsense.cfg:"),
        ("brief", config, data[:24], "record longer"),
        ("half", config, data[: 24 * 640], "with --loop"),
    ):
        (folder / f"{name}.cfg").write_bytes(cfg)
        if dat is not None:
            (folder / f"{name}.dat").write_bytes(dat)
        refused(folder, 2, words, folder / f"{name}.cfg")
    got, _, err = bench.run(program, "play", dip, "--json", folder / "no/folder.json")
    bench.expect(got == 3 and "cannot be written" in err, f"a file in no folder ends with {got}: {err}")


def json_goes_where_it_is_told(folder):
    """A link, a pipe and a device stay what they are; only a whole file takes another's place."""
    dip = source / "resources/recordings/dip.cfg"
    expected = play(folder, dip)
    real, link = folder / "real.json", folder / "link.json"
    for before in ("older", None):  # a link to a file, a link to nothing yet
        real.unlink(missing_ok=True)
        link.unlink(missing_ok=True)
        if before:
            real.write_text(before)
        link.symlink_to("real.json")
        got, _, err = bench.run(program, "play", dip, "--json", link)
        bench.expect(got == 0 and link.is_symlink(), f"--json replaced a link: {err}")
        bench.expect(json.loads(real.read_text()) == expected, "the linked file holds something else")
    mask = os.umask(0o027)
    mode = stat.S_IMODE(real.stat().st_mode)
    bench.run(program, "play", dip, "--json", folder / "masked.json")
    os.umask(mask)
    bench.expect(mode == 0o666 & ~mask, f"mode {mode:o} under umask {mask:o}")
    bench.expect(stat.S_IMODE((folder / "masked.json").stat().st_mode) == 0o640, "the umask is not followed")
    # A neighbour of the name that somebody else may have is not ours to take.
    part = folder / "real.json.part"
    part.write_text("mine")
    bench.run(program, "play", dip, "--json", real)
    bench.expect(part.read_text() == "mine", "--json real.json wrote to real.json.part")

    fifo = folder / "fifo.json"
    os.mkfifo(fifo)
    reader = subprocess.Popen(["cat", fifo], stdout=subprocess.PIPE, text=True)
    got, _, err = bench.run(program, "play", dip, "--json", fifo)
    bench.expect(got == 0 and stat.S_ISFIFO(fifo.stat().st_mode), f"--json replaced a pipe: {err}")
    bench.expect(json.loads(reader.communicate(timeout=bench.MOST_SECONDS)[0]) == expected, "the pipe carried something else")

    got, out, err = bench.run(program, "play", dip, "--json", "/dev/stdout")  # a pipe
    bench.expect(got == 0 and json.JSONDecoder().raw_decode(out)[0] == expected, f"--json /dev/stdout: {err}")
    with open(folder / "both.txt", "w+", encoding="utf-8") as both:
        subprocess.run([program, "play", dip, "--json", "/dev/stdout"], stdout=both, stderr=subprocess.DEVNULL, timeout=bench.MOST_SECONDS)
        both.seek(0)
        text = both.read()
    decoded, end = json.JSONDecoder().raw_decode(text)
    bench.expect(decoded == expected and "net_inst.f" in text[end:], "--json /dev/stdout into a file: JSON, then the table")
    got, out, err = bench.run(program, "play", dip, "--json", "/dev/full")
    bench.expect(got == 3 and err.endswith("/dev/full: cannot be written: No space left on device\n"), f"/dev/full: {got} {err!r}")


def table(folder):
    rate = 8000
    path = folder / "table.csv"
    rows = ["Ua [kV];Ia [A]"]
    for n in range(rate):
        angle = 2 * math.pi * 60 * n / rate
        rows.append(f"{math.sqrt(2) * 0.12 * math.sin(angle):.9f};{math.sqrt(2) * 7 * math.sin(angle - 0.5):.9f}".replace(".", ","))
    path.write_text("\n".join(rows) + "\n")
    refused(folder, 2, "give the sampling rate", path)
    result = play(folder, path, "--rate", str(rate))
    near(result, "load1.inst.v1", 120, "V")
    near(result, "load1.inst.i1", 7, "A")
    near(result, "load1.inst.p1", 840 * math.cos(0.5), "W")
    near(result, "net_inst.f", 60, "Hz")


def real_capture(folder):
    """A power meter's own capture; the numbers beside it were computed from its samples by an independent program."""
    truth = json.loads((vectors / "12_keating.json").read_text())["by_definition_4_cycles"]
    result = play(folder, vectors / "keating_1999.CFG", "--loop", "3s")
    for phase in "123":
        near(result, f"load1.inst.v{phase}", truth["rms"]["U" + phase], "V")
        near(result, f"load1.inst.i{phase}", truth["rms"]["I" + phase], "A")
        near(result, f"load1.inst.p{phase}", truth["P"][int(phase) - 1], "W")
    bench.expect(result["events"] == [], f"a steady capture has no events, told are {result['events']}")
    refused(folder, 2, "repeat its whole cycles with --loop", vectors / "keating_1999.CFG")
    refused(folder, 2, "no phase voltage was found", vectors / "sample_ascii.cfg")
    refused(folder, 2, "less than one whole cycle", vectors / "sample_bin.cfg", "--loop", "1s")


with tempfile.TemporaryDirectory() as name:
    if vectors:
        real_capture(pathlib.Path(name))
    else:
        our_recording(pathlib.Path(name))
        json_goes_where_it_is_told(pathlib.Path(name))
        table(pathlib.Path(name))
print("good")
