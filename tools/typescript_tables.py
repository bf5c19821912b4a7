#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes examples/ports/typescript/src/unicode_tables.ts from the Unicode Character Database.

    tools/typescript_tables.py --output examples/ports/typescript/src/unicode_tables.ts
    tools/typescript_tables.py --check  examples/ports/typescript/src/unicode_tables.ts   (exit status 1 if it differs)

Input: CaseFolding.txt and DerivedAge.txt of the version that fold_tables.py pins (Debian: unicode-data).
"""

import argparse
import pathlib
import sys
import textwrap

import fold_tables


def runs(code_points, follows):
    """Lists of consecutive items, each of which follows the last one."""
    found = []
    for each in code_points:
        if found and follows(found[-1][-1], each):
            found[-1].append(each)
        else:
            found.append([each])
    return found


def case_folding(folder):
    """`first-last+distance` of every code point or, with `/2`, of every second one; otherwise `from:to,to`."""
    rows = [(int(row[0], 16), [int(each, 16) for each in row[2].split()])
            for row in fold_tables.fields(folder / "CaseFolding.txt") if row[1] in "CF"]
    rest = sorted((source, to[0] - source) for source, to in rows if len(to) == 1)
    entries = []
    for step, suffix in ((1, ""), (2, "/2")):
        found = runs(rest, lambda a, b: b == (a[0] + step, a[1]))
        entries += [(run[0][0], f"{run[0][0]:x}-{run[-1][0]:x}{suffix}{run[0][1]:+x}") for run in found if len(run) > 1]
        rest = [run[0] for run in found if len(run) == 1]
    single = [(source, to) for source, to in rows if len(to) > 1] + [(source, [source + distance]) for source, distance in rest]
    entries += [(source, f"{source:x}:" + ",".join(f"{each:x}" for each in to)) for source, to in single]
    return [text for _, text in sorted(entries)]


def unassigned(folder):
    """`first-last` of the code points without an age, except noncharacters, which never get one."""
    assigned = set()
    for row in fold_tables.fields(folder / "DerivedAge.txt"):
        assigned.update(fold_tables.code_points(row[0]))
    free = [each for each in range(0x110000) if each not in assigned]
    return [f"{run[0]:x}-{run[-1]:x}" for run in runs(free, lambda a, b: b == a + 1)]


def constant(name, comment, words):
    lines = textwrap.wrap(" ".join(words), 92, break_on_hyphens=False, break_long_words=False)
    text = " +\n".join(f'  "{line} "' for line in lines[:-1]) + f' +\n  "{lines[-1]}"'
    return f"/** {comment} */\nexport const {name} =\n{text};\n"


def made(folder):
    return "\n".join([
        f"// SPDX-License-Identifier: BSL-1.0\n// CaseFolding.txt and DerivedAge.txt of Unicode {fold_tables.VERSION}, "
        "by tools/typescript_tables.py.\n",
        constant("CASE_FOLDING", "Full case folding: `first-last+distance` (`/2`: of every second one), or `from:to,to`.",
                 case_folding(folder)),
        constant("UNASSIGNED", "Code points that this version has not assigned: `first-last`.", unassigned(folder))])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unicode", type=pathlib.Path, default=pathlib.Path("/usr/share/unicode"))
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--output", type=pathlib.Path)
    action.add_argument("--check", type=pathlib.Path)
    options = parser.parse_args()
    fold_tables.Unicode(options.unicode)  # the version is the pinned one
    text = made(options.unicode)
    if options.output:
        options.output.write_text(text)
    elif options.check.read_text() != text:
        print(f"{options.check} is not what tools/typescript_tables.py makes")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
