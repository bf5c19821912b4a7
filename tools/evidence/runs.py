# SPDX-License-Identifier: BSL-1.0
"""The parts of the evidence that run what other scripts and tests run, and count."""

import collections
import os
import pathlib
import re
import subprocess
import sys

from page import ROOT, prose, read_reasons, table
from results import assertions, build, failed, results

SANITIZERS = {"address, undefined": ("sanitize", "."),
              "integer": ("integer", r"^(text|model|query|json)[:/]", "test_text", "test_model", "test_query", "test_json"),
              "thread": ("dev-gcc", "^thread sanitizer:", "test_threads")}


# Fuzzing. ----------------------------------------------------------------------------------------

EXECUTIONS = pathlib.Path(__file__).with_name("fuzz_executions.tsv")  # commit, target, executions, time: of all machines


def fuzz(options):
    ran = subprocess.run(["scripts/fuzz", f"--executions={options.fuzz_executions}", *(["60", *options.fuzz_targets] if options.fuzz_targets else [])],
                         cwd=ROOT, stdout=subprocess.PIPE, text=True)
    print(ran.stdout, file=sys.stderr)
    counts, commits = collections.Counter(), set()
    lines = sorted({line for path in (EXECUTIONS, ROOT / "build/fuzz/executions.tsv") for line in path.read_text().splitlines()})
    EXECUTIONS.write_text("".join(f"{line}\n" for line in lines))
    for line in lines:
        commit, target, executions, _ = line.split("\t")
        counts[target] += int(executions)
        commits.add(commit)
    rows = []
    for path in sorted((ROOT / "fuzz").glob("*.fuzz.cpp")):
        target = path.name.partition(".")[0]
        corpus, found = (len(list(folder.iterdir())) if folder.exists() else 0 for folder in (ROOT / "fuzz/corpus" / target, ROOT / "build/fuzz/found" / target))
        crashes = list((ROOT / "build/fuzz/crashes" / target).glob("*"))
        rows.append((f"`{target}`", f"{counts[target]:,}", corpus, found, "FAILED" if crashes else "none" if counts[target] else "-"))
    problems = [] if ran.returncode == 0 else [line for line in ran.stdout.splitlines() if "FAILED" in line] or ["scripts/fuzz fails"]
    return [*prose(f"libFuzzer with the address and undefined sanitizers: {sum(counts.values()):,} executions, at the commits "
                   f"{', '.join(sorted(commits)) or '-'}. Each target compares the library with an oracle of its own "
                   "(`fuzz/*.fuzz.cpp`); *committed* inputs are replayed by every run of the tests."), "",
            *table(("target", "executions", "committed inputs", "inputs found", "findings"), rows)], problems


# Mutants. ----------------------------------------------------------------------------------------

def mutants(options):
    sys.path.insert(0, str(ROOT / "tools/mutate"))
    import mutate
    build("dev-gcc", "leadcore_test_precompiled", "leadcore_boost_json")
    headers = options.headers or mutate.all_headers(options.folders or ("text", "model", "query"))
    results = mutate.measure(headers, options.sample, options.seed)
    equivalent, rows, sums = read_reasons(mutate.EQUIVALENT), [], collections.Counter()
    for header, judged in sorted(results.items()):
        counts = collections.Counter(result for _, result in judged)
        same = sum((header, each.text, each.what) in equivalent for each, result in judged if result == "survived")
        decided = counts["killed"] + counts["survived"]
        rows.append((f"`{header}.hpp`", len(mutate.mutants_of(header)), decided, counts["killed"], same or "-", counts["survived"] - same or "-", counts["not evaluated"] or "-"))
        sums.update(killed=counts["killed"], survived=counts["survived"], equivalent=same)
    found = list(mutate.problems(results))
    lines = [*prose(f"A sample of {options.sample or 'all'} mutants of each header (seed {options.seed}): {sums['killed'] + sums['survived']} "
                    f"were judged, {sums['killed']} are noticed by the tests of the header's folder, {sums['equivalent']} change nothing "
                    f"(below), and {sums['survived'] - sums['equivalent']} survive. *Not evaluated* are mutants in constant expressions "
                    "and in what these tests do not run. A mutant that ends in an endless loop counts as noticed."), "",
             *table(("header", "mutants", "judged", "noticed", "equivalent", "survive", "not evaluated"), rows)]
    if listed := [(f"`{header}.hpp`", f"`{text}`".replace("|", "\\|"), f"{what}".replace("|", "\\|"), why) for (header, text, what), why in equivalent.items() if header in results]:
        lines += ["", *table(("header", "line", "equivalent mutant", "why"), listed)]
    return lines, found


# Differential suites. ----------------------------------------------------------------------------

#: peer -> its Debian package or npm package, and the name of its tests: the files of their cases, or a test
PEERS = {
    "ICU": ("libicu72", "_icu"), "libphonenumber for C++": ("libphonenumber8", "_libphonenumber"),
    "libphonenumber for JavaScript": ("build/google-libphonenumber", "_javascript"), "SQLite": ("libsqlite3-0", "/sqlite3"),
    "PostgreSQL": ("postgresql-15", "sql/libpq: a PostgreSQL"), "PostgreSQL, three shards": ("postgresql-15", "sql/libpq: three shards"),
    "MariaDB": ("mariadb-server-core", "sql/libmariadb: a MariaDB"),
}
PORTS = {"Python": "meta: the port to Python answers every vector", "TypeScript": "meta: the port to TypeScript answers every vector"}


