# SPDX-License-Identifier: BSL-1.0
"""The repository for the meta tests: its files, its headers, and the layers in the order of docs/design.md."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ROOT / "include/leadcore"


def files():
    """Every tracked or untracked, not ignored file; without git (a source archive) every file outside build/."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else [
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if "build" not in path.relative_to(ROOT).parts]
    return sorted(name for name in names if name and (ROOT / name).is_file())


#: the folders of the headers, in the order of docs/design.md: each may include earlier ones
LAYERS = re.findall(r"^\| `(\w+)/` \|", (ROOT / "docs/design.md").read_text(), re.M)
#: our headers that each header includes; names without "leadcore/" and ".hpp"
INCLUDES = {str(path.relative_to(HEADERS))[:-4]: re.findall(r"^#include <leadcore/([^>]+)\.hpp>", path.read_text(), re.M)
            for path in sorted(HEADERS.rglob("*.hpp"))}
#: headers outside the folders: the umbrellas and the version
TOP = [header for header in INCLUDES if "/" not in header]
#: headers that the layers share, but that are not for users
SHARED = ["json/row", "query/searchable_text", "text/ascii", "text/base64url", "text/byte_block", "text/byte_search",
          "text/function_ref", "text/prefetch", "text/text_value"]
PUBLIC = [header for header in INCLUDES if "/detail/" not in header]


def folder(header):
    """The layer of a header, its folder; empty for the headers at the top."""
    return header.partition("/")[0] if "/" in header else ""
