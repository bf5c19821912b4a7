#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""modules/leadcore.cppm exports every public name of the headers that it includes: each identifier in their text that a
using-declaration accepts. `--update` writes what is missing, and takes away what is too much."""

import argparse
import re
import subprocess
import sys

from repository import HEADERS, INCLUDES, ROOT

MODULE = ROOT / "modules/leadcore.cppm"
NAMESPACES = ["leadcore", "leadcore::http", "leadcore::profiles", "leadcore::sql"]


def reached(headers):
    """The headers that these include, and so on; those of a detail/ declare nothing public."""
    seen, waiting = set(), list(headers)
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            waiting += INCLUDES[name]
    return sorted(name for name in seen if "/detail/" not in name)


def public_names(includes, compiler):
    """The qualified names that a using-declaration accepts."""
    text = "".join(re.sub(r"//.*|\"[^\"\n]*\"", "", (HEADERS / f"{name}.hpp").read_text()) for name in reached(includes))
    identifiers = sorted(set(re.findall(r"\boperator ?[^\s\w()\"]+|\b(?!__)[a-z_]\w*\b", text)))  # not the compiler's
    declarations = [f"{space}::{name}" for space in NAMESPACES for name in identifiers]
    source = "".join(f"#include <leadcore/{name}.hpp>\n" for name in includes)
    source += "".join(f"namespace probe_{i} {{\n#line {i + 1} \"probe\"\nusing {name};\n}}\n"
                      for i, name in enumerate(declarations))
    asked = subprocess.run([compiler, "-std=c++20", "-w", "-fsyntax-only", f"-I{ROOT}/include", "-ferror-limit=0",
                            "-fno-spell-checking", "-fno-caret-diagnostics", "-x", "c++", "-"],
                           input=source, capture_output=True, text=True)
    refused = {int(line) - 1 for line in re.findall(r"^probe:(\d+):\d+: error: ", asked.stderr, re.M)}
    if elsewhere := re.search(r"^(?!probe:).*error: .*", asked.stderr, re.M):
        raise SystemExit(f"the headers do not compile: {elsewhere[0]}")
    return {name.replace(" ", "") for i, name in enumerate(declarations) if i not in refused}


def exports(names):
    for space in NAMESPACES:
        own = sorted(name for name in names if re.fullmatch(rf"{space}::(\w+|operator\W+)", name))
        yield f"\nexport namespace {space} {{\n" + "".join(f"using {name};\n" for name in own) + f"}} // namespace {space}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="clang++-19")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    text = MODULE.read_text()
    exported = {name.replace(" ", "") for name in re.findall(r"^using ([\w:]+[^\s\w;]*);", text, re.M)}
    names = public_names(re.findall(r"^#include <leadcore/(\S+)\.hpp>", text, re.M), options.compiler)
    if options.update:
        MODULE.write_text(text[:text.index("export module leadcore;")] + "export module leadcore;\n" + "".join(exports(names)))
        return 0
    problems = [f"{name} is public but not exported" for name in sorted(names - exported)]
    problems += [f"{name} is exported but not public" for name in sorted(exported - names)]
    if len(names) < 100:
        problems.append(f"only {len(names)} public names were found: has the form of the headers changed?")
    print("\n".join(problems))
    print(f"{len(names)} public names, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