def differential(_):
    rows, problems = [], []
    ran = results("dev-gcc", f"^(text|sql):|{'|'.join(part for _, part in PEERS.values() if ' ' in part)}|the port to .* (has the right types|answers every vector)",
                  "test_text", "test_sql", "test_sql_servers", "leadcore_verify")
    for peer, (package, part) in PEERS.items():
        names = [name for name in ran if part in name] if " " in part else cases_of(part)
        of = {name: ran[name] for name in names if name in ran}
        problems += [f"{peer}: fails: {name}" for name in failed(of)] or [f"{peer}: did not run: {name}" for name in names if name not in of]
        cases, made = (sum(counts) for counts in zip(*(assertions(output) for _, output in of.values()), strict=True))
        rows.append((peer, version_of(package), f"{cases:,}", f"{made:,}"))
    ports = []
    for port, name in PORTS.items():
        passed, output = ran[name]
        problems += [] if passed else [f"{port}: does not conform"]
        ports.append((port, *(f"{sum(map(int, re.findall(rf'([0-9]+) {how}[,)]', output))):,}" for how in ("same", "differ by platform", "differ"))))
    return ["Each suite asks the library and a peer the same questions; a property is one assertion of a hundred", "drawn cases or more.", "",
            *table(("peer", "version", "test cases", "assertions"), rows), "",
            "The example ports answer the [vectors](vectors.md) and drawn cases as the library does:", "",
            *table(("port", "equal answers", "differ by platform", "differ"), ports)], problems


def cases_of(part):
    """The names of the tests of the files whose names have a part, as ctest has them."""
    for kind in ("unit", "property"):
        for path in sorted((ROOT / "tests" / kind).rglob("*.cpp")):
            folder = path.parent.name
            if part in f"{folder}/{path.name}":
                yield from (f"{folder}:{name}" for name in re.findall(r'^TEST_CASE\(\s*"([^"]*)"', path.read_text(), re.M))


def version_of(package):
    if "/" in package:
        return re.search(r'"version": *"([^"]+)"', (ROOT / package / "package.json").read_text())[1]
    found = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True).stdout
    return re.match(r"(?:\d+:)?([\d.]*\d)", found)[1]


# Planted bugs, sanitizers, compilers. ------------------------------------------------------------

def planted(_):
    ran = results("dev-gcc", "planted bugs are noticed|bug planted in the port", "leadcore_planted_precompiled", "leadcore_boost_json", "leadcore_verify")
    rows = []
    for name, (_, output) in ran.items():
        if found := re.search(r"^(\d+) bugs planted for (\S+)|^(\d+) bugs, \d+ (?:survive|problems)", output, re.M):
            rows.append((f"`{found[2]}`", int(found[1])) if found[2] else ("port to TypeScript" if "TypeScript" in name else "port to Python", int(found[3])))
    problems = [f"not every bug is noticed: {name}" for name in failed(ran)]
    noticed = "each is noticed" if not problems else f"{len(problems)} TESTS FAIL"
    return [f"{sum(count for _, count in rows)} bugs, each with the tests or vectors that must notice it: {noticed}.", "",
            *table(("planted for", "bugs"), sorted(rows))], problems


def sanitizers(options):
    rows, problems = [], []
    for name, (preset, tests, *targets) in SANITIZERS.items():
        if options.sanitizers and name.split(",")[0] not in options.sanitizers:
            continue
        ran = results(preset, tests, *targets)
        cases, made = (sum(counts) for counts in zip(*(assertions(output) for _, output in ran.values()), strict=True))
        rows.append((name, f"`{preset}`", len(ran) - len(failed(ran)), len(failed(ran)) or "-", f"{cases:,}", f"{made:,}"))
        problems += [f"{name}: fails: {test}" for test in failed(ran)]
    return ["A test passes only without a report of the sanitizer. Beside test cases of Catch2, the address and", "undefined sanitizers see the demo, the importer and the fuzz corpus.", "",
            *table(("sanitizers", "preset", "tests passed", "failed", "test cases", "assertions"), rows)], problems


def compilers(_):
    rows, problems = [], []
    names = sorted({path.name for folder in os.environ["PATH"].split(":") if pathlib.Path(folder).is_dir() for path in pathlib.Path(folder).iterdir()
                    if re.fullmatch(r"(g\+\+|clang\+\+)-\d+", path.name)}, key=lambda name: (name.rstrip("0123456789"), int(name.rpartition("-")[2])))
    source = ROOT / "tests/consumer/main.cpp"
    for name in names:
        version = subprocess.run([name, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
        results = []
        for standard in ("c++20", "c++2b"):  # which clang 16 does not call c++23
            out = ROOT / f"build/evidence_{name}"
            out.parent.mkdir(exist_ok=True)
            built = subprocess.run([name, f"-std={standard}", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{ROOT}/include", source, "-o", out], capture_output=True, text=True)
            ran = built.returncode == 0 and subprocess.run([out]).returncode == 0
            results.append("passes" if ran else "fails")
            out.unlink(missing_ok=True)
        rows.append((version, *results))
    if not any("passes" in row for row in rows):
        problems.append("no compiler compiles tests/consumer/main.cpp")
    return ["`tests/consumer/main.cpp`, a program of every header of the core, compiled without warnings and run", "by each compiler of the machine:", "",
            *table(("compiler", "C++20", "C++23"), rows)], problems
