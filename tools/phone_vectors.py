# SPDX-License-Identifier: BSL-1.0
"""Vectors of phones under new metadata, for scripts/update_phone_metadata.

A case whose answer depends on the metadata cites phone.8; "phone.8: since DAY" if its answer is of
that day's metadata and not older than libphonenumber 8.12.57. A case that no longer shows what its
source says gets another number.
"""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
VECTORS = ROOT / "tests" / "vectors"
# Errors that no metadata changes: of the text, or of the region given.
INDEPENDENT = re.compile("error:(empty|invalid_utf8|not_a_number|missing_region|unknown_region)@")
RULE = "phone.8"


def run(command, lines=()):
    """The lines that a program prints for lines."""
    done = subprocess.run(command, input="".join(line + "\n" for line in lines).encode("utf-8"), check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\n")[:-1]


class File:
    """A file of vectors: its cases as lists of fields, its comments in between."""

    def __init__(self, name):
        self.path = VECTORS / name
        self.lines = self.path.read_text(encoding="utf-8").split("\n")[:-1]
        self.cases = {at: line.split("\t") for at, line in enumerate(self.lines) if line and not line.startswith("#")}
        self.added = {}
        self.dropped = set()

    def write(self):
        out = []
        for at, line in enumerate(self.lines):
            if at not in self.dropped:
                out.append("\t".join(self.cases[at]) if at in self.cases else line)
            out += ["\t".join(fields) for fields in self.added.get(at, [])]
        self.path.write_text("".join(line + "\n" for line in out), encoding="utf-8")


def tagged(source, depends, day=None):
    """The source with or without the rule of the metadata, and its day if the answer is of that day."""
    parts = [part for part in source.split("; ") if not re.fullmatch(rf"{RULE}(: since \S+)?", part)]
    had = next((part for part in source.split("; ") if part.startswith(RULE)), RULE)
    if depends:  # neither the first, which is the rule that the case is about, nor the last, the detail
        parts.insert(max(1, len(parts) - 1), f"{RULE}: since {day}" if day else had)
    return "; ".join(parts)


def update_numbers(answers, oracle, day):
    """Updates phone.tsv; returns (input, region, old, new) of each case with another answer."""
    file = File("phone.tsv")
    found = run([answers, "parse"], ["\t".join(case[:2]) for case in file.cases.values()])
    changes = []
    for (at, case), answer in zip(file.cases.items(), found):
        text, region, old, extension, source = case
        new, new_extension = answer.split("\t")
        changed = (old, extension) != (new, new_extension)
        if changed:
            changes.append((text, region, old, new))
            example = re.search(r"(?:^|; )(region|international prefix of) ([A-Z]{2})$", source)
            if example and old.startswith("+") and not new.startswith("+"):
                line = run(oracle + ["typed", example[2]])[example[1] != "region"]
                file.added[at] = [[*line.split("\t"), *run([answers, "parse"], [line])[0].split("\t"), tagged(source, True, day)]]
        depends = not INDEPENDENT.match(new)
        file.cases[at] = [text, region, new, new_extension, tagged(source, depends, day if changed else None)]
    file.write()
    return changes


def other_number(answers, number, wanted):
    """A number that differs in one digit and whose answer is the wanted one."""
    for at in range(len(number) - 1, 1, -1):
        for digit in "0123456789":
            other = number[:at] + digit + number[at + 1:]
            answer = run([answers, "types"], [other])[0]
            if answer != "impossible" and wanted(answer.split("\t")):
                return other, answer.split("\t")
    return None, None


def update_types(answers, metadata, day):
    """Updates phone_type.tsv; returns (number, old, new) of each case with another answer or number."""
    file = File("phone_type.tsv")
    plans = {region or str(plan.country_code): plan for region, plan in metadata.plans}
    found = run([answers, "types"], [case[0] for case in file.cases.values()])
    changes = []
    for (at, case), answer in zip(file.cases.items(), found):
        number, old, source = case[0], case[1:4], case[4]
        new = answer.split("\t")
        example = re.match(r"example of (\w+), (\w+)", source)
        beside = re.match(r"possible but not valid, of (\w+)", source)
        if example and new[0] != old[0]:
            plan = plans[example[1]]
            description = getattr(plan, "fixed_line" if example[2] == "fixed_line_or_mobile" else example[2])
            number = f"+{plan.country_code}{description.example_number}" if description and description.example_number else None
            new = run([answers, "types"], [number])[0].split("\t") if number else ["impossible"]
            if new[0] != example[2]:
                file.dropped.add(at)
                changes.append((case[0], " ".join(old), "no number of this type any more"))
                continue
        elif beside and new[0] != "unknown":
            number, new = other_number(answers, number, lambda answer: answer[0] == "unknown")
        changed = [number, *new] != case[:4]
        if changed:
            changes.append((case[0], " ".join(old), " ".join(new) + (f" ({number})" if number != case[0] else "")))
        file.cases[at] = [number, *new, tagged(source, True, day if changed else None)]
    file.write()
    return changes
