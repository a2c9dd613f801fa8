#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every #include "folder/…" names a folder that the including layer may use, and that Qt stays in app/desk.

usage: check_includes.py LAYERS_FILE SOURCE_DIR        exit 1 and one line per breach
       check_includes.py --self-test LAYERS_FILE       shows that a breach is found
LAYERS_FILE: one line a layer, "name folder may,use,these".
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def read_layers(path):
    layers = {}
    for line in pathlib.Path(path).read_text().splitlines():
        name, folder, *may = line.split(" ")
        layers[name] = (folder, set(filter(None, may[0].split(","))) if may else set())
    return layers


def layer_of(path, layers):
    """The layer whose folder holds `path`; the longest folder wins (sim/builtin before sim)."""
    inside = [(len(folder), name) for name, (folder, _) in layers.items() if path.startswith(folder + "/")]
    return max(inside)[1] if inside else None


def breaches(root, layers):
    tops = {folder.split("/")[0] for folder, _ in layers.values()}  # build trees inside the root do not count
    for source in sorted(path for top in tops for path in (root / top).rglob("*")):
        if source.suffix not in (".cpp", ".hpp", ".inc", ".h", ".c"):
            continue
        path = source.relative_to(root).as_posix()
        layer = layer_of(path, layers)
        if layer is None:
            continue
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            kind, named = found.groups()
            if kind == "<":
                if re.match(r"Q[A-Z]|qcustomplot", named) and layer != "desk":
                    yield f"{path}:{number}: Qt outside app/desk: {named}"
                continue
            used = layer_of(named, layers)
            if used is None:
                yield f"{path}:{number}: \"{named}\" is not named from the root of the source tree"
            elif used != layer and used not in layers[layer][1]:
                yield f"{path}:{number}: layering: '{layer}' may not use '{used}' ({named})"


def self_test(layers):
    with tempfile.TemporaryDirectory() as folder:
        bad = pathlib.Path(folder, "sim", "bad.cpp")
        bad.parent.mkdir()
        bad.write_text('#include "core/base/time.hpp"\n#include "core/dsp/store.hpp"\n#include <QWidget>\n#include "bad.hpp"\n')
        found = list(breaches(pathlib.Path(folder), layers))
        print("\n".join(found))
        return len(found) == 3


def main(arguments):
    if arguments[0] == "--self-test":
        return 0 if self_test(read_layers(arguments[1])) else 1
    layers = read_layers(arguments[0])
    found = list(breaches(pathlib.Path(arguments[1]), layers))
    print("\n".join(found) or "every include stays within its layer")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
