#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Requires that what a user's configuration runs of our CMake files is as old as cmake_minimum_required says.

The commands are those of a trace: of this project as a subdirectory, installed, packed, and found as a package. Each
command, module, property and variable, and each keyword of a command, is looked up in the manual of the CMake that runs
the test: none may have a note `versionadded` of a later version. The manual does not say everything, such as a changed
default, so this takes the place of a run with the old version only as far as names go."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
USER = """cmake_minimum_required(VERSION 3.22)
project(user LANGUAGES CXX)
{}
add_executable(user main.cpp)
target_link_libraries(user PRIVATE leadcore::index leadcore::sqlite)
"""
NOTE = re.compile(r"^( *)\.\. versionadded:: (\d+)\.(\d+)(.*(?:\n+\1 +.*)*)", re.M)


def run(*command):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}:\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def manual(kind):
    """name -> its page; kind is commands, modules, properties or variables."""
    text = run("cmake", f"--help-{kind}")
    pages = re.split(r"^(\S+)\n-+\n", text, flags=re.M)[1:]
    return dict(zip(pages[::2], pages[1::2], strict=True))


def version_of(page):
    """The version of CMake that has what a page describes."""
    found = re.match(r"\n\.\. versionadded:: (\d+)\.(\d+)\n\n", page)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def later_notes(text, minimum):
    """(version, what the note is about): the text of the note, and the term that it explains."""
    for found in NOTE.finditer(text):
        version = int(found[2]), int(found[3])
        if version > minimum:
            above = [line for line in text[:found.start()].split("\n") if line.strip() and len(line) - len(line.lstrip()) < max(1, len(found[1]))]
            yield version, (above[-1] if above and found[1] else "") + found[4]


def executed(work):
    """(file, line, command, arguments) of our files, as a user's configuration runs them."""
    traces = []

    def configure(name, source, build, *arguments):
        traces.append(work / f"{name}.json")
        run("cmake", "-S", source, "-B", build, "--trace-expand", "--trace-format=json-v1", f"--trace-redirect={traces[-1]}", *arguments)

    configure("install", ROOT, work / "install", f"-DCMAKE_INSTALL_PREFIX={work}/prefix")
    run("cmake", "--install", work / "install")
    configure("compiled", ROOT, work / "compiled", "-DLEADCORE_BUILD_COMPILED=ON")
    for name, text, argument in (("subdirectory", f"add_subdirectory({ROOT} leadcore)", "-DLEADCORE_COMPONENTS=index;sqlite;postgres"),
                                 ("package", "find_package(leadcore 0.1 REQUIRED COMPONENTS index sqlite postgres)", f"-DCMAKE_PREFIX_PATH={work}/prefix")):
        folder = work / name
        folder.mkdir()
        (folder / "CMakeLists.txt").write_text(USER.format(text))
        (folder / "main.cpp").write_text("int main() {}\n")
        configure(name, folder, folder / "build", argument)
    ours = (f"{ROOT}/CMakeLists.txt", f"{ROOT}/cmake/", f"{work}/prefix/")
    for trace in traces:
        for line in trace.read_text().splitlines():
            entry = json.loads(line)
            if entry.get("file", "").startswith(ours) and "/leadcore-targets" not in entry["file"]:  # CMake writes these
                yield entry["file"], entry["line"], entry["cmd"].lower(), entry["args"]


def problems(calls, minimum):
    commands, modules, properties, variables = (manual(kind) for kind in ("commands", "modules", "properties", "variables"))
    for file, line, command, arguments in calls:
        at = f"{pathlib.Path(file).name}:{line}: {command}"
        page = commands.get(command, "")  # none for our own functions
        keywords = {argument for argument in arguments if re.fullmatch(r"[A-Z][A-Z_]+", argument)}
        words = {word for argument in arguments for word in re.findall(r"\w+", argument)}
        used = [("command", command, page), *(("property", name, properties.get(name, "")) for name in keywords),
                *(("module", name, modules.get(name, "")) for name in arguments[:1]), *(("variable", name, variables.get(name, "")) for name in words)]
        for kind, name, described in used:
            if version_of(described) > minimum:
                yield f"{at}: the {kind} {name} is of CMake {version_of(described)}"
        for version, about in later_notes(page, minimum):
            for keyword in sorted(keywords & set(re.findall(r"[A-Z][A-Z_]+", about))):
                yield f"{at} {keyword} is of CMake {version}: {' '.join(about.split())[:100]}"


def main():
    found = re.search(r"^cmake_minimum_required\(VERSION (\d+)\.(\d+)", (ROOT / "CMakeLists.txt").read_text(), re.M)
    minimum = int(found[1]), int(found[2])
    with tempfile.TemporaryDirectory() as folder:
        calls = list(executed(pathlib.Path(folder)))
        bad = sorted(set(problems(calls, minimum)))
    print("\n".join(bad))
    print(f"{len(calls)} commands, {len({command for _, _, command, _ in calls})} different ones; {len(bad)} problems")
    if len(calls) < 100:
        return "the trace is missing"
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
