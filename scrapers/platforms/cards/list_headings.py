"""What the headings of a page say about the dates below them: their year, and the name of a list of bare dates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import cast

from lxml import etree, html

from scrapers.platforms.cards.dates.mentions import MONTH, TIMES, WEEKDAY, YEAR, Mention, dates_in
from scrapers.platforms.cards.page_text import PageText, Stretches
from scrapers.platforms.cards.records import Record
from scrapers.platforms.cards.title_words import cleaned, is_title

_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "strong", "b", "th", "button", "legend", "summary", "u")
_ROLES = etree.XPath("//*[@role='tab' or @role='heading']")
_LONGEST = 120
_WORDS_BETWEEN = 45
_LEVELS = 4
_OCCASION = re.compile(
    r"\b(?:meetings?|board|commission(?:ers)?|committee|council|hearings?|concerts?|shows?|class(?:es)?|workshops?|tours?"
    r"|sessions?)\b",
    re.IGNORECASE,
)
_BODY = re.compile(r"board|commission|committee|council", re.IGNORECASE)
_MEETINGS = re.compile(r"\b(?:meetings?|hearings?)\b", re.IGNORECASE)
_MANY = re.compile(r"^(?!.*(?:\band\b|&)).*(?:meetings|hearings)$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\b(?:are|is|be|been|will|have|has|take|takes|cancell?ed|rescheduled|unless)\b|\.\s*$", re.IGNORECASE
)
_GENERAL = re.compile(
    r"\b(?:meetings?|dates?|schedules?|regular|special|agendas?|minutes|upcoming|past|previous|archive|and|of|the"
    r"|for|calendar|prior|years?|events?|notices?|annual|monthly|all|our|next|documents?|documentation|papers|materials|information|shows?"
    r"|concerts?|times?|locations?|place|date|audio|video|links?|summary|members?|no|scheduled|in"
    r"|[ecmp][ds]?t)\b"
    rf"|{MONTH}",
    re.IGNORECASE,
)
_PAPERS = r"(?:schedules?|dates?|agendas?|minutes|calendar|documents?|documentation|papers|materials|archives?|members)"
_AND = r"[\s&,/:|-]*(?:\b(?:and|of|for|the)\b[\s&,/:|-]*)*"
_PAPERS_AT_ENDS = re.compile(rf"^(?:{_PAPERS}\b{_AND})+|(?:{_AND}\b{_PAPERS})+[\s:]*$", re.IGNORECASE)
_PAPERS_BEFORE = re.compile(rf"\b(?:{_PAPERS}|information)\s*(?:and|&)\s*(?=(?:meetings?|hearings?)\b)", re.IGNORECASE)
_FILE = re.compile(r"\S*/\S*\.[a-z]{2,4}\b", re.IGNORECASE)
"""A file's address, which some editors put into a heading."""
_OVER = re.compile(r"\b(?:prior|previous|past) years?\b|\barchives?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")
_TITLE_PARTS = re.compile(r"\s*(?:\||::|»|\s[-–—]\s)\s*")


_MONTH_ALONE = re.compile(rf"\W*(?P<month>{MONTH})\.?(?:,?\s+(?P<year>20\d\d))?\W*", re.IGNORECASE)
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?(?![\w/]|:\d|\s?[ap]\.?m\b)"
_DAY_ALONE = re.compile(
    rf"^[ \t]*(?P<weekday>{WEEKDAY})\.?,?\s{_NUMBER}(?:\s?[-–—]\s?(?:{WEEKDAY}\.?,?\s)?{_NUMBER})?",
    re.IGNORECASE | re.MULTILINE,
)


