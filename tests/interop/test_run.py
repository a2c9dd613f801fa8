# SPDX-License-Identifier: GPL-3.0-or-later
"""run as a user and a CI meet it: test_run.py METERBENCH SOURCE_DIR"""
import json
import pathlib
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ET

import bench
import json_schema

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
schema = json.loads((source / "docs/readings.schema.json").read_text())
smoke = sorted((source / "scenarios/library/smoke").glob("*.yaml"))


def run(folder, *arguments):
    reports = {name: folder / f"report.{name}" for name in ("junit", "json", "html")}
    for file in reports.values():
        file.unlink(missing_ok=True)
    options = [part for name, file in reports.items() for part in (f"--{name}", file)]
    status, out, err = bench.run(program, "run", *arguments, *options)
    return status, out, err, {name: file.read_text() for name, file in reports.items() if file.exists()}


def refused(folder, wanted, words, *arguments):
    status, out, err, reports = run(folder, *arguments)
    bench.expect(status == wanted, f"{arguments} ends with {status}, expected {wanted}: {err}")
    bench.expect(words and words in err, f"{arguments} says {err!r}, expected {words!r}")
    bench.expect(err.count("\n") == 1, f"{arguments}: one sentence, not {err!r}")
    bench.expect(not reports, f"{arguments} leaves {list(reports)} behind")


def changed(folder, name, old, new):
    """A copy of a smoke scenario with one thing changed."""
    text = (source / f"scenarios/library/smoke/{name}.yaml").read_text()
    bench.expect(text.count(old) >= 1, f"{name}.yaml has no {old!r}")
    file = folder / f"{name}_changed.yaml"
    file.write_text(text.replace(old, new))
    return file


def the_library_passes(folder):
    status, out, err, reports = run(folder, *smoke)
    bench.expect(status == 0, f"the smoke library ends with {status}: {out}{err}")
    bench.expect(len(smoke) >= 6 and all(f"{file}" in out for file in smoke), "every scenario is named in the table")
    suites = ET.fromstring(reports["junit"])
    cases = list(suites.iter("testcase"))
    bench.expect(len(cases) > 50, f"{len(cases)} test cases")
    bench.expect(not list(suites.iter("failure")) and not list(suites.iter("error")), "no failure in the JUnit file")
    result = json.loads(reports["json"])
    broken = json_schema.faults(result, schema, schema)
    bench.expect(not broken, f"run --json breaks docs/readings.schema.json: {broken[:5]}")
    bench.expect(result["verdict"] == "pass" and len(result["scenarios"]) == len(smoke), "the JSON has a verdict for each scenario")
    bench.expect("<script" not in reports["html"] and "http" not in reports["html"].replace("http://www.w3.org", ""), "the HTML is self-contained")
    again = json.loads(run(folder, *smoke)[3]["json"])
    bench.expect(again["digest"] == result["digest"], "the same scenarios have the same digest")


def a_broken_limit_fails(folder):
    file = changed(folder, "nominal", "{quantity: load1.inst.v1, value: 230 V", "{quantity: load1.inst.v1, value: 231 V")
    status, out, err, reports = run(folder, file)
    bench.expect(status == 1, f"a broken limit ends with {status}: {err}")
    row = [line for line in out.splitlines() if line.split()[:1] == ["fail"]]
    bench.expect(len(row) == 1, f"one row fails, not {row}")
    for word in ("load1.inst.v1", "231 V", "230.00 V", "±"):
        bench.expect(word in row[0], f"the row {row[0]!r} lacks {word!r}")
    failures = list(ET.fromstring(reports["junit"]).iter("failure"))
    bench.expect(len(failures) == 1, f"{len(failures)} failures in the JUnit file")
    for word in ("load1.inst.v1", "231 V", "230.00 V", "±"):
        bench.expect(word in failures[0].get("message"), f"the JUnit message {failures[0].get('message')!r} lacks {word!r}")

    file = changed(folder, "dip", "residual: 40 %\n    tolerance", "residual: 45 %\n    tolerance")
    status, out, _, _ = run(folder, file)
    bench.expect(status == 1 and re.search(r"fail .*dip.residual +45 % +40\.0", out), f"a dip of another residual passes: {out}")


