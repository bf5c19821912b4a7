#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the vectors through a driver: ports_test.py [--run PATTERN] [--level LEVEL]... -- COMMAND...

docs/verify.md has the protocol. --level names a level that the port has to claim.
"""

import argparse
import fnmatch
import sys
from collections import Counter

import vectors


def chosen(pattern):
    """The cases whose id matches, and those that load what they read."""
    cases = vectors.all_cases()
    topics = {case["id"].partition(".")[0] for case in cases if fnmatch.fnmatch(case["id"], pattern)}
    return [case for case in cases if fnmatch.fnmatch(case["id"], pattern) or
            case["call"].startswith("load_") and case["id"].partition(".")[0] in topics]


def judge(cases, hello, answers):
    """By level how many cases are the same, differ, ...; and the differences."""
    counts, differences = {}, []
    for case, answer in zip(cases, answers):
        verdict = "same"
        if not vectors.claimed(case, hello):
            verdict = "not claimed"
        elif answer.get("unsupported"):
            verdict = "unsupported"
        elif found := vectors.difference(case, answer, hello):
            of_platform = vectors.depends_on_libphonenumber(case) and "phone-codes" not in hello["levels"]
            verdict = "differ by platform" if of_platform else "differ"
            if not of_platform:
                differences.append((case, found))
        counts.setdefault(case["level"], Counter())[verdict] += 1
    return counts, differences


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", default="*", help="the ids to run, such as 'query.*'")
    parser.add_argument("--level", action="append", default=[], help="a level that must be claimed")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    cases = chosen(options.run)
    if not cases:
        print(f"no case has an id like {options.run}")
        return 2
    try:
        hello, answers = vectors.ask(options.command, cases)
    except vectors.Nonsense as nonsense:
        print(nonsense)
        return 2
    counts, differences = judge(cases, hello, answers)
    for case, found in differences:
        print(f"{case['id']} ({case['rule']}: {case['why']})\n  {case['call']} {str(case['in'])[:600]}\n      {found}")
    print(f"{hello.get('implementation')}, Unicode {hello.get('unicode')}, libphonenumber {hello.get('libphonenumber')}")
    for level, of in counts.items():
        print(f"  {level}: " + ", ".join(f"{number} {verdict}" for verdict, number in of.items()))
    missing = [level for level in options.level if level not in hello["levels"]]
    if missing:
        print(f"not claimed: {', '.join(missing)}")
    unsupported = sum(of["unsupported"] for of in counts.values())
    return 1 if differences or missing or unsupported and options.level else 0


if __name__ == "__main__":
    sys.exit(main())
