#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants a bug in a copy of the headers and requires that the test named beside it fails.

A bug is a file of four parts:

    header: include/leadcore/order.hpp
    test: tests/unit/order.test.cpp
    --- replace
    text that stands exactly once in the header
    --- with
    the bug

A bug that a static_assert catches fails to compile; any other must compile and make the test fail by its own verdict.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bug", type=pathlib.Path)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--work", required=True)
    options = parser.parse_args()
    head, rest = options.bug.read_text().split("--- replace\n")
    replaced, planted = (part.rstrip("\n") for part in rest.split("--- with\n"))
    named = dict(line.split(": ", 1) for line in head.strip().split("\n"))
    source = (ROOT / named["header"]).read_text()
    if source.count(replaced) != 1:
        sys.exit(f"{options.bug.name}: the text to replace stands {source.count(replaced)} times in {named['header']}")
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        copy = pathlib.Path(folder, "include")
        shutil.copytree(ROOT / "include", copy)
        (copy.parent / named["header"]).write_text(source.replace(replaced, planted))
        program = pathlib.Path(folder, "test")
        static = named["test"].endswith(".static.cpp")
        build = [options.compiler, "-std=c++20", "-O0", f"-I{copy}", f"-I{ROOT}/tests", f"-I{ROOT}/examples",
                 f'-DLEADCORE_VECTOR_DIR="{ROOT}/tests/vectors"', str(ROOT / named["test"])]
        build += ["-fsyntax-only"] if static else ["-o", str(program), "-lCatch2WithMain", "-lrapidcheck"]
        built = subprocess.run(build, capture_output=True, text=True)
        if static:
            caught = built.returncode != 0 and ("static assertion" in built.stderr or "static_assert" in built.stderr)
            return 0 if caught else f"{options.bug.name}: no static_assert of {named['test']} notices\n{built.stderr[:3000]}"
        if built.returncode != 0:
            return f"{options.bug.name}: does not compile, so nothing is shown:\n{built.stderr[:3000]}"
        ran = subprocess.run([str(program)], capture_output=True, text=True, timeout=300)
        if ran.returncode == 0 or "test cases" not in ran.stdout:
            return f"{options.bug.name}: {named['test']} does not notice\n{ran.stdout[-2000:]}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
