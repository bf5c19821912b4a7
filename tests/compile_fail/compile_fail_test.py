#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles a misuse twice: the good half must build; the bad half (-DLEADCORE_BAD) must fail with the
messages of the file's lines `// expect: REGEX`. A line `// bad with: FLAGS` adds flags to the bad half. With a line `// no longer than: FLAG`, the output of
the bad half has at most as many lines as that of the bad half with FLAG."""

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
    text = options.case.read_text()
    expected = re.findall(r"^// expect: (.+)$", text, re.M)
    if not expected:
        return "no line '// expect: REGEX'"

    def compile_with(*flags):
        return subprocess.run(
            [options.compiler, "-std=c++20", "-fsyntax-only", f"-I{options.include}", *flags, str(options.case)],
            capture_output=True, text=True)

    good = compile_with()
    if good.returncode != 0:
        return f"the good half does not build:\n{good.stderr}"
    flags = " ".join(re.findall(r"^// bad with: (.+)$", text, re.M)).split()
    bad = compile_with("-DLEADCORE_BAD", *flags)
    if bad.returncode == 0:
        return "the bad half builds"
    # Only the compiler's messages, not the source lines that it quotes: those contain the
    # expectation itself.
    messages = "\n".join(line for line in bad.stderr.split("\n") if re.search(r"\b(error|note):|required for the satisfaction of", line))
    for regex in expected:
        if not re.search(regex, messages):
            return f"no message matches {regex!r}:\n{bad.stderr}"
    for flag in re.findall(r"^// no longer than: (\S+)$", text, re.M):
        other = compile_with("-DLEADCORE_BAD", flag)
        if other.returncode == 0 or bad.stderr.count("\n") > other.stderr.count("\n"):
            return f"the message is longer than with {flag}:\n{bad.stderr}\nand with it:\n{other.stderr}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
