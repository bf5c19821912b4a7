#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks answers of an endpoint against its OpenAPI document.

answers_test.py FOLDER NAME...: for each NAME, FOLDER/NAME.json is the document, and FOLDER/NAME.answers has
a line of JSON for each request: its target, the status, headers and body of the answer, and for a query
that was accepted its canonical query string. Every answer must have a documented status, its body must
match the schema of that status, its headers must be documented, and every value of an accepted query
must match the schema of its parameter.
"""

import json
import pathlib
import sys
import urllib.parse

from jsonschema import Draft202012Validator

COMMON = {"Content-Type", "Content-Length", "Cache-Control", "Vary"}  # of any answer


def validator(document, schema):
    return Draft202012Validator({**schema, "components": document["components"]})


def value_of(schema, text):
    """The text of a parameter as what its schema speaks of."""
    if schema.get("type") == "array":
        return [value_of(schema["items"], each) for each in text.split(",")]
    if schema["type"] == "integer":
        return int(text)
    if schema["type"] == "number":
        return float(text)
    if schema["type"] == "boolean":
        return {"true": True, "false": False}[text]
    return text


def judge(document, answer):
    operation = next(iter(document["paths"].values()))["get"]
    response = operation["responses"].get(str(answer["status"]))
    if response is None:
        yield f"status {answer['status']} is not documented"
        return
    for name in answer["headers"]:
        if name not in COMMON and name not in response.get("headers", {}):
            yield f"header {name} of {answer['status']} is not documented"
    if "content" in response:
        schema = response["content"][answer["headers"]["Content-Type"]]["schema"]
        for error in validator(document, schema).iter_errors(answer["body"]):
            yield f"body: {error.json_path}: {error.message}"
    elif answer["body"] is not None:
        yield "a body that is not documented"
    parameters = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
    for pair in filter(None, (answer["query"] or "").split("&")):
        name, _, text = pair.partition("=")
        schema = parameters[name]
        # a list is split before it is decoded
        value = value_of(schema, text if schema.get("type") == "array" else urllib.parse.unquote(text))
        for error in validator(document, schema).iter_errors(value):
            yield f"parameter {name}: {error.message}"


def main():
    folder, *names = sys.argv[1:]
    problems, statuses = [], {}
    for name in names:
        document = json.loads(pathlib.Path(folder, name + ".json").read_text())
        for line in pathlib.Path(folder, name + ".answers").read_text().splitlines():
            answer = json.loads(line)
            statuses.setdefault(answer["status"], []).append(line)
            problems += [f"{name}: {answer['target']}: {problem}" for problem in judge(document, answer)]
        # The schemas judge: an answer that lacks a key, and one with a value of another type.
        broken = next(json.loads(line) for line in statuses[200] if json.loads(line)["body"]["data"])
        for change in (lambda row: row.pop(next(iter(row))), lambda row: row.update({next(iter(row)): 5})):
            changed = json.loads(json.dumps(broken))
            change(changed["body"]["data"][0])
            if not list(judge(document, changed)):
                problems.append(f"{name}: a broken answer is accepted")
        example = next(iter(document["paths"].values()))["get"]["responses"]["200"]["content"]["application/json"].get("example")
        if example is not None:
            problems += [f"{name}: example: {problem}" for problem in
                         judge(document, {"status": 200, "headers": {"Content-Type": "application/json"}, "body": example, "query": None})]
        statuses[200] = []
    print("\n".join(problems[:20]))
    print(f"{len(names)} documents, statuses {sorted(statuses)}, {len(problems)} problems")
    return 0 if names and not problems and sorted(statuses) == [200, 304, 400, 401, 403, 404, 405, 413, 414, 503, 504] else 1


if __name__ == "__main__":
    sys.exit(main())
