# SPDX-License-Identifier: GPL-3.0-or-later
"""convert as a user meets it: test_convert.py METERBENCH SOURCE_DIR; what it writes is read by Python, not by us"""
import csv
import pathlib
import struct
import sys
import tempfile

import bench

program = sys.argv[1]
dip = pathlib.Path(sys.argv[2]) / "resources/recordings/dip.cfg"


def convert(*arguments):
    got, out, err = bench.run(program, "convert", *arguments)
    bench.expect(got == 0, f"convert {arguments} ends with {got}: {err}")
    return err


def refused(status, words, *arguments):
    got, out, err = bench.run(program, "convert", *arguments)
    bench.expect(got == status, f"convert {arguments} ends with {got}, expected {status}: {err}")
    bench.expect(words in err.splitlines()[-1], f"convert {arguments} says {err!r}, expected {words!r}")


def table(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], [[float(cell) for cell in row] for row in rows[1:]]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    bench.expect("2048 samples at 6400 Hz" in convert(dip, folder / "whole.csv"), "the summary names samples and rate")
    header, rows = table(folder / "whole.csv")
    bench.expect(header == ["time [s]"] + [f"I{n} [A]" for n in (1, 2, 3, 4)] + [f"U{n} [V]" for n in (1, 2, 3, 4)], f"header {header}")
    bench.expect(len(rows) == 2048 and rows[64][0] == 0.01, "2048 rows at 6400 Hz")

    convert(dip, folder / "f.cfg")
    data = (folder / "f.dat").read_bytes()
    bench.expect(len(data) == 2048 * (8 + 4 * 8), "FLOAT32 records of 40 bytes")
    for n, record in enumerate(struct.iter_unpack("<II8f", data)):
        wanted = struct.unpack("<8f", struct.pack("<8f", *rows[n][1:]))
        bench.expect(record[0] == n + 1 and record[2:] == wanted, f"FLOAT32 record {n} is {record}")

    convert(dip, folder / "b.cfg", "--format", "comtrade1999", "--channel", "U1", "--channel", "5")
    config = (folder / "b.cfg").read_bytes().decode().split("\r\n")
    bench.expect(config[1] == "2,2A,0D" and config[2].startswith("1,U1,A,,V,"), f"{config[:4]}")
    count = float(config[2].split(",")[5])
    for n, (number, stamp, first, second) in enumerate(struct.iter_unpack("<IIhh", (folder / "b.dat").read_bytes())):
        bench.expect(abs(stamp - n * 1e6 / 6400) <= 0.5 and first == second, f"BINARY record {n}")
        bench.expect(abs(first * count - rows[n][5]) <= 0.5001 * count, f"BINARY record {n}: {first} counts of {count}")

    convert(dip, folder / "part.csv", "--from", "100ms", "--to", "0.3s")
    part = table(folder / "part.csv")[1]
    bench.expect(len(part) == 1280 and part[0][1:] == rows[640][1:], "the window begins at 0.1 s and ends before 0.3 s")

    for output in ("one.cff", "picture.png"):
        convert(dip, folder / output)
    convert(dip, folder / "text.cff", "--format", "cff-ascii")
    convert(folder / "one.cff", folder / "again.csv")
    for a, b in zip(table(folder / "again.csv")[1], rows):
        bench.expect(all(struct.pack("<f", x) == struct.pack("<f", y) for x, y in zip(a[1:], b[1:])), "one.cff tells other samples")
    bench.expect((folder / "one.cff").read_bytes().startswith(b"--- file type: CFG ---\r\n"), "a .cff begins with its configuration")
    picture = (folder / "picture.png").read_bytes()
    bench.expect(picture[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", picture[16:24]) == (1600, 900), "a PNG of 1600 x 900")

    before = sorted(path.name for path in folder.iterdir())
    refused(2, "exists already", dip, folder / "f.cfg")
    refused(2, "does not tell what to write", dip, folder / "x.foo")
    refused(2, "did you mean 'png'", dip, folder / "x.png", "--format", "pmg")
    refused(2, "wants a file that ends in .csv", dip, folder / "x.cfg", "--format", "csv")
    refused(2, "no sample lies in that window", dip, folder / "x.csv", "--from", "90s")
    refused(2, "no sample lies in that window", dip, folder / "x.csv", "--from", "0.2s", "--to", "0.1s")
    refused(2, "is no moment of a recording", dip, folder / "x.csv", "--from", "-1s")
    refused(2, "did you mean 'U1'", dip, folder / "x.csv", "--channel", "UX")
    refused(3, "cannot be written", dip, folder / "nowhere" / "x.cfg")
    refused(2, "no-such", folder / "no-such.cfg", folder / "x.csv")
    bench.expect(sorted(path.name for path in folder.iterdir()) == before, "a refusal leaves something behind")
    convert(dip, folder / "f.cfg", "--force")
