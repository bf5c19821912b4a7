#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Rules for every file: licence, guards, line length, contents of headers, tests of headers, one version."""

import re
import sys

from repository import INCLUDES, PUBLIC, ROOT, SHARED, TOP, files

SPDX = "SPDX-License-Identifier: BSL-1.0"
NO_COMMENTS = (".expected", ".png", ".json", ".jsonl", ".csv", ".ndjson", ".tsv", ".txt")  # no comments, so no licence
# Forbidden in a header, with the reason.
FORBIDDEN = {
    r"#include <(regex|iostream|format|boost/hana\.hpp)>": "costs too much to compile",
    r"__has_include|#if(n?def)?\s+(?!LEADCORE_\w+_HPP)": "two translation units could disagree",
    r"^namespace \{": "two translation units would disagree",
}
COLUMNS = 100  # of a line of C++; raw strings and generated tables may be longer
RANGES = {"query/list", "index/lead_index", "index/detail/transaction"}  # their signatures need <ranges>
# Conditions permitted in a header (decision 0025); the namespace encodes their result.
CONDITIONAL = {"text/byte_block": "__AVX2__|__SSE2__",
               "version": "__AVX2__|__SSE2__|__cpp_concepts",  # and says which standard it needs
               "text/prefetch": "__has_builtin",  # speed only
               "text/format": "__cpp_lib_format"}  # without it nothing can be formatted
# Public headers without test files, with the reason.
UMBRELLAS = {**dict.fromkeys(TOP, "only includes"),
             **{name: "tests/consumer links the library" for name in PUBLIC if name.endswith("/compiled")}}
KITS = ["testing/drawing", "testing/generators", "testing/laws", "testing/reference"]
UNTESTED = dict.fromkeys([header for header in SHARED if header != "text/base64url"], "the headers that use it are its tests")
UNIT_TESTED = {"text/byte_block", "text/byte_search", "text/function_ref"}
PARTS = {"json/error": "json/read tests it", "json/read_options": "json/read tests it",
         "http/problem": "http/list_leads prints it", "http/options": "http/list_leads reads them",
         "query/schema": "http/openapi prints it"}
EXCUSED = {
    "unit": {**UMBRELLAS, **{name: why for name, why in UNTESTED.items() if name not in UNIT_TESTED},
             "testing/drawing": "generators' tests draw with it",
             "testing/reference": "the laws compare it with the library", "store/store": "concepts: static tests",
             "json/string": "json/write tests it",
             "text/format": "specialisations: static tests, where there is <format>",
             "sql/statement": "plain values", "store/durable_error": "plain values: static tests", **PARTS},
    "static": {**{name: reason for name, reason in UMBRELLAS.items() if name not in ("leadcore", "version")}, **UNTESTED,
               **dict.fromkeys(KITS, "run time only"), "json/string": "json/write tests it",
               "index/indexed_lead": "lead_index hands it out", "index/lead_snapshot": "lead_index hands it out",
               "store/memory_store": "store/store tests it", "http/openapi": "run time only",
               "http/entity_tag": "its unit test asserts in both phases", **PARTS},
    "property": {**UMBRELLAS, **UNTESTED, **dict.fromkeys(KITS, "is what properties are made of"),
                 "http/access": "http/list_leads' properties go through it", "model/organisation": "an opaque text", "text/timestamp_chrono": "the unit and static tests have the bounds",
                 "store/store": "concepts", "store/memory_store": "http/list_leads' properties go through it",
                 "http/message": "plain values",
                 "text/result": "an alias", "text/format": "as in unit",
                 "query/query": "query/query_string's properties print and read it",
                 "http/ask": "http/list_leads' properties go through it", "http/page_links": "http/list_leads' properties go through it",
                 "http/entity_tag": "its unit test has the grammar", "http/openapi": "tests/openapi compares answers with it",
                 "json/string": "json/write tests it", "index/indexed_lead": "lead_index hands it out",
                 "index/lead_snapshot": "lead_index hands it out",
                 "sql/statement": "plain values", "store/durable_error": "plain values", "sql/table": "names, fixed at compile time", "sql/mariadb": "sql/libmariadb's properties run it", **PARTS},
}
SUFFIX = {"unit": "test", "static": "static", "property": "prop"}


