#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Rules that every file keeps: licence line, guards, what public headers may include, tests beside headers, one version."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPDX = "SPDX-License-Identifier: BSL-1.0"
NO_COMMENTS = {".json", ".csv", ".ndjson", ".txt", ".tsv"}  # formats or data without room for a licence line
FORBIDDEN = ["regex", "iostream", "format", "boost/hana.hpp"]
# Headers whose contract is proven through others, with the reason.
NO_UNIT = {"testing/generators": "tested by the properties that use it"}
NO_STATIC = {"json_read": "nothing in it is constexpr: Boost.JSON allocates", "testing/generators": "run time only",
             "testing/laws": "run time only", "query": "see search, page and list; a parsed query allocates"}
NO_PROPERTY = {"testing/generators": "it is what properties are made of", "testing/laws": "likewise",
               "access": "covered by http's properties"}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]


def licence_and_guards(files):
    for path in files:
        name = str(path.relative_to(ROOT))
        if path.suffix in NO_COMMENTS or name in ("LICENSE", ".gitignore") or name.startswith("fuzz/corpus/"):
            continue
        lines = path.read_text(errors="replace").split("\n")
        first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        if SPDX not in first:
            yield f"{name}: the first line does not name the licence"
        if path.suffix == ".hpp" and name.startswith("include/"):
            guard = re.sub(r"[/.]", "_", name.removeprefix("include/")).upper()
            if f"#ifndef {guard}\n#define {guard}\n" not in "\n".join(lines):
                yield f"{name}: the guard is not {guard}"


def public_headers(files):
    for path in files:
        name = str(path.relative_to(ROOT))
        if name.startswith("include/") and path.suffix == ".hpp":
            text = path.read_text()
            for header in FORBIDDEN:
                if f"#include <{header}>" in text:
                    yield f"{name}: includes <{header}>"
            if "#include <ranges>" in text and name not in ("include/leadcore/list.hpp", "include/leadcore/access.hpp",
                                                            "include/leadcore/testing/laws.hpp",
                                                            "include/leadcore/testing/reference.hpp",
                                                            "include/leadcore/testing/generators.hpp"):
                yield f"{name}: includes <ranges>, which no signature of it needs"
            for word in ("__has_include", "namespace {"):
                if word in text:
                    yield f"{name}: has {word!r}; two translation units could disagree"


def headers_have_tests():
    text = (ROOT / "CMakeLists.txt").read_text()
    listed = re.search(r"set\(LEADCORE_PUBLIC_HEADERS(.*?)\)", text, re.S).group(1)
    headers = re.sub(r"#.*", "", listed).split()
    for header in headers:
        name = header.split("/")[-1]
        for folder, suffix, excused in (("unit", "test", NO_UNIT), ("static", "static", NO_STATIC),
                                        ("property", "prop", NO_PROPERTY)):
            exists = (ROOT / f"tests/{folder}/{name}.{suffix}.cpp").exists()
            if not exists and header not in excused:
                yield f"{header}: no tests/{folder}/{name}.{suffix}.cpp"
            if exists and header in excused:
                yield f"{header}: has tests/{folder}/{name}.{suffix}.cpp, but is excused from it"
    on_disk = {str(p.relative_to(ROOT / "include/leadcore"))[:-4] for p in (ROOT / "include/leadcore").rglob("*.hpp")}
    for header in sorted(on_disk - set(headers) - {"leadcore", "version", "testing/reference"}):
        if not header.startswith("detail/"):
            yield f"{header}: is not listed in CMakeLists.txt"


def one_version():
    cmake = re.search(r"VERSION (\d+\.\d+\.\d+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    header = re.search(r'version = "([^"]+)"', (ROOT / "include/leadcore/version.hpp").read_text()).group(1)
    changelog = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M).group(1)
    if len({cmake, header, changelog}) != 1:
        yield f"versions differ: CMakeLists.txt {cmake}, version.hpp {header}, CHANGELOG.md {changelog}"


def main():
    files = tracked()
    problems = [*licence_and_guards(files), *public_headers(files), *headers_have_tests(), *one_version()]
    print("\n".join(problems))
    print(f"{len(files)} files, {len(problems)} problems")
    return 1 if problems or len(files) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
