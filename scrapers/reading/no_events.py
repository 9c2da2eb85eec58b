"""Decides whether a good body without events says that nothing is on."""

from __future__ import annotations

import re
from typing import Any

from parsel import Selector

from core.errors import SourceError
from scrapers.reading.bodies import TextKind, decode, kind_of, parse_html
from scrapers.reading.contract import Context
from scrapers.reading.json_text import json_document
from scrapers.reading.text import plain_text

_THINGS = (
    r"(?:events?|shows?|performances?|programs?|classes|class|concerts?|meetings?|exhibitions?|activities|screenings?)"
)
_NOTICE = re.compile(
    r"(?:(?:sorry|unfortunately|oops|currently|we['’]re sorry)[,!]?\s+(?:but\s+)?)?"
    r"(?:there\s+(?:are|is)\s+(?:currently |presently |now )?|we\s+(?:currently |presently )?have\s+(?:currently )?)?"
    r"(?:(?:no|0|zero)\s+(?:more |upcoming |current |future |scheduled |matching |public |available )*"
    rf"{_THINGS}(?:(?:,| or| and) (?:or |and )?{_THINGS})*"
    r"(?:\s+(?:(?:are|is|were)\s+)?(?:currently\s+|presently\s+)?(?:scheduled|found|planned|listed|available|posted"
    r"|to (?:show|display)|match(?:ing|ed|es)?(?: (?:your|the|these) (?:search|filters?|criteria|query|selection))?"
    r"|on (?:the |our )?(?:calendar|schedule)))?"
    r"|nothing\s+(?:is\s+)?(?:currently\s+)?(?:scheduled|planned|on (?:the |our )?(?:calendar|schedule)))"
    r"(?:\s+(?:at this time|at the moment|at present|right now|currently|yet|for now|for (?:this|the) "
    r"(?:day|week|month|year|date|period|season)|(?:in|on) this (?:day|week|month|year|calendar)|this (?:week|month)))?"
    r"(?:\s*[,;–—-]?\s*(?:please|but please|so please|check|come|stay)\b.*)?\W*",
    re.IGNORECASE | re.DOTALL,
)
"""A whole sentence or line: "No shows are refundable" and "No upcoming events for children" say something else."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n")
_HIDDEN = ".//*[@hidden or contains(translate(@style, ' ', ''), 'display:none')]"
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
            _NOTICE.fullmatch(sentence)
            for page in parse_html(text, context).css("body")
            for sentence in _SENTENCES.split(_visible_lines(page))
        )
    except SourceError:
        return False


def _visible_lines(body: Selector) -> str:
    for hidden in body.xpath(_HIDDEN):
        hidden.drop()
    return plain_text(body.get())


def _only_empty_lists(document: Any) -> bool:
    lists = list(_lists(document, _DEPTH))
    return bool(lists) and not any(lists)


def _lists(value: Any, depth: int) -> list[list[Any]]:
    if isinstance(value, list):
        return [value]
    if not isinstance(value, dict) or depth == 0:
        return []
    return [found for inner in value.values() for found in _lists(inner, depth - 1)]
