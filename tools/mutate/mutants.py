# SPDX-License-Identifier: BSL-1.0
"""The mutants of a header, and a copy of its text with some of them built in (mutants.hpp).

The operators are found by the format that clang-format gives the sources: a binary operator has a
space on both sides, the bracket of a template has not. Skipped are comments, texts, directives, and
lines that declare templates, constants or types, since no mutant is in force in constant expressions.
"""

import collections
import re

#: operator -> its name in mutants.hpp, and what takes its place
OPERATORS = {
    "<": ("less", ["<=", ">="]), "<=": ("less_equal", ["<", ">"]), ">": ("greater", [">=", "<="]),
    ">=": ("greater_equal", [">", "<"]), "==": ("equal", ["!="]), "!=": ("unequal", ["=="]),
    "+": ("plus", ["-"]), "-": ("minus", ["+"]), "*": ("times", ["+"]), "/": ("over", ["*"]), "%": ("modulo", ["*"]),
    "&": ("bits_and", ["|"]), "|": ("bits_or", ["&"]), "<<": ("shift_left", [">>"]), ">>": ("shift_right", ["<<"])}
OPERATOR = re.compile(r"(?<= )(<<|>>|<=|>=|==|!=|&&|\|\||[<>+\-*/%&|])(?= )")
LITERAL = re.compile(r"(?<![\w.'\"])\d+U?(?![\w.'\"])")
SKIPPED = re.compile(r"^\s*(#|template\b|requires\b|concept\b|static_assert\b|using\b|namespace\b|friend\b|case\b|enum\b|"
                     r"(inline|static) constexpr (?!.*\)( const)?( noexcept)? \{$)|constexpr \w[\w:<>]* \w+ =|\w+ = \d+,)|"
                     r"\boperator\b|\brequires\b|\bif constexpr\b|\bdecltype\b|\bsizeof\b|\\$")
DELETED = re.compile(r"^(\s+)((\+\+|--)[\w.>\[\]()-]+;|[\w:.>\[\]-]+\(.*\);|[\w.>\[\]()-]+ ([-+*/|&^%]|<<|>>)?= .*;|break;|continue;)$")

#: kind, description, line from 1; its edits insert or replace text; several mutants may share edits
Mutant = collections.namedtuple("Mutant", "header line what text site")
#: edits: (from, to, text with {} for the number of the first mutant) within the line
Site = collections.namedtuple("Site", "line edits count")


def code_only(text):
    """The text with comments, directives and the contents of literals blanked, of the same size."""
    def blank(found):
        return re.sub(r"[^\n]", " ", found[0])
    text = re.sub(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.S)
    return re.sub(r"^[ \t]*#(?:.*\\\n)*.*", blank, text, flags=re.M)


def balanced(text):
    depth = 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return False
    return depth == 0


def sites_of(line, before):
    """(edits, descriptions of the mutants) for each place of a line of code."""
    if SKIPPED.search(line):
        return
    starts_statement = before.endswith((";", "{", "}", ":")) or not before
    for found in OPERATOR.finditer(line):
        op, at = found[0], found.start()
        if op == "&&":
            yield [(at, at + 2, "&& !::leadcore_mutants::in_force<{}>() &&")], ["&& to false"]
        elif op == "||":
            yield [(at, at + 2, "|| ::leadcore_mutants::in_force<{}>() ||")], ["|| to true"]
        elif line[:at].rstrip().endswith(("(", ",", "=", "return", "?", ":")) or line[:at].strip() == "":
            continue  # unary, or the line begins with it
        else:
            name, others = OPERATORS[op]
            both = "true" if len(others) == 2 else "false"
            yield [(at, at + len(op), f"{op} ::leadcore_mutants::{name}<{{}}, {both}>{{{{}}}} {op}")], [f"{op} to {other}" for other in others]
    for found in LITERAL.finditer(line):
        yield [(*found.span(), f"::leadcore_mutants::constant<{{}}>({found[0]})")], [f"{found[0]} + 1", f"{found[0]} - 1"]
    if found := re.search(r"\bif \((.*)\) \{$", line):
        if balanced(found[1]) and ";" not in found[1] and not re.search(r"[^=!<>]=[^=]", found[1]):
            yield [(found.start(1), found.start(1), "::leadcore_mutants::in_force<{}>() != static_cast<bool>("), (found.end(1), found.end(1), ")")], ["condition negated"]
    if found := re.match(r"\s+return ([^{].*);$", line):
        if balanced(found[1]) and not found[1].startswith("fail("):
            yield [(found.start(1), found.start(1), "::leadcore_mutants::returned<{}>("), (found.end(1), found.end(1), ")")], ["another value returned"]
    if starts_statement and (found := DELETED.match(line)) and not found[2].startswith("return"):
        yield [(found.start(2), found.start(2), "if (!::leadcore_mutants::in_force<{}>()) ")], ["statement deleted"]


def mutants_of(header, text):
    """The mutants of a header, in order."""
    code, source, seen, before = code_only(text).split("\n"), text.split("\n"), collections.Counter(), ""
    for number, line in enumerate(code, 1):
        line = line.rstrip()
        for edits, descriptions in sites_of(line, before):
            site = Site(number, tuple(edits), len(descriptions))
            for what in descriptions:
                shown = source[number - 1].strip()
                seen[shown, what] += 1
                nth = seen[shown, what]
                yield Mutant(header, number, what + (f" ({nth})" if nth > 1 else ""), shown, site)
        before = line or before


def with_mutants(text, numbers):
    """The text with sites built in. @param numbers  site -> the number of its first mutant"""
    lines = text.split("\n")
    edits = [(site.line, start, end, new.format(number)) for site, number in numbers.items() for start, end, new in site.edits]
    # From right to left; what is inserted at one place keeps the order of the sites: the statement
    # or the whole expression first.
    for number, start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1], edit[2]), reverse=True):
        line = lines[number - 1]
        lines[number - 1] = line[:start] + new + line[end:]
    return "\n".join(lines)
