# SPDX-License-Identifier: BSL-1.0
"""The parts of the evidence that run what other scripts and tests run, and count."""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys

from page import ROOT, jobs, read_reasons, table

DEV = ROOT / "build/dev-gcc"
SANITIZERS = {"address, undefined": ("sanitize", None),
              "integer": ("integer", r"^(text|model|query|json)[:/]"),
              "thread": ("dev-gcc", "^thread sanitizer: ")}


def build(preset, *targets):
    subprocess.run(["cmake", "--preset", preset], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wanted = ["--target", *targets] if targets else []
    subprocess.run(["cmake", "--build", "--preset", preset, "-j", jobs(), *wanted], cwd=ROOT, check=True, stdout=sys.stderr)


def ctest(preset, *arguments):
    """The output of ctest, and how many tests passed and failed."""
    ran = subprocess.run(["ctest", "--preset", preset, "-j", jobs(), *arguments], cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"(\d+) tests failed out of (\d+)", ran.stdout)
    if not found:
        raise SystemExit(f"evidence: ctest --preset {preset} {' '.join(arguments)} ran no test\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    failed, whole = int(found[1]), int(found[2])
    return ran.stdout, whole - failed, failed


# Fuzzing. ----------------------------------------------------------------------------------------

def fuzz(options):
    ran = subprocess.run(["scripts/fuzz", f"--executions={options.fuzz_executions}", *(["60", *options.fuzz_targets] if options.fuzz_targets else [])],
                         cwd=ROOT, stdout=subprocess.PIPE, text=True)
    print(ran.stdout, file=sys.stderr)
    counts, commits = collections.Counter(), set()
    for line in (ROOT / "build/fuzz/executions.tsv").read_text().splitlines():
        commit, target, executions = line.split("\t")
        counts[target] += int(executions)
        commits.add(commit)
    rows = []
    for path in sorted((ROOT / "fuzz").glob("*.fuzz.cpp")):
        target = path.name.partition(".")[0]
        corpus, found = (len(list(folder.iterdir())) if folder.exists() else 0 for folder in (ROOT / "fuzz/corpus" / target, ROOT / "build/fuzz/found" / target))
        crashes = list((ROOT / "build/fuzz/crashes" / target).glob("*"))
        rows.append((f"`{target}`", f"{counts[target]:,}", corpus, found, "FAILED" if crashes else "none" if counts[target] else "-"))
    problems = [] if ran.returncode == 0 else [line for line in ran.stdout.splitlines() if "FAILED" in line] or ["scripts/fuzz fails"]
    return [f"libFuzzer with the address and undefined sanitizers: {sum(counts.values()):,} executions, at",
            f"the commits {', '.join(sorted(commits)) or '-'}. Each target compares the library with an oracle of its own",
            "(`fuzz/*.fuzz.cpp`); *committed* inputs are replayed by every run of the tests.", "",
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
    lines = [f"A sample of {options.sample or 'all'} mutants of each header (seed {options.seed}): {sums['killed'] + sums['survived']} were judged,",
             f"{sums['killed']} are noticed by the tests of the header's folder, {sums['equivalent']} change nothing (below), and",
             f"{sums['survived'] - sums['equivalent']} survive. *Not evaluated* are mutants in constant expressions and in what these tests",
             "do not run. A mutant that ends in an endless loop counts as noticed.", "",
             *table(("header", "mutants", "judged", "noticed", "equivalent", "survive", "not evaluated"), rows)]
    if listed := [(f"`{header}.hpp`", f"`{text}`".replace("|", "\\|"), f"{what}".replace("|", "\\|"), why) for (header, text, what), why in equivalent.items() if header in results]:
        lines += ["", *table(("header", "line", "equivalent mutant", "why"), listed)]
    return lines, found


# Differential suites. ----------------------------------------------------------------------------

#: peer -> (preset's program, what the names of its test files contain), or a command
PEERS = {
    "ICU": ("test_text", "_icu."), "libphonenumber for C++": ("test_text", "_libphonenumber."),
    "libphonenumber for JavaScript": ("test_text", "_javascript."), "SQLite": ("test_sql", "sqlite3"),
}


def differential(_):
    rows, problems = [], []
    build("dev-gcc", "test_text", "test_sql", "test_sql_servers", "leadcore_verify")
    for peer, (program, part) in PEERS.items():
        files = [path.stem for kind in ("unit", "property") for path in (ROOT / "tests" / kind / program.removeprefix("test_")).rglob(f"*{part}*")]
        rows.append((peer, *counted([DEV / "tests" / program, "--filenames-as-tags", ",".join(f"[#{name}]" for name in files)], peer, problems)))
    servers = DEV / "tests/test_sql_servers"
    for peer, command in (("PostgreSQL", ["tests/support/with_postgres.sh", "4", servers, "~[mariadb]"]),
                          ("MariaDB", ["tests/support/with_mariadb.sh", servers, "[mariadb]"])):
        rows.append((peer, *counted(command, peer, problems)))
    lines = ["Each suite asks the library and a peer the same questions; a property is one assertion of a hundred", "drawn cases or more.", "",
             *table(("peer", "test cases", "assertions"), rows), ""]
    ports = []
    for port, (levels, command, environment) in PORTS.items():
        ran = subprocess.run([DEV / "tools/verify/leadcore-verify", "pipe", "--json", "--laws", "200", *(word for level in levels.split() for word in ("--level", level)), "--", *command],
                             cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
        report = json.loads(ran.stdout)
        ports.append((port, sum(group["same"] for group in report["groups"].values()), len(report["findings"])))
        if ran.returncode != 0 or report["findings"]:
            problems.append(f"{port}: does not conform")
    lines += ["The example ports answer the [vectors](vectors.md) and drawn cases as the library does:", "", *table(("port", "equal answers", "differences"), ports)]
    return lines, problems


PORTS = {
    "Python": ("core phone phone-types json-read http", ["/usr/bin/python3", "-m", "leadcore"], {"PYTHONPATH": str(ROOT / "examples/ports/python")}),
    "TypeScript": ("core phone-codes phone-types json-read http", ["node", str(ROOT / "build/typescript_port/dist/driver.js")], {}),
}


def counted(command, what, problems):
    """Test cases and assertions of a program of Catch2."""
    ran = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"All tests passed \((\d+) assertions? in (\d+) test cases?\)", ran.stdout)
    if not found:
        problems.append(f"{what}: {ran.stdout[-1500:]}")
        return "FAILED", "-"
    return f"{int(found[2]):,}", f"{int(found[1]):,}"


# Planted bugs, sanitizers, compilers. ------------------------------------------------------------

def planted(_):
    build("dev-gcc", "leadcore_planted_precompiled", "leadcore_boost_json", "leadcore_verify")
    output, passed, failed = ctest("dev-gcc", "-V", "-R", "planted bugs are noticed|bug planted in the port")
    rows = [(f"`{folder}`", int(count)) for count, folder in re.findall(r"(\d+) bugs planted for (\S+)", output)]
    for name, command in (("port to Python", "port_bugs_test"), ("port to TypeScript", "typescript_bugs_test")):
        if found := re.search(rf"Test command: .*{command}(?:.*\n)*?\d+: (\d+) bugs, (\d+) (?:survive|problems)", output):
            rows.append((name, int(found[1])))
    problems = [f"{failed} tests of planted bugs fail"] if failed else []
    return [f"{sum(count for _, count in rows)} bugs, each with the test that must notice it; {passed} tests plant them, {failed} fail.", "",
            *table(("planted for the tests of", "bugs"), sorted(rows))], problems


def sanitizers(options):
    rows, problems = [], []
    for name, (preset, tests) in SANITIZERS.items():
        if options.sanitizers and name.split(",")[0] not in options.sanitizers:
            continue
        targets = {"integer": ["test_text", "test_model", "test_query", "test_json"], "thread": ["test_threads"]}.get(name, [])
        build(preset, *targets)
        _, passed, failed = ctest(preset, *(["-R", tests] if tests else []))
        rows.append((name, f"`{preset}`", passed, failed or "-"))
        if failed:
            problems.append(f"{name}: {failed} tests fail")
    return [*table(("sanitizers", "preset", "tests passed", "failed"), rows)], problems


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
