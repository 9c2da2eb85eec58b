"""Gives the properties of JSON-LD their plain schema.org names: `name` for `schema:name`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MAY_HAVE_OTHERS = re.compile(r'"(?:[\w-]+:|https?://(?:www\.)?schema\.org/)[\w/#-]+"\s*:|"@context"\s*:\s*[\[{]')
"""In a block without this, all names are plain."""
_SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/?#?(?P<name>.*)", re.IGNORECASE)
_PREFIX = "schema"
_DEEPEST = 60
_LANGUAGE_OF = "@language "
"""Before a term: the language of its texts (JSON-LD 1.1 section 4.2.4)."""


def with_plain_names(document: Any) -> Any:
    """The document with its full, prefixed, and aliased names (JSON-LD 1.1 sections 4.1 and 4.1.5) made plain. A plain
    name stays if the same object has both."""
    return _renamed(document, {_PREFIX: ""}, _DEEPEST)


def _renamed(value: Any, terms: Mapping[str, str], depth: int) -> Any:
    if depth == 0 or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        return [_renamed(entry, terms, depth - 1) for entry in value]
    terms = {**terms, **_terms(value.get("@context"), terms)}
    renamed: dict[str, Any] = {}
    for name, child in value.items():
        plain = _plain(name, terms)
        if name == "@context":
            renamed[plain] = child
        elif tag := terms.get(_LANGUAGE_OF + name):
            renamed.setdefault(plain, [])
            if isinstance(renamed[plain], list):
                renamed[plain].append({"@value": child, "@language": tag})
        elif plain == name or plain not in value:
            renamed[plain] = _renamed(child, terms, depth - 1)
    return renamed


def _terms(context: Any, known: Mapping[str, str]) -> dict[str, str]:
    """The terms that a context defines for schema.org or for JSON-LD's own keywords: "" for a prefix."""
    terms: dict[str, str] = {}
    for entry in context if isinstance(context, list) else [context]:
        for term, meaning in entry.items() if isinstance(entry, dict) else ():
            address = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if not isinstance(address, str) or term.startswith("@"):
                continue
            if address.startswith("@") or address != (plain := _plain(address, {**known, **terms})):
                terms[term] = address if address.startswith("@") else plain
            if isinstance(meaning, dict) and isinstance(meaning.get("@language"), str):
                terms[_LANGUAGE_OF + term] = meaning["@language"]
    return terms


def _plain(name: str, terms: Mapping[str, str]) -> str:
    if terms.get(name):
        return terms[name]
    if found := _SCHEMA.fullmatch(name):
        return found["name"]
    prefix, colon, local = name.partition(":")
    return local if colon and local and terms.get(prefix) == "" else name
