#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants each bug of port_bugs.py in an example port, and runs the vectors: each must be caught.

    port_bugs_test.py                    in the port to Python, in this interpreter
    port_bugs_test.py --typescript DIR   in the port to TypeScript, whose packages are in DIR

docs/reference/port_bugs.md says which cases catch which bug; --update writes it. A bug that ends the port, or keeps it
busy for too long, counts as caught by the case that it was asked.
"""

import argparse
import importlib
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import textwrap

import port_bugs
import vectors
from repository import ROOT

PAGE = ROOT / "docs/reference/port_bugs.md"
SECONDS = 20  # of the processor for all cases; a port without a bug takes one or two
#: the topics whose answers come from a module; the others have all
TOPICS = {
    "text": "utf8 fold contains query match order list email json_write json_read http",
    "timestamp": "timestamp json_read json_write http", "email": "email lead json_read", "phone": "phone phone_type lead json_read",
    "query": "query list match http", "listing": "match list order page http", "json_write": "json_write http",
    "lead": "lead json_read", "json_read": "json_read", "http": "http", "protocol": "http"}
TRANSPILE = """
const typescript = require(process.argv[1] + "/node_modules/typescript");
const compilerOptions = { target: "es2022", module: "esnext" };
const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(sources.map((source) => typescript.transpileModule(source, { compilerOptions }).outputText)));
"""


class Python:
    title, bugs, folder, suffix = "Python", port_bugs.PYTHON, ROOT / "examples/ports/python/leadcore", ".py"

    def prepare(self, texts):
        """What is run, for each source."""
        import phonenumbers  # noqa: F401  before the forks, since it takes long
        return texts

    def answers(self, sources, cases):
        """What hello answers, and the answer to each case; to be called once in a process."""
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder, "leadcore")
            package.mkdir()
            for name, text in sources.items():
                (package / name).write_text(text)
            sys.path.insert(0, folder)
            sys.dont_write_bytecode = True
            driver = importlib.import_module("leadcore.__main__")
            hello = driver.answer({"call": "hello"})["out"]

            def answer(case):
                try:
                    return json.loads(json.dumps({"id": case["id"], **driver.answer(case)}))
                except Exception as error:  # whatever a bug does
                    return {"failed": repr(error)}

            return hello, [answer(case) if vectors.claimed(case, hello) else {} for case in cases]


class TypeScript:
    title, bugs, folder, suffix = "TypeScript", port_bugs.TYPESCRIPT, ROOT / "examples/ports/typescript/src", ".ts"

    def __init__(self, packages):
        self.packages = packages.resolve()

    def prepare(self, texts):
        ran = subprocess.run(["node", "-e", TRANSPILE, self.packages], input=json.dumps(texts), check=True, capture_output=True, text=True)
        return json.loads(ran.stdout)

    def answers(self, sources, cases):
        with tempfile.TemporaryDirectory(dir=self.packages) as folder:
            for name, text in sources.items():
                pathlib.Path(folder, name.removesuffix(".ts") + ".js").write_text(text)
            try:
                return vectors.ask(["node", f"{folder}/driver.js"], cases, timeout=SECONDS)
            except vectors.Nonsense as nonsense:
                answered = nonsense.answers[1:] + [{"failed": str(nonsense)}]
                return nonsense.answers[0]["out"], answered + [None] * (len(cases) - len(answered))


def red_cases(port, sources, cases):
    """The ids of the cases that a port of these sources answers otherwise."""
    hello, answers = port.answers(sources, cases)
    counted = "phone-codes" in hello["levels"]
    return [case["id"] for case, answer in zip(cases, answers)
            if answer is not None and vectors.claimed(case, hello) and (counted or not vectors.depends_on_libphonenumber(case)) and
            vectors.difference(case, answer, hello)]


def start(port, module, sources, cases):
    """Runs red_cases in a child process, which a bug cannot outlive; returns it and what reads its result."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        topics = TOPICS.get(module, "").split()
        mine = [case for case in cases if not topics or case["id"].partition(".")[0] in topics]
        result = json.dumps(red_cases(port, sources, mine)).encode()
        with os.fdopen(writing, "wb") as out:
            out.write(result)
        os._exit(0)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def planted(port, bugs):
    """For each bug its name, its module, and the sources of the port with it."""
    names = [path.name for path in port.folder.glob("*" + port.suffix) if not path.name.endswith(".d.ts")]
    texts = {name: (port.folder / name).read_text() for name in names}
    changed = []
    for name, file, text, instead in bugs:
        if texts[file].count(text) != 1:
            raise SystemExit(f"{name}: {file} has its text {texts[file].count(text)} times")
        changed.append(texts[file].replace(text, instead))
    prepared = port.prepare(list(texts.values()) + changed)
    sources = dict(zip(names, prepared))
    yield "none", "", sources
    for (name, file, _, _), text in zip(bugs, prepared[len(names):]):
        yield name, file.removesuffix(port.suffix), {**sources, file: text}


