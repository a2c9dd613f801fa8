#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference firmware under the scenarios of the smoke set: test_scenarios.py METERBENCH LIBRARY PROGRAM LIBRARY_WITH_BUG SOURCE_DIR"""
import pathlib
import re
import subprocess
import sys

from bridge import expect


def run(meterbench, target, files):
    done = subprocess.run([meterbench, "run", "--target", target, *map(str, files)], capture_output=True, text=True, timeout=200)
    return done.returncode, done.stdout + done.stderr


def main(meterbench, library, program, with_bug, source):
    smoke = sorted(pathlib.Path(source, "scenarios/library/smoke").glob("*.yaml"))
    expect(len(smoke) >= 6, "there are scenarios")
    energy = pathlib.Path(source, "scenarios/library/metrology/energy.yaml")
    digests = []
    for target in (f"firmware:lib:{library}", f"firmware:exec:{program}"):
        status, text = run(meterbench, target, [*smoke, energy])
        print(text)
        expect(status == 0 and "not applicable" not in text, f"{target} passes every check")
        digests.append(re.findall(r"digest ([0-9a-f]{16})", text))
    expect(digests[0] == digests[1] and len(digests[0]) >= len(smoke), "library and program answer with the same bytes")
    status, text = run(meterbench, f"firmware:lib:{with_bug}", [path for path in smoke if path.stem == "nominal"])
    print(text)
    expect(status == 1 and re.search(r"fail .*load1\.inst\.q .*1380 var", text), "the wrong sign of Q2 is found")


main(*sys.argv[1:])
