"""A town of twelve sources and forty events: the calendar has each event once, and no trap joins two."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import count

import pytest

from sandbox.town.data import listings, source_forms
from sandbox.town.site import address
from storage.database.engine import transaction
from storage.events import feed_listings
from storage.merging.match import match_runs
from storage.runs.ledger import RunStatus
from storage.search.filters import EventFilter
from storage.sources import records as sources
from storage.sources.records import SourceSeed

from .running import NOW, TODAY, add_feeds

FIRST_ID = 20


@pytest.fixture
def harvested(crawls):
    """Each source is read by its spider; then what they list is compared."""
    numbers = count(FIRST_ID)
    for (name, (title, form)), number in zip(source_forms().items(), numbers, strict=False):
        url = crawls.sandbox.url("town", address(name))
        seed = SourceSeed(id=number, name=name, title=title, base_url=url, timezone="America/New_York")
        with transaction() as connection:
            sources.seed(connection, [seed])
        if form == "ics":
            add_feeds(number, [url])
        run = crawls(number, spider=form, base_url=url)
        assert run.status is RunStatus.OK, (name, run.reason)
    match_runs()
    return crawls.sandbox.url("town")


def also(listing):
    """The other listings of the event."""
    return () if listing.merged is None else listing.merged.also


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
