#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks README.md and docs/: links, C++ blocks, console blocks, and the list of vectors.

Every relative link must have a target. A ```cpp block with an `int main` must build and exit with 0;
any other ```cpp block must compile unchanged. The examples of comments in headers are one program: a line that is no statement has to be true.
No block, docstring or example dereferences an unchecked result. A block followed by `<!-- must not compile: REGEX -->`
must fail with that message. A ```console block whose first line is `$ ./scripts/demo ARGS` with
--once in ARGS must show the exact output of the demo program; a line `...` matches any lines (--demo
names the program; without it these blocks fail). docs/vectors.md must list every file of
tests/vectors.
Prose wraps at 100 columns (tables and code excepted). The rules of docs/spec.md are numbered from 1
in each topic; each rule that a "spec ..." in the code or a verdict in include/leadcore/testing cites exists (vectors_test.py checks those that
vectors cite). docs/decisions/README.md lists every record by its title; each decision that a file cites exists.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import vectors
from repository import ROOT, files

WIDTH = 100
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n?<!-- must not compile: (.*?) -->)?", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documents():
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "ROADMAP.md", *sorted((ROOT / "docs").rglob("*.md"))]


def broken_links(path, text):
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
            yield f"{path.relative_to(ROOT)}: link to {target} leads nowhere"


def long_lines(path, text):
    outside_fences = re.sub(r"^ *```.*?^ *```$", lambda fence: "\n" * fence[0].count("\n"), text, flags=re.M | re.S)
    for number, line in enumerate(outside_fences.splitlines(), 1):
        if len(line) > WIDTH and not re.match(r"\||<!--|!?\[[^\]]*\]\([^)]*\)$|    ", line):
            yield f"{path.relative_to(ROOT)}:{number}: {len(line)} columns; prose has at most {WIDTH}"


def unchecked_results(where, code):
    """A result that is dereferenced where nothing checks it."""
    makes = r"(?!std::)[\w:]*\b(?:parse|make|normalise)_\w+(?:<[\w:]+>)?\("
    for found in re.finditer(rf"(?<![\w)*])\*{makes}", code):
        yield f"{where}: dereferences a result that nothing has checked: {found[0]}"
    for name in re.findall(rf"auto (\w+) = {makes}", code):
        if re.search(rf"(?<![\w)])\*{name}\b|\b{name}->", code) and not re.search(rf"\b{name}\.has_value\(\)|if \(!?{name}\)", code):
            yield f"{where}: dereferences {name}, and never checks it"


def rule_problems(text):
    rules = vectors.spec_rules(text)
    numbered = [rule.split(".") for rule in rules if re.fullmatch(r"\w+\.\d+", rule)]
    for topic in dict.fromkeys(topic for topic, _ in numbered):
        numbers = sorted(int(number) for of, number in numbered if of == topic)
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"docs/spec.md: the rules of {topic} are not numbered from 1 without gaps or repetitions: {numbers}"
    places = {}
    for name in files():
        if name.endswith((".hpp", ".cpp")):
            spans = re.findall(r"\bspec ((?:[a-z_]+\.\w+(?:, | and | to )?)+)", (ROOT / name).read_text())
            places[name] = [tuple(rule.rstrip(".").split(".")) for span in spans for rule in re.findall(r"[a-z_]+\.\w+", span)]
        if name.startswith("include/leadcore/testing/"):  # the rules that verdicts cite
            topics = "|".join({topic for topic, _ in numbered})
            places[name] += [tuple(rule.split(".")) for rule in re.findall(rf'"((?:{topics})\.\w+)"', (ROOT / name).read_text())]
    for place, citations in places.items():
        for topic, name in sorted(set(citations)):
            if f"{topic}.{name}" not in rules and f"{topic}.{name}.1" not in rules:
                yield f"{place}: cites {topic}.{name}, which docs/spec.md does not have"


def decision_problems(text):
    records = {path.name: path.read_text().splitlines()[1] for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    listed = {name: f"# {number} {' '.join(title.split())}"
              for number, name, title in re.findall(r"^- \[(\d{4})\]\(([^)]*)\) ((?:.|\n )*)", text, re.M)}
    for name in sorted(records.keys() | listed.keys()):
        if records.get(name) != listed.get(name):
            yield f"docs/decisions/README.md: {name} is {records.get(name)!r}, but listed as {listed.get(name)!r}"
    numbers = {name[:4] for name in records}
    for name in files():
        if not name.startswith("fuzz/corpus/"):
            for cited in re.findall(r"\bdecisions? ((?:\d{4}(?:, | and | to |))+)", (ROOT / name).read_text(errors="replace"), re.I):
                for number in sorted(set(re.findall(r"\d{4}", cited)) - numbers):
                    yield f"{name}: cites decision {number}, which does not exist"


def check_cpp(where, code, must_fail, compiler):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "block.cpp")
        source.write_text(code)
        runs = "int main" in code and not must_fail
        action = ["-o", f"{folder}/block"] if runs else ["-fsyntax-only"]
        built = subprocess.run(
            [*compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/include", "-isystem", "/usr/include/mariadb", str(source), *action],
            capture_output=True, text=True)
        if must_fail:
            if built.returncode == 0:
                return f"{where}: compiles, but the text says that it must not"
            if not re.search(must_fail, built.stderr):
                return f"{where}: fails without the message {must_fail!r}:\n{built.stderr[:2000]}"
        elif built.returncode != 0:
            return f"{where}: does not compile:\n{built.stderr[:2000]}"
        elif runs and (status := subprocess.run([f"{folder}/block"], timeout=60).returncode) != 0:
            return f"{where}: exits with {status}"
    return None


def check_console(where, text, demo):
    command, _, shown = text.partition("\n")
    if not command.startswith("$ ./scripts/demo"):
        return None
    if not demo:
        return f"{where}: no --demo program given to check against"
    arguments = shlex.split(command.removeprefix("$ ./scripts/demo"))
    if "--once" not in arguments:
        return None
    ran = subprocess.run([demo, *arguments], capture_output=True, text=True, timeout=60)
    pattern = "".join("(.*\n)*?" if line.strip() == "..." else re.escape(line) + "\n" for line in shown.splitlines())
    if not re.fullmatch(pattern, ran.stdout if ran.stdout.endswith("\n") else ran.stdout + "\n"):
        return f"{where}: the demo prints something else:\n{ran.stdout[:2000]}"
    return None


def comment_examples():
    """The examples of comments as a program, which exits with the number of the first wrong line."""
    includes, body, checked = [], [], 0
    for header in sorted((ROOT / "include").rglob("*.hpp")):
        for example in re.findall(r"^ */// @par Example\n((?: */// {5}.*\n)+)", header.read_text(), re.M):
            includes.append(f"#include <{header.relative_to(ROOT / 'include').as_posix()}>")
            lines = re.sub(r"^ */// {5}", "", example, flags=re.M)
            body.append("{")
            for item in re.split(r"\n(?=\S)", lines.rstrip()):
                if re.sub(r"//.*", "", item).rstrip().endswith(";"):
                    body.append(item)
                else:
                    checked += 1
                    body.append(f"if (!({item}\n)) return {checked};")
            body.append("}")
    return "\n".join([*sorted(set(includes)), "using namespace leadcore;", "int main() {", *body, "}", ""])


def undescribed_vectors(text):
    rows = set(re.findall(r"^\| `([\w.]+\.jsonl?)` \|", text, re.M))
    files = {path.name for path in vectors.FOLDER.iterdir() if path.is_file()}
    for name in sorted(files ^ rows):
        yield f"docs/vectors.md: {name} is " + ("not described" if name in files else "no vector file")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", default="g++", type=shlex.split)
    parser.add_argument("--demo")
    options = parser.parse_args()
    problems, jobs, counts = [], [], {"cpp": 0, "console": 0, "links": 0}
    with ThreadPoolExecutor(2) as pool:
        for path in documents():
            text = path.read_text()
            counts["links"] += len(LINK.findall(text))
            problems += broken_links(path, text)
            problems += long_lines(path, text)
            if path == ROOT / "docs/decisions/README.md":
                problems += decision_problems(text)
            if path.name == "spec.md":
                problems += rule_problems(text)
            if path.name == "vectors.md":
                problems += undescribed_vectors(text)
            for match in BLOCK.finditer(text):
                kind, code, must_fail = match.groups()
                where = f"{path.relative_to(ROOT)}:{text[:match.start()].count(chr(10)) + 1}"
                if kind == "cpp":
                    counts["cpp"] += 1
                    problems += unchecked_results(where, code)
                    jobs.append(pool.submit(check_cpp, where, code, must_fail, options.compiler))
                elif kind == "console":
                    counts["console"] += 1
                    jobs.append(pool.submit(check_console, where, code, options.demo))
        jobs.append(pool.submit(check_cpp, "the examples of comments", comment_examples(), None, options.compiler))
    problems += [problem for job in jobs if (problem := job.result())]
    for name in files():
        if name.startswith(("examples/", "include/")) and name.endswith((".hpp", ".cpp")):
            text = (ROOT / name).read_text()
            if name.startswith("include/"):  # the examples of docstrings
                text = "\n".join(re.findall(r"^ *///(.*)", text, re.M))
            problems += unchecked_results(name, text)
    for problem in problems:
        print(problem)
    print(f"documents: {counts['cpp']} C++ blocks, {counts['console']} console blocks, {counts['links']} links, "
          f"{len(problems)} problems")
    if 0 in counts.values():
        print("nothing of some kind was found to check: has the format changed?")
        return 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
