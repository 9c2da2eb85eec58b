"""The cards of a list that can't be read, as problems that say which event each could be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import html

from core.errors import BadRecord
from scrapers.platforms.cards.columns import row_of
from scrapers.platforms.cards.dates.mentions import MONTH, WEEKDAY, Mention
from scrapers.platforms.cards.fields import link_of
from scrapers.platforms.cards.page_text import Stretches
from scrapers.platforms.cards.records import FEWEST, Finder, Record, free_of, has_words, shape_of
from scrapers.platforms.cards.titles import Title, titles
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan
from scrapers.reading.problems import located
from scrapers.reading.structured.event import slug_of

_ADVICE = (
    "The card was skipped, and the others were stored. Look at it on the page: correct it there, or add the event."
)
_LONGEST = 80
_SAYS_WHEN = re.compile(
    rf"\b(?:{WEEKDAY}s?|every|each|daily|weekly|monthly|ongoing|today|tonight|tomorrow|tba|tbd|to be announced"
    r"|coming soon)\b"
    rf"|\b{MONTH}\.? \d{{1,2}}(?!\d)|\b\d{{1,2}}[/.-]\d{{1,2}}\b",
    re.IGNORECASE,
)
_OF_THE_PAGE = re.compile(r"\b(?:posted|published|updated|modified|copyright)\b|©", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that isn't an event: it has no title, or no day (`why`: the reason)."""

    record: Record
    title: Title | None = None
    days: DateSpan | None = None
    why: str = ""


def says_when(text: str) -> bool:
    """Whether a text without a date says when something is: "Every Friday", "Date TBA"."""
    return _SAYS_WHEN.search(text) is not None and _OF_THE_PAGE.search(text) is None


def without_lines_of_cards(group: Sequence[Record], taken: Sequence[Record], finder: Finder) -> list[Record]:
    """The records without the lines in elements that are built like the cards taken: a card's title isn't in a line."""
    cards = _built_like(taken)
    return [one for one in group if one.parts or not any(around in cards for around in _around(one, finder))]


def _around(record: Record, finder: Finder) -> Iterator[tuple[html.HtmlElement | None, str]]:
    element = finder.page.element_at(record.mention.start, record.mention.end)
    while element is not None:
        yield element.getparent(), shape_of(element)
        element = element.getparent()


def _built_like(cards: Iterable[Record]) -> set[tuple[html.HtmlElement | None, str]]:
    """The parents and shapes of cards that are one element each."""
    return {(part.getparent(), shape_of(part)) for one in cards if len(one.parts) == 1 for part in one.parts}


def left_over(group: Sequence[Record], taken: Sequence[Record], finder: Finder) -> list[Unread]:
    """The elements beside a group's cards that are built like them and say when, but hold none of the cards taken:
    without a date ("Every Friday", "Date TBA"), or with several that don't form a list."""
    page = finder.page
    parts = {part for one in group for part in one.parts}
    shapes = _built_like(group)
    held = {above for one in parts for above in one.iterancestors()}
    known = Stretches((one.start, one.end) for one in taken)
    found: list[Record] = []
    for parent in dict.fromkeys(parent for parent, _ in shapes if parent is not None):
        for child in parent:
            if child in parts or child in held or not page.shows(child) or (parent, shape_of(child)) not in shapes:
                continue
            start, end = page.spans[child]
            text = page.text[start:end]
            if known.overlap(start, end):
                continue
            if finder.between(start, end) or says_when(text):
                found.append(Record((child,), Mention(start, start, "", ""), start, end))
    if not found:
        return []
    named = titles([*group, *found], finder)[len(group) :]
    return [
        Unread(one, title, why="no date that can be read")
        for one, title in zip(found, named, strict=True)
        if title is not None
    ]


def unclear_rows(taken: Sequence[Record], finder: Finder) -> Iterator[Unread]:
    """The rows of tables with several dates each, of which none became a card."""
    counts = Counter(row for one in finder.mentions if (row := row_of(one, finder.page)) is not None)
    rows = [finder.record((row,), Mention(0, 0, "", "")) for row, count in counts.items() if count > 1]
    free = free_of(taken, rows)
    if len(free) >= FEWEST:
        for record, title in zip(free, titles(free, finder), strict=True):
            if title is not None:
                yield Unread(record, title, why="several dates in a row of a table")


def problems(unread: Sequence[Unread], finder: Finder, context: Context) -> Iterator[BadRecord]:
    """In page order. A record with neither a title nor a day is not a card: it is left out, and so is a part of another
    one."""
    reached = -1
    for one in sorted(unread, key=lambda one: (one.record.start, -one.record.end)):
        if one.record.end <= reached:
            continue
        reached = one.record.end
        shown = " ".join(finder.page.text[one.record.start : one.record.end].split())[:_LONGEST]
        if one.title is not None:
            link = link_of(one.record, one.title, context.url)
            found = BadRecord(f"{one.why}: {shown!r}", field="starts_at", advice=_ADVICE)
            yield located(found, context, url=link, uid=slug_of(link or ""), title=one.title.text)
        elif one.days is not None and has_words(finder.rest(one.record)):
            found = BadRecord(f"no title: {shown!r}", field="title", advice=_ADVICE, day=one.days.first)
            yield located(found, context)
