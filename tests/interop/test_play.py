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
import wave

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


def preview_and_factors(folder):
    dip = source / "resources/recordings/dip.cfg"

    def rows(*arguments):
        """Each channel's row as words, the facts before them and what is told after them."""
        got, out, err = bench.run(program, "play", *arguments, "--preview")
        bench.expect(got == 0, f"play {arguments} --preview ends with {got}: {err}")
        facts, table, *told = out.strip().split("\n\n")
        return facts, [line.split() for line in table.splitlines()[1:]], told

    facts, table, told = rows(dip)
    bench.expect(facts == "dip.cfg: 0.32 s at 6400 Hz, 2048 samples, 16 whole cycles of 50 Hz\nnominal 230 V, 75 A, 50 Hz", f"facts: {facts}")
    bench.expect([row[1] for row in table] == ["I1", "I2", "I3", "I4", "U1", "U2", "U3", "U4"] and told == [], f"table: {table} {told}")
    u3 = 230 * math.sqrt(1 + 0.02**2 + 0.01**2)
    bench.expect(table[6][:4] == ["7", "U3", "C", "V"] and table[6][-2:] == ["Vc", "1"], f"U3: {table[6]}")
    bench.expect(abs(float(table[6][4]) - u3) < 0.05 and table[6][5] == "V", f"the rms of U3 is {table[6][4]}, expected {u3}")
    facts, table, _ = rows(dip, "--scale", "V=100", "--scale", "V1=10", "--scale", "I=-2", "--channel", "I4=none")
    bench.expect("nominal 23000 V, 125 A, 50 Hz" in facts, f"100 times 230 V, twice 60 A: {facts}")
    bench.expect(abs(float(table[6][4]) - 100 * u3) < 5 and table[6][-1] == "100", f"U3 times 100: {table[6]}")
    bench.expect([table[0][-1], table[4][-1], table[5][-1]] == ["-2", "10", "100"], f"factors: {table}")
    bench.expect(table[3][-2:] == ["-", "-"], f"I4 feeds nothing: {table[3]}")
    rows(dip, "--rate", "9600")  # what concerns tables alone does no harm
    refused(folder, 2, "--preview excludes --json", dip, "--preview")

    scaled = play(folder, dip, "--scale", "V=100", "--scale", "I=-2")
    near(scaled, "load1.inst.v3", 100 * u3, "V")
    near(scaled, "load1.inst.i1", 2 * 60 * math.sqrt(1 + 0.06**2 + 0.03**2), "A")
    plain = play(folder, dip)
    for symbol in ("load1.inst.p1", "load1.inst.p3"):
        ratio = scaled["readings"][symbol]["value"] / plain["readings"][symbol]["value"]
        bench.expect(abs(ratio + 200) < 0.02, f"{symbol} times {ratio}, expected -200")
    for choice, words in (
        ("V1", "INPUT=FACTOR is needed"),
        ("V1=0", "'0' is no factor; a number from 1e-9 to 1e9 is needed"),
        ("V1=much", "'much' is no factor"),
        ("V5=2", "'V5' is no input of the meter"),
    ):
        refused(folder, 2, f"--scale {choice}: {words}", dip, "--scale", choice)
    refused(folder, 2, "'V1' has a factor already", dip, "--scale", "V1=2", "--scale", "V1=3")


def one_file(folder):
    """Our recording in a single .cff: the same readings as from its two files."""
    dip = source / "resources/recordings/dip.cfg"
    data = dip.with_suffix(".dat").read_bytes()
    whole = folder / "dip.cff"
    parts = (b"CFG", dip.read_bytes()), (b"INF", b""), (b"HDR", b"a dip\r\n"), (f"DAT BINARY: {len(data)}".encode(), data)
    whole.write_bytes(b"".join(b"--- file type: " + name + b" ---\r\n" + content for name, content in parts))
    bench.expect(play(folder, whole) == play(folder, dip), "dip.cff and dip.cfg with dip.dat do not play alike")
    whole.write_bytes(whole.read_bytes()[:-5])
    got, _, err = bench.run(program, "play", whole)
    bench.expect(got == 0 and f"{len(data)} bytes of data are stated and {len(data) - 5} are there" in err, f"a cut .cff: {got} {err}")


def sound(folder):
    """A WAV file by another writer (Python's); volts and amperes come from the file beside it."""
    rate, path = 51_200, folder / "mains.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, rate, 0, "NONE", ""))
        frames = bytearray()
        for n in range(rate // 2):
            angle = 2 * math.pi * 50 * n / rate
            for part in (0.65 * math.sin(angle), 0.5 * math.sin(angle - 0.5)):
                frames += round(part * 32768).to_bytes(2, "little", signed=True)
        out.writeframes(bytes(frames))
    refused(folder, 2, "write mains.scale.csv beside it with the header channel,name,unit,full_scale", path)
    scale = folder / "mains.scale.csv"
    scale.write_text("channel,name,unit,full_scale\n1,U1,V,500\n2,I1,A,20\n")
    result = play(folder, path)
    near(result, "load1.inst.v1", 0.65 * 500 / math.sqrt(2), "V")
    near(result, "load1.inst.i1", 0.5 * 20 / math.sqrt(2), "A")
    near(result, "load1.inst.p1", 0.65 * 500 * 0.5 * 20 / 2 * math.cos(0.5), "W")
    near(result, "net_inst.f", 50, "Hz")
    scale.write_text("channel,name,unit,full_scale\n1,U1,V,none\n")
    refused(folder, 2, "mains.scale.csv:2: 'none' is no full scale", path)


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
        preview_and_factors(pathlib.Path(name))
        one_file(pathlib.Path(name))
        sound(pathlib.Path(name))
print("good")
