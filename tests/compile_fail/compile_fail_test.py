#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles a misuse twice: the good half must build, the bad half must fail with the message that the file names."""

import argparse
import pathlib
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("case", type=pathlib.Path)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", required=True)
    options = parser.parse_args()
    expected = re.search(r"^// expect: (.+)$", options.case.read_text(), re.M)
    if not expected:
        sys.exit(f"{options.case}: no line '// expect: REGEX'")

    def compile_with(*flags):
        return subprocess.run(
            [options.compiler, "-std=c++20", "-fsyntax-only", f"-I{options.include}", *flags, str(options.case)],
            capture_output=True, text=True)

    good = compile_with()
    if good.returncode != 0:
        sys.exit(f"{options.case}: the good half does not build:\n{good.stderr}")
    bad = compile_with("-DLEADCORE_BAD")
    if bad.returncode == 0:
        sys.exit(f"{options.case}: the bad half builds")
    if not re.search(expected.group(1), bad.stderr):
        sys.exit(f"{options.case}: no message matches {expected.group(1)!r}:\n{bad.stderr}")


if __name__ == "__main__":
    main()
