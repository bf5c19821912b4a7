# SPDX-License-Identifier: BSL-1.0
"""The public names of include/leadcore with their comments, as clang parses them.

Public is what is in the namespace leadcore, or a namespace in it, and in no namespace detail. A
name that is declared in a detail/ folder belongs to the first public header that includes it.
"""

import dataclasses
import functools
import pathlib
import re
import subprocess

from clang import cindex
from clang.cindex import AccessSpecifier, CursorKind

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
LEADCORE = INCLUDE / "leadcore"

KINDS = {
    CursorKind.FUNCTION_DECL: "function", CursorKind.FUNCTION_TEMPLATE: "function",
    CursorKind.CXX_METHOD: "function", CursorKind.CONSTRUCTOR: "function",
    CursorKind.CONVERSION_FUNCTION: "function",
    CursorKind.STRUCT_DECL: "class", CursorKind.CLASS_DECL: "class", CursorKind.CLASS_TEMPLATE: "class",
    CursorKind.ENUM_DECL: "enumeration", CursorKind.ENUM_CONSTANT_DECL: "enumerator",
    CursorKind.CONCEPT_DECL: "concept",
    CursorKind.TYPE_ALIAS_DECL: "type alias", CursorKind.TYPE_ALIAS_TEMPLATE_DECL: "type alias",
    CursorKind.USING_DECLARATION: "alias",
    CursorKind.VAR_DECL: "constant", CursorKind.UNEXPOSED_DECL: "constant", CursorKind.FIELD_DECL: "member",
}


@dataclasses.dataclass
class Name:
    kind: str
    name: str
    scope: tuple  # namespaces and classes around it, from "leadcore" on; () for a macro
    header: str  # below include/leadcore
    file: str  # where it is declared, below include/leadcore
    line: int
    comment: str  # without its slashes
    declaration: str
    members: list = dataclasses.field(default_factory=list)

    @property
    def qualified(self):
        return "::".join((*self.scope, self.name))


