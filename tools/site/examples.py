# SPDX-License-Identifier: BSL-1.0
"""Examples of public names: lines of programs that the tests build and run.

These are examples/*.cpp and the C++ blocks of README.md and docs/ (tests/meta/docs_test.py). A name
that none of them uses has an example in the tests themselves.
"""

import dataclasses
import re
import textwrap

from headers import ROOT

BLOCK = re.compile(r"^```cpp\n(.*?)^```\n(?!\n?<!-- must not compile)", re.M | re.S)
LINES = 16  # at most, of one example


@dataclasses.dataclass
class Program:
    path: str  # below the root of the repository
    line: int
    text: str


def programs():
    """The programs, those to prefer first."""
    for path in sorted((ROOT / "examples").glob("*.cpp"), key=lambda path: (not path.name.startswith("reference_"), path)):
        yield Program(path.relative_to(ROOT).as_posix(), 1, path.read_text())
    for path in [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]:
        text = path.read_text()
        for block in BLOCK.finditer(text):
            yield Program(path.relative_to(ROOT).as_posix(), text.count("\n", 0, block.start(1)) + 1, block[1])
    for folder in ("unit", "static", "property", "support"):
        for path in sorted((ROOT / "tests" / folder).rglob("*.?pp")):
            yield Program(path.relative_to(ROOT).as_posix(), 1, path.read_text())


def code_only(text):
    """The text with comments and string literals blanked, so that offsets stay."""
    return re.sub(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"', lambda found: " " * len(found[0]), text)


def uses(name, program):
    """The offsets at which a program uses a name of the library."""
    if not hasattr(program, "code"):
        program.code = code_only(program.text)
        program.words = set(re.findall(r"\w+", program.code))
        program.shorthand = {alias: target for alias, target in re.findall(r"\bnamespace (\w+) = leadcore::([\w:]+);", program.code)}
        program.unqualified = {(*opened.split("::"),) for opened in re.findall(r"\busing namespace (leadcore[\w:]*);", program.code)}
        program.unqualified |= {("=", each) for each in re.findall(r"\busing leadcore::([\w:]+);", program.code)}
    if name.name not in program.words:
        return []
    own = re.escape(name.name)
    if not name.scope:
        spelled = rf"\b{own}\b"
    else:
        inner = "::".join(name.scope[1:])
        spellings = ["leadcore::" + (inner + "::" if inner else "")]
        spellings += [alias + "::" for alias, target in program.shorthand.items() if target == inner]
        for opened in program.unqualified:
            if opened[0] == "=" and opened[1] == "::".join((*name.scope[1:], name.name)):
                spellings.append("")
            elif opened == name.scope[:len(opened)]:
                spellings.append("".join(each + "::" for each in name.scope[len(opened):]))
        spelled = rf"(?<![\w:.>])(?:{'|'.join(map(re.escape, spellings))}){own}(?!\w)"
    return [found.start() for found in re.finditer(spelled, program.code)]


def excerpt(program, offset):
    """The lines around an offset that read by themselves, and the number of the first one."""
    lines = program.text.split("\n")
    at = program.text.count("\n", 0, offset)
    begin = end = at
    while begin > 0 and lines[begin - 1].strip() and not lines[begin - 1].startswith("#include"):
        begin -= 1
    while end + 1 < len(lines) and lines[end + 1].strip():
        end += 1
    if end - begin >= LINES:
        begin, end = max(begin, at - 4), min(end, at + LINES - 5)
    elif re.match(r"void \w+\(\) \{$", lines[begin]) and begin < at and lines[end] == "}":
        begin, end = begin + 1, end - 1  # the body of a function says enough
    return textwrap.dedent("\n".join(lines[begin:end + 1])), program.line + begin
