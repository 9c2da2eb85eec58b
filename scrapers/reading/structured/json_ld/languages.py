"""Chooses one of the languages in which JSON-LD gives a text (JSON-LD 1.1 sections 4.2.4 and 4.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_TEXTS = frozenset(
    {
        *("name", "alternateName", "headline", "description", "disambiguatingDescription", "abstract", "text"),
        *("keywords", "url", "legalName", "streetAddress", "addressLocality", "addressRegion", "addressCountry"),
    }
)
"""Properties that may be a map from languages to texts, which sites also write without declaring it."""
MAY_HAVE_LANGUAGES = re.compile(r'"@language"|:\s*\{\s*"(?:[a-z]{2}(?:[-_][A-Za-z]{2,4})?|@none)"\s*:')
_TAG = re.compile(r"[a-z]{2}(?:[-_][A-Za-z0-9]{2,8}){0,2}|@none")
_DEEPEST = 60


def in_one_language(value: Any, language: str, *, named: str = "", depth: int = _DEEPEST) -> Any:
    """The document with each text in the language, or else in the first one that it has.

    language  a tag such as `en-US`, "" if the page names none; then a node's `inLanguage` counts.
    """
    if depth == 0:
        return value
    if isinstance(value, list):
        return [in_one_language(one, language, named=named, depth=depth - 1) for one in _chosen(value, language)]
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return value["@value"]
    if named in _TEXTS and value and all(isinstance(tag, str) and _TAG.fullmatch(tag) for tag in value):
        return value[_best(list(value), language)]
    own = value.get("inLanguage")
    language = language or (own if isinstance(own, str) else "")
    return {
        name: child if name == "@context" else in_one_language(child, language, named=name, depth=depth - 1)
        for name, child in value.items()
    }


def _chosen(values: Sequence[Any], language: str) -> list[Any]:
    """The values in one language, where some name theirs."""
    tags = [_tag(value) for value in values]
    if not any(tags):
        return list(values)
    best = _best(tags, language)
    return [value for value, tag in zip(values, tags, strict=True) if tag == best]


def _tag(value: Any) -> str:
    tag = value.get("@language") if isinstance(value, Mapping) and "@value" in value else None
    return tag if isinstance(tag, str) else ""


def _best(tags: Sequence[str], language: str) -> str:
    wanted = _plain(language)
    same = [tag for tag in tags if wanted and _plain(tag) == wanted]
    related = [tag for tag in tags if wanted and _plain(tag)[:2] == wanted[:2]]
    return next(iter([*same, *related, *tags]))


def _plain(tag: str) -> str:
    return tag.strip().lower().replace("_", "-")
