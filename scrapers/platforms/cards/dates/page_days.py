"""Which days the dates of a page are: their year from headings or the record's other dates."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from core.errors import BadRecord
from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.dates.showings import days_by_group
from scrapers.platforms.cards.list_headings import Headings
from scrapers.platforms.cards.records import FEWEST, Finder, Record
from scrapers.reading.contract import Context
from scrapers.reading.dates import DateSpan, read_dates

_MOST = 2 / 3
"""If more than this share of a page's dates states a year, the others are expected near them."""
_OFF_SEASON = timedelta(days=60)
_MONTH_FIRST = ("America/", "US/", "Pacific/Honolulu")


class PageDays:
    """`declared`: the page's `lang`. `named`: how many dates it has."""

    def __init__(self, finder: Finder, headings: Headings, context: Context, declared: str, named: int) -> None:
        self.finder, self.headings, self._named = finder, headings, named
        self.today = context.now.astimezone(ZoneInfo(context.timezone)).date()
        self._known: dict[tuple[str, str | None], DateSpan | None] = {}
        language = declared.lower()
        is_foreign = not language.startswith("en") and language != ""
        self.day_first = is_foreign or not (context.timezone.startswith(_MONTH_FIRST) or language == "en-us")

    def of(self, mention: Mention) -> DateSpan | None:
        year = None if mention.has_year else self.headings.year_at(mention.start)
        if (mention.text, year) not in self._known:
            whole = self.parsed(mention.text, year)
            self._known[mention.text, year] = whole or days_by_group(mention.parts, self.parsed)
        return self._known[mention.text, year]

    def of_record(self, record: Record) -> DateSpan | None:
        """A record's days. A year that its date lacks is that of another date in the record for the same day: a rail
        with "Jan 9" and "Saturday, January 9, 2027" below."""
        written = record.mention
        if not written.has_year:
            others = (self.of(one) for one in self.finder.inside(record) if one.has_year)
            firsts = {days.first for days in others if days is not None}
            fitting = [
                days
                for first in firsts
                if (days := self.parsed(written.text, str(first.year))) is not None and days.first == first
            ]
            if len(fitting) == 1:
                return fitting[0]
        days = self.of(written)
        return None if days is not None and self._is_out_of_season(written, days) else days

    def _is_out_of_season(self, mention: Mention, days: DateSpan) -> bool:
        """Whether a day without a year is far from all that state theirs, on a page where most do: "April 24" in a list
        of 2023 that was left standing isn't next April."""
        if mention.has_year or self.headings.year_at(mention.start) is not None or self._season is None:
            return False
        first, last = self._season
        return not first - _OFF_SEASON <= days.first <= last + _OFF_SEASON

    @cached_property
    def _season(self) -> tuple[date, date] | None:
        """The first and last of the days that state their year; None if few do."""
        stated = [days.first for one in self.finder.mentions if one.has_year and (days := self.of(one)) is not None]
        few = len(stated) < FEWEST or len(stated) <= _MOST * self._named
        return None if few else (min(stated), max(stated))

    def parsed(self, text: str, year: str | None) -> DateSpan | None:
        for written in (f"{text}, {year}", text) if year else (text,):
            try:
                return read_dates(written, now=self.today, day_first=self.day_first, runs=True)
            except BadRecord:
                continue
        return None

    def why_not(self, mention: Mention) -> str:
        try:
            read_dates(mention.text, now=self.today, day_first=self.day_first, runs=True)
        except BadRecord as problem:
            return problem.found
        return f"a day without a year, far from the page's others, in {mention.text!r}"
