#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants bugs in a copy of the headers and requires that the named test of each fails.

    planted_test.py BUG... --build FOLDER --link LIBRARY...

All bugs of one call have the same test file. A bug is a file of this form (without the line `case`
the whole test file runs; `libraries` are linked in addition):

    header: include/leadcore/query/order.hpp
    test: tests/unit/query/order.test.cpp
    case: the name of the TEST_CASE that must fail
    libraries: -lsqlite3
    --- replace
    text that occurs exactly once in the header
    --- with
    the bug

A bug whose text calls `planted()` is compiled together with the others of its test and enabled when
the program starts; with none enabled the same cases must pass. Any other bug is compiled separately.
A bug of a .static.cpp must make a static_assert fail; any other must compile and make the test fail.
The test is compiled with the flags of the build folder, but with the changed headers and without
optimisation, which takes longer than it saves.
"""

import argparse
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

from repository import ROOT


class Bug:
    def __init__(self, path):
        head, rest = path.read_text().split("--- replace\n")
        self.name = path.stem
        self.replaced, self.planted = (part.rstrip("\n") for part in rest.split("--- with\n"))
        named = dict(line.split(": ", 1) for line in head.strip().split("\n"))
        self.header, self.test = named["header"], named["test"]
        self.case, self.libraries = named.get("case"), named.get("libraries", "").split()
        self.is_static = self.test.endswith(".static.cpp")
        self.is_chosen_late = "planted()" in self.planted

    def problem(self):
        count = (ROOT / self.header).read_text().count(self.replaced)
        if count != 1:
            return f"the text to replace stands {count} times in {self.header}"
        if self.case and f'TEST_CASE("{self.case}"' not in (ROOT / self.test).read_text():
            return f"{self.test} has no case of the name {self.case!r}"
        if self.is_static and self.is_chosen_late:
            return f"{self.test} runs nothing"
        return None

    def arguments(self):
        """The arguments of the test program."""
        return [self.case.replace(",", "\\,")] if self.case else []


def compile_command(build, source, headers):
    """The build's compiler command for a source, without outputs and optimisation, with other headers."""
    entries = json.loads((build / "compile_commands.json").read_text())
    words = iter(shlex.split(next(entry["command"] for entry in entries if pathlib.Path(entry["file"]) == source)))
    command = []
    for word in words:
        if word in ("-o", "-MF", "-MT"):
            next(words)
        elif word not in ("-c", "-MD", "-Werror"):
            word = word.replace("CMakeFiles/leadcore_test_", "meta/CMakeFiles/leadcore_planted_")
            command.append(f"-I{headers}" if word == f"-I{ROOT}/include" else word)
    if f"-I{headers}" not in command:
        sys.exit(f"{source} is not compiled with -I{ROOT}/include")
    return [*command, "-O0", "-w"]


def problem_of_build(bugs, options, folder):
    """Compiles the test with all of its bugs planted: the problem, or None and the program."""
    headers = pathlib.Path(folder, "include")
    shutil.copytree(ROOT / "include", headers)
    for bug in bugs:
        header = headers.parent / bug.header
        text = header.read_text()
        if bug.replaced not in text:
            return f"{bug.name} and another bug are in the same place of {bug.header}"
        planted = bug.planted.replace("planted()", f'::planted_bugs::in_force("{bug.name}")')
        header.write_text(text.replace(bug.replaced, planted))
    static = bugs[0].is_static
    command = compile_command(options.build, ROOT / bugs[0].test, headers)
    if static:
        command += ["-fsyntax-only"]
    else:
        libraries = [library for bug in bugs for library in bug.libraries]
        command += ["-include", pathlib.Path(__file__).parent / "planted.hpp", "-o", f"{folder}/test", *options.link,
                    *dict.fromkeys(libraries)]
    built = subprocess.run(command, capture_output=True, text=True)
    if static:
        caught = built.returncode != 0 and ("static assertion" in built.stderr or "static_assert" in built.stderr)
        return None if caught else f"no static_assert notices\n{built.stderr[:3000]}"
    return f"does not compile, so nothing is shown:\n{built.stderr[:3000]}" if built.returncode != 0 else None


def run(program, arguments, in_force):
    environment = {**os.environ, "LEADCORE_PLANTED_BUG": in_force}
    return subprocess.run([program, "--abort", *arguments], env=environment, capture_output=True, text=True, timeout=300)


def problems_of(bugs, options):
    """The problems of bugs that are compiled together."""
    with tempfile.TemporaryDirectory(dir=options.build) as folder:
        problem = problem_of_build(bugs, options, folder)
        if problem:
            yield f"{', '.join(bug.name for bug in bugs)}: {problem}"
        elif not bugs[0].is_static:
            program = f"{folder}/test"
            for arguments in {tuple(bug.arguments()) for bug in bugs if bug.is_chosen_late}:
                ran = run(program, arguments, "")
                if ran.returncode != 0 or "assertion" not in ran.stdout:
                    yield f"{bugs[0].test} fails with no bug in force\n{ran.stdout[-2000:]}"
            for bug in bugs:
                ran = run(program, bug.arguments(), bug.name)
                if ran.returncode == 0 or "failed" not in ran.stdout:
                    yield f"{bug.name}: not noticed\n{ran.stdout[-2000:]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bugs", nargs="+", type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--link", nargs="*", default=[])
    options = parser.parse_args()
    bugs = [Bug(path) for path in options.bugs]
    if len({bug.test for bug in bugs}) != 1:
        return "the bugs are of more than one test"
    problems = [f"{bug.name}: {bug.problem()}" for bug in bugs if bug.problem()]
    if not problems:
        together = [bug for bug in bugs if bug.is_chosen_late]
        for group in ([together] if together else []) + [[bug] for bug in bugs if not bug.is_chosen_late]:
            problems += problems_of(group, options)
    print(f"{len(bugs)} bugs planted for {bugs[0].test}")
    return "\n".join(problems) or 0


if __name__ == "__main__":
    sys.exit(main())
