"""Faults in a page's text: renamed classes, a record without its date, an empty list."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.site import Answer

_RENAMED = (
    ("eventItem", "programTile"),
    ("m-date__", "c-when__"),
    ("loadMoreEvents", "nextSlice"),
    ("eventDetailList", "c-facts"),
    ("event_showings", "c-nights"),
    ("listItem", "c-night"),
    ("tribe-events-calendar", "agenda-view"),
    ("tribe-event", "agenda-entry"),
    ("start_date", "begins_on"),
    ("StartDateTime", "BeginsAt"),
)
_CARD_START = re.compile(r'(?=<div class=\\?"eventItem )')
_VEVENT = re.compile(r"BEGIN:VEVENT\r?\n.*?END:VEVENT\r?\n", re.DOTALL)
_CARDS = re.compile(r'(<div class="eventList__wrapper list" id="list">).*?(<button id="loadMoreEvents")', re.DOTALL)
_CARD_DATE = re.compile(r'(<div class=\\?"date\\?">).*?(<(?:\\/|/)div>)', re.DOTALL)
_SIDEBAR_DATE = re.compile(r'<li class="item sidebar_event_(?:date|starts)">.*?</li>', re.DOTALL)
_SHOWINGS = re.compile(r'<div class="event_showings">.*?</ul></div>', re.DOTALL)
_JSON_LD = re.compile(r'<script type="application/ld\+json">.*?</script>', re.DOTALL)


def changed_markup(answer: Answer, value: str) -> bytes:
    text = answer.body.decode()
    for old, new in _RENAMED:
        text = text.replace(old, new)
    return text.encode()


def no_date(answer: Answer, value: str) -> bytes:
    """Remove the date from the first record that contains `value`: an event, a card, or a detail page."""
    text = answer.body.decode()
    if "BEGIN:VEVENT" in text:
        return _from_first(_VEVENT.findall(text), value, text, lambda event: re.sub(r"DTSTART[^\r\n]*\r?\n", "", event))
    cards = _CARD_START.split(text)
    if len(cards) > 1:
        return _from_first(cards[1:], value, text, lambda card: _CARD_DATE.sub(r"\1\2", card, count=1))
    if value in text:
        for block in (_SIDEBAR_DATE, _SHOWINGS, _JSON_LD):
            text = block.sub("", text)
    return text.encode()


def no_events(answer: Answer, value: str) -> bytes:
    """The same page with an empty list: a valid page without events."""
    text = answer.body.decode()
    if answer.content_type.startswith("text/calendar"):
        return _VEVENT.sub("", text).encode()
    if _CARDS.search(text):
        return _CARDS.sub(r"\1</div>\2", text).encode()
    return b'""' if text.startswith('"') else text.encode()


def _from_first(records: list[str], value: str, text: str, undated: Callable[[str], str]) -> bytes:
    for record in records:
        if value in record:
            return text.replace(record, undated(record), 1).encode()
    return text.encode()