def licence_lines(names):
    for name in names:
        if name.endswith(NO_COMMENTS) or name in ("LICENSE", ".gitignore") or name.startswith("fuzz/corpus/"):
            continue
        first, second = ((ROOT / name).read_text(errors="replace") + "\n\n").split("\n")[:2]
        if SPDX not in (second if first.startswith("#!") else first):
            yield f"{name}: the first line does not name the licence"


def guards(names):
    for name in names:
        if name.endswith(".hpp"):
            path = name.removeprefix("include/")
            guard = re.sub(r"\W", "_", path if path.startswith("leadcore/") else "leadcore/" + path).upper()
            if f"#ifndef {guard}\n#define {guard}\n" not in (ROOT / name).read_text():
                yield f"{name}: the guard is not {guard}"


def long_lines(names):
    for name in names:
        if not name.endswith((".hpp", ".cpp")):
            continue
        text = (ROOT / name).read_text()
        if "\n// Generated by " in text[:100]:
            continue
        text = re.sub(r'R"(\w*)\(.*?\)\1"', 'R""', text, flags=re.S)  # changes line numbers, so quote the line
        for line in text.split("\n"):
            if len(line) > COLUMNS:
                yield f"{name}: more than {COLUMNS} columns: {line.strip()[:60]} ..."


def headers(names):
    for name in names:
        if name.startswith("include/leadcore/"):
            text = (ROOT / name).read_text()
            allowed = CONDITIONAL.get(name.removeprefix("include/leadcore/")[:-4])
            if allowed:
                text = re.sub(rf"^#(el)?if !?defined\(({allowed})\)$", "", text, flags=re.M)
            if name == "include/leadcore/text/format.hpp":  # by name, for who formats anyway
                text = text.replace("#include <format>\n", "")
            for pattern, reason in FORBIDDEN.items():
                for found in re.finditer(pattern, text, re.M):
                    yield f"{name}: {found[0]!r} {reason}"
            if "#include <ranges>" in text and "/testing/" not in name and name.removeprefix("include/leadcore/")[:-4] not in RANGES:
                yield f"{name}: includes <ranges>, which costs as much as the rest, without an excuse in RANGES"


def tests_beside_headers(names):
    for folder, suffix in SUFFIX.items():
        present = {name.removeprefix(f"tests/{folder}/").removesuffix(f".{suffix}.cpp")
                   for name in names if re.fullmatch(rf"tests/{folder}/.*\.cpp", name)}
        for header in PUBLIC:
            if header not in present and header not in EXCUSED[folder]:
                yield f"{header}: has no tests/{folder}/{header}.{suffix}.cpp"
            if header in present and header in EXCUSED[folder]:
                yield f"{header}: is excused from tests/{folder} but has {header}.{suffix}.cpp"
        for name in present:
            owner = max((header for header in INCLUDES if name == header or name.startswith(header + "_")), key=len, default=None)
            if owner is None:
                yield f"tests/{folder}/{name}.{suffix}.cpp: begins with the name of no header, so it is not built"
                continue
            text = (ROOT / f"tests/{folder}/{name}.{suffix}.cpp").read_text()
            first = re.search(r'^#include [<"](.*)[>"]', text, re.M)
            if not first or first[1] != f"leadcore/{owner}.hpp":
                yield f"tests/{folder}/{name}.{suffix}.cpp: its first include is not <leadcore/{owner}.hpp>"
            if folder == "static" and "static_assert" not in text or folder != "static" and "TEST_CASE" not in text:
                yield f"tests/{folder}/{name}.{suffix}.cpp: tests nothing"


def one_version():
    places = {"CMakeLists.txt": r"VERSION (\d+\.\d+\.\d+)", "include/leadcore/version.hpp": r'version = "([^"]+)"',
              "CHANGELOG.md": r"^## (\d+\.\d+\.\d+)",
              "packaging/vcpkg/leadcore/vcpkg.json": r'"version": "([^"]+)"',  # Conan's recipe reads version.hpp
              "docs/how_to/install.md": r"leadcore-(\d+\.\d+\.\d+)\.tar"}
    found = {place: re.search(pattern, (ROOT / place).read_text(), re.M)[1] for place, pattern in places.items()}
    if len(set(found.values())) != 1:
        yield f"versions differ: {found}"


def main():
    names = files()
    problems = [*licence_lines(names), *guards(names), *long_lines(names), *headers(names), *tests_beside_headers(names), *one_version()]
    print("\n".join(problems))
    print(f"{len(names)} files, {len(problems)} problems")
    if len(names) < 50:
        print("hardly any file was found: is this the repository?")
        return 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
