"""Reads the language files, which the page's script has too: `web/src/language/page/en.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[4] / "web" / "src" / "language" / "page"
Texts = Mapping[str, str | Mapping[str, str]]
"""By their path, such as `event.tickets`; those with a number by plural category (CLDR), such as `one` and `other`."""
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


@cache
def languages() -> Mapping[str, Texts]:
    """By language code, one for each file."""
    return {path.stem: _flat(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))}


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