def comment_text(raw):
    lines = re.sub(r" (@(?:see|pre) )", r"\n\1", re.sub(r"^\s*//[/!]?<? ?", "", raw or "", flags=re.M)).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def body_start(text):
    """The offset of the brace that opens the body of a function or class, or the end."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == "{" and depth == 0 and text[at - 1] in " \n" and not re.search(r"requires\s*(\([^()]*\))?\s*$", text[:at]):
            return at
    return len(text)


def declaration_of(cursor, source):
    """The source of a declaration without attributes, bodies and long initialisers."""
    kind = KINDS[cursor.kind]
    begin = cursor.extent.start.offset
    text = source[begin:cursor.extent.end.offset].decode()
    if kind == "member" and cursor.spelling not in text:  # declared by a macro
        return f"{cursor.type.spelling} {cursor.spelling}"
    if kind in ("function", "class"):
        text = re.split(r"\s:\s", text[:body_start(text)])[0] if kind == "function" else text[:body_start(text)]
        text = re.sub(r"= (defaul|delet)$", lambda found: found[0] + found[1][0].replace("d", "t" if "u" in found[1] else "e"), text)
    elif kind == "enumeration":
        text = text.partition("{")[0]
    elif kind == "constant" and (len(text) > 90 or "\n" in text):
        text = source[begin:cursor.location.offset].decode() + cursor.spelling
    text = re.sub(r"//.*", "", text)
    return re.sub(r"\[\[[^\]]*\]\]\s*|\binline (?=constexpr)", "", text).strip()


class Reader:
    """All public names, and the problems that clang finds in the headers and their comments."""

    def __init__(self):
        everything = sorted(path.relative_to(LEADCORE).as_posix() for path in LEADCORE.rglob("*.hpp"))
        self.headers = [name for name in everything if "detail/" not in name]
        self.sources = {name: (LEADCORE / name).read_bytes() for name in everything}
        unit = "".join(f"#include <leadcore/{name}>\n" for name in self.headers)
        folders = [word for command in (["pg_config", "--includedir"], ["mariadb_config", "--variable=pkgincludedir"])
                   for word in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]
        parsed = cindex.Index.create().parse(
            "headers.cpp", args=["-std=c++20", f"-I{INCLUDE}", *(f"-isystem{folder}" for folder in folders), "-Wdocumentation"],
            unsaved_files=[("headers.cpp", unit)], options=cindex.TranslationUnit.PARSE_SKIP_FUNCTION_BODIES)
        self.problems = [f"{each.location.file}:{each.location.line}: {each.spelling}".replace(f"{ROOT}/", "")
                         for each in parsed.diagnostics]
        self.seen = set()
        self.names = list(self.walk(parsed.cursor, ()))
        for header in self.headers:
            self.names += macros(header, self.sources[header].decode())
        self.names.sort(key=lambda each: (self.headers.index(each.header), each.file != each.header, each.file, each.line))

    @functools.cache
    def public_header(self, file):
        """The first public header that includes a file of a detail folder."""
        if "detail/" not in file:
            return file
        includes = [name for name, source in self.sources.items() if f"#include <leadcore/{file}>".encode() in source]
        direct = [name for name in includes if "detail/" not in name]
        return min(direct, default=None) or min(filter(None, map(self.public_header, includes)), default=None)

    def walk(self, cursor, scope):
        for child in cursor.get_children():
            if child.kind == CursorKind.NAMESPACE:
                if child.spelling != "detail" and (scope or child.spelling == "leadcore"):
                    is_version = re.match(r"v\d", child.spelling)  # the inline namespace LEADCORE_ABI
                    yield from self.walk(child, scope if is_version else (*scope, child.spelling))
            elif scope and (name := self.read(child, scope)):
                yield name

    def read(self, cursor, scope):
        file = cursor.location.file and pathlib.Path(cursor.location.file.name)
        if cursor.kind not in KINDS or not file or not file.is_relative_to(LEADCORE):
            return None
        if cursor.access_specifier not in (AccessSpecifier.PUBLIC, AccessSpecifier.INVALID):
            return None
        file = file.relative_to(LEADCORE).as_posix()
        header = self.public_header(file)
        declared = (file, cursor.extent.start.offset, cursor.spelling)
        if header is None or declared in self.seen or cursor.semantic_parent != cursor.lexical_parent:
            return None
        self.seen.add(declared)
        declaration = declaration_of(cursor, self.sources[file])
        kind = KINDS[cursor.kind]
        own = cursor.spelling
        if own.startswith("operator") and (spelled := re.search(r"operator[^(]*(\(\)(?=\())?", declaration)):
            own = spelled[0].strip()
        elif cursor.kind == CursorKind.CONSTRUCTOR or own.startswith(f"{scope[-1]}<"):
            own = scope[-1]
        if (not own or own.startswith(("<", "operator==", "operator<=>", "operator delete")) or own == "hana_accessors_impl"
                or re.match(r"template <>|extern template|template (class|struct) ", declaration)
                or declaration.endswith("= delete") or kind == "class" and not cursor.is_definition()
                or kind == "constant" and not re.search(rf"\b{own}\b", declaration)):
            return None
        name = Name(kind, own, scope, header, file, cursor.extent.start.line, comment_text(cursor.raw_comment), declaration)
        if kind in ("class", "enumeration"):
            name.members = [member for child in cursor.get_children() if (member := self.read(child, (*scope, own)))]
        return name


def macros(header, source):
    guard = "LEADCORE_" + re.sub(r"\W", "_", header).upper()
    for found in re.finditer(r"((?:^ *///.*\n)+)^#define (LEADCORE_\w+)(\([^)]*\))?", source, re.M):
        if found[2] != guard:
            line = source.count("\n", 0, found.start(2)) + 1
            yield Name("macro", found[2], (), header, header, line, comment_text(found[1]), f"#define {found[2]}{found[3] or ''}")