class Headings:
    def __init__(self, page: PageText, tree: html.HtmlElement) -> None:
        self.page = page
        self.tree = tree

    @cached_property
    def _shown(self) -> list[tuple[html.HtmlElement, tuple[int, int]]]:
        """The headings with their part of the text, in the order of their ends."""
        headings = dict.fromkeys([*self.tree.iter(*_TAGS), *cast("list[html.HtmlElement]", _ROLES(self.tree))])
        spans = self.page.spans
        shown = ((one, span) for one in headings if (span := spans.get(one)) and span[1] - span[0] < _LONGEST)
        return sorted(shown, key=lambda pair: pair[1][1])

    @cached_property
    def _by_end(self) -> list[tuple[int, int]]:
        return sorted((end, start) for one, (start, end) in self._shown if one.tag != "th")

    @cached_property
    def _years(self) -> list[tuple[int, str]]:
        """The headings that name one year, and no date."""
        named_at = [found.start() for found in YEAR.finditer(self.page.text)]
        years = []
        for start, end in sorted({span for _, span in self._shown}) if named_at else ():
            first = bisect_left(named_at, start)
            if first == len(named_at) or named_at[first] >= end:
                continue
            text = self.page.text[start:end]
            named = set(YEAR.findall(text))
            if len(named) == 1 and next(dates_in(text), None) is None:
                years.append((start, named.pop()))
        return years

    @cached_property
    def _page_names(self) -> tuple[str, ...]:
        return (
            *(self.page.of(one) for one, _ in reversed(self._shown) if one.tag == "h1"),
            *_TITLE_PARTS.split(" ".join((self.tree.findtext(".//title") or "").split())),
        )

    def with_days_below(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The dates, and the days of lines such as "Fri 11" below a heading such as "December 2026"."""
        known = Stretches((one.start, one.end) for one in mentions)
        below = (one for one in self._days_below() if not known.overlap(one.start, one.end))
        return sorted([*mentions, *below], key=lambda one: one.start)

    def _days_below(self) -> Iterator[Mention]:
        text = self.page.text
        shown = sorted({span for _, span in self._shown})
        months = [(start, end, found) for start, end in shown if (found := _MONTH_ALONE.fullmatch(text[start:end]))]
        stops = [*(start for start, _, _ in months[1:]), len(text)]
        for (_, end, heading), stop in zip(months, stops, strict=False):
            year = f", {heading['year']}" if heading["year"] else ""
            for day in _DAY_ALONE.finditer(text, end, stop):
                first, last = day[2], day[3]
                days = f"{day['weekday']} {heading['month']} {first}"
                whole = f"{heading['month']} {first} - {heading['month']} {last}" if last else days
                start = day.start("weekday")
                yield Mention(start, day.end(), " ".join(text[start : day.end()].split()), whole + year)

    def year_at(self, position: int) -> str | None:
        """The year that the nearest heading with one year names: "2026 Meeting Dates"."""
        place = bisect_right(self._years, (position, "~")) - 1
        return self._years[place][1] if place >= 0 else None

    def names_of(self, group: Sequence[Record]) -> list[str]:
        """What the headings above lists of bare dates call them; "" where they give no name.

        "2026 Finance Committee Meetings" is a name. "2026 Meeting Schedule" is not: the heading before it counts, and
        at last the name of the page: "Library Board".
        """
        outside = self._outside(group)
        starts = [one.start for one in group]
        sections: dict[int, list[int]] = defaultdict(list)
        for number, start in enumerate(starts):
            sections[_last_before(start, outside)].append(number)
        names = [""] * len(group)
        for place, numbers in sections.items():
            name = self._section_name(place, outside, starts[numbers[0]])
            for number in numbers:
                names[number] = name
        return names

    def above(self, group: Sequence[Record]) -> list[str]:
        """The headings above a group that are titles, the nearest first, and the page's names."""
        outside = self._outside(group)
        place = _last_before(group[0].start, outside)
        texts = (self.page.text[begins:end] for end, begins in outside[max(0, place - _LEVELS + 1) : place + 1][::-1])
        return [" ".join(one.split()) for one in (*texts, *self._page_names) if is_title(one)]

    def _outside(self, group: Sequence[Record]) -> list[tuple[int, int]]:
        """The ends and beginnings of the headings that are in no record of the group, by their ends."""
        starts = [one.start for one in group]

        def is_inside(begins: int) -> bool:
            number = bisect_right(starts, begins) - 1
            return number >= 0 and begins < group[number].end

        return [(end, begins) for end, begins in self._by_end if not is_inside(begins)]

    def _section_name(self, place: int, outside: Sequence[tuple[int, int]], first: int) -> str:
        """The name of what begins at `first`, below the heading at this place of `outside`."""
        of_meetings = False
        if place >= 0 and len(self.page.text[outside[place][0] : first].split()) <= _WORDS_BETWEEN:
            above = _last_before(outside[place][0], outside)
            for end, begins in outside[max(0, above - _LEVELS + 1) : above + 1][::-1]:
                text = _FILE.sub(" ", self.page.text[begins:end])
                if not is_title(text):
                    of_meetings = of_meetings or _MEETINGS.search(text) is not None
                    continue
                if name := _name(text):
                    return name
                if _OVER.search(text):
                    return ""
                if _WORD.search(_GENERAL.sub(" ", TIMES.sub(" ", text))) and not _SENTENCE.search(text):
                    break
                of_meetings = of_meetings or _MEETINGS.search(text) is not None
        return next(
            (name for one in self._page_names if of_meetings or _MEETINGS.search(one) if (name := _name(one))), ""
        )


def _last_before(position: int, headings: Sequence[tuple[int, int]]) -> int:
    """The place of the last heading that ends before a position; -1 if none does."""
    return bisect_right(headings, (position, position)) - 1


def _name(heading: str) -> str:
    """A heading as the title of one event, if it says whose meetings or what occasions follow: without its year and the
    words for papers, and in the singular."""
    heading = _PAPERS_BEFORE.sub("", YEAR.sub(" ", heading))
    name = cleaned(_PAPERS_AT_ENDS.sub("", cleaned(heading, ())), ())
    if TIMES.search(name) or _SENTENCE.search(name) or not _OCCASION.search(name):
        return ""
    if _BODY.fullmatch(name):
        return f"{name} Meeting"
    return _MANY.sub(lambda many: many[0][:-1], name) if _WORD.search(_GENERAL.sub(" ", name)) else ""
