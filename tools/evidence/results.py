# SPDX-License-Identifier: BSL-1.0
"""What the tests of a preset printed: from ctest's log of its build folder, if they have run since the sources changed.

Parts of the evidence count in it, so a check of the whole that has just passed is not run again.
What a run has shown is kept in build/evidence/, since ctest's next run replaces its log.
"""

import json
import re
import subprocess
import sys

from page import ROOT, jobs

SOURCES = ("CMakeLists.txt", "CMakePresets.json", "cmake", "examples", "fuzz", "include", "modules", "tests", "tools/verify")
KEPT = ROOT / "build/evidence"
ENTRY = re.compile(r'^\d+/\d+ Test: (?P<name>.*)\nCommand: "(?P<command>.*)\nDirectory: .*\n(?:.*\n)*?Output:\n-+\n(?P<output>(?:.*\n)*?)<end of output>\n'
                   r"Test time = .*\n-+\nTest (?P<verdict>\w+)", re.M)


def build(preset, *targets):
    subprocess.run(["cmake", "--preset", preset], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wanted = ["--target", *targets] if targets else []
    subprocess.run(["cmake", "--build", "--preset", preset, "-j", jobs(), *wanted], cwd=ROOT, check=True, stdout=sys.stderr)


def changed():
    """When a source was changed last."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z", "--", *SOURCES], cwd=ROOT, check=True, capture_output=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return max(path.stat().st_mtime for path in paths if path.is_file())


def read(preset):
    """name -> whether it passed, and its output; of all that has run since the sources changed."""
    log, kept, since = ROOT / "build" / preset / "Testing/Temporary/LastTest.log", KEPT / f"{preset}.json", changed()
    known = json.loads(kept.read_text()) if kept.exists() and kept.stat().st_mtime > since else {}
    if log.exists() and log.stat().st_mtime > since:
        for found in ENTRY.finditer(log.read_text(errors="replace")):
            if found["command"] != '"':  # else it is disabled
                known[found["name"]] = [found["verdict"] == "Passed", found["output"]]
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(known))
    return known


def listed(preset, pattern):
    ran = subprocess.run(["ctest", "--preset", preset, "-N", "-R", pattern], cwd=ROOT, capture_output=True, text=True)
    return [name for name, disabled in re.findall(r"^  Test +#\d+: (.*?)( \(Disabled\))?$", ran.stdout, re.M) if not disabled]


def results(preset, pattern, *targets):
    """The results of the tests whose names match; runs them if one is missing."""
    known, names = read(preset), listed(preset, pattern)
    if not names or any(name not in known for name in names):
        build(preset, *targets)
        names = listed(preset, pattern)
        if not names:
            raise SystemExit(f"evidence: the preset {preset} has no test {pattern}")
        subprocess.run(["ctest", "--preset", preset, "-j", jobs(), "-R", pattern], cwd=ROOT, stdout=sys.stderr)
        known = read(preset)
    return {name: known[name] for name in names}


def failed(ran):
    """The names of the tests that failed."""
    return [name for name, (passed, _) in ran.items() if not passed]


def assertions(output):
    """Test cases and assertions, by the last line that Catch2 prints."""
    found = re.findall(r"^All tests passed \((\d+) assertions? in (\d+) test cases?\)", output, re.M)
    return sum(int(cases) for _, cases in found), sum(int(made) for made, _ in found)