def faults_stand_in_every_report(folder):
    file = source / "scenarios/library/faults/open_ct.yaml"
    status, out, err, reports = run(folder, file)
    bench.expect(status == 0, f"{file} ends with {status}: {out}{err}")
    bench.expect(" (open_ct I2): active at 1.000 s" in out, f"the fault is not in the table: {out}")
    told = json.loads(reports["json"])["scenarios"][0]["faults"]
    changes = [(change["to"], change["time_s"]) for change in told[0]["changes"]]
    bench.expect(told[0]["kind"] == "open_ct" and ("active", 1.0) in changes, f"the JSON tells {told}")
    bench.expect('class="fault"' in reports["html"], "the HTML has a bar for the fault")


def a_profile_is_found_beside_its_scenario(folder):
    file = folder / "day.yaml"
    file.write_text("name: t\ntimeline:\n  - profile: {file: day.csv, step: 1 s}\nexpect:\n  - {quantity: load1.inst.p, value: 6 kW, tolerance: 0.1 %}\n")
    (folder / "day.csv").write_text("p\n3000\n6000\n")
    status, out, err, _ = run(folder, file)
    bench.expect(status == 0, f"a profile ends with {status}: {out}{err}")
    (folder / "day.csv").write_text("p\n3000\n6000 V\n")
    refused(folder, 2, "day.csv:3: '6000 V' is not an active power (W)", file)


def a_run_that_checked_nothing_does_not_pass(folder):
    small = folder / "small.csv"
    rows = (source / "resources/maps/a200.csv").read_text().splitlines(keepends=True)
    small.write_text("".join(row for row in rows if "event_en50160" not in row))
    file = folder / "nothing.yaml"
    file.write_text("name: t\ntimeline:\n  - wait: 1 s\nexpect:\n  - {no_event: true}\n")
    status, out, _, _ = run(folder, file, "--map", small)
    bench.expect(status == 1 and "1 scenario checked nothing" in out, f"a run without any check ends with {status}: {out}")
    file.write_text(file.read_text() + "  - {quantity: load1.inst.v1, value: 230 V, tolerance: 0.1 %}\n")
    status, out, _, _ = run(folder, file, "--map", small)
    bench.expect(status == 0 and "not applicable" in out, f"a pass beside a check that is not applicable ends with {status}: {out}")


def bad_input_is_a_sentence(folder):
    good = smoke[0]
    bad = changed(folder, "dip", "load1.inst.v1", "load1.inst.vq1")
    refused(folder, 2, "did you mean 'load1.inst.v1'?", bad)
    refused(folder, 2, f"{bad}:", good, bad)
    refused(folder, 2, "did you mean 'timeline'?", changed(folder, "nominal", "timeline:", "timelime:"))
    refused(folder, 2, "nominal_changed.yaml:", changed(folder, "nominal", "setup:", "setup: ["))
    refused(folder, 2, "no_such.yaml", folder / "no_such.yaml")
    refused(folder, 2, "did you mean 'a200'?", good, "--map", "a20")
    refused(folder, 2, "builtin", good, "--target", "buitlin")
    refused(folder, 2, "rig", good, "--target", "rig:rig.yaml")
    map_file = folder / "map.csv"
    map_file.write_text((source / "resources/maps/a200.csv").read_text().replace("inst,18433,2,DATETIME", "inst,18432,2,DATETIME", 1))
    refused(folder, 2, "map.csv:", good, "--map", map_file)
    for report, word in ((folder / "no" / "such" / "folder.xml", "No such file"), (folder, "is a folder"), (map_file / "x.xml", "Not a directory")):
        status, out, err = bench.run(program, "run", good, "--junit", report)
        bench.expect(status == 3 and str(report) in err and word in err and err.count("\n") == 1, f"an unwritable report ends with {status}: {err!r}")
        bench.expect(not out, f"an unwritable report is found before anything runs: {out!r}")
    status, _, _ = bench.run(program, "run")
    bench.expect(status == 2, "no file is bad usage")


scratch = pathlib.Path(tempfile.mkdtemp())
try:
    the_library_passes(scratch)
    a_broken_limit_fails(scratch)
    faults_stand_in_every_report(scratch)
    a_profile_is_found_beside_its_scenario(scratch)
    a_run_that_checked_nothing_does_not_pass(scratch)
    bad_input_is_a_sentence(scratch)
finally:
    shutil.rmtree(scratch)
print("good")
