#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the drivers that docs/porting.md shows: each answers hello and check_utf8, and nothing else.

A language whose interpreter is missing is skipped, and named; Python never is.
"""

import pathlib
import re
import shutil
import sys
import tempfile

import vectors
from repository import ROOT

INTERPRETERS = {"python": sys.executable, "javascript": shutil.which("node")}


def main():
    blocks = dict(re.findall(r"^```(python|javascript)\n(.*?)^```", (ROOT / "docs/porting.md").read_text(), re.M | re.S))
    cases = vectors.read("utf8") + vectors.read("fold")[:1]
    problems = [f"docs/porting.md: no driver in {language}" for language in INTERPRETERS.keys() - blocks.keys()]
    for language, text in blocks.items():
        if not INTERPRETERS[language]:
            print(f"skipped: no interpreter of {language}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder, "driver")
            program.write_text(text)
            hello, answers = vectors.ask([INTERPRETERS[language], str(program)], cases)
        problems += [f"{language}: {case['id']}: {found}" for case, answer in zip(cases[:-1], answers)
                     if (found := vectors.difference(case, answer, hello))]
        if answers[-1] != {"id": cases[-1]["id"], "unsupported": True}:
            problems.append(f"{language}: a call that it lacks is answered {answers[-1]}")
    for problem in problems:
        print(problem)
    print(f"{len(blocks)} drivers, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
