"""Decides whether a good body without events says that nothing is on."""

from __future__ import annotations

import re
from typing import Any

from core.errors import SourceError
from scrapers.reading.bodies import TextKind, decode, kind_of, parse_html
from scrapers.reading.contract import Context
from scrapers.reading.json_text import json_document
from scrapers.reading.text import text_of

_NOTICE = re.compile(
    r"\bno (?:more |upcoming |current |future |scheduled |matching |public |available )*"
    r"(?:events?|shows?|performances?|programs?|classes)\b|\bnothing (?:is )?scheduled\b",
    re.IGNORECASE,
)
_DEPTH = 2


def says_no_events(body: bytes, context: Context) -> bool:
    """A page says so in words ("There are no upcoming events."), a JSON answer with empty lists and no others. An empty
    iCalendar or RSS feed says nothing: many sites answer with one at any address."""
    try:
        text = decode(body, context)
        kind = kind_of(text)
        if kind is TextKind.JSON:
            return _only_empty_lists(json_document(text, context))
        return kind is TextKind.HTML and any(
            _NOTICE.search(text_of(page)) for page in parse_html(text, context).css("body")
        )
    except SourceError:
        return False


def _only_empty_lists(document: Any) -> bool:
    lists = list(_lists(document, _DEPTH))
    return bool(lists) and not any(lists)


def _lists(value: Any, depth: int) -> list[list[Any]]:
    if isinstance(value, list):
        return [value]
    if not isinstance(value, dict) or depth == 0:
        return []
    return [found for inner in value.values() for found in _lists(inner, depth - 1)]
