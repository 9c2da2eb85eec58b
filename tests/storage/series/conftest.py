"""The town of the tests of merging, with lists of series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage.database.engine import transaction
from storage.search import listings
from storage.search.filters import EventFilter, Once, Sort
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates
from storage.search.overview import by_day
from storage.series import people, reading
from storage.series.reading import Series
from tests.storage.merging.conftest import ZONE, Town

Card = tuple[str, date, MoreDates | None]


def _further(more: MoreDates | None) -> MoreDates | None:
    """Without the weekdays, which `tests/api/test_front.py` covers."""
    return None if more is None else replace(more, every=())


class SeriesTown(Town):
    def cards(self, first: int = 0, days: int = 400, *, size: int = 50, **wanted: Any) -> Sequence[Card]:
        """What a list of these local days from today shows: title, day, and further dates."""
        start = self.day(first)
        span = EventFilter(from_=start, until=start + timedelta(days=days), **wanted)
        found: list[Card] = []
        after = None
        with transaction() as connection:
            while True:
                page = listings.page(connection, span, Sort.SOONEST, size, after, once=Once.SERIES)
                found += [
                    (one.title, one.local_date, _further(page.more.get(one.occurrence_id))) for one in page.listings
                ]
                after = page.next
                if after is None:
                    return found

    def titles(self, first: int = 0, days: int = 400, **wanted: Any) -> Sequence[str]:
        return [title for title, _, _ in self.cards(first, days, **wanted)]

    def each_date(self) -> Sequence[Listing]:
        with transaction() as connection:
            return listings.page(connection, EventFilter(from_=datetime.now(UTC)), limit=200).listings

    def counts(self, days: int) -> Sequence[int]:
        start = self.day(0)
        with transaction() as connection:
            found = by_day.days(connection, EventFilter(from_=start, until=start + timedelta(days=days)), str(ZONE))
        return [one.occurrences for one in found]

    def group(self, *event_ids: int) -> None:
        with transaction() as connection:
            people.group(connection, event_ids, by="account:ada")

    def ungroup(self, event_id: int, *, whole: bool = False) -> Sequence[int]:
        with transaction() as connection:
            return people.ungroup(connection, event_id, whole=whole, by="account:ada", because="other players")

    def series(self, event_id: int) -> Series:
        with transaction() as connection:
            found = reading.read_series(connection, event_id)
        assert found is not None
        return found

    @staticmethod
    def day(days: int) -> datetime:
        return datetime.combine(SeriesTown.date(days), datetime.min.time(), ZoneInfo(ZONE))

    @staticmethod
    def date(days: int) -> date:
        return datetime.now(ZoneInfo(ZONE)).date() + timedelta(days=days)


@pytest.fixture
def town(service_environment: None) -> SeriesTown:
    return SeriesTown()
