"""What the head of a table says about a cell, and about the dates in a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.page_text import PageText

_TITLE = re.compile(
    r"\b(?:meetings?|events?|title|name|subject|description|act|artist|shows?|committee|board|body|topic|program"
    r"|performance|what|film|class)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:location|where|place|venue|address|time|when|date|agenda|minutes|type|category|documents?|links?|video|audio"
    r"|notice|status|price|cost|tickets?|details|calendar|summary|contact)\b",
    re.IGNORECASE,
)
_VENUE = re.compile(r"\b(?:location|where|place|venue|address)\b", re.IGNORECASE)
_OTHER_DATE = re.compile(
    r"\b(?:rehearsals?|deadline|regist\w+|sign[- ]?ups?|on[- ]sale|pre-?sale|announced|posted|published|updated"
    r"|modified|auditions?|due|appl(?:y|ications?)|rsvp|set-?up|load-?in|rain|snow|make-?up|alternate|added|created"
    r"|submissions?|early bird|installation)\b",
    re.IGNORECASE,
)
_START = re.compile(r"\b(?:starts?|begins?|opens?|opening|from|first)\b", re.IGNORECASE)
_END = re.compile(r"\b(?:ends?|closes?|closing|to|until|through|last)\b", re.IGNORECASE)
_CELLS = ("td", "th")
_LONGEST = 40


def column_of(element: html.HtmlElement) -> str:
    """The head of the column that an element is in; "" outside a table with heads.

    A first row without `th` counts as the head if two of its cells name usual columns.
    """
    cell = element if element.tag in _CELLS else next(element.iterancestors(*_CELLS), None)
    row = None if cell is None else cell.getparent()
    if cell is None or row is None or row.tag != "tr":
        return ""
    if label := cell.get("data-label") or cell.get("data-title") or cell.get("headers"):
        return str(label)
    table = next(row.iterancestors("table"), None)
    first = None if table is None else next(table.iter("tr"), None)
    if first is None or first is row:
        return ""
    heads = [one for one in first if one.tag in _CELLS]
    index = [one for one in row if one.tag in _CELLS].index(cell)
    is_head = any(one.tag == "th" for one in heads) or sum(is_other_column(one.text_content()) for one in heads) > 1
    return " ".join(heads[index].text_content().split())[:_LONGEST] if is_head and index < len(heads) else ""


def is_title_column(head: str) -> bool:
    return _TITLE.search(head) is not None


def is_other_column(head: str) -> bool:
    return _OTHER.search(head) is not None


def is_venue_column(head: str) -> bool:
    return _VENUE.search(head) is not None


def row_of(mention: Mention, page: PageText) -> html.HtmlElement | None:
    """The row of a table that a date is in."""
    element = page.element_at(mention.start, mention.end)
    return None if element is None or element.tag == "tr" else next(element.iterancestors("tr"), None)


def event_columns(mentions: Sequence[Mention], page: PageText) -> list[Mention]:
    """The dates without those in columns whose heads name another occasion, where their row has a date in another
    column: "Rehearsal", "Registration deadline". The dates below "Start" and "End" are one range."""
    rows: dict[html.HtmlElement, list[Mention]] = defaultdict(list)
    for one in mentions:
        if (row := row_of(one, page)) is not None:
            rows[row].append(one)
    changed: dict[int, Mention | None] = {}
    for dates in rows.values():
        elements = [page.element_at(one.start, one.end) for one in dates] if len(dates) > 1 else []
        heads = ["" if element is None else column_of(element) for element in elements]
        others = [one for one, head in zip(dates, heads, strict=False) if _OTHER_DATE.search(head)]
        if len(others) < len(dates):
            changed |= dict.fromkeys((one.start for one in others), None)
        if len(heads) == 2 and not others and _START.search(heads[0]) and _END.search(heads[1]):
            first, last = dates
            whole = f"{first.text} - {last.text}" if first.text != last.text else first.text
            changed |= {first.start: replace(first, text=whole), last.start: None}
    kept = (changed.get(one.start, one) for one in mentions)
    return [one for one in kept if one is not None]
