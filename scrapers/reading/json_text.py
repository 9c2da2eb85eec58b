"""Reads JSON as leniently as browsers' and search engines' readers do."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from core.errors import WrongKind
from scrapers.reading.contract import Context
from scrapers.reading.text import mended

_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def json_document(text: str, context: Context) -> Any:
    """The value of a JSON text, for every reader of a JSON answer. Raises WrongKind for what is no JSON, or is cut
    short."""
    document = lenient_json(text)
    if document is None:
        raise WrongKind(f"no whole JSON: {text.strip()[:80]!r}", url=context.url, source=context.source)
    return document


def lenient_json(text: str) -> Any:
    """JSON with the slips that lenient readers forgive, each half of a surrogate pair made visible (`text.mended`);
    None when it is no JSON even so."""
    for candidate in _candidates(text):
        try:
            document = json.loads(candidate, strict=False)
            return json.loads(mended(json.dumps(document, ensure_ascii=False))) if _HALVES.search(text) else document
        except (ValueError, RecursionError):
            continue
    return None


def _candidates(text: str) -> Iterator[str]:
    yield text
    yield _without_slips(text)
    yield _without_slips(_STRAY_QUOTE.sub("", text))
    if "&quot;" in text:
        yield _without_slips(html.unescape(text))


def _without_slips(text: str) -> str:
    """Without comments and trailing commas outside of strings, and with JavaScript's escapes (`\\'`) inside them.
    One pass, linear."""
    kept: list[str] = []
    comma = -1
    for token in _TOKENS.finditer(text):
        piece = token[0]
        if piece.startswith(("//", "/*")):
            continue
        if comma >= 0 and piece in "]}":
            kept[comma] = ""
        if not piece.isspace():
            comma = len(kept) if piece == "," else -1
        kept.append(_ESCAPE.sub(_json_escape, piece) if piece[0] == '"' else piece)
    return "".join(kept)


def _json_escape(escape: re.Match[str]) -> str:
    return escape[0] if len(escape[1]) == 5 or escape[1] in '"\\/bfnrt' else escape[1]


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_STRAY_QUOTE = re.compile(r'(?<=[,{\[])"(?=[ \t]*\r?\n\s*")')
"""`"price": "42.24","` at the end of a line: a template's slip (real/jsonld/concert_hall.html, 21 of its 27 blocks)."""
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+"?|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|\s+|[^"/\s,\]}]+|.', re.DOTALL)
