#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Gives the vectors of phones the answers of the current tables (part of scripts/update_phone_metadata).

    tools/phone_vectors.py DAY      DAY: of the metadata, such as 2026-09-29

A case whose answer depends on the metadata has the tag metadata:DAY, the day of the metadata that changed it last;
metadata:2022 if it has the answer of libphonenumber 8.12.57. A case that no longer shows what it says gets another
number.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests" / "meta"))
import phone_metadata
import vectors

ORACLE = ["node", str(ROOT / "tests" / "support" / "phone_oracle.js"), str(ROOT / "build" / "google-libphonenumber")]
# Errors that no metadata changes: of the text, or of the region given.
INDEPENDENT = re.compile("error:(empty|invalid_utf8|not_a_number|missing_region|unknown_region)@")
OLDEST = "2022"


def run(command, lines=()):
    """The lines that a program prints for lines."""
    done = subprocess.run(command, input="".join(line + "\n" for line in lines).encode("utf-8"), check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\n")[:-1]


def compile_answers(folder, name):
    """The program that answers with the tables of the source tree."""
    program = pathlib.Path(folder) / name
    subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-O1", f"-I{ROOT}/include", f"-I{ROOT}/tests",
                    ROOT / "tests" / "support" / "phone_answers.cpp", "-o", program], check=True)
    return program


class Case:
    """A line of a file of vectors: the fields that phone_answers reads and prints, and words about it."""

    def __init__(self, asked, answer, words, day, origin):
        self.asked, self.answer, self.words, self.day, self.origin = asked, answer, words, day, origin


def escaped(text):
    given = bytes.fromhex(text["hex"]) if isinstance(text, dict) else text.encode("utf-8")
    return "".join("\\\\" if byte == 0x5C else chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02X}" for byte in given)


class File:
    """tests/vectors/TOPIC.jsonl."""

    def __init__(self, topic):
        self.topic, self.cases = topic, []
        for case in vectors.read(topic):
            asked, out = case["in"], case["out"]
            if "text" in asked:
                question = f"{escaped(asked['text'])}\t{asked.get('region', '')}"
                answer = (f"error:{out['error']['code']}@{out['error']['offset']}\t-" if "error" in out
                          else f"{out['phone']}\t{out['extension'] or '-'}")
            else:
                question = asked["phone"]
                answer = "\t".join([out["type"], out["region"] or "", ",".join(out["validFor"])])
            day = next((tag.partition(":")[2] for tag in case.get("tags", []) if tag.startswith("metadata:")), None)
            self.cases.append(Case(question, answer, case["why"], day, case))

    def add(self, like, asked, answer, day):
        number = 1 + max(int(case.origin["id"].rpartition(".")[2]) for case in self.cases)
        self.cases.append(Case(asked, answer, like.words, day, {**like.origin, "id": f"{self.topic}.{number:04}"}))

    @staticmethod
    def object_of(case):
        made = dict(case.origin, why=case.words)
        fields = case.answer.split("\t")
        if "text" in made["in"]:
            text, region = case.asked.split("\t")
            if escaped(made["in"]["text"]) != text:
                decoded = re.sub(rb"\\(\\|x..)", lambda found: b"\\" if found[1] == b"\\" else bytes([int(found[1][1:], 16)]), text.encode())
                made["in"] = {"text": decoded.decode("utf-8"), "region": region}
            if error := re.fullmatch(r"error:(\w+)@(\d+)", fields[0]):
                made["out"] = {"error": {"code": error[1], "offset": int(error[2])}}
            else:
                made["out"] = {"phone": fields[0], "extension": None if fields[1] == "-" else fields[1]}
            made["level"] = "phone-codes" if "error" in made["out"] else "phone"
        else:
            made["in"] = {"phone": case.asked}
            made["out"] = {"type": fields[0], "region": fields[1] or None, "validFor": fields[2].split(",") if fields[2] else []}
        tags = [tag for tag in made.pop("tags", []) if not tag.startswith("metadata:")]
        tags += [f"metadata:{case.day}"] if case.day else []
        return {**made, "tags": tags} if tags else made

    def write(self):
        vectors.write(self.topic, [self.object_of(case) for case in self.cases])
        subprocess.run([sys.executable, ROOT / "tests" / "meta" / "vectors_test.py", "--update"], check=True, stdout=sys.stderr)


