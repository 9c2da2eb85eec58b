"""Sources are seeded once; their feeds are stored and expire."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.items import FeedItem
from storage.runs import ledger as runs
from storage.sources import records as sources

HALL = sources.SourceSeed(
    id=1, name="hall", title="The Hall", base_url="https://hall.example", timezone="America/New_York"
)


def test_seeding_again_keeps_what_people_set(connection):
    assert sources.seed(connection, [replace(HALL, title="Other", base_url="https://other.example")]) == []
    assert sources.read_source(connection, 1).base_url == "https://hall.example"


def test_a_source_without_an_id_gets_the_next_one(connection):
    sources.seed(connection, [replace(HALL, id=None, name="barn")])
    assert [(s.id, s.name) for s in sources.list_sources(connection)] == [(1, "hall"), (2, "barn")]


def store(connection, run_id, *urls):
    feeds = [FeedItem(url=url, covers_from=date(2026, 11, 1), covers_until=date(2026, 12, 1)) for url in urls]
    return sources.store_feeds(connection, 1, run_id, feeds)


def test_feeds_are_stored_once_and_expire(connection):
    runs.open_run(connection, run_id="r", source_id=1, spider="hall", launched_by="test")
    assert store(connection, "r", "https://hall.example/a.ics", "https://hall.example/b.ics") == (2, 0)
    assert store(connection, "r", "https://hall.example/b.ics") == (0, 1)
    assert len(sources.current_feeds(connection, 1, date(2026, 11, 30))) == 2
    assert sources.current_feeds(connection, 1, date(2026, 12, 1)) == []


def test_the_feeds_of_a_moved_site_move_too(connection):
    runs.open_run(connection, run_id="r", source_id=1, spider="hall", launched_by="test")
    store(connection, "r", "https://hall.example/a.ics", "https://elsewhere.example/b.ics")
    sources.seed(connection, [HALL], {"hall": "http://127.0.0.1:1"})
    urls = [feed.url for feed in sources.current_feeds(connection, 1, date(2026, 11, 1))]
    assert urls == ["http://127.0.0.1:1/a.ics", "https://elsewhere.example/b.ics"]
