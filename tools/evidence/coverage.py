# SPDX-License-Identifier: BSL-1.0
"""Coverage of the headers by the tests, from clang's counters.

Builds the test programs of folders of headers with the preset `coverage`, runs them, and merges all
instantiations of a template: a line, a branch or a condition counts as covered if some instantiation
covers it. A branch whose condition is a constant in all instantiations does not count.

A condition is covered in the sense of MC/DC if two tests differ in it alone and the decision differs.
clang has no such counts for a decision with another decision inside, such as a conditional expression
in an argument; its branches count all the same.

coverage_exceptions.tsv lists what is not covered and why. What is covered or no longer there may not
be listed; in the folders COMPLETE everything else must be.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from page import ROOT, jobs, percent, read_reasons, table

BUILD = ROOT / "build/coverage"
HEADERS = ROOT / "include/leadcore"
EXCEPTIONS = pathlib.Path(__file__).with_name("coverage_exceptions.tsv")
COMPLETE = ("text", "model", "query", "json", "store", "http")
FOLDERS = ("text", "model", "query", "json", "index", "sql", "store", "http")
MCDC_BRANCH = 6  # the kind of region of a condition
LLVM = os.environ.get("LEADCORE_LLVM_SUFFIX", "-19")

span = collections.namedtuple("span", "line column end_line end_column")


class Source:
    def __init__(self, name):
        self.lines = (HEADERS / name).read_text().split("\n")

    def lines_of(self, where):
        if where.line == where.end_line:
            return [self.lines[where.line - 1][where.column - 1:where.end_column - 1]]
        return [self.lines[where.line - 1][where.column - 1:], *self.lines[where.line:where.end_line - 1],
                self.lines[where.end_line - 1][:where.end_column - 1]]

    def text(self, where):
        """A span on one line; the whole line for the colon of a range-based for."""
        text = " ".join(line.strip() for line in self.lines_of(where))
        return text if text != ":" else self.lines[where.line - 1].strip()

    def is_defaulted(self, line):
        """The compiler writes the branches of a defaulted comparison."""
        return self.lines[line - 1].endswith("= default;")


class Header:
    """What all programs together cover of one header."""

    def __init__(self, name):
        self.source = Source(name)
        self.lines = collections.Counter()
        self.branches = collections.defaultdict(lambda: [0, 0])  # span -> how often true and false
        self.conditions = {}  # span -> whether its independent effect was shown


def conditions_of(source, decision):
    """The spans between the operators && and || of a decision."""
    text = source.lines_of(decision)
    starts = [decision[:2]]
    for number, line in enumerate(text, decision.line):
        first = decision.column if number == decision.line else 1
        starts += [(number, first + found.end()) for found in re.finditer(r"&&|\|\|", line)]
    return [span(*start, *end) for start, end in zip(starts, [*starts[1:], decision[2:]])]


class Headers(dict):
    """Name of a header -> Header."""

    def __missing__(self, name):
        self[name] = Header(name)
        return self[name]


def add_function(function, headers):
    """Adds one instantiation of a function to the headers that it is in. clang leaves out branches whose
    condition is a constant in the instantiation."""
    for number, name in enumerate(function["filenames"]):
        if not name.startswith(f"{HEADERS}/"):
            continue
        header = headers[name.removeprefix(f"{HEADERS}/")]
        branches = [branch for branch in function["branches"] if branch[6] == number and not header.source.is_defaulted(branch[0])]
        for branch in branches:
            counts = header.branches[span(*branch[:4])]
            counts[0] += branch[4]
            counts[1] += branch[5]
        for record in function["mcdc_records"] if number == 0 else []:
            within = sorted({span(*branch[:4]) for branch in branches if branch[8] == MCDC_BRANCH
                             and tuple(record[:2]) <= tuple(branch[:2]) and tuple(branch[2:4]) <= tuple(record[2:4])})
            places = within
            if len(within) != len(record[6]):  # some are constants: which ones?
                places = conditions_of(header.source, span(*record[:4]))
            if len(places) != len(record[6]):
                continue  # a fold over a pack, whose conditions have one position; or a lambda inside
            for place, shown in zip(places, record[6]):
                for where in within:
                    if place[:2] <= where[:2] < place[2:]:
                        header.conditions[where] = header.conditions.get(where, False) or shown


def add_program(program, profile, headers):
    export = [f"llvm-cov{LLVM}", "export", f"--instr-profile={profile}", str(program), "--ignore-filename-regex=^/usr/|/tests/"]
    exported = json.loads(subprocess.run(export, check=True, capture_output=True, text=True).stdout)
    for function in exported["data"][0]["functions"]:
        add_function(function, headers)
    lcov = subprocess.run([*export, "--format=lcov"], check=True, capture_output=True, text=True).stdout
    for name, lines in re.findall(r"^SF:(.*)\n((?:.*\n)*?)end_of_record", lcov, re.M):
        if name.startswith(f"{HEADERS}/"):
            for line, count in re.findall(r"^DA:(\d+),(\d+)", lines, re.M):
                headers[name.removeprefix(f"{HEADERS}/")].lines[int(line)] += int(count)


def measure(folders):
    """Builds and runs the test programs of folders; name of a header -> Header, and the programs."""
    subprocess.run(["cmake", "--preset", "coverage"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    listed = subprocess.run(["cmake", "--build", "--preset", "coverage", "--target", "help"], cwd=ROOT, check=True, capture_output=True, text=True)
    programs = [name for name in re.findall(r"^(test_\w+): phony", listed.stdout, re.M)
                if re.fullmatch(rf"test_({'|'.join(folders)})(_detail\w*)?", name)]
    if not programs:
        raise SystemExit(f"coverage: the preset coverage has no test program of {' '.join(folders)}")
    subprocess.run(["cmake", "--build", "--preset", "coverage", "-j", jobs(), "--target", *programs], cwd=ROOT, check=True)
    headers = Headers()
    with ThreadPoolExecutor(int(jobs())) as pool:
        counts = dict(zip(programs, pool.map(run, programs)))
    for name in programs:
        add_program(BUILD / "tests" / name, BUILD / f"{name}.profdata", headers)
    return headers, counts


def run(name):
    """Runs a test program, unless it has run since it was built; its test cases and assertions."""
    program, raw, profile, log = (BUILD / "tests" / name, *(BUILD / f"{name}.{suffix}" for suffix in ("profraw", "profdata", "log")))
    if not log.exists() or log.stat().st_mtime < program.stat().st_mtime:
        ran = subprocess.run([program], capture_output=True, text=True, env={**os.environ, "LLVM_PROFILE_FILE": str(raw)})
        if ran.returncode != 0:
            raise SystemExit(f"coverage: {name} fails\n{ran.stdout[-3000:]}")
        subprocess.run([f"llvm-profdata{LLVM}", "merge", "-o", profile, raw], check=True)
        log.write_text(ran.stdout)
    found = re.search(r"\((\d+) assertions? in (\d+) test cases?\)", log.read_text())
    return int(found[2]), int(found[1])


def gaps(header):
    """What is not covered in a header: (line, what, text of the condition)."""
    for where, (true, false) in sorted(header.branches.items()):
        for outcome, count in (("true", true), ("false", false)):
            if count == 0:
                yield where.line, f"never {outcome}", header.source.text(where)
    for where, shown in sorted(header.conditions.items()):
        if not shown and min(header.branches[where]) > 0:  # else it is a gap already
            yield where.line, "MC/DC", header.source.text(where)


def section(options):
    """The part `coverage`: lines of Markdown, and problems."""
    folders = options.folders or FOLDERS
    headers, counts = measure(folders)
    exceptions, seen, problems, rows, explained = read_reasons(EXCEPTIONS), set(), [], [], []
    for folder in folders:
        of = {name: header for name, header in headers.items() if name.startswith(f"{folder}/")}
        lines = [sum(count > 0 for header in of.values() for count in header.lines.values()), sum(len(header.lines) for header in of.values())]
        branches = [sum((true > 0) + (false > 0) for header in of.values() for true, false in header.branches.values()),
                    2 * sum(len(header.branches) for header in of.values())]
        conditions = [sum(sum(header.conditions.values()) for header in of.values()), sum(len(header.conditions) for header in of.values())]
        excused = {"branch": 0, "MC/DC": 0}
        for name, header in sorted(of.items()):
            for line, what, text in gaps(header):
                reason = exceptions.get((name, what, text))
                if reason:
                    excused["MC/DC" if what == "MC/DC" else "branch"] += 1
                    if (name, what, text) not in seen:
                        explained.append((f"`{name}`", f"`{text}`".replace("|", "\\|"), what, reason))
                    seen.add((name, what, text))
                elif folder in COMPLETE or options.gaps:
                    problems.append(f"{name}:{line}: {what}: {text}")
        rows.append((f"`{folder}/`", *(f"{percent(*each)} of {each[1]}" for each in (lines, branches)), excused["branch"] or "-",
                     f"{percent(*conditions)} of {conditions[1]}", excused["MC/DC"] or "-"))
    for name, what, text in exceptions.keys() - seen:
        if name.split("/")[0] in folders:
            problems.append(f"{EXCEPTIONS.name}: covered, or no longer there: {name}, {what}: {text}")
    text = [
        f"{sum(cases for cases, _ in counts.values())} test cases with {sum(made for _, made in counts.values())} assertions ran, those of",
        "`tests/unit` and `tests/property` that need no peer. A template counts once: what one of its",
        "instantiations covers is covered. *Explained* are branches and conditions that no test can cover,",
        "or that a test would cover only by chance; the table below has the reasons. A condition whose branch",
        "it lists counts under *branches*.", "",
        *table(("headers", "lines", "branches", "explained", "MC/DC", "explained"), rows), ""]
    if explained:
        text += [*table(("header", "condition", "not covered", "why"), explained), ""]
    return text, problems
