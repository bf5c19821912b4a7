#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants a bug in a copy of the headers and requires that the test named beside it fails.

A bug is a file of this form (without the line `case` the whole test file runs; `libraries` is what it links besides):

    header: include/leadcore/order.hpp
    test: tests/unit/order.test.cpp
    case: the name of the TEST_CASE that must fail
    libraries: -lsqlite3
    --- replace
    text that stands exactly once in the header
    --- with
    the bug

A bug that a .static.cpp catches must make a static_assert fail; any other must compile, and fail by the test's verdict.
The test is compiled as the build folder compiles it, but for the headers, and without
optimisation, which takes longer than it saves.
"""

import argparse
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

from repository import ROOT


def compile_command(build, source, headers):
    """How the build compiles a source, without its outputs and optimisation, and with other headers."""
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bug", type=pathlib.Path)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--link", nargs="*", default=[])
    options = parser.parse_args()
    head, rest = options.bug.read_text().split("--- replace\n")
    replaced, planted = (part.rstrip("\n") for part in rest.split("--- with\n"))
    named = dict(line.split(": ", 1) for line in head.strip().split("\n"))
    source = (ROOT / named["header"]).read_text()
    if source.count(replaced) != 1:
        return f"the text to replace stands {source.count(replaced)} times in {named['header']}"
    if "case" in named and f'TEST_CASE("{named["case"]}"' not in (ROOT / named["test"]).read_text():
        return f"{named['test']} has no case of the name {named['case']!r}"
    with tempfile.TemporaryDirectory(dir=options.build) as folder:
        copy = pathlib.Path(folder, "include")
        shutil.copytree(ROOT / "include", copy)
        (copy.parent / named["header"]).write_text(source.replace(replaced, planted))
        program = f"{folder}/test"
        static = named["test"].endswith(".static.cpp")
        build = compile_command(options.build, ROOT / named["test"], copy)
        build += ["-fsyntax-only"] if static else ["-o", program, *options.link, *named.get("libraries", "").split()]
        built = subprocess.run(build, capture_output=True, text=True)
        if static:
            caught = built.returncode != 0 and ("static assertion" in built.stderr or "static_assert" in built.stderr)
            return 0 if caught else f"no static_assert of {named['test']} notices\n{built.stderr[:3000]}"
        if built.returncode != 0:
            return f"does not compile, so nothing is shown:\n{built.stderr[:3000]}"
        ran = subprocess.run([program, "--abort", *([named["case"].replace(",", "\\,")] if "case" in named else [])],
                             capture_output=True, text=True, timeout=300)
        if ran.returncode == 0 or "failed" not in ran.stdout:
            return f"{named['test']} does not notice\n{ran.stdout[-2000:]}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
