# SPDX-License-Identifier: BSL-1.0
"""docs/evidence.md: a section for each part, which a run of the part replaces."""

import datetime
import pathlib
import re
import subprocess
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/evidence.md"


def jobs():
    return subprocess.run([ROOT / "scripts/jobs"], check=True, capture_output=True, text=True).stdout.strip()


def percent(part, whole):
    """Rounded down, so that 100.0 % means all."""
    return f"{int(1000 * part / whole) / 10:.1f} %" if whole else "-"


def table(head, rows):
    return ["| " + " | ".join(str(cell) for cell in row) + " |" for row in (head, ["---"] * len(head), *rows)]


def read_reasons(path):
    """The lines of a table of exceptions: the three columns that name one -> the reason."""
    out = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            *key, reason = line.split("\t")
            if len(key) != 3 or not reason:
                raise SystemExit(f"{path.name}: not three columns and a reason: {line}")
            out[tuple(key)] = reason
    return out


def commit():
    """The commit that is measured, and whether files differ from it."""
    git = subprocess.run(["git", "describe", "--always", "--dirty", "--exclude=*"], cwd=ROOT, capture_output=True, text=True)
    return git.stdout.strip().replace("-dirty", " and changes") or "a source archive"


def prose(text):
    """The lines of a paragraph."""
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)


def replace_section(title, command, text):
    """Writes a section, measured now, in place of the one with this title."""
    version = re.search(r'version = "([^"]+)"', (ROOT / "include/leadcore/version.hpp").read_text())[1]
    stamp = prose(f"leadcore {version} at {commit()}, measured on {datetime.date.today().isoformat()} by `{command}`.")
    section = "\n".join([f"## {title}", "", *stamp, "", *text]).rstrip() + "\n"
    page = PAGE.read_text()
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.M | re.S)
    if not pattern.search(page):
        raise SystemExit(f"{PAGE.name} has no section {title!r}")
    written = pattern.sub(lambda _: section + "\n", page).rstrip() + "\n"
    PAGE.write_text(written)
    return section
