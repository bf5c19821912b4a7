# SPDX-License-Identifier: BSL-1.0
"""The vectors for the meta tests: reading them, asking a driver (docs/verify.md), comparing its answers."""

import hashlib
import json
import pathlib
import re
import subprocess
import unicodedata
from collections import Counter

from repository import ROOT

FOLDER = ROOT / "tests/vectors"


def lines(text):
    """The lines of a text; splitlines() would also split at U+0085 and U+2028."""
    return text.removesuffix("\n").split("\n")


def is_plain(character):
    """Whether a character stands for itself in the files: it is visible, joins no other, and no editor replaces it."""
    if character == " ":
        return True
    if unicodedata.category(character)[0] in "MCZ" or unicodedata.normalize("NFC", character) != character:
        return False
    hangul_letters = "\u1100" <= character <= "\u11ff" or "\ua960" <= character <= "\ua97f" or "\ud7b0" <= character <= "\ud7ff"
    return not hangul_letters and character != "\u3164"


def dump(case):
    """The one way to write a case: members in this order, without white space, escapes where needed."""
    order = ("id", "rule", "also", "level", "call", "in", "out", "why", "tags", "reference")
    text = json.dumps({key: case[key] for key in order if key in case}, ensure_ascii=False, separators=(",", ":"))
    return "".join(each if is_plain(each) else json.dumps(each)[1:-1] if each != "\x7f" else "\\u007f" for each in text)


def write(topic, cases):
    (FOLDER / f"{topic}.jsonl").write_text("".join(dump(case) + "\n" for case in cases))


def topics():
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def read(topic):
    return [json.loads(line) for line in lines((FOLDER / f"{topic}.jsonl").read_text())]


def all_cases():
    return [case for topic in topics() for case in read(topic)]


SAMPLE = 12  #: planted bugs of a port that are run where nothing has changed since its page was written


def made_from(port, script):
    """The line of a page that says from what it was made: a port, its bugs, the vectors, and the scripts that compare."""
    bugs = pathlib.Path(str(script).replace("_test.py", ".py"))
    files = sorted([*FOLDER.glob("*.jsonl"), *port, bugs, pathlib.Path(script), pathlib.Path(__file__)])
    digest = hashlib.sha256(b"".join(file.read_bytes() + b"\0" for file in files)).hexdigest()
    return f"<!-- of files with the SHA-256 {digest} -->"


def differing_rows(page, results, row):
    """Of the bugs that ran, those whose row in a page is another one."""
    rows = set(lines(page))
    return [name for name, red in results.items() if row(name, red) not in rows]


class Nonsense(Exception):
    """What a driver did instead of answering every call, and the answers before that."""

    def __init__(self, message, answers=()):
        super().__init__(message)
        self.answers = list(answers)


def ask(command, questions, timeout=300):
    """The answers of a driver to hello and to each question, in order; raises Nonsense."""
    asked = [{"id": "hello", "call": "hello"}, *({key: case[key] for key in ("id", "call", "in")} for case in questions)]
    given = "\n".join(map(json.dumps, asked)) + "\n"
    try:
        ran = subprocess.run(command, input=given, capture_output=True, text=True, timeout=timeout)
        output, end = ran.stdout, f"ended with status {ran.returncode}"
    except subprocess.TimeoutExpired as error:
        ran, output, end = None, (error.stdout or b"").decode(), f"went on for {timeout} seconds"
    except OSError as error:
        raise Nonsense(f"the port cannot be started: {error}") from None
    answers = []
    for question, line in zip(asked, lines(output) if output else []):
        try:
            answer = json.loads(line)
        except ValueError:
            raise Nonsense(f"the answer to {question['id']} is no JSON: {line[:400]}") from None
        if not isinstance(answer, dict) or answer.get("id") != question["id"]:
            raise Nonsense(f"the answer to {question['id']} has another id: {line[:400]}")
        answers.append(answer)
    if len(answers) < len(asked) or ran is None or ran.returncode != 0:
        next_one = f"; the next call was {json.dumps(asked[len(answers)])[:400]}" if len(answers) < len(asked) else ""
        raise Nonsense(f"the port answered {len(answers)} of {len(asked)} calls and {end}{next_one}\n{ran.stderr[-2000:] if ran else ''}", answers)
    if not isinstance(answers[0].get("out"), dict) or not {"protocol", "levels"} <= answers[0]["out"].keys():
        raise Nonsense(f"hello is answered {json.dumps(answers[0])[:400]}")
    return answers[0]["out"], answers[1:]


def needs(case):
    """The level and the profiles that a port must claim for a case."""
    level = case["level"]
    profiles = set(case["in"].get("profiles", []))
    return (None if level.startswith("profile:") else level), profiles


