"""Reads JSON as leniently as browsers and search engines do."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from core.errors import WrongKind
from scrapers.reading.contract import Context
from scrapers.reading.text import fix_surrogates

_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def json_document(text: str, context: Context) -> Any:
    """The value of a JSON text. Raises WrongKind if the text isn't JSON or is cut short."""
    document = lenient_json(text)
    if document is None:
        raise WrongKind(f"not complete JSON: {text.strip()[:80]!r}", url=context.url, source=context.source)
    return document


def lenient_json(text: str) -> Any:
    """The value of a JSON text that may have the mistakes lenient readers accept, without lone surrogates
    (`text.fix_surrogates`). None if it can't be read even so."""
    for candidate in _candidates(text):
        try:
            document = json.loads(candidate, strict=False)
            return (
                json.loads(fix_surrogates(json.dumps(document, ensure_ascii=False)))
                if _HALVES.search(text)
                else document
            )
        except (ValueError, RecursionError):
            continue
    return None


def json_sequence(text: str) -> list[Any] | None:
    """The values of several JSON texts in a row, with or without commas between them. None if one can't be read."""
    found: list[Any] = []
    decoder, position = json.JSONDecoder(strict=False), 0
    while position < len(text):
        try:
            document, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None
        found.append(json.loads(fix_surrogates(json.dumps(document, ensure_ascii=False))))
        position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    return found


_BETWEEN = re.compile(r"[\s,;]*")


def _candidates(text: str) -> Iterator[str]:
    yield text
    yield _corrected(text)
    yield _corrected(_STRAY_QUOTE.sub("", text))
    if "&quot;" in text:
        yield _corrected(html.unescape(text))


def _corrected(text: str) -> str:
    """The text without comments and trailing commas outside strings, and without JavaScript's escapes (`\\'`) in them.
    Linear, in one pass."""
    return _TOKENS.sub(_correct, text)


def _correct(token: re.Match[str]) -> str:
    piece = token[0]
    return "" if piece[0] != '"' else _ESCAPE.sub(_json_escape, piece) if "\\" in piece else piece


def _json_escape(escape: re.Match[str]) -> str:
    return escape[0] if len(escape[1]) == 5 or escape[1] in '"\\/bfnrt' else escape[1]


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_STRAY_QUOTE = re.compile(r'(?<=[,{\[])"(?=[ \t]*\r?\n\s*")')
"""`"price": "42.24","` at the end of a line, a template's mistake (21 of 27 blocks of a recorded concert hall page)."""
_COMMENT = r"//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*(?:\*/)?"
_SPACE = rf"(?=(?P<space>(?:\s|{_COMMENT})*))(?P=space)"
"""As much as there is, never given back, like a possessive group. Those match wrongly before Python 3.11.5."""
_TOKENS = re.compile(rf'"[^"\\]*+(?:\\.[^"\\]*+)*"?|{_COMMENT}|,(?={_SPACE}[\]}}])', re.DOTALL)
"""Strings, comments, and trailing commas."""
