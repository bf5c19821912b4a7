#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the cost of compiling each public header and three files of users with budget.tsv. More
than 3 % growth fails.

lines           non-blank lines of the preprocessed text, system headers included
instantiations  of class templates and of bodies of function templates: the events InstantiateClass
                and InstantiateFunction of clang's -ftime-trace with granularity 0
digest          of the lines that were last found to be within the budget, which are not compiled again

All are exact, and equal on all machines with the same headers. The first line of budget.tsv names
the versions; with others the test is skipped. `--record` writes the digests of what is within the
budget; `--update` writes all: after a cost was lowered, or, in a commit of its own that gives the
reason, raised."""

import argparse
import collections
import hashlib
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
cost = collections.namedtuple("cost", "lines instantiations digest")
BOUNDED = ("lines", "instantiations")


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


def measure(compiler, texts, jobs, budget):
    """The cost of each text; of one that has the digest of its budget, the budget. Texts with the same
    lines, such as an umbrella of one header, are compiled once."""
    with ThreadPoolExecutor(jobs) as pool:
        expanded = list(pool.map(lambda text: preprocess(compiler, text), texts.values()))
        lines = [lines_of(each) for each in expanded]
        digests = [hashlib.sha256("\n".join(of).encode()).hexdigest()[:16] for of in lines]
        changed = {digest: each for what, digest, each in zip(texts, digests, expanded)
                   if what not in budget or budget[what].digest != digest}
        largest_first = sorted(changed, key=lambda digest: len(changed[digest]), reverse=True)
        counts = dict(zip(largest_first, pool.map(lambda digest: instantiations(compiler, changed[digest]), largest_first)))
    return {what: cost(len(of), counts[digest], digest) if digest in counts else budget[what]
            for what, of, digest in zip(texts, lines, digests)}


def read_table():
    first, header, *rows = TABLE.read_text().splitlines()
    if header != "\t".join(["what", *cost._fields]):
        raise SystemExit(f"{TABLE.name}: the columns are not what, {', '.join(cost._fields)}")
    return first, {what: cost(int(lines), int(instantiations), digest)
                   for what, lines, instantiations, digest in (row.split("\t") for row in rows)}


def problems(budget, measured):
    for what in sorted(budget.keys() ^ measured.keys()):
        yield f"{what}: is " + ("no header or file any more" if what in budget else "not in the table")
    for what in sorted(budget.keys() & measured.keys()):
        for name in BOUNDED:
            was, now = getattr(budget[what], name), getattr(measured[what], name)
            if now > was * (1 + MOST_GROWTH):
                yield f"{what}: {now} {name}, {100 * (now / was - 1):.1f} % more than the budget of {was}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="clang++-19")
    parser.add_argument("--update", action="store_true", help="compile all and write budget.tsv")
    parser.add_argument("--record", action="store_true", help="write the digests of what is within the budget")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="", help="a regular expression for the rows to measure")
    options = parser.parse_args()
    here = versions(options.compiler)
    if not options.update and here != read_table()[0]:
        print(f"skipped: the table is of {read_table()[0]}, and this is {here}")
        return SKIPPED
    table = {} if options.update and not options.only else read_table()[1]
    budget = {what: each for what, each in table.items() if re.search(options.only, what)}
    measured = measure(options.compiler, {what: text for what, text in CASES.items() if re.search(options.only, what)},
                       options.jobs, {} if options.update else budget)
    found = [] if options.update else list(problems(budget, measured))
    if options.update or (options.record and not found):
        for what, each in measured.items():
            table[what] = each if options.update else budget[what]._replace(digest=each.digest)
        rows = ["\t".join(map(str, (what, *table[what]))) for what in CASES if what in table]
        TABLE.write_text("\n".join([here, "\t".join(["what", *cost._fields]), *rows]) + "\n")
    print("\n".join(found))
    lower = [what for what, each in measured.items() if what in budget and
             any(getattr(each, name) < (1 - MOST_GROWTH) * getattr(budget[what], name) for name in BOUNDED)]
    print(f"{len(measured)} headers and files, {len(found)} problems" +
          (f"; lower by more than 3 %, so the budget may follow (--update): {' '.join(lower)}" if lower else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
