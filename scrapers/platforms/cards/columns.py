"""What the head of a table says about a cell."""

from __future__ import annotations

import re

from lxml import html

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
