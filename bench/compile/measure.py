#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Seconds that compiling umbrellas and three files of users takes, here and, with --base, in another
copy of the repository: user and system time of the compiler, the minimum of interleaved runs."""

import argparse
import os
import pathlib
import re
import sys
import tempfile

from cases import FILES, ROOT

SYNTAX = ["-fsyntax-only"]


def cases(root):
    """name -> (text, options); what a copy of the repository does not have is left out."""
    for name in ["query/query_string", "leadcore", "http", "index"]:
        yield name, f"#include <leadcore/{name}.hpp>\n", SYNTAX
    yield "list and print", FILES["list_and_print.cpp"], ["-c", "-O0"]
    yield "README", FILES["README.md"], ["-c", "-O2"]
    yield "http and index store", FILES["http_and_index_store.cpp"], ["-c", "-O2"]
    if (root / "include/leadcore/compiled.hpp").exists():
        compiled = "#include <leadcore/http/compiled.hpp>\n#include <leadcore/index/compiled.hpp>\n"
        yield "http and index store, compiled", compiled + FILES["http_and_index_store.cpp"], ["-c", "-O2"]


def peers():
    """Headers that programs of this kind include anyway, to compare with (scripts/setup bench)."""
    for header in ["regex", "nlohmann/json.hpp", "boost/json.hpp", "boost/beast.hpp"]:
        yield f"<{header}>", f"#include <{header}>\n", SYNTAX


def as_there(root, text):
    """The text with the paths of headers that another copy of the repository has."""
    def path(found):
        name = found[1]
        for there in (name, name.replace("query_string", "query"), name.rpartition("/")[2], "query"):
            if (root / f"include/leadcore/{there}.hpp").exists():
                return f"<leadcore/{there}.hpp>"
        return found[0]
    return re.sub(r"<leadcore/([\w/]+)\.hpp>", path, text)


def seconds(compiler, root, text, options):
    """User and system time, and the peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "case.cpp")
        source.write_text(as_there(root, text))
        output = [] if options == SYNTAX else ["-o", f"{folder}/case.o"]
        process = os.posix_spawnp(compiler, [compiler, "-std=c++20", f"-I{root}/include", *options, str(source), *output],
                                  os.environ)
        _, status, used = os.wait4(process, 0)
        if status != 0:
            raise SystemExit(f"does not compile in {root}:\n{text}")
        return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--base", type=pathlib.Path, action="append", default=[], help="another copy to compare with")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="also headers of other libraries")
    parser.add_argument("--only", default="", help="a regular expression for the names of cases")
    options = parser.parse_args()
    roots = [*options.base, ROOT]
    best = {}
    for _ in range(options.runs):
        for root in roots:
            for name, text, flags in [*cases(root), *(peers() if options.peers and root == ROOT else [])]:
                if re.search(options.only, name):
                    now = seconds(options.compiler, root, text, flags)
                    old = best.get((name, root), now)
                    best[name, root] = (min(now[0], old[0]), min(now[1], old[1]))
    print("what", *(f"{root}: s, MB" for root in roots), sep="\t")
    for name in dict.fromkeys(name for name, _ in best):
        print(name, *("{:.2f}\t{}".format(*best[name, root]) if (name, root) in best else "-\t-" for root in roots), sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
