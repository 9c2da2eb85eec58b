"""What a command says about a name that nothing has."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from core.visible_text import visible

MOST_NEAR, MOST_LISTED = 4, 12
LIKENESS = 0.6
"""Of difflib's 0 to 1: one typo in five letters is above it."""


def near(given: str, names: Sequence[str]) -> list[str]:
    """The names that a person may have meant: like the given one, or with it inside. The best first."""
    known = {name.casefold(): name for name in reversed(names)}
    wanted = given.casefold().strip()
    inside = [name for name in sorted(known, key=len) if len(wanted) >= 3 and wanted in name]
    alike = get_close_matches(wanted, known, MOST_NEAR, LIKENESS)
    return [known[name] for name in dict.fromkeys([*alike, *inside])][:MOST_NEAR]


def unknown(what: str, given: str, names: Sequence[str], where: str, others: Sequence[str] = ()) -> str:
    """`There is no source moat. Did you mean mote? …`, or some names if none is near. `where`: what lists them all.
    `others`: further words that mean one."""
    said = f"There is no {what} {given}."
    if meant := near(given, [*names, *others]):
        said += f" Did you mean {' or '.join(meant)}?"
    elif names:
        said += f" There are {', '.join(names[:MOST_LISTED])}{', …' if len(names) > MOST_LISTED else ''}."
    return visible(f"{said} {where}")
