#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants each bug of typescript_bugs.py in the example port to TypeScript, and runs the vectors: each must be caught.

    typescript_bugs_test.py [--all] [--update] PACKAGES     where scripts/npm_packages has installed the port's packages

docs/reference/port_bugs_typescript.md says which cases catch which bug; --update writes it. Where the port, the vectors
and these scripts are those that the page was made of, only some bugs run; with --all, all of them. A bug that ends the
port counts as caught by the case that it was asked.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import vectors
from port_bugs_test import shown
from repository import ROOT
from typescript_bugs import BUGS

PORT = ROOT / "examples/ports/typescript/src"
PAGE = ROOT / "docs/reference/port_bugs_typescript.md"
SECONDS = 60
RULES = {"phone.9", "phone.10"}  # which no bug in the port to Python can violate
#: the topics that are asked about a module
TOPICS = {
    "text": "utf8 fold contains query match order list email json_write json_read http", "timestamp": "timestamp",
    "email": "email", "phone": "phone phone_type", "query": "query list http", "listing": "match order page list",
    "json_write": "json_write", "json_read": "json_read", "lead": "lead", "http": "http", "protocol": "http"}
TRANSPILE = """
const typescript = require(process.argv[1] + "/node_modules/typescript");
const compilerOptions = { target: "es2022", module: "esnext" };
const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(sources.map((source) => typescript.transpileModule(source, { compilerOptions }).outputText)));
"""
HEAD = """<!-- SPDX-License-Identifier: BSL-1.0 -->
# Planted bugs of a port to TypeScript

{} bugs that the language invites, or that need the codes and offsets of phones, planted in the
[port to TypeScript](../../examples/ports/typescript) one by one
([`typescript_bugs.py`](../../tests/meta/typescript_bugs.py)); how many cases of the topics of its
module in the [vectors](../vectors.md) catch each, and the first three. A test plants them all, and
compares this page. The [port to Python](port_bugs.md) has the bugs that any language has.

| bug | cases | such as |
|---|---|---|
"""


def transpiled(packages, texts):
    ran = subprocess.run(["node", "-e", TRANSPILE, packages], input=json.dumps(texts), check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)


def row(name, red):
    return f"| `{name}` | {len(red)} | {shown(red)} |"


def planted(packages, bugs):
    """For each of some bugs, and for none, its name, its module, and the compiled port by file."""
    texts = {path.name: path.read_text() for path in PORT.glob("*.ts") if not path.name.endswith(".d.ts")}
    changed = []
    for name, file, text, instead in bugs:
        if texts[file].count(text) != 1:
            raise SystemExit(f"{name}: {file} has its text {texts[file].count(text)} times")
        changed.append(texts[file].replace(text, instead))
    compiled = transpiled(packages, [*texts.values(), *changed])
    port = dict(zip(texts, compiled))
    changes = zip(bugs, compiled[len(port):])
    return [("none", "text", port), *((name, file[:-3], {**port, file: text}) for (name, file, _, _), text in changes)]


def red_cases(packages, module, port):
    """The ids of the cases that a port answers otherwise."""
    cases = [case for case in vectors.all_cases() if case["id"].partition(".")[0] in TOPICS[module].split()]
    with tempfile.TemporaryDirectory(dir=packages) as folder:  # beside the packages, so that Node.js finds them
        for name, text in port.items():
            pathlib.Path(folder, name[:-3] + ".js").write_text(text)
        try:
            hello, answers = vectors.ask(["node", f"{folder}/driver.js"], cases, timeout=SECONDS)
        except vectors.Nonsense as nonsense:
            hello, *answers = nonsense.answers
            hello, answers = hello["out"], [*answers, {"failed": str(nonsense)}]
    return [case["id"] for case, answer in zip(cases, answers) if vectors.difference(case, answer, hello)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", type=pathlib.Path)
    parser.add_argument("--all", action="store_true", help="run every bug")
    parser.add_argument("--update", action="store_true", help="write the page")
    options = parser.parse_args()
    packages = options.packages.resolve()
    known = PAGE.read_text() if PAGE.exists() else ""
    of = vectors.made_from(PORT.glob("*.ts"), __file__)
    run_sample = of in known and not (options.all or options.update)
    ports = planted(packages, BUGS[::len(BUGS) // vectors.SAMPLE] if run_sample else BUGS)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as threads:
        found = threads.map(lambda port: red_cases(packages, *port[1:]), ports)
        results = {name: red for (name, _, _), red in zip(ports, found)}
    problems = [f"without a bug, {id} differs" for id in results.pop("none")]
    problems += [f"{name}: no case catches it" for name, red in results.items() if not red]
    if run_sample:
        problems += [f"{name} has another row in the page" for name in vectors.differing_rows(known, results, row)]
        print(f"{len(BUGS)} bugs, {len(problems)} problems with the {len(results)} that ran again: {problems}")
        return 1 if problems else 0
    by_id = {case["id"]: case for case in vectors.all_cases()}
    red_rules = {rule for red in results.values() for id in red for rule in (by_id[id]["rule"], *by_id[id].get("also", []))}
    problems += [f"{rule}: no bug turns a case red" for rule in sorted(RULES - red_rules)]
    rows = [row(name, red) for name, red in sorted(results.items())]
    text = HEAD.format(len(results)) + "\n".join([*rows, "", of, ""])
    if options.update:
        PAGE.write_text(text)
    elif known != text:
        problems.append(f"{PAGE.relative_to(ROOT)} is not that of the bugs; run this with --update")
    for problem in problems:
        print(problem)
    print(f"{len(results)} bugs, {len(problems)} problems")
    return 1 if problems or len(results) < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
