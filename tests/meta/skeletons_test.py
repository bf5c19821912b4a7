#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the drivers that docs/porting.md shows: each answers hello and check_utf8, and nothing else.

A language that is not installed is skipped, and named; Python never is. scripts/setup installs Python and Node.js; Java
and Go would be 700 MB.
"""

import pathlib
import re
import shutil
import sys
import tempfile

import vectors
from repository import ROOT

#: by language: the program, its arguments, and the name of the source
LANGUAGES = {"python": (sys.executable, [], "driver.py"), "javascript": (shutil.which("node"), [], "driver.js"),
             "java": (shutil.which("javac") and shutil.which("java"), [], "Driver.java"), "go": (shutil.which("go"), ["run"], "driver.go")}


def main():
    blocks = dict(re.findall(rf"^```({'|'.join(LANGUAGES)})\n(.*?)^```", (ROOT / "docs/porting.md").read_text(), re.M | re.S))
    cases = vectors.read("utf8") + vectors.read("fold")[:1]
    problems = [f"docs/porting.md: no driver in {language}" for language in LANGUAGES.keys() - blocks.keys()]
    for language, text in blocks.items():
        interpreter, arguments, name = LANGUAGES[language]
        if not interpreter:
            print(f"skipped: {language} is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder, name)
            program.write_text(text)
            hello, answers = vectors.ask([interpreter, *arguments, str(program)], cases)
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
