# SPDX-License-Identifier: BSL-1.0
"""The translation units whose cost is measured: each public header, and three files of users."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/meta"))
from repository import PUBLIC, SHARED  # noqa: E402

#: the name of a file -> its text
FILES = {
    "README.md": re.search(r"^```cpp\n(.*?int main.*?)^```\n", (ROOT / "README.md").read_text(), re.M | re.S)[1],
    **{path.name: path.read_text() for path in sorted(pathlib.Path(__file__).parent.glob("*.cpp"))},
}
#: what is measured -> the text of a translation unit
CASES = {**{f"leadcore/{name}.hpp": f"#include <leadcore/{name}.hpp>\n" for name in sorted(PUBLIC) if name not in SHARED},
         **FILES}
