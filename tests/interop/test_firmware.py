# SPDX-License-Identifier: GPL-3.0-or-later
"""Firmware targets as a user and a CI meet them: test_firmware.py METERBENCH SOURCE_DIR LIB_DIR"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import bench

program, source, libraries = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
smoke = sorted((source / "scenarios/library/smoke").glob("*.yaml"))
nominal = source / "scenarios/library/smoke/nominal.yaml"
meter = libraries / "mb_core_meter.so"
specimens = libraries / "specimens"


def verdicts(folder, target):
    """Of every check of every smoke scenario, and the digest of all replies."""
    report = folder / "report.json"
    status, out, err = bench.run(program, "run", "--target", target, "--json", report, *smoke)
    bench.expect(status == 0, f"the smoke library on {target} ends with {status}: {out}{err}")
    result = json.loads(report.read_text())
    return [[check["verdict"] for check in scenario["checks"]] for scenario in result["scenarios"]], result["digest"]


def the_same_meter_has_the_same_verdicts_behind_the_bridge(folder):
    expected = verdicts(folder, "builtin")
    bench.expect(sum(map(len, expected[0])) > 50, f"only {expected} is compared")
    for target in (f"firmware:lib:{meter}", f"firmware:exec:'{pathlib.Path(program).parent}/meterbench-bridge' '{meter}'"):
        bench.expect(verdicts(folder, target) == expected, f"{target} and builtin differ")


def a_crash_is_an_error_of_its_scenario(folder):
    junit = folder / "junit.xml"
    status, out, err = bench.run(program, "run", "--target", f"firmware:lib:{specimens / 'crash_in_feed.so'}", "--map", one_register(folder),
                                 "--junit", junit, nominal, nominal)
    bench.expect(status == 3, f"a crash ends with {status}: {out}{err}")
    for words in ("SIGSEGV (Segmentation fault)", "task 3: stack overflow", "error: 2 scenarios"):
        bench.expect(words in out, f"the table lacks {words!r}: {out}")
    errors = list(ET.parse(junit).iter("error"))
    bench.expect(errors and all("SIGSEGV" in error.get("message") for error in errors), "JUnit tells of the crash")


def a_firmware_that_hangs_is_ended(folder):
    status, out, err = bench.run(program, "run", "--patience", "1 s", "--target", f"firmware:lib:{specimens / 'hang_in_feed.so'}", "--map",
                                 one_register(folder), nominal)
    bench.expect(status == 3 and "feed: no answer within 1 s" in out, f"a hang ends with {status}: {out}{err}")


def nothing_outlives_a_bench_that_is_killed(folder):
    process = subprocess.Popen([program, "run", "--patience", "1 min", "--target", f"firmware:lib:{specimens / 'hang_in_feed.so'}", "--map",
                                one_register(folder), nominal], stdout=subprocess.DEVNULL)
    try:
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        child = bench.until(lambda: children.read_text().split() or None)[0]
        bench.until(lambda: "hang_in_feed" in pathlib.Path(f"/proc/{child}/cmdline").read_text() or None)
    finally:
        process.kill()
        process.wait(bench.MOST_SECONDS)

    def gone():
        try:
            return pathlib.Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX" or None
        except FileNotFoundError:
            return True

    bench.until(gone)


def one_register(folder):
    file = folder / "one.csv"
    file.write_text("block,address,words,type,scale,unit,access,symbol,repeat,stride,missing\nvolts,0,2,U32,1,V,R,load1.inst.v1,1,0,\n")
    return file


def the_example_runs_as_its_document_says(folder):
    status, out, err = bench.run(program, "run", "--target", f"firmware:lib:{libraries / 'mb_example_firmware.so'}", "--map",
                                 source / "firmware-bridge/example/example.csv", nominal)
    bench.expect(status == 0 and "firmware Example voltmeter 1.0" in out, f"the example ends with {status}: {out}{err}")
    row = [line.split() for line in out.splitlines() if "load1.inst.v1 " in line and line.split()[0] == "pass"]
    bench.expect(len(row) == 1, f"one voltage passes: {out}")


def the_document_shows_the_example(_):
    shown = (source / "docs/bridge-abi.md").read_text().split("```c\n")[1].split("```")[0]
    bench.expect(shown == (source / "firmware-bridge/example/example.c").read_text(), "docs/bridge-abi.md shows another example.c; copy it there")


def what_is_not_there_is_a_sentence(folder):
    image = folder / "meter.elf"
    image.write_bytes(b"")
    for wanted, words, *arguments in (
        (2, "/no/such.so: No such file", "--target", "firmware:lib:/no/such.so"),
        (2, "no such program along PATH", "--target", "firmware:exec:mb-no-such-program --fast"),
        (2, "did you mean 'qemu'?", "--target", f"firmware:qem:{image}"),
        (2, "write firmware:lib:PATH", "--target", "firmware"),
        (2, "is not a duration", "--target", f"firmware:lib:{meter}", "--patience", "soon"),
    ):
        status, out, err = bench.run(program, "run", *arguments, nominal)
        bench.expect(status == wanted and words in err and err.count("\n") == 1 and not out, f"{arguments} ends with {status}: {out}{err}")
    status, out, err = bench.run(program, "run", "--loader", "/no/such/loader", "--target", f"firmware:lib:{meter}", nominal)
    bench.expect(status == 3 and "/no/such/loader: cannot be started" in out, f"a missing loader ends with {status}: {out}{err}")
    status, out, err = bench.run(program, "run", "--qemu", "no-such-qemu", "--target", f"firmware:qemu:{image}", nominal)
    bench.expect(status == 3 and "no-such-qemu: cannot be started" in out and "install the Debian package qemu-system-arm" in out,
                 f"a missing emulator ends with {status}: {out}{err}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        temporary = folder / "tmp"
        temporary.mkdir()
        os.environ["TMPDIR"] = str(temporary)
        the_same_meter_has_the_same_verdicts_behind_the_bridge(folder)
        a_crash_is_an_error_of_its_scenario(folder)
        a_firmware_that_hangs_is_ended(folder)
        nothing_outlives_a_bench_that_is_killed(folder)
        the_example_runs_as_its_document_says(folder)
        the_document_shows_the_example(folder)
        what_is_not_there_is_a_sentence(folder)
        bench.expect(not list(temporary.iterdir()), f"{list(temporary.iterdir())} is left behind")
    print("good")


main()
