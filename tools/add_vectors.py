#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Appends cases to tests/vectors: reads questions, one JSON line each, and adds the library's answers.

A question has topic, rule, call, in, why, and maybe also, level (core if absent) and tags. The id is the next one of
the topic, and `out` is what leadcore-verify answers: read it before you commit it.

    tools/add_vectors.py --verify build/dev-gcc/tools/verify/leadcore-verify < questions
"""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/meta"))
import vectors  # noqa: E402

FILE = vectors.FOLDER / "manifest.json"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--verify", required=True, help="the program leadcore-verify")
    parser.add_argument("--print", action="store_true", help="print the cases and add nothing")
    options = parser.parse_args()
    retired = json.loads(FILE.read_text())["retired"]
    questions = [json.loads(line) for line in vectors.lines(sys.stdin.read()) if line]
    for topic in dict.fromkeys(question.pop("topic") for question in [dict(each) for each in questions]):
        cases = vectors.read(topic) if (vectors.FOLDER / f"{topic}.jsonl").exists() else []
        mine = [dict(each) for each in questions if each["topic"] == topic]
        used = [case["id"] for case in cases] + [id for id in retired if id.startswith(topic + ".")]
        last = max((int(id.partition(".")[2]) for id in used), default=0)
        for number, case in enumerate(mine, last + 1):
            del case["topic"]
            case["id"] = f"{topic}.{number:04}"
            case.setdefault("level", "core")
        loads = [case for case in cases if case["call"].startswith("load_")]
        _, answers = vectors.ask([options.verify, "answer"], loads + mine)
        for case, answer in zip(mine, answers[len(loads):]):
            case["out"] = vectors.summary(answer["out"], case["in"]["method"]) if case["call"] == "http" else answer["out"]
        if options.print:
            for case in mine:
                print(vectors.dump(case))
        else:
            vectors.write(topic, cases + mine)


if __name__ == "__main__":
    main()
