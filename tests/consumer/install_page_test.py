#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Follows docs/how_to/install.md literally, from top to bottom, in a project of its own.

The project has a copy of the sources in leadcore/, the archive that FetchContent names, and main.cpp: the last ```cpp
or ```c++ block. A ```cmake block becomes CMakeLists.txt, after the two lines that every project begins with; a ```sh
block is run by bash. Each section with ```sh blocks must end with the output that the page shows as ```text after its
first program. `<!-- not run: REASON -->` before a block skips it.

HOME is a folder of the project. Stand-ins for sudo and apt install packages into a root of their own, with dpkg.
Warnings are errors."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/meta"))
from repository import files  # noqa: E402

PAGE = ROOT / "docs/how_to/install.md"
BLOCK = re.compile(r"^(<!-- not run: .*? -->\n)?```([\w+]+)\n(.*?)^```\n", re.M | re.S)
WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror"
UNUSED = ("tests/", "fuzz/", "examples/", "bench/", "docs/")  # by who installs

SUDO = 'exec "$@"\n'
# Packages by name must be installed already; a file is installed below $APT_ROOT.
APT = r"""
[ "$1" = install ]; shift
for package in "$@"; do
  case $package in
    ./*) mkdir -p "$APT_ROOT"/var/lib/dpkg/{info,updates}; touch "$APT_ROOT/var/lib/dpkg/status"
         dpkg --root="$APT_ROOT" --force-depends --force-not-root --log=/dev/null -i "$package" ;;
    libboost-dev) test -f /usr/include/boost/version.hpp ;; # of any version
    *) dpkg-query -W -f='${db:Status-Status}\n' "$package" | grep -qx installed ;;
  esac
done
"""
COMPILER = f'exec "$REAL_COMPILER" {WARNINGS} "$@"\n'


def project(folder):
    """The project that the page starts with."""
    source = folder / "leadcore"
    for name in files():
        if not name.startswith(UNUSED):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    version = re.search(r"VERSION (\d+\.\d+\.\d+)", (ROOT / "CMakeLists.txt").read_text())[1]
    with tarfile.open(folder / f"leadcore-{version}.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(source, f"leadcore-{version}")


def environment(folder, compiler):
    programs = folder / "bin"
    programs.mkdir()
    for name, body in {"sudo": SUDO, "apt": APT, "g++": COMPILER}.items():
        (programs / name).write_text("#!/usr/bin/env bash\nset -euo pipefail\n" + body)
        (programs / name).chmod(0o755)
    root = folder / "root"
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder / "home"), "APT_ROOT": str(root),
            "REAL_COMPILER": compiler, "CXX": compiler, "CXXFLAGS": WARNINGS, "CMAKE_PREFIX_PATH": str(root / "usr")}


def follow(section, folder, env, expected):
    """Why a section does not do what it says, or None; and how many commands it had."""
    output, count = "", 0
    for leftover in ("build", "server", "CMakeLists.txt"):
        path = folder / leftover
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for skipped, kind, text in BLOCK.findall(section):
        if skipped:
            continue
        if kind in ("cpp", "c++"):
            (folder / "main.cpp").write_text(text)
        elif kind == "cmake":
            (folder / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.22)\nproject(server LANGUAGES CXX)\n" + text)
        elif kind == "sh":
            count += 1
            ran = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
            output = ran.stdout
            if ran.returncode != 0:
                return f"fails:\n{text}\n{ran.stdout[-2000:]}{ran.stderr[-4000:]}", count
    if count and expected and not output.endswith(expected):
        return f"does not print {expected!r} in the end, but:\n{output[-2000:]}", count
    return None, count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", default="g++", type=shutil.which)
    parser.add_argument("--only", help="a regular expression of titles; the sections that these need too")
    options = parser.parse_args()
    introduction, *sections = re.split(r"^(?=## )", PAGE.read_text(), flags=re.M)
    expected = re.search(r"^```text\n(.*?)^```", introduction, re.M | re.S)[1]
    followed, problems = 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        project(folder)
        env = environment(folder, options.compiler)
        for section in [introduction, *sections]:
            title = section.partition("\n")[0].strip("# ") if section is not introduction else "introduction"
            if options.only and section is not introduction and not re.search(options.only, title):
                continue
            if "clang++-19" in section and not shutil.which("clang++-19"):
                print(f"{title}: not followed, there is no clang 19")
                continue
            problem, count = follow(section, folder, env, "" if section is introduction else expected)
            followed += count > 0
            if problem:
                problems.append(f"{PAGE.name}, {title}: {problem}")
    print("\n".join(problems))
    print(f"{followed} sections followed, {len(problems)} problems")
    return 1 if problems or followed < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
