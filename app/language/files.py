"""Reads the language files: those that the page's script has too, such as `web/src/language/page/en.json`, and those of
the public forms, the letter, the widget, the alerts, and invitations, which only the server writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "web" / "src" / "language"
SUBJECTS = ("page", "submit", "letter", "widget", "alerts", "invitation")
"""Folders with a file for each language."""
Texts = Mapping[str, str | Mapping[str, str]]
"""By their path, such as `event.tickets`; those with a number by plural category (CLDR), such as `one` and `other`."""
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


@cache
def languages() -> Mapping[str, Texts]:
    """By language code, one for each of the page's files."""
    return {path.stem: _texts(path.stem) for path in sorted((FOLDER / SUBJECTS[0]).glob("*.json"))}


def _texts(language: str) -> Texts:
    found: dict[str, str | Mapping[str, str]] = {}
    for subject in SUBJECTS:
        found |= _flat(json.loads((FOLDER / subject / f"{language}.json").read_text(encoding="utf-8")))
    return found


def _flat(texts: Mapping[str, object], path: str = "") -> dict[str, str | Mapping[str, str]]:
    found: dict[str, str | Mapping[str, str]] = {}
    for name, value in texts.items():
        if isinstance(value, str):
            found[path + name] = value
        elif isinstance(value, dict):
            if "other" in value and set(value) <= _PLURALS:
                found[path + name] = value
            else:
                found |= _flat(value, f"{path}{name}.")
    return found
