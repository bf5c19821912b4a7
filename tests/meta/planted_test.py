#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants bugs in copies of headers and requires that the named test of each fails.

    planted_test.py BUG... --build FOLDER --link LIBRARY... --compile COMPILER OPTION...

All bugs of one call have test files of one folder. A bug is a file of this form (without the line
`case` the whole test file runs; `libraries` are linked in addition):

    header: include/leadcore/query/order.hpp
    test: tests/unit/query/order.test.cpp
    case: the name of the TEST_CASE that must fail
    libraries: -lsqlite3
    --- replace
    text that occurs exactly once in the header
    --- with
    the bug

The bugs of run-time tests are compiled together with their test files, as one source. Their texts
call `planted()`, which is true for the one that is enabled when the program starts; with none
enabled the same cases must pass. Each bug of a .static.cpp is compiled alone, and must make a
static_assert fail.
"""

import argparse
import os
import pathlib
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
        self.calls_planted = "planted()" in self.planted

    def problem(self):
        count = (ROOT / self.header).read_text().count(self.replaced)
        if count != 1:
            return f"the text to replace stands {count} times in {self.header}"
        if self.case and f'TEST_CASE("{self.case}"' not in (ROOT / self.test).read_text():
            return f"{self.test} has no case of the name {self.case!r}"
        if self.is_static == self.calls_planted:
            return f"{self.test} runs nothing" if self.is_static else "does not call planted()"
        return None

    def arguments(self):
        """The arguments of the test program: the case, or all cases of the test file."""
        return [self.case.replace(",", "\\,")] if self.case else ["--filenames-as-tags", f"[#{pathlib.Path(self.test).stem}]"]


def plant(bugs):
    """header -> its text with all bugs planted; None if two of them are in the same place."""
    texts = {}
    for bug in bugs:
        text = texts.get(bug.header) or (ROOT / bug.header).read_text()
        if bug.replaced not in text:
            return None
        planted = bug.planted.replace("planted()", f'::planted_bugs::in_force("{bug.name}")')
        texts[bug.header] = text.replace(bug.replaced, planted)
    return texts


def compiled_together(bugs):
    """Groups of bugs that are compiled at once."""
    together, groups = [], []
    for bug in bugs:
        if bug.is_static:
            groups.append([bug])
            continue
        for group in together:
            if plant([*group, bug]) is not None:
                group.append(bug)
                break
        else:
            together.append([bug])
    return together + groups


def problem_of_build(bugs, options, folder):
    """Compiles the tests with all of their bugs planted: the problem, or None and the program."""
    for header, text in plant(bugs).items():  # found before those of the library
        changed = pathlib.Path(folder, header)
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text(text)
    tests = pathlib.Path(folder, "tests.cpp")
    tests.write_text("".join(f'#include "{ROOT / test}"\n' for test in dict.fromkeys(bug.test for bug in bugs)))
    static = bugs[0].is_static
    command = [options.compile[0], f"-I{folder}/include", *options.compile[1:], str(tests)]
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
    # Without a bug, a property shows that it runs; that it holds is shown by the tests themselves.
    random = "noshrink=1" if in_force else "max_success=10"
    environment = {**os.environ, "LEADCORE_PLANTED_BUG": in_force, "RC_PARAMS": random}
    return subprocess.run([program, "--abort", *arguments], env=environment, capture_output=True, text=True, errors="replace",
                          timeout=300)


def problems_of(bugs, options):
    """The problems of bugs that are compiled together."""
    with tempfile.TemporaryDirectory(dir=options.build) as folder:
        problem = problem_of_build(bugs, options, folder)
        if problem:
            yield f"{', '.join(bug.name for bug in bugs)}: {problem}"
        elif not bugs[0].is_static:
            program = f"{folder}/test"
            for arguments in {tuple(bug.arguments()) for bug in bugs}:
                ran = run(program, arguments, "")
                if ran.returncode != 0 or "assertion" not in ran.stdout:
                    yield f"{' '.join(arguments)}: fails with no bug in force\n{ran.stdout[-2000:]}"
            for bug in bugs:
                ran = run(program, bug.arguments(), bug.name)
                if ran.returncode == 0 or "failed" not in ran.stdout:
                    yield f"{bug.name}: not noticed\n{ran.stdout[-2000:]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bugs", nargs="+", type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--link", nargs="*", default=[])
    parser.add_argument("--compile", nargs=argparse.REMAINDER, required=True)
    options = parser.parse_args()
    bugs = [Bug(path) for path in options.bugs]
    if len({pathlib.Path(bug.test).parent for bug in bugs}) != 1:
        return "the tests of the bugs are in more than one folder"
    problems = [f"{bug.name}: {bug.problem()}" for bug in bugs if bug.problem()]
    if not problems:
        for group in compiled_together(bugs):
            problems += problems_of(group, options)
    print(f"{len(bugs)} bugs planted for {pathlib.Path(bugs[0].test).parent}")
    return "\n".join(problems) or 0


if __name__ == "__main__":
    sys.exit(main())