def update_numbers(answers, day):
    """Updates the numbers; returns (text, region, old answer, new answer) of each case with another answer."""
    file = File("phone")
    changes, cases = [], list(file.cases)
    for case, new in zip(cases, run([answers, "parse"], [case.asked for case in cases])):
        changed = case.answer != new
        if changed:
            changes.append((*case.asked.split("\t"), case.answer.split("\t")[0], new.split("\t")[0]))
            example = re.fullmatch(r"(region|international prefix of) ([A-Z]{2})", case.words)
            if example and case.answer.startswith("+") and not new.startswith("+"):
                line = run([*ORACLE, "typed", example[2]])[example[1] != "region"]
                file.add(case, line, run([answers, "parse"], [line])[0], day)
        case.answer = new
        case.day = None if INDEPENDENT.match(new) else day if changed else case.day or OLDEST
    file.write()
    return changes


def other_number(answers, number, wanted):
    """A number that differs in one digit and has the wanted type, and its answer."""
    for at in range(len(number) - 1, 1, -1):
        for digit in "0123456789":
            other = number[:at] + digit + number[at + 1:]
            answer = run([answers, "types"], [other])[0]
            if answer.startswith(wanted + "\t"):
                return other, answer
    sys.exit(f"no number near {number} has the type {wanted}")


def example_of(plan, *types):
    """The first example number of these types of a plan."""
    for name in types:
        description = getattr(plan, "fixed_line" if name == "fixed_line_or_mobile" else name)
        if description and description.example_number:
            return f"+{plan.country_code}{description.example_number}"
    return None


def update_types(answers, metadata, day):
    """Updates the types; returns (number, old answer, new answer) of each case with another answer or number."""
    file = File("phone_type")
    plans = {region or str(plan.country_code): plan for region, plan in metadata.plans}
    changes, cases = [], list(file.cases)
    for case, new in zip(cases, run([answers, "types"], [case.asked for case in cases])):
        number, old = case.asked, case.answer
        example = re.match(r"example of (\w+), (\w+)", case.words)
        beside = re.match(r"possible but not valid, of (\w+)", case.words)
        kind, was = new.split("\t")[0], old.split("\t")[0]
        if kind == "impossible" or example and kind not in (was, example[2]):
            plan = plans[example[1]] if example else None
            found = example_of(plan, example[2]) if example else None
            if found is None:  # the type has no numbers any more
                found = number if new != "impossible" else example_of(plan, "fixed_line", "mobile")
                case.words = f"{example[1]} has no {example[2]} any more"
            case.asked, new = found, run([answers, "types"], [found])[0]
        elif beside and not new.startswith("unknown\t"):
            case.asked, new = other_number(answers, number, "unknown")
        case.answer = new
        changed = (number, old) != (case.asked, new)
        if changed:
            changes.append((number, old.replace("\t", " "), new.replace("\t", " ") + (f" ({case.asked})" if case.asked != number else "")))
        case.day = day if changed else case.day or OLDEST
    file.write()
    return changes


def main():
    if len(sys.argv) != 2 or not re.fullmatch(r"\d{4}-\d\d-\d\d", sys.argv[1]):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        answers = compile_answers(folder, "answers")
        changes = update_numbers(answers, sys.argv[1]) + update_types(answers, phone_metadata.load(), sys.argv[1])
    print(json.dumps(changes, ensure_ascii=False, indent=0))


if __name__ == "__main__":
    main()
