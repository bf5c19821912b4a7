#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks tests/vectors: the schemas, the ids, the form of each line, the manifest, and that rules and cases correspond.

Every rule of docs/spec.md has a case, except those of WITHOUT_CASES; every case cites rules that exist. --update writes
the manifest.
"""

import argparse
import json
import re
import sys
from collections import Counter

import vectors
from repository import ROOT

#: rules that no case can show, with the reason
WITHOUT_CASES = {
    "lead.invalid_enumerator": "JSON has no such value; tests/unit/model/validate.test.cpp has the cases",
}


def phone_metadata():
    """The version of the metadata of numbering plans, and its day, with which tags metadata:DAY compare."""
    package = json.loads((ROOT / "tools/phone_metadata.json").read_text())["google-libphonenumber"]
    version = package["current"]
    return {"google-libphonenumber": version, "day": package["versions"][version]["published"]}


def manifest(cases, retired):
    rules = {rule: [] for rule in vectors.spec_rules()}
    for case in cases:
        for rule in (case["rule"], *case.get("also", [])):
            rules.setdefault(rule, []).append(case["id"])

    def count(values):
        return dict(sorted(Counter(values).items()))

    return {
        "schema": 1, "unicode": "15.0", "libphonenumber": "8.12.57", "phone_metadata": phone_metadata(), "cases": len(cases),
        "topics": count(case["id"].partition(".")[0] for case in cases), "levels": count(case["level"] for case in cases),
        "calls": count(case["call"] for case in cases), "tags": count(tag for case in cases for tag in case.get("tags", [])),
        "rules": {rule: ids for rule, ids in rules.items() if ids}, "retired": retired}


def written(made):
    """One line for each rule."""
    parts = [f'  "{name}": {json.dumps(value)}' for name, value in made.items() if name != "rules"]
    rules = ",\n".join(f'    "{rule}": {json.dumps(ids)}' for rule, ids in made["rules"].items())
    return "{\n" + ",\n".join([*parts, f'  "rules": {{\n{rules}\n  }}']) + "\n}\n"


def problems_of_ids(topic, cases, retired):
    numbers = []
    for case in cases:
        of, _, number = case["id"].partition(".")
        if of != topic:
            yield f"{case['id']}: is in {topic}.jsonl"
        numbers.append(int(number))
    gone = [int(id.partition(".")[2]) for id in retired if id.startswith(topic + ".")]
    if sorted(numbers + gone) != list(range(1, len(numbers) + len(gone) + 1)) or numbers != sorted(numbers):
        yield f"{topic}.jsonl: the ids do not count from 1; the id of a removed case goes to `retired` of the manifest"


def problems_of_references(cases):
    """A case that reads what an earlier one loads."""
    loaded = set()
    for case in cases:
        if case["call"].startswith("load_"):
            loaded.add(case["in"]["name"])
        elif "from" in case["in"] and case["in"]["from"] not in loaded:
            yield f"{case['id']}: nothing loads {case['in']['from']!r} before"


def problems_of_rules(cases):
    rules = vectors.spec_rules()
    cited = set()
    for case in cases:
        for rule in (case["rule"], *case.get("also", [])):
            cited.add(rule)
            if rule not in rules:
                yield f"{case['id']}: cites {rule}, which docs/spec.md does not have"
    for rule in rules:
        if (rule not in cited) != (rule in WITHOUT_CASES):
            yield f"docs/spec.md: {rule} has no case" if rule not in cited else f"{rule} has cases, but is in WITHOUT_CASES"


def problems_of_calls(cases):
    """The table of calls in docs/vectors.md has the members that cases have."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$", (ROOT / "docs/vectors.md").read_text().partition("## Calls")[2], re.M)
    names = {call: (set(re.findall(r"`(\w+)`", asked)), set(re.findall(r"`(\w+)`", out))) for call, asked, out in rows}
    for case in cases:
        asked, out = names.get(case["call"], (set(), set()))
        for missing in (case["in"].keys() - asked) | (set() if case["call"] == "http" else case["out"].keys() - out):
            yield f"{case['id']}: docs/vectors.md, Calls: {case['call']} has no {missing}"


def problems_of_schemas(cases, made):
    try:
        import jsonschema
    except ImportError:
        yield "the schemas cannot be checked without python3-jsonschema (scripts/setup test)"
        return
    folder = vectors.FOLDER / "schema"
    schemas = {name: json.loads((folder / f"{name}.schema.json").read_text()) for name in ("case", "manifest")}
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
    for error in jsonschema.Draft202012Validator(schemas["manifest"]).iter_errors(made):
        yield f"manifest.json: {list(error.absolute_path)}: {error.message[:200]}"
    validator = jsonschema.Draft202012Validator(schemas["case"])
    for case in cases:
        for error in validator.iter_errors(case):
            yield f"{case['id']}: {list(error.absolute_path)}: {error.message[:200]}"
    # That the schema refuses what it should: each of these is wrong in one place.
    good = cases[0]
    for wrong in ({**good, "id": "x"}, {**good, "level": "all"}, {**good, "more": 1}, {**good, "out": {}}, {**good, "in": {"texts": ""}},
                  {name: value for name, value in good.items() if name != "rule"}):
        if validator.is_valid(wrong):
            yield f"case.schema.json accepts {json.dumps(wrong)[:200]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", action="store_true", help="write the manifest")
    options = parser.parse_args()
    path = vectors.FOLDER / "manifest.json"
    retired = json.loads(path.read_text())["retired"] if path.exists() else []
    problems, cases = [], []
    for topic in vectors.topics():
        text = (vectors.FOLDER / f"{topic}.jsonl").read_text()
        mine = vectors.read(topic)
        cases += mine
        problems += problems_of_ids(topic, mine, retired)
        problems += problems_of_references(mine)
        problems += [f"{case['id']}: is not written as vectors.dump() writes it" for case, line in zip(mine, vectors.lines(text))
                     if vectors.dump(case) != line]
    made = manifest(cases, retired)
    if options.update:
        path.write_text(written(made))
    elif not path.exists() or path.read_text() != written(made):
        problems.append("manifest.json is not that of the cases; run tests/meta/vectors_test.py --update")
    problems += problems_of_rules(cases)
    problems += problems_of_calls(cases)
    problems += problems_of_schemas(cases, made)
    for problem in problems:
        print(problem)
    print(f"{len(cases)} cases of {len(made['rules'])} rules, {len(problems)} problems")
    return 1 if problems or len(cases) < 4000 else 0


if __name__ == "__main__":
    sys.exit(main())