def run_all(port, bugs, cases):
    """The red cases of each bug, and of none, by name; as many children at a time as there are processors."""
    results, running, waiting = {}, [], list(planted(port, bugs))
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name, *what = waiting.pop(0)
            running.append((name, *start(port, *what, cases)))
        name, child, out = running.pop(0)
        text = out.read()
        out.close()
        os.waitpid(child, 0)
        results[name] = json.loads(text) if text else ["(the port died or hung)"]
    return results


def shown(ids):
    return ", ".join(f"`{id}`" for id in ids[:3]) + (" ..." if len(ids) > 3 else "")


HEAD = """<!-- SPDX-License-Identifier: BSL-1.0 -->
# Planted bugs of a port

Plausible bugs, each named after the mistake, planted in the example ports one by one
([`port_bugs.py`](../../tests/meta/port_bugs.py)); how many cases of the topics of its module in the
[vectors](../vectors.md) catch each, how many of them over HTTP, and the first three. Tests plant
them all, and compare this page. Every [rule](../spec.md) that has a case has one that some bug turns
red.
"""


def section(port, results):
    about = {"Python": "Rules of which no bug here turns a case red: " + "; ".join(
                 f"{rule}, since {reason}" for rule, reason in port_bugs.NOT_IN_PYTHON.items()) + ".",
             "TypeScript": "Those that the language invites, and those of phones that need codes and offsets."}[port.title]
    rows = [f"| `{name}` | {len(red)} | {sum(id.startswith('http.') for id in red) or '-'} | {shown(red)} |"
            for name, red in sorted(results.items())]
    return "\n".join([f"## {len(results)} in the port to {port.title}", *textwrap.wrap(about, 100), "",
                      "| bug | cases | over HTTP | such as |", "|---|---|---|---|", *rows, ""])


def with_section(text, port, own):
    """The page with another section of a port."""
    parts = [part for part in text.split("\n## ")[1:] if not part.split("\n")[0].endswith(port.title)]
    return HEAD + "\n" + "\n".join(sorted(["## " + part.rstrip("\n") + "\n" for part in parts] + [own],
                                          key=lambda part: part.split("\n")[0].split()[-1]))


def problems_of_rules(port, red_rules):
    rules = [rule for rule in vectors.spec_rules() if rule not in red_rules]
    if port.title == "Python" and rules != list(port_bugs.NOT_IN_PYTHON):
        yield f"rules without a red case: {rules}, not those of NOT_IN_PYTHON"
    if port.title == "TypeScript":
        yield from (f"{rule}: no red case in either port" for rule in list(port_bugs.NOT_IN_PYTHON)[:2] if rule in rules)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--typescript", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--update", action="store_true", help="write the page")
    parser.add_argument("--only", help="run one bug, and print all cases that catch it")
    options = parser.parse_args()
    port = TypeScript(options.typescript) if options.typescript else Python()
    results = run_all(port, [bug for bug in port.bugs if options.only in (None, bug[0])], vectors.all_cases())
    if whole := results.pop("none"):
        print(f"without a bug, the port fails {whole[:10]}")
        return 1
    if options.only:
        print("\n".join(results[options.only]))
        return 0
    by_id = {case["id"]: case for case in vectors.all_cases()}
    red_rules = {rule for red in results.values() for id in red if id in by_id
                 for rule in (by_id[id]["rule"], *by_id[id].get("also", []))}
    problems = [f"{name}: no case catches it" for name, red in results.items() if not red] + list(problems_of_rules(port, red_rules))
    given = PAGE.read_text()
    text = with_section(given, port, section(port, results))
    if options.update:
        PAGE.write_text(text)
    elif text != given:
        problems.append(f"{PAGE.relative_to(ROOT)} is not that of the bugs; run this with --update")
    for problem in problems:
        print(problem)
    print(f"{len(results)} bugs in {port.title}, {len(problems)} problems; {len(red_rules)} rules have a red case")
    return 1 if problems or len(results) < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
