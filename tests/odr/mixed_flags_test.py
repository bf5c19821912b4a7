#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Links a translation unit compiled for AVX2 with one for any x86-64 processor. Both must answer alike, and every symbol of
leadcore that they define must be in the inline namespace of its own instruction set, so that the linker merges none of them.

Without a compiler for x86-64 the test is skipped; without AVX2 it checks the symbols and is then skipped."""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
UNITS = {"mixed_flags_any": ["-mno-avx2"], "mixed_flags_avx2": ["-mavx2"]}


def defined_symbols(nm, object_file):
    listed = subprocess.run([nm, "--defined-only", "--format=posix", object_file], check=True, capture_output=True, text=True)
    return {line.split()[0] for line in listed.stdout.splitlines()}


def symbol_problems(symbols):
    """`symbols`: for each unit the mangled names that it defines. "8leadcore" is the namespace's mangled name."""
    abi = {unit: {found for name in names for found in re.findall(r"8leadcore(\d+v[0-9_]+(?:avx2|sse2|word))", name)}
           for unit, names in symbols.items()}
    for unit, found in abi.items():
        if len(found) != 1:
            yield f"{unit}: symbols of leadcore are in {sorted(found)}, not in one inline namespace"
    for unit, names in symbols.items():
        own = [name for name in names if "8leadcore" in name]
        if len(own) < 100:
            yield f"{unit}: defines only {len(own)} symbols of leadcore: has the form of the names changed?"
        for name in own:
            if len(abi[unit]) == 1 and re.search(f"8leadcore(?!{next(iter(abi[unit]))})", name):
                yield f"{unit}: {name} is outside the inline namespace"
    first, second = symbols.values()
    for name in sorted(first & second):
        if "leadcore" in name:
            yield f"defined by both, so the linker keeps either: {name}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--nm", required=True)
    parser.add_argument("--include", nargs="+", required=True)
    options = parser.parse_args()
    compile_command = [options.compiler, "-std=c++20", "-O0", *[f"-I{folder}" for folder in options.include]]
    accepted = subprocess.run([options.compiler, "-mavx2", "-fsyntax-only", "-x", "c++", "/dev/null"], capture_output=True)
    if accepted.returncode != 0:
        print("skipped: the compiler has no -mavx2")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        objects = {unit: f"{folder}/{unit}.o" for unit in UNITS}
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda unit: subprocess.run(
                [*compile_command, *UNITS[unit], "-c", HERE / f"{unit}.cpp", "-o", objects[unit]], check=True), UNITS))
        symbols = {unit: defined_symbols(options.nm, objects[unit]) for unit in UNITS}
        problems = list(symbol_problems(symbols))
        print("\n".join(problems[:20]))
        print(", ".join(f"{unit}: {sum('8leadcore' in name for name in names)} symbols" for unit, names in symbols.items()),
              f"{len(problems)} problems", sep=", ")
        if problems:
            return 1
        subprocess.run([options.compiler, *objects.values(), "-o", f"{folder}/program"], check=True)
        cpu = pathlib.Path("/proc/cpuinfo")
        if cpu.exists() and not re.search(r"^flags\b.*\bavx2\b", cpu.read_text(), re.M):
            print("skipped: this processor has no AVX2, so only the symbols were checked")
            return SKIPPED
        return subprocess.run([f"{folder}/program"]).returncode


if __name__ == "__main__":
    sys.exit(main())
