#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Each header is listed in cmake/headers.cmake, includes only from its own layer or one above it, and is in no cycle."""

import re
import sys

from repository import LAYER, LISTS, ROOT, UMBRELLA

HEADERS = ROOT / "include/leadcore"


def main():
    includes = {str(path.relative_to(HEADERS))[:-4]: re.findall(r"^#include <leadcore/([^>]+)\.hpp>", path.read_text(), re.M)
                for path in sorted(HEADERS.rglob("*.hpp"))}
    problems = [f"{name} exists but is not listed in cmake/headers.cmake" for name in includes.keys() - LAYER.keys() - {UMBRELLA}]
    problems += [f"{name} is listed in cmake/headers.cmake but does not exist" for name in LAYER.keys() - includes.keys()]
    for name in includes.keys() & LAYER.keys():
        for other in includes[name]:
            if other == UMBRELLA:
                problems.append(f"{name} includes the umbrella")
            elif LAYER.get(other, -1) > LAYER[name]:
                problems.append(f"{name} (layer {LAYER[name]}) includes {other} (layer {LAYER[other]})")
    private_unused = {name for name in includes if name.startswith("detail/")}.difference(*includes.values())
    problems += [f"{name} is included by no header" for name in private_unused]

    wanted = {name for name, layer in LAYER.items() if layer <= 2 and not name.startswith("detail/")} | {"json"}
    wanted -= set(LISTS["LEADCORE_APART"])
    if wanted != set(includes[UMBRELLA]):
        problems.append(f"{UMBRELLA} lacks or has too much: {sorted(wanted ^ set(includes[UMBRELLA]))}")

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
    edges = sum(map(len, includes.values()))
    if edges < len(LAYER):
        problems.append("hardly any include was found: has the form of the headers changed?")
    print("\n".join(problems))
    print(f"{len(includes)} headers, {edges} includes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
