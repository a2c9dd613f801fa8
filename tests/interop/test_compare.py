# SPDX-License-Identifier: GPL-3.0-or-later
"""Two builds of a firmware held against each other, as a CI does: test_compare.py METERBENCH SOURCE_DIR LIB_DIR"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import bench

program, source, lib = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
smoke = sorted((source / "scenarios/library/smoke").glob("*.yaml"))
good = f"firmware:lib:{lib / 'libmb_reference_meter.so'}"
bug = f"firmware:lib:{lib / 'libmb_reference_meter_bug.so'}"


def compare(*arguments):
    return bench.run(program, "compare", *arguments)


def the_deliberate_bug_is_found(folder):
    junit, out_json = folder / "c.xml", folder / "c.json"
    status, out, err = compare(good, bug, *smoke, "--junit", junit, "--json", out_json)
    bench.expect(status == 1, f"a bug ends with {status}: {out}{err}")
    # Reactive power of phase 2 has the wrong sign: the total is a third of what it was.
    bench.expect(re.search(r"regressed .*load1\.inst\.q\b", out), f"the table does not name the reactive power: {out}")
    bench.expect(out.rstrip().splitlines()[-1].startswith("worse: "), out)
    result = json.loads(out_json.read_text())
    regressed = [d["what"] for d in result["differences"] if d["change"] == "regressed"]
    bench.expect(result["worse"] and regressed and all(".q" in what or "pf" in what or "phi" in what for what in regressed),
                 f"only what reactive power has a part in regressed, not {regressed}")
    suites = ET.fromstring(junit.read_text())
    bench.expect(len(list(suites.iter("failure"))) == len(regressed), "each regression is a failure of the JUnit file")
    status, out, _ = compare(bug, good, *smoke)
    bench.expect(status == 0 and "fixed" in out, f"the other way round it is fixed: {status} {out}")


def the_same_build_is_identical_and_a_kept_report_serves(folder):
    kept = folder / "kept.json"
    status, out, err = bench.run(program, "run", "--target", good, "--json", kept, *smoke)
    bench.expect(status == 0, f"{out}{err}")
    status, out, err = compare(kept, good, *smoke, "--strict")
    bench.expect(status == 0 and "every reply was the same" in out, f"{status} {out}{err}")
    status, out, err = compare(kept, kept)
    bench.expect(status == 0 and "no difference" in out, f"{status} {out}{err}")
    moved = json.loads(kept.read_text())
    moved["scenarios"][0]["readings"]["load1.inst.v1"]["value"] *= 1.001
    other = folder / "moved.json"
    other.write_text(json.dumps(moved))
    status, out, _ = compare(kept, other)
    bench.expect(status == 0 and "moved" in out and "load1.inst.v1" in out, f"{status} {out}")
    bench.expect(compare(kept, other, "--strict")[0] == 1, "--strict makes any difference a failure")
    bench.expect(compare(kept, other, "--strict", "--tolerance", "0.2")[0] == 0, "0.1 % is within 0.2 %")


def bad_input_is_one_sentence(folder):
    kept = folder / "kept.json"
    nonsense = folder / "nonsense.json"
    nonsense.write_text('{"readings": {}}')
    for arguments, wanted, words in (
        ((good, bug), 2, "which scenarios?"),
        ((kept, kept, smoke[0]), 2, "leave the scenario files out"),
        ((nonsense, kept), 2, "no report of meterbench run"),
        ((folder / "none.json", kept), 2, "No such file"),
        (("firmwar:lib:x", good, smoke[0]), 2, "unknown target"),
        ((good, "firmware:lib:/nowhere.so", smoke[0]), 2, "/nowhere.so"),
        ((kept, kept, "--junit", folder / "no/such/c.xml"), 3, "cannot be written"),
    ):
        status, out, err = compare(*arguments)
        bench.expect(status == wanted and words in err and err.count("\n") == 1 and not out, f"{arguments}: {status} {out!r} {err!r}")


def the_files_to_copy_say_what_works(folder):
    """The bench's commands of both CI files, run as they stand, with the reference firmware as meter.so and the smoke library as scenarios."""
    (folder / "scenarios").mkdir()
    for file in smoke:
        (folder / "scenarios" / file.name).write_bytes(file.read_bytes())
    (folder / "meter.so").write_bytes((lib / "libmb_reference_meter.so").read_bytes())
    (folder / "baseline.json").write_bytes((folder / "kept.json").read_bytes())
    for name in ("github-actions.yml", "gitlab-ci.yml"):
        text = (source / "docs/ci" / name).read_text()
        commands = re.findall(r"meterbench/run ((?:run|compare) .*)", text)
        bench.expect(len(commands) == 2, f"{name} has the commands {commands}")
        bench.expect(all(command in (source / "docs/ci.md").read_text() for command in commands), f"docs/ci.md does not show what {name} does")
        for command in commands:
            words = [str(part) for word in command.split() for part in (sorted(folder.glob(word)) if "*" in word else [word])]
            done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, timeout=60)
            bench.expect(done.returncode == 0, f"{name}: {command} ends with {done.returncode}: {done.stdout}{done.stderr}")
        for left in ("meter.xml", "meter.json", "meter.html", "comparison.xml"):
            bench.expect((folder / left).exists(), f"{name} leaves no {left}")


with tempfile.TemporaryDirectory() as name:
    there = pathlib.Path(name)
    the_deliberate_bug_is_found(there)
    the_same_build_is_identical_and_a_kept_report_serves(there)
    bad_input_is_one_sentence(there)
    the_files_to_copy_say_what_works(there)
print("good")
