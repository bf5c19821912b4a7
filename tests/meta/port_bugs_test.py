#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants each bug of port_bugs.py in the example port to Python, and runs the vectors: each must be caught.

docs/reference/port_bugs.md says which cases catch which bug, and after how many; --update writes it. Where the port,
the vectors and these scripts are those that the page was made of, only some bugs run; with --all, all of them. A bug
that ends the port, or keeps it busy for too long, counts as caught by the case that it was asked. The laws of
leadcore-verify are asked, too: about bugs that the page lacks, and about a few others, which they have to catch if the
page says so; with --all-laws about every bug. How many cases they need depends on the vectors, whose questions they
change, so it is not compared.
"""

import argparse
import concurrent.futures
import importlib
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import vectors
from port_bugs import BUGS, WITHOUT_BUG
from repository import ROOT

PORT = ROOT / "examples/ports/python"
PAGE = ROOT / "docs/reference/port_bugs.md"
SECONDS = 20  # of the processor for all cases; the port without a bug takes about one
LAWS = 1000  # drawn cases of each call
#: the topics whose answers come from a file; the others have all
TOPICS = {
    "timestamp.py": "timestamp json_read json_write http", "email.py": "email lead json_read", "phone.py": "phone phone_type lead json_read",
    "query.py": "query list match http", "listing.py": "match list order page http", "json_write.py": "json_write http",
    "lead.py": "lead json_read", "json_read.py": "json_read", "http.py": "http"}


def made_from():
    return vectors.made_from((PORT / "leadcore").glob("*.py"), __file__)


def planted(bug):
    """The sources of the port with a bug, by name."""
    name, file, text, instead = bug
    sources = {path.name: path.read_text() for path in (PORT / "leadcore").glob("*.py")}
    if sources[file].count(text) != 1:
        raise SystemExit(f"{name}: {file} has its text {sources[file].count(text)} times")
    sources[file] = sources[file].replace(text, instead)
    return sources


def red_cases(sources, cases):
    """The ids of the cases that a port of these sources answers otherwise. Runs in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        package = pathlib.Path(folder, "leadcore")
        package.mkdir()
        for name, text in sources.items():
            (package / name).write_text(text)
        sys.path.insert(0, folder)
        sys.dont_write_bytecode = True
        driver = importlib.import_module("leadcore.__main__")
        hello = driver.answer({"call": "hello"})["out"]
        red = []
        for case in cases:
            if not vectors.claimed(case, hello) or vectors.depends_on_libphonenumber(case):
                continue
            try:
                answer = json.loads(json.dumps({"id": case["id"], **driver.answer(case)}))
            except Exception as error:  # whatever a bug does
                answer = {"failed": repr(error)}
            if vectors.difference(case, answer, hello):
                red.append(case["id"])
        return red


