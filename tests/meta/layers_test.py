#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The folder of a header is its layer: a header includes only from its own folder or an earlier one in
docs/design.md, and no other folder's detail/. The generic components of the index know nothing of
leads. No header includes an umbrella, there are no cycles, and each private header is used."""

import re
import sys

from repository import HEADERS, INCLUDES, LAYERS, PUBLIC, SHARED, TOP, folder

# The includes of leadcore.hpp: whole folders and single headers, without large and rarely used ones
# and without the shared ones.
UMBRELLA = "leadcore"
UMBRELLA_FOLDERS, UMBRELLA_HEADERS = {"text", "model", "query"}, {"json/write", "version"}
LEFT_OUT = {"text/phone_type", "text/timestamp_chrono", "text/ostream", "text/format", *SHARED}


# Generic components: their headers include of ours only their own folder and the helpers of text/.
COMPONENTS = ("index/detail/cow/", "index/detail/text/")


def component_problems(name):
    component = next((each for each in COMPONENTS if name.startswith(each)), None)
    for other in INCLUDES[name] if component else []:
        if not other.startswith(component) and not re.fullmatch(r"version|text/\w+", other):
            yield f"{name} includes {other}: {component} knows nothing of leads"


def layer_problems(name):
    for other in INCLUDES[name]:
        if other not in INCLUDES:
            yield f"{name} includes {other}, which does not exist"
        elif other in TOP and other != "version":
            yield f"{name} includes the umbrella {other}"
        elif name not in TOP and folder(other) and LAYERS.index(folder(other)) > LAYERS.index(folder(name)):
            yield f"{name} includes {other} of a later folder"
        elif "/detail/" in other and folder(other) != folder(name):
            yield f"{name} includes {other}, which is private to another folder"



def cycles():
    done, trail = set(), []

    def visit(name):
        if name in trail:
            yield "cycle: " + " -> ".join([*trail[trail.index(name):], name])
        elif name not in done:
            trail.append(name)
            for other in INCLUDES.get(name, []):
                yield from visit(other)
            trail.pop()
            done.add(name)

    for name in INCLUDES:
        yield from visit(name)


def main():
    problems = []
    folders = {folder(name) for name in INCLUDES if name not in TOP}
    if folders != set(LAYERS) or len(LAYERS) != len(set(LAYERS)):
        problems.append(f"docs/design.md orders the folders {LAYERS}, but there are {sorted(folders)}")
    else:
        for name in INCLUDES:
            problems += [] if name in TOP else [*layer_problems(name), *component_problems(name)]
    problems += [f"{each} has no headers" for each in COMPONENTS if not any(name.startswith(each) for name in INCLUDES)]
    private_unused = {name for name in INCLUDES if "/detail/" in name}.difference(*INCLUDES.values())
    problems += [f"{name} is included by no header" for name in private_unused]

    wanted = {name for name in PUBLIC if folder(name) in UMBRELLA_FOLDERS} | UMBRELLA_HEADERS
    wanted = {name for name in wanted - LEFT_OUT if not name.endswith("/compiled")}
    if wanted != set(INCLUDES[UMBRELLA]):
        problems.append(f"{UMBRELLA} lacks or has too much: {sorted(wanted ^ set(INCLUDES[UMBRELLA]))}")
    for name in TOP:
        if (HEADERS / f"{name}.hpp").read_text().count("\nnamespace ") and name != "version":
            problems.append(f"{name} is at the top, so it only includes")

    problems += cycles()
    edges = sum(map(len, INCLUDES.values()))
    if edges < len(INCLUDES):
        problems.append("hardly any include was found: has the form of the headers changed?")
    print("\n".join(problems))
    print(f"{len(INCLUDES)} headers, {edges} includes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
