#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""scripts/release refuses a commit for every reason at once, and writes the same archive twice otherwise."""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from repository import ROOT, files


def main():
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "copy")
        for each in files():
            (copy / each).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / each, copy / each)
        version = re.search(r'version = "([^"]+)"', (copy / "include/leadcore/version.hpp").read_text())[1]

        def edit(path, pattern, replacement):
            text, count = re.subn(pattern, replacement, (copy / path).read_text(), count=1, flags=re.M)
            assert count == 1, f"{path} has no {pattern}"
            (copy / path).write_text(text)

        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=test", "-c", "user.email=test@localhost", *arguments], cwd=copy,
                           check=True, capture_output=True)

        def release(*arguments):
            return subprocess.run([copy / "scripts/release", *arguments], capture_output=True, text=True)

        if not (copy / "docs/evidence.md").is_file():
            (copy / "docs/evidence.md").write_text(f"## Coverage\n\nleadcore {version} at x\n")
        edit("CHANGELOG.md", rf"^## {version} - .*", f"## {version} - unreleased")
        git("init", "-q")
        git("add", "-A")
        git("commit", "-qm", "all")

        # what can be released
        archives = []
        for folder in ("first", "second"):
            ran = release("--candidate", str(Path(name, folder)))
            assert ran.returncode == 0, ran.stderr
            archive = Path(name, folder, f"leadcore-{version}-candidate.tar.gz")
            archives.append(archive.read_bytes())
            listed, listed_name = Path(f"{archive}.sha256").read_text().split()
            assert (listed, listed_name) == (hashlib.sha256(archives[-1]).hexdigest(), archive.name)
        assert archives[0] == archives[1], "the archives of one commit differ"
        with tarfile.open(archive) as packed:
            names = packed.getnames()
        assert f"leadcore-{version}/CMakeLists.txt" in names and all(each.startswith(f"leadcore-{version}") for each in names)

        # what cannot
        git("tag", f"v{version}")
        edit("packaging/vcpkg/leadcore/vcpkg.json", rf'"{version}"', '"9.9.9"')
        (copy / "docs/evidence.md").write_text(f"## Coverage\n\nleadcore 1{version} at x\n\n## Mutants\n\nNot measured yet\n")
        ran = release(str(Path(name, "third")))
        wanted = [r"versions differ: .*9\.9\.9", r"CHANGELOG\.md: .*unreleased", r"docs/evidence\.md: Coverage was not", r"docs/evidence\.md: Mutants was not",
                  rf"tag v{re.escape(version)} exists", r"not clean"]
        missing = [pattern for pattern in wanted if not re.search(pattern, ran.stderr)]
        assert ran.returncode == 1 and not missing, f"no message matches {missing}:\n{ran.stderr}"
        assert not Path(name, "third").exists(), "an archive was written in spite of problems"
    print(f"an archive of {len(names)} files was written; {len(wanted)} reasons against one were reported")
    return 0


if __name__ == "__main__":
    sys.exit(main())
