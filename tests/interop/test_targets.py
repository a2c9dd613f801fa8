# SPDX-License-Identifier: GPL-3.0-or-later
"""The same scenarios on every target: test_targets.py METERBENCH SOURCE_DIR LIB_DIR [--write]

Verdicts agree with the built-in meter's, or are "not applicable" with a reason; the table is docs/targets.md. --write makes it anew.
LIB_DIR holds the reference firmware's builds; without qemu-system-arm its column is left out of the comparison."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import bench

MOST_SECONDS = 240


def run(program, target, files, *options):
    """The parsed report of a run, and how long it took."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        begin = time.monotonic()
        done = subprocess.run(
            [program, "run", "--target", target, *options, "--json", report.name, *map(str, files)],
            capture_output=True, text=True, timeout=MOST_SECONDS, stdin=subprocess.DEVNULL,
        )
        taken = time.monotonic() - begin
        text = pathlib.Path(report.name).read_text()
        bench.expect(text, f"{target}: no report, status {done.returncode}: {done.stderr}{done.stdout}")
        return json.loads(text), taken


class VirtualRig:
    """A rig without hidden errors, ten times faster than real time; ended with the block."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(prefix="mb_rig_")
        self.process = subprocess.Popen(
            [program, "virtual-rig", "--dir", self.folder.name, "--errors", "none", "--speed", "10", "--for", "4 min"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        self.bench_file = pathlib.Path(self.folder.name) / "rig.yaml"
        end = time.monotonic() + bench.MOST_SECONDS
        while not self.bench_file.exists() and time.monotonic() < end and self.process.poll() is None:
            time.sleep(0.05)
        bench.expect(self.bench_file.exists(), "the virtual rig wrote no rig.yaml")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(bench.MOST_SECONDS)
        self.process.stderr.close()
        self.folder.cleanup()


def cell(scenario):
    """What the table says of a scenario on a target: its verdict, and of how many checks."""
    judged = [check for check in scenario["checks"] if check["verdict"] != "not applicable"]
    rest = len(scenario["checks"]) - len(judged)
    if scenario["verdict"] == "not applicable":
        return "not applicable"
    return f"{scenario['verdict']} ({len(judged)} of {len(scenario['checks'])})" if rest else f"{scenario['verdict']} ({len(judged)})"


def reasons(target, report):
    """Why what was not applicable was not: one line a reason."""
    found = {}
    for scenario in report["scenarios"]:
        for check in scenario["checks"]:
            if check["verdict"] == "not applicable":
                bench.expect(check.get("reason"), f"{target}: {scenario['name']}: {check['title']} is not applicable without a reason")
                found.setdefault(check["reason"].split(" (/")[0], set()).add(scenario["name"])
    return [f"- {target}: {reason} ({', '.join(sorted(names))})" for reason, names in sorted(found.items())]


def main():
    program, source, lib = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    files = sorted((source / "scenarios/library/smoke").glob("*.yaml")) + sorted((source / "scenarios/library/quality").glob("*.yaml"))
    reports = {"built-in": run(program, "builtin", files)[0]}
    reports["firmware, library"] = run(program, f"firmware:lib:{lib / 'libmb_reference_meter.so'}", files)[0]
    reports["firmware, process"] = run(program, f"firmware:exec:{lib / 'mb_reference_meter'}", files)[0]
    elf = lib / "mb_reference_meter.elf"
    with_qemu = elf.exists() and shutil.which("qemu-system-arm")
    if with_qemu:
        reports["firmware, Cortex-M4F"] = run(program, f"firmware:qemu:{elf}", files)[0]
    with VirtualRig(program) as rig:
        reports["virtual rig"] = run(program, f"rig:{rig.bench_file}", files, "--arm", "--yes")[0]

    for target, report in reports.items():
        for scenario, expected in zip(report["scenarios"], reports["built-in"]["scenarios"]):
            bench.expect(scenario["ended"] == "finished" or scenario["verdict"] == "not applicable",
                         f"{target}: {scenario['name']} ended: {scenario['ended']}")
            for check, reference in zip(scenario["checks"], expected["checks"]):
                bench.expect(check["verdict"] in (reference["verdict"], "not applicable"),
                             f"{target}: {scenario['name']}: {check['title']} is {check['verdict']}, {reference['verdict']} on the "
                             f"built-in meter: {json.dumps(check['findings'], ensure_ascii=False)} {check.get('reason', '')}")

    names = list(reports)
    lines = ["| scenario | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for k, scenario in enumerate(reports["built-in"]["scenarios"]):
        folder = pathlib.Path(scenario["file"]).parent.name
        lines.append(f"| {folder}: {scenario['name']} | " + " | ".join(cell(reports[n]["scenarios"][k]) for n in names) + " |")
    table = "\n".join(lines) + "\n\nNot applicable:\n\n" + "\n".join(line for n in names for line in reasons(n, reports[n])) + "\n"
    for name in names:  # what runs where is no part of the table
        table = table.replace(str(lib) + "/", "")
    page = source / "docs/targets.md"
    head = page.read_text().split("<!-- table -->")[0] if page.exists() else "# Targets\n\n"
    if "--write" in sys.argv:
        page.write_text(head + "<!-- table -->\n\n" + table)
        print(f"wrote {page}")
        return
    if not with_qemu:
        print("skipped the comparison with docs/targets.md: no qemu-system-arm or no Arm image")
        return
    bench.expect(page.read_text() == head + "<!-- table -->\n\n" + table,
                 "docs/targets.md is not what the targets say now; make it anew with --write and look at the difference")


if __name__ == "__main__":
    main()
