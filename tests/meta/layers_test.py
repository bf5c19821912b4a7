#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A header includes only from its own layer or one above it in the table of docs/design.md, and never in a cycle."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
# Which layer a header is of; a header of detail/ is of the layer of the public headers that include it.
LAYERS = {
    0: "version result utf8 fold timestamp phone email",
    1: "error field status lead",
    2: "query search filter order page list",
    3: "index sql",
    4: "json json_read access http",
    5: "testing/generators testing/laws testing/reference",
    6: "leadcore",
}
# The umbrella alone stands outside the layers.
LAYER = {f"leadcore/{name}.hpp": layer for layer, names in LAYERS.items() for name in names.split()}


def main():
    includes = {}
    for path in sorted(INCLUDE.rglob("*.hpp")):
        name = str(path.relative_to(INCLUDE))
        includes[name] = re.findall(r"^#include <(leadcore/[^>]+)>", path.read_text(), re.M)
    problems = [f"{name}: has no layer (add it to LAYERS)" for name in includes
                if "/detail/" not in name and name not in LAYER]
    layer = dict(LAYER)
    for name, used in includes.items():
        for other in used:
            if other not in includes:
                problems.append(f"{name}: includes {other}, which does not exist")
            if "/detail/" in other and name in LAYER:
                layer[other] = min(layer.get(other, 9), LAYER[name])
    changed = True
    while changed:  # a private header included by private ones only
        changed = False
        for name, used in includes.items():
            for other in used:
                if "/detail/" in other and name in layer and layer[name] < layer.get(other, 9):
                    layer[other] = layer[name]
                    changed = True
    for name, used in includes.items():
        if name not in layer:
            problems.append(f"{name}: no header includes it")
        for other in used:
            if layer.get(other, 0) > layer.get(name, 9) or (layer.get(other) == 5 and layer.get(name) == 6):
                problems.append(f"{name} (layer {layer.get(name)}) includes {other} (layer {layer.get(other)})")

    done, trail = set(), []

    def visit(name):
        if name in trail:
            problems.append("cycle: " + " -> ".join([*trail[trail.index(name):], name]))
        elif name not in done:
            trail.append(name)
            for other in includes.get(name, []):
                visit(other)
            trail.pop()
            done.add(name)

    for name in includes:
        visit(name)
    if includes.get("leadcore/lead.hpp", []) == []:
        problems.append("no include was found: has the form of the headers changed?")
    print("\n".join(problems))
    print(f"{len(includes)} headers, {sum(map(len, includes.values()))} includes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
