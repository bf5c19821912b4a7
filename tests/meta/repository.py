# SPDX-License-Identifier: BSL-1.0
"""What the meta tests know of the repository: its files, and its headers as cmake/headers.cmake lists them."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files():
    """Every file that is or could be committed; without git (a source archive) every file outside build/."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else [
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if "build" not in path.relative_to(ROOT).parts]
    return sorted(name for name in names if name and (ROOT / name).is_file())


def _lists():
    text = re.sub(r"#.*", "", (ROOT / "cmake/headers.cmake").read_text())
    return {name: words.split() for name, words in re.findall(r"set\((\w+)(.*?)\)", text, re.S)}


LISTS = _lists()
UMBRELLA = LISTS["LEADCORE_UMBRELLA"][0]
#: layer of each header but the umbrella, private ones too; names without "leadcore/" and ".hpp"
LAYER = {header: int(name[-1]) for name, headers in LISTS.items() if name.startswith("LEADCORE_LAYER_") for header in headers}
PUBLIC = [header for header in LAYER if not header.startswith("detail/")]
