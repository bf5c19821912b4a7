#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the cost of compiling each public header and three files of users with budget.tsv. More
than 3 % growth fails.

lines           non-blank lines of the preprocessed text, system headers included
instantiations  of class templates and of bodies of function templates: the events InstantiateClass
                and InstantiateFunction of clang's -ftime-trace with granularity 0

Both are exact, and equal on all machines with the same headers. The first line of budget.tsv names
the versions; with others the test is skipped. `--update` writes the table: after a cost was lowered,
or, in a commit of its own that gives the reason, raised."""

import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from cases import CASES, ROOT

TABLE = pathlib.Path(__file__).with_name("budget.tsv")
MOST_GROWTH = 0.03
SKIPPED = 77
CLIENTS = ["-isystem", "/usr/include/postgresql", "-isystem", "/usr/include/mariadb"]  # Debian's folders of libpq-fe.h and mysql.h
cost = collections.namedtuple("cost", "lines instantiations")


def versions(compiler):
    macros = subprocess.run([compiler, "-std=c++20", "-dM", "-E", "-x", "c++", "-"], check=True, capture_output=True, text=True,
                            input="#include <version>\n#include <boost/version.hpp>\n").stdout
    value = dict(re.findall(r"^#define (\w+) (.+)$", macros, re.M))
    return (f"# clang {value['__clang_major__']}, libstdc++ {value.get('_GLIBCXX_RELEASE')}, "
            f"Boost {value['BOOST_LIB_VERSION']}")


def preprocess(compiler, text):
    return subprocess.run([compiler, "-std=c++20", f"-I{ROOT}/include", *CLIENTS, "-E", "-x", "c++", "-"],
                          input=text, check=True, capture_output=True, text=True).stdout


def lines_of(expanded):
    """The non-blank lines without line markers."""
    return [line for line in expanded.split("\n") if line.strip() and not line.startswith("#")]


def instantiations(compiler, expanded):
    with tempfile.TemporaryDirectory() as folder:
        trace = pathlib.Path(folder, "trace.json")
        subprocess.run([compiler, "-std=c++20", "-w", "-fsyntax-only", "-x", "c++-cpp-output", "-",
                        "-Xclang", f"-ftime-trace={trace}", "-Xclang", "-ftime-trace-granularity=0"],
                       input=expanded, check=True, capture_output=True, text=True)
        events = trace.read_bytes()
    return events.count(b'"name":"InstantiateClass"') + events.count(b'"name":"InstantiateFunction"')


def measure(compiler, texts, jobs):
    """The cost of each text. Texts with the same lines, such as an umbrella of one header, are
    compiled once."""
    with ThreadPoolExecutor(jobs) as pool:
        expanded = list(pool.map(lambda text: preprocess(compiler, text), texts.values()))
        lines = [lines_of(each) for each in expanded]
        distinct = {tuple(of): each for of, each in zip(lines, expanded)}
        largest_first = sorted(distinct, key=len, reverse=True)
        counts = dict(zip(largest_first, pool.map(lambda of: instantiations(compiler, distinct[of]), largest_first)))
    return {what: cost(len(of), counts[tuple(of)]) for what, of in zip(texts, lines)}


def read_table():
    first, header, *rows = TABLE.read_text().splitlines()
    if header != "\t".join(["what", *cost._fields]):
        raise SystemExit(f"{TABLE.name}: the columns are not what, {', '.join(cost._fields)}")
    return first, {what: cost(int(lines), int(instantiations))
                   for what, lines, instantiations in (row.split("\t") for row in rows)}


def problems(budget, measured):
    for what in sorted(budget.keys() ^ measured.keys()):
        yield f"{what}: is " + ("no header or file any more" if what in budget else "not in the table")
    for what in sorted(budget.keys() & measured.keys()):
        for name in cost._fields:
            was, now = getattr(budget[what], name), getattr(measured[what], name)
            if now > was * (1 + MOST_GROWTH):
                yield f"{what}: {now} {name}, {100 * (now / was - 1):.1f} % more than the budget of {was}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="clang++-19")
    parser.add_argument("--update", action="store_true", help="write budget.tsv")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="", help="a regular expression for the rows to measure")
    options = parser.parse_args()
    here = versions(options.compiler)
    if not options.update and here != read_table()[0]:
        print(f"skipped: the table is of {read_table()[0]}, and this is {here}")
        return SKIPPED
    cases = {what: text for what, text in CASES.items() if re.search(options.only, what)}
    measured = measure(options.compiler, cases, options.jobs)
    if options.update:
        kept = read_table()[1] if options.only else {}
        table = {what: measured.get(what) or kept.get(what) for what in CASES}
        rows = [f"{what}\t{each.lines}\t{each.instantiations}" for what, each in table.items() if each]
        TABLE.write_text("\n".join([here, "\t".join(["what", *cost._fields]), *rows]) + "\n")
        return 0
    budget = {what: each for what, each in read_table()[1].items() if re.search(options.only, what)}
    found = list(problems(budget, measured))
    print("\n".join(found))
    lower = [what for what, each in measured.items() if what in budget and
             any(now < (1 - MOST_GROWTH) * was for now, was in zip(each, budget[what]))]
    print(f"{len(measured)} headers and files, {len(found)} problems" +
          (f"; lower by more than 3 %, so the budget may follow (--update): {' '.join(lower)}" if lower else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
