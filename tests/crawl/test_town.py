"""A town of twelve sources and forty events: the calendar has each event once, and no trap joins two."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from sandbox.town.data import listings
from storage.database.engine import transaction
from storage.events import feed_listings
from storage.search.filters import EventFilter

from .running import NOW, TODAY, stored, true_of
from .town import SOURCE_IDS, add_town, harvest_town


@pytest.fixture
def harvested(crawls):
    add_town(crawls)
    harvest_town(crawls)
    return crawls.sandbox.url("town")


def also(listing):
    """The other listings of the event."""
    return () if listing.merged is None else listing.merged.also


def test_each_source_is_read_as_it_is(harvested):
    found = {uid: event for source_id in SOURCE_IDS.values() for uid, event in stored(source_id).items()}
    assert found == true_of("town", harvested)


def test_each_event_is_shown_once_with_all_its_sources(harvested):
    expected = defaultdict(set)
    for one in listings(TODAY):
        expected[one.event].add((one.source, f"{harvested}{one.page}"))
    with transaction() as connection:
        start = datetime.fromisoformat(NOW)
        asked = EventFilter(from_=start, until=start + timedelta(days=30))
        shown = feed_listings.look(connection, asked, limit=200)[1]
        found = [{(listed.source, listed.url) for listed in (one, *also(one))} for one in shown]
    assert len(expected) == 40
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected.values()))
