# SPDX-License-Identifier: BSL-1.0
"""A port that asks the library and gets something wrong: mistaken_port.py PROGRAM MISTAKE.

PROGRAM is leadcore-verify. Each mistake is a function of the question and the library's answer; it returns another
answer, or does something else than answer.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import time

LATE = 5  # calls are answered before anything ends or hangs


def text_of(value):
    return value.encode() if isinstance(value, str) else bytes.fromhex(value["hex"])


def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def lower_ascii(question, answer):
    if question["call"] == "fold":
        given = text_of(question["in"]["text"]).lower()  # of bytes: ASCII only
        try:
            answer["out"] = {"text": given.decode()}
        except UnicodeDecodeError:
            answer["out"] = {"text": {"hex": given.hex()}}


def utf16_order(question, answer):
    if question["call"] == "sort":
        times = {json.dumps(row.get("id", "")): (row.get("nextCallAt"), row.get("createdAt")) for row in question["in"]["leads"]}
        tied = itertools.groupby(answer["out"]["ids"], key=lambda id: times[json.dumps(id)])
        answer["out"]["ids"] = [id for _, ids in tied for id in sorted(ids, key=utf16_of)]


def utf16_of(id):
    return text_of(id).decode("utf-8", "replace").encode("utf-16-be")


def page_has_no_maximum(question, answer):
    if question["call"] == "parse_query" and answer["out"].get("errors", [{}])[0].get("code") == "page_size_too_large":
        answer["out"] = {"canonical": ""}


def repeats_the_key(question, answer):
    if question["call"] == "http" and answer["out"]["status"] == 401:
        sent = [text_of(value).decode() for name, value in question["in"]["headers"] if name == "Authorization"]
        answer["out"]["headers"].append(["X-Key", " ".join(sent)])


def empty(question, answer):
    if question["call"] != "hello":
        answer["out"] = {}


def unsupported_call(question, answer):
    if question["call"] == "fold":
        del answer["out"]
        answer["unsupported"] = True


def unsupported(question, answer):
    if question["call"] != "hello":
        del answer["out"]
        answer["unsupported"] = True


def claims(**changed):
    def change(question, answer):
        if question["call"] == "hello":
            answer["out"] |= changed
            answer["out"] = {name: value for name, value in answer["out"].items() if value is not None}
    return change


def later(act):
    """Does something at a later call."""
    asked = []

    def count(question, answer):
        asked.append(question)
        if len(asked) > LATE:
            act(question, answer)
    return count


def wrong_id(_question, answer):
    answer["id"] = "another"


MISTAKES = {
    "none": lambda question, answer: None,
    "lower_ascii": lower_ascii,
    "utf16_order": utf16_order,
    "page_has_no_maximum": page_has_no_maximum,
    "repeats_the_key": repeats_the_key,
    "empty": empty,
    "unsupported_call": unsupported_call,
    "unsupported": unsupported,
    "claims_nothing": claims(levels=[], profiles=[]),
    "claims_core": claims(levels=["core"], profiles=[]),
    "claims_another_level": claims(levels=["core", "cores"]),
    "speaks_protocol_2": claims(protocol=2),
    "has_no_levels": claims(levels=None),
    "hangs": later(lambda question, answer: time.sleep(60)),
    "hangs_with_a_child": later(lambda question, answer: subprocess.run(["sleep", "60"])),
    "exits": later(lambda question, answer: sys.exit(3)),
    "is_killed": later(lambda question, answer: os.kill(os.getpid(), signal.SIGKILL)),
    "closes_its_output": later(lambda question, answer: (os.close(1), time.sleep(60))),
    "talks": later(lambda question, answer: say("Traceback:\n")),
    "answers_a_list": later(lambda question, answer: say("[]\n")),
    "answers_latin_1": later(lambda question, answer: sys.stdout.buffer.write(b'{"id":"\xe9"}\n')),
    "answers_half_a_line": later(lambda question, answer: (say('{"id":'), time.sleep(60))),
    "answers_nothing": later(lambda question, answer: answer.pop("out")),
    "answers_twice": later(lambda question, answer: say(json.dumps(answer) + "\n")),
    "answers_without_end": later(lambda question, answer: say("x" * 2_000_000)),
    "wrong_id": later(wrong_id),
    "ends_with_status_4": lambda question, answer: None,
}


def main():
    program, mistake = sys.argv[1:]
    library = subprocess.Popen([program, "answer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for line in sys.stdin.buffer:
        library.stdin.write(line)
        library.stdin.flush()
        answer = json.loads(library.stdout.readline())
        MISTAKES[mistake](json.loads(line), answer)
        say(json.dumps(answer) + "\n")
    sys.exit(4 if mistake == "ends_with_status_4" else 0)


if __name__ == "__main__":
    main()