def start(bug, cases):
    """Runs red_cases in a child process, which a bug cannot outlive; returns it and what reads its result."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        topics = TOPICS.get(bug[1], "").split()
        mine = [case for case in cases if not topics or case["id"].partition(".")[0] in topics]
        result = json.dumps(red_cases(planted(bug), mine)).encode()
        with os.fdopen(writing, "wb") as out:
            out.write(result)
        os._exit(0)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def run_all(bugs, cases):
    """The red cases of each bug, by name; as many children at a time as there are processors."""
    results, running, waiting = {}, [], list(bugs)
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            bug = waiting.pop(0)
            running.append((bug[0], *start(bug, cases)))
        name, child, out = running.pop(0)
        text = out.read()
        out.close()
        os.waitpid(child, 0)
        results[name] = json.loads(text) if text else ["(the port died or hung)"]
    return results


def caught_by_laws(program, bug, red):
    """The number of the drawn case that catches a bug; None if no law does. Asked are the calls of the red cases."""
    with tempfile.TemporaryDirectory() as folder:
        package = pathlib.Path(folder, "leadcore")
        package.mkdir()
        for name, text in planted(bug).items():
            (package / name).write_text(text)
        runs = [word for topic in sorted({id.partition(".")[0] for id in red if "." in id}) for word in ("--run", f"{topic}.*")]
        ran = subprocess.run([program, "pipe", "--json", "--only-laws", "--laws", str(LAWS), "--first", *runs, "--",
                              sys.executable, "-B", "-m", "leadcore"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             env={**os.environ, "PYTHONPATH": folder}, check=False)
        report = json.loads(ran.stdout)
    if report["findings"]:
        return int(re.match(r"drawn case (\d+)", report["findings"][0]["why"])[1])
    return 1 if report["stopped"] else None


def shown(ids):
    return ", ".join(f"`{id}`" for id in ids[:3]) + (" ..." if len(ids) > 3 else "")


def laws_of_page():
    """The numbers that the page has, by bug."""
    rows = re.findall(r"^\| `(\w+)` \|.*?\|.*?\|.*?\| (\d+|-) \|", PAGE.read_text(), re.M)
    return {name: None if number == "-" else int(number) for name, number in rows}


def row(name, red, laws, after):
    red = sorted(red, key=lambda id: after.get(id, 0))
    return (f"| `{name}` | {len(red)} | {after.get(red[0], '-') if red else '-'} | "
            f"{sum(id.startswith('http.') for id in red) or '-'} | {laws[name] or '-'} | {shown(red)} |")


def page(results, laws, after, rules_without_bug, rules):
    return "\n".join([
        "<!-- SPDX-License-Identifier: BSL-1.0 -->",
        "# Planted bugs of a port",
        "",
        f"{len(results)} plausible bugs, each named after the mistake, planted in the",
        "[port to Python](../../examples/ports/python) one by one",
        "([`port_bugs.py`](../../tests/meta/port_bugs.py)). *Cases*: how many cases of the topics of its file",
        "in the [vectors](../vectors.md) catch each; *after*: how many cases `leadcore-verify pipe` asks",
        f"until the first of them; *HTTP*: how many are over HTTP; *laws*: how many of {LAWS} drawn cases of a",
        f"call (`--laws {LAWS}`) it takes without the vectors. A test plants them all, and compares this page.",
        f"The vectors catch every bug, the laws {sum(number is not None for number in laws.values())}.",
        "",
        f"Of the {len(rules)} [rules](../spec.md) {len(rules) - len(rules_without_bug)} have a case that some bug turns red; those of the",
        "[port to TypeScript](port_bugs_typescript.md) turn cases of two more red. Without one here:",
        "",
        *(f"- `{rule}`: {reason}." for rule, reason in WITHOUT_BUG.items()),
        "",
        "| bug | cases | after | HTTP | laws | such as |",
        "|---|---|---|---|---|---|",
        *(row(name, red, laws, after) for name, red in sorted(results.items())), "",
        made_from(), ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", action="store_true", help="write the page")
    parser.add_argument("--verify", required=True, help="the program leadcore-verify")
    parser.add_argument("--all-laws", action="store_true", help="ask the laws about every bug")
    parser.add_argument("--all", action="store_true", help="run every bug")
    parser.add_argument("--only", help="run one bug, and print all cases that catch it")
    options = parser.parse_args()
    import phonenumbers  # noqa: F401  before the forks, since it takes long
    cases = vectors.all_cases()
    known = PAGE.read_text() if PAGE.exists() else ""
    run_sample = made_from() in known and not (options.all or options.update or options.all_laws or options.only)
    sample = BUGS[::len(BUGS) // vectors.SAMPLE]
    bugs = sample if run_sample else [bug for bug in BUGS if options.only in (None, bug[0])]
    none = ("none", "__init__.py", "leadcore in Python", "leadcore in Python")
    if whole := run_all([none], cases)["none"]:
        print(f"without a bug, the port fails {whole[:10]}")
        return 1
    results = run_all(bugs, cases)
    if options.only:
        print("\n".join(results[options.only]))
        return 0
    listed = subprocess.run([options.verify, "pipe", "--list"], capture_output=True, text=True, check=True).stdout
    after = {line.split("\t")[0]: number for number, line in enumerate(vectors.lines(listed), 1)}
    laws = laws_of_page()
    if run_sample:
        differing = vectors.differing_rows(known, results, lambda name, red: row(name, red, laws, after))
        asked = sample[::3]
        missed = [bug[0] for bug in asked if laws[bug[0]] and not caught_by_laws(options.verify, bug, results[bug[0]])]
        print(f"{len(BUGS)} bugs, {len(differing)} survive or differ of the {len(results)} that ran again: {differing}; "
              f"no longer caught by the laws: {missed}")
        return 1 if differing or missed or len(BUGS) < 60 else 0
    by_id = {case["id"]: case for case in cases}
    red_rules = {rule for red in results.values() for id in red if id in by_id
                 for rule in (by_id[id]["rule"], *by_id[id].get("also", []))}
    rules = vectors.spec_rules()
    without = [rule for rule in rules if rule not in red_rules]
    if without != list(WITHOUT_BUG):
        print(f"no bug turns cases of {without} red, which are not the rules of WITHOUT_BUG")
        return 1
    asked = [bug for bug in bugs if options.all_laws or bug in sample or bug[0] not in laws]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        numbers = threads.map(lambda bug: caught_by_laws(options.verify, bug, results[bug[0]]), asked)
        found = {bug[0]: number for bug, number in zip(asked, numbers)}
    for name, number in found.items():
        print(f"{name}: {len(results[name])} cases of the vectors; laws: " + (f"case {number}" if number else "no case"))
    missed = [name for name, number in found.items() if not options.update and laws.get(name) and not number]
    for name in missed:
        print(f"{name}: the laws no longer catch it")
    laws = {**laws, **found} if options.update else {**found, **laws}
    text = page(results, {bug[0]: laws.get(bug[0]) for bug in bugs}, after, without, rules)
    survivors = [name for name, red in results.items() if not red]
    for name in survivors:
        print(f"{name}: no case catches it")
    if options.update:
        PAGE.write_text(text)
    elif known != text:
        print("docs/reference/port_bugs.md is not that of the bugs; run tests/meta/port_bugs_test.py --update")
        return 1
    print(f"{len(results)} bugs, {len(survivors)} survive; {len(red_rules)} of {len(rules)} rules have a red case")
    return 1 if survivors or missed or len(results) < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
