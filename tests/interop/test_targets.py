# SPDX-License-Identifier: GPL-3.0-or-later
"""The same scenarios on every target: test_targets.py METERBENCH SOURCE_DIR LIB_DIR [--write]; the reference firmware's programs are beside METERBENCH

Verdicts agree with the built-in meter's, or are "not applicable" with a reason; the table is docs/targets.md. --write makes it anew.
An emulator takes minutes for all scenarios: without --write it runs the first of them, and the page is believed for the others.
LIB_DIR holds its library; without qemu-system-arm its column is left out of the comparison."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import bench

MOST_SECONDS = 240
EMULATOR_SECONDS = 3000
EMULATOR = "firmware, Cortex-M4F"
MARK = "<!-- table -->"


def run(program, target, files, *options, most=MOST_SECONDS):
    """The parsed report of a run, and how long it took."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        begin = time.monotonic()
        done = subprocess.run(
            [program, "run", "--target", target, *options, "--json", report.name, *map(str, files)],
            capture_output=True, text=True, timeout=most, stdin=subprocess.DEVNULL,
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
    write = "--write" in sys.argv
    files = sorted((source / "scenarios/library/smoke").glob("*.yaml")) + sorted((source / "scenarios/library/quality").glob("*.yaml"))
    reports = {"built-in": run(program, "builtin", files)[0]}
    reports["firmware, library"] = run(program, f"firmware:lib:{lib / 'libmb_reference_meter.so'}", files)[0]
    reports["firmware, process"] = run(program, f"firmware:exec:'{pathlib.Path(program).parent}/mb_reference_meter'", files)[0]
    elf = pathlib.Path(program).parent / "mb_reference_meter.elf"
    with_qemu = elf.exists() and shutil.which("qemu-system-arm")
    if with_qemu:
        some = files if write else [source / "scenarios/library/smoke/nominal.yaml"]
        reports[EMULATOR] = run(program, f"firmware:qemu:{elf}", some, "--patience", "60 s", most=EMULATOR_SECONDS)[0]
    with VirtualRig(program) as rig:
        reports["virtual rig"] = run(program, f"rig:{rig.bench_file}", files, "--arm", "--yes")[0]

    expected = {scenario["file"]: scenario for scenario in reports["built-in"]["scenarios"]}
    cells = {}
    for target, report in reports.items():
        for scenario in report["scenarios"]:
            bench.expect(scenario["ended"] == "finished" or scenario["verdict"] == "not applicable",
                         f"{target}: {scenario['name']} ended: {scenario['ended']}")
            for check, reference in zip(scenario["checks"], expected[scenario["file"]]["checks"]):
                bench.expect(check["verdict"] in (reference["verdict"], "not applicable"),
                             f"{target}: {scenario['name']}: {check['title']} is {check['verdict']}, {reference['verdict']} on the "
                             f"built-in meter: {json.dumps(check['findings'], ensure_ascii=False)} {check.get('reason', '')}")
            cells[scenario["file"], target] = cell(scenario)

    page = source / "docs/targets.md"
    head, _, old = page.read_text().partition(MARK)
    if not with_qemu:
        print("skipped the image: no qemu-system-arm, or no image because arm-none-eabi-gcc is missing")
    names = list(reports) if with_qemu else [*list(reports)[:-1], EMULATOR, list(reports)[-1]]
    old_rows = [line.split(" | ") for line in old.splitlines() if line.startswith("| ")][1:]
    lines = ["| scenario | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for k, (file, scenario) in enumerate(expected.items()):
        title = f"| {pathlib.Path(file).parent.name}: {scenario['name']}"
        believed = old_rows[k][1:] if k < len(old_rows) else []
        believed = dict(zip(names, [text.removesuffix(" |") for text in believed]))
        lines.append(" | ".join([title, *(cells.get((file, n)) or believed.get(n, "?") for n in names)]) + " |")
    why = [line for n in names if n != EMULATOR for line in reasons(n, reports[n])]
    if write and with_qemu:
        bench.expect({line.split(": ", 1)[1] for line in reasons(EMULATOR, reports[EMULATOR])} ==
                     {line.split(": ", 1)[1] for line in reasons("firmware, library", reports["firmware, library"])},
                     "the image lacks what its program has")
    if why:
        why.append(f"- {EMULATOR}: as the library")
    table = "\n\n" + "\n".join(lines) + "\n\n" + ("Not applicable:\n\n" + "\n".join(why) if why else "Nothing is not applicable.") + "\n"
    if write:
        page.write_text(head + MARK + table)
        print(f"wrote {page}")
        return
    bench.expect(old == table, f"{page.name} is not what the targets say now; make it anew with --write and look at the difference")
    print("good")


if __name__ == "__main__":
    main()
