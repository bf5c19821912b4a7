#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs parts of the evidence, prints their figures, and writes them to docs/evidence.md.

The exit status is not 0 if a part has problems: a gap without an explanation, an explanation of
nothing, a surviving mutant, a failing test or fuzz target.
"""

import argparse
import shlex
import sys

import coverage
import page
import runs

#: name of a part -> the title of its section, and what measures it
PARTS = {
    "coverage": ("Coverage", coverage.section),
    "mutants": ("Mutants", runs.mutants),
    "planted": ("Planted bugs", runs.planted),
    "differential": ("Comparisons with peers", runs.differential),
    "fuzz": ("Fuzzing", runs.fuzz),
    "sanitizers": ("Sanitizers", runs.sanitizers),
    "compilers": ("Compilers", runs.compilers),
}


def main():
    parser = argparse.ArgumentParser(prog="scripts/evidence", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--folders", nargs="*", help="coverage, mutants: only these folders of headers")
    parser.add_argument("--gaps", action="store_true", help="coverage: also list the gaps of folders that are not complete")
    parser.add_argument("--headers", nargs="*", help="mutants: only these headers, such as text/utf8")
    parser.add_argument("--sample", type=int, default=20, help="mutants: so many of each header; 0 for all (default: %(default)s)")
    parser.add_argument("--seed", default="1", help="mutants: another seed, another sample")
    parser.add_argument("--fuzz-executions", type=int, default=100000, help="fuzz: for each target, with earlier runs (default: %(default)s)")
    parser.add_argument("--fuzz-targets", nargs="*", help="fuzz: only these targets")
    parser.add_argument("--sanitizers", nargs="*", help="sanitizers: only these of address, integer, thread")
    options = parser.parse_intermixed_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    problems = []
    for name in options.parts or PARTS:
        title, measure = PARTS[name]
        text, found = measure(options)
        problems += [f"{name}: {each}" for each in found]
        changed = [word for option in ("folders", "headers", "sample", "seed", "fuzz_executions", "fuzz_targets", "sanitizers")
                   if (value := getattr(options, option)) != parser.get_default(option)
                   for word in (f"--{option.replace('_', '-')}", *(map(str, value) if isinstance(value, list) else [str(value)]))]
        print(page.replace_section(title, shlex.join(["scripts/evidence", name, *changed]), text))
    print("\n".join(problems), file=sys.stderr)
    print(f"{len(problems)} problems", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