def depends_on_libphonenumber(case):
    """Whether ports of libphonenumber, or libphonenumber 8.12.57 with its own metadata, may answer a case otherwise."""
    return any(tag == "platform:libphonenumber" or tag.startswith("metadata:") and tag != "metadata:2022"
               for tag in case.get("tags", []))


def claimed(case, hello):
    level, profiles = needs(case)
    if level == "phone-codes" and "phone" in hello["levels"]:
        level = "phone"
    return (level is None or level in hello["levels"]) and profiles <= set(hello.get("profiles", []))


def without_phone_codes(out, call):
    """An expectation for a port without the level phone-codes: that there is an error, but not which."""
    if call == "parse_phone" and "error" in out:
        return {"error": {}}
    if "errors" in out:
        return {"errors": [{key: value for key, value in each.items()
                            if not (key == "detail" and each["code"] == "invalid_phone")} for each in out["errors"]]}
    return out


def summary(response, method="GET"):
    """A response over HTTP in the form of `out` of a case."""
    short = {"status": response["status"], "headers": {name: value for name, value in response["headers"] if name != "Content-Length"}}
    lengths = [value for name, value in response["headers"] if name == "Content-Length"]
    text = response["body"]
    size = len(text.encode()) if isinstance(text, str) else len(text["hex"]) // 2
    if len(lengths) != 1 or not lengths[0].isdigit() or (
            int(lengths[0]) == 0 or size != 0 if method == "HEAD" else size != int(lengths[0])):
        short["wrong"] = f"Content-Length {lengths}, body of {size} bytes"
    if text:
        try:
            body = json.loads(text)
        except ValueError:
            return {**short, "wrong": f"the body is no JSON: {text}"}
        if "data" in body:
            short["ids"] = [row["id"] for row in body["data"]]
            short["pagination"] = body["pagination"]
        else:
            if not body.pop("detail", None) or not all(each.pop("detail", None) for each in body.get("errors", [])):
                short["wrong"] = "a problem or an error without detail"
            short["problem"] = body
    return short


def repeats_key(question, response):
    """Whether an answer repeats the key of its request (spec http.6)."""
    text = json.dumps(response, ensure_ascii=False)
    sent = [value.partition(" ")[2].strip() for name, value in question["headers"]
            if isinstance(value, str) and name.lower() == "authorization"]
    return any(len(key) > 3 and key in text for key in sent)


def difference(case, answer, hello):
    """Nothing if an answer is as expected, otherwise a description."""
    if "out" not in answer:
        return f"no answer: {answer}"
    out, expected = answer["out"], case["out"]
    if case["call"] == "http":
        if repeats_key(case["in"], out):
            return f"the answer repeats the key: {json.dumps(out)[:800]}"
        out = summary(out, case["in"]["method"])
    if "phone-codes" not in hello["levels"]:
        out, expected = without_phone_codes(out, case["call"]), without_phone_codes(expected, case["call"])
    if out == expected and json.dumps(out, sort_keys=True) == json.dumps(expected, sort_keys=True):
        return None
    return f"{json.dumps(out, ensure_ascii=False)[:800]}\n      instead of {json.dumps(expected, ensure_ascii=False)[:800]}"


def spec_rules(text=None):
    """The rules of docs/spec.md: from id to text (of a table: the row)."""
    text = (ROOT / "docs/spec.md").read_text() if text is None else text
    rules, rows, topic, columns = {}, [], None, None
    for line in text.splitlines():
        if line.startswith("#"):
            topic = None
        elif found := re.match(r"- \*\*([a-z_]+)\.(\d+)\*\*\s*(.*)", line):
            topic, last = found[1], f"{found[1]}.{found[2]}"
            rules[last] = found[3]
            continue
        elif line.startswith("  ") and rules and topic and not columns:
            rules[last] += " " + line.strip()
            continue
        if not line.startswith("|"):
            columns = None
        elif columns is None:
            columns = [cell.strip() for cell in line.strip("|").split("|")]
        elif topic and not line.startswith("|---"):
            cells = line.strip("|").split("|")
            rows += [(f"{topic}.{name}", line) for name in re.findall(r"`(\w+)`", cells[0])]
            for column, cell in zip(columns, cells):
                if column == "errors":
                    rules |= {f"{topic}.{name}": line for name in re.findall(r"`(\w+)`", cell)}
    counts = Counter(name for name, _ in rows)
    seen = Counter()
    for name, line in rows:
        seen[name] += 1
        rules[f"{name}.{seen[name]}" if counts[name] > 1 else name] = line
    return rules
