#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles misuses twice: the good half of each must build, and the bad half (-DLEADCORE_BAD) must fail
with the messages of the file's lines `// expect: REGEX`.

    compile_fail_test.py CASE... --compiler COMPILER --include FOLDER

The good halves are one source, and the bad halves another, each case in a namespace of its own: most
of the time is the headers. The messages of a case are those that name its file. A case that adapts a
type, or has one of these lines, is compiled alone:

    // bad with: FLAGS         adds flags to the bad half
    // no longer than: FLAG    the output of the bad half has at most as many lines as that with FLAG
    // alone: REASON
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
#: A line before the error that it belongs to, and not after it.
BEFORE_AN_ERROR = re.compile(r"In file included from|^ +from |: (In|At) |:   required from|:   (recursively )?required by substitution")


class Case:
    def __init__(self, path):
        self.path, self.text = path, path.read_text()
        self.expected = self.lines("expect")
        self.is_alone = bool(re.search(r"ADAPT|^// (bad with|no longer than|alone): ", self.text, re.M))

    def lines(self, name):
        return re.findall(rf"^// {name}: (.+)$", self.text, re.M)

    def problem_of_messages(self, output):
        # Only the compiler's messages, not the source lines that it quotes: those contain the
        # expectation itself.
        messages = "\n".join(line for line in output.split("\n")
                             if re.search(r"\b(error|note):|required for the satisfaction of", line))
        return next((f"no message matches {regex!r}:\n{output}" for regex in self.expected if not re.search(regex, messages)), None)


def errors(output):
    """Each error of an output, with the lines that belong to it. An error that names no case comes
    from where the one before it does: compilers say that once."""
    found, before = [], []
    for line in output.splitlines():
        if re.search(r"\berror:", line):
            found.append([*before, line])
            before = []
        elif BEFORE_AN_ERROR.search(line):
            before.append(line)
        elif found:
            found[-1] += [*before, line]
            before = []
    merged = []
    for error in map("\n".join, found):
        if str(HERE) in error or not merged:
            merged.append(error)
        else:
            merged[-1] += "\n" + error
    return merged


class Compiler:
    def __init__(self, options):
        self.command = [options.compiler, "-std=c++20", "-fsyntax-only", f"-I{options.include}"]

    def compile(self, source, *flags):
        return subprocess.run([*self.command, *flags, str(source)], capture_output=True, text=True)

    def problems_alone(self, case):
        good = self.compile(case.path)
        if good.returncode != 0:
            return [f"{case.path.name}: the good half does not build:\n{good.stderr}"]
        bad = self.compile(case.path, "-DLEADCORE_BAD", *" ".join(case.lines("bad with")).split())
        if bad.returncode == 0:
            return [f"{case.path.name}: the bad half builds"]
        problems = [case.problem_of_messages(bad.stderr)]
        for flag in case.lines("no longer than"):
            other = self.compile(case.path, "-DLEADCORE_BAD", flag)
            if other.returncode == 0 or bad.stderr.count("\n") > other.stderr.count("\n"):
                problems.append(f"the message is longer than with {flag}:\n{bad.stderr}\nand with it:\n{other.stderr}")
        return [f"{case.path.name}: {problem}" for problem in problems if problem]

    def problems_together(self, cases, half):
        includes = sorted({line for case in cases for line in re.findall(r"^#include <.*>$", case.text, re.M)})
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "cases.cpp")
            source.write_text("\n".join(includes) + "\n" + "".join(
                f'namespace {case.path.stem} {{\n#include "{case.path}"\n}}\n' for case in cases))
            if half == "good":
                built = self.compile(source)
                return [f"a good half does not build:\n{built.stderr}"] if built.returncode != 0 else []
            of_output = (["-ferror-limit=0", "-fno-caret-diagnostics"] if "clang" in self.command[0]
                         else ["-fno-diagnostics-show-caret"])
            found = errors(self.compile(source, "-DLEADCORE_BAD", *of_output).stderr)
        problems = []
        for case in cases:
            own = [error for error in found if f"/{case.path.name}:" in error]
            problem = case.problem_of_messages("\n".join(own)) if own else "the bad half builds"
            if problem:
                problems.append(f"{case.path.name}: {problem}")
        return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="+", type=pathlib.Path)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    cases = [Case(path.resolve()) for path in options.cases]
    problems = [f"{case.path.name}: no line '// expect: REGEX'" for case in cases if not case.expected]
    compiler = Compiler(options)
    with ThreadPoolExecutor(min(2, os.cpu_count())) as pool:
        together = [case for case in cases if not case.is_alone]
        jobs = [pool.submit(compiler.problems_together, together, half) for half in ("bad", "good") if together]
        jobs += [pool.submit(compiler.problems_alone, case) for case in cases if case.is_alone]
        for job in jobs:
            problems += job.result()
    print(f"{len(cases)} misuses, {len(together)} of them compiled together")
    return "\n".join(problems) or 0


if __name__ == "__main__":
    sys.exit(main())
