"""Translates what other parts of the server say in English, with the sentences of the back office
(`web/src/language/office/server.es.json`, which `server.es.ts` reads the same way)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

from app.language.files import FOLDER

Pattern = tuple[re.Pattern[str], str]
LONGEST = 300
"""In characters: the time to match what sites can influence grows faster than its length."""


@cache
def sentences(language: str) -> Mapping[str, str]:
    """By the English one, with `{}` for what differs. Empty if the language has no file."""
    path = FOLDER / "office" / f"server.{language}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


@cache
def _patterns(language: str) -> Sequence[Pattern]:
    """The most specific first."""
    given = sorted(sentences(language).items(), key=lambda one: len(one[0].replace("{}", "")), reverse=True)
    return [
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), other) for english, other in given
    ]


def translated(text: str, language: str) -> str:
    """What isn't known, or is longer than LONGEST, stays as it is."""
    if len(text) > LONGEST:
        return text
    for pattern, other in _patterns(language):
        if found := pattern.fullmatch(text):
            return other.format(*(translated(value, language) for value in found.groups()))
    for english, other in sentences(language).items():
        if english.endswith(".") and "{}" not in english and text.endswith(f" {english}"):
            return f"{translated(text.removesuffix(f' {english}'), language)} {other}"
    parts = text.split("; ")
    return "; ".join(translated(part, language) for part in parts) if len(parts) > 1 else text
