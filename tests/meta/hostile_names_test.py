#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""tests/support/hostile_names.hpp has the name of every function of ours; --update writes it.

The hostile namespace of tests/support/hostile_namespace.hpp declares all of them, so that an
unqualified call of one of our functions on a user's type does not compile there.
"""

import re
import sys

from repository import HEADERS, INCLUDES, ROOT

LIST = ROOT / "tests/support/hostile_names.hpp"
# Declarations at namespace scope start a line: clang-format does not indent namespaces.
DECLARATION = re.compile(r"^(?:\[\[|constexpr|consteval|inline|template|requires|[\w:]+[ <(]).*?[{;]", re.M | re.S)
NO_FUNCTION = re.compile(r"^\s*(namespace|class|struct|union|enum|using|static_assert|concept|typedef|BOOST_\w+|LEADCORE_\w+)\b")
NO_NAMES = {"operator", "requires", "noexcept", "decltype", "explicit", "sizeof", "alignas", "if", "while", "for", "switch"}


def without_template_head(text):
    """A declaration without `template <...>`, attributes and requires-clauses."""
    while True:
        text = re.sub(r"^\s*(\[\[[^\]]*\]\]|inline|constexpr|consteval|friend)\s*", "", text)
        if not text.startswith("template"):
            return text
        depth = 0
        for at, char in enumerate(text):
            depth += (char == "<") - (char == ">" and text[at - 1] not in "-=")
            if char == ">" and depth == 0:
                text = text[at + 1:].lstrip()
                break
        else:
            return ""
        text = re.sub(r"^requires .*\n(?:  .*\n)*", "", text + "\n") if text.startswith("requires") else text


def functions(path):
    text = re.sub(r"//.*|^#(?:.*\\\n)*.*", "", path.read_text(), flags=re.M)
    for found in DECLARATION.finditer(text):
        declared = without_template_head(re.sub(r"(decltype|sizeof\.\.\.)\(\w+\)", "auto", found[0]))
        if NO_FUNCTION.match(declared) or "operator" in declared.partition("(")[0]:
            continue
        name = re.match(r"[^({=;]*?\b(\w+)(?:<[^;{}=]*>)?\(", declared, re.S)
        if name and name[1] not in NO_NAMES and "=" not in name[0]:
            yield name[1]


def main():
    names = sorted({name for header in INCLUDES for name in functions(HEADERS / f"{header}.hpp")})
    guard = "LEADCORE_TESTS_SUPPORT_HOSTILE_NAMES_HPP"
    text = (f"// SPDX-License-Identifier: BSL-1.0\n#ifndef {guard}\n#define {guard}\n\n"
            "// The name of every function of ours; written by tests/meta/hostile_names_test.py --update.\n\n"
            f"// clang-format off\n#define LEADCORE_HOSTILE_NAMES(NAME) \\\n" + " \\\n".join(f"  NAME({name})" for name in names) + "\n// clang-format on\n\n#endif\n")
    if "--update" in sys.argv:
        LIST.write_text(text)
    print(f"{len(names)} names")
    if len(names) < 100:
        print("hardly any function was found: has the form of the headers changed?")
        return 1
    if LIST.read_text() != text:
        print(f"{LIST.relative_to(ROOT)} is not up to date: run {sys.argv[0]} --update")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
