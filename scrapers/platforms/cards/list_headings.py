"""What the headings of a page say about the dates below them: their year, and the name of a list of bare dates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from scrapers.platforms.cards.mentions import TIMES, YEAR, dates_in
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.records import Record
from scrapers.platforms.cards.title_words import cleaned

_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "strong", "b", "th", "button", "legend", "summary", "u"}
_LONGEST = 120
_WORDS_BETWEEN = 12
_OCCASION = re.compile(
    r"\b(?:meetings?|board|commission(?:ers)?|committee|council|hearings?|concerts?|shows?|class(?:es)?|workshops?|tours?"
    r"|sessions?)\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:meetings?|dates?|schedules?|board|regular|special|agendas?|minutes|upcoming|past|previous|archive|and|of|the"
    r"|for|calendar|prior|years?|events?|notices?|annual|monthly|all|our|next)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3}")


class Headings:
    def __init__(self, page: PageText) -> None:
        self.page = page
        spans = [span for element, span in page.spans.items() if element.tag in _TAGS and span[1] - span[0] < _LONGEST]
        self._by_end = sorted((end, start) for start, end in spans)
        years = []
        for start, end in sorted(spans):
            text = page.text[start:end]
            named = set(YEAR.findall(text))
            if len(named) == 1 and next(dates_in(text), None) is None:
                years.append((start, named.pop()))
        self._years = years

    def year_at(self, position: int) -> str | None:
        """The year that the nearest heading with one year names: "2026 Meeting Dates"."""
        place = bisect_right(self._years, (position, "~")) - 1
        return self._years[place][1] if place >= 0 else None

    def name_of(self, group: Sequence[Record]) -> str:
        """The name that the heading right before a list of bare dates gives them; "" where it gives none, and where the
        list has several headings. "2026 Finance Committee Meetings" is a name, "Upcoming Meetings" is not."""
        starts = [one.start for one in group]
        places = set()
        for start in starts:
            place = bisect_right(self._by_end, (start, start)) - 1
            while place >= 0 and self._is_inside(place, group, starts):
                place -= 1
            places.add(place)
        place = places.pop()
        return self._name(place) if not places and self._leads_to(place, starts[0]) else ""

    def _is_inside(self, place: int, group: Sequence[Record], starts: Sequence[int]) -> bool:
        """Whether a heading belongs to a record of the group."""
        begins = self._by_end[place][1]
        number = bisect_right(starts, begins) - 1
        return number >= 0 and begins < group[number].end

    def _leads_to(self, place: int, start: int) -> bool:
        return place >= 0 and len(self.page.text[self._by_end[place][0] : start].split()) <= _WORDS_BETWEEN

    def _name(self, place: int) -> str:
        end, begins = self._by_end[place]
        name = cleaned(YEAR.sub(" ", self.page.text[begins:end]), ())
        if TIMES.search(name) or not _OCCASION.search(name):
            return ""
        return name if _WORD.search(_GENERAL.sub(" ", name)) else ""
