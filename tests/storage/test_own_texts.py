"""An occurrence's own title, place, address, and description: stored, compared, and recorded with its key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.items import EventItem, EventStatus, Venue
from storage.events import detail, queries
from storage.events import write as events
from storage.events.incomplete import fill_in
from storage.events.recent import read_recent
from storage.runs import diffs
from storage.search.filters import EventFilter

SQUARE, PIER = Venue(name="Market Square"), Venue(name="North Pier", address="1 Bay Street")


@pytest.fixture
def market(at):
    own = {"title": "Gray Loons", "venue": PIER, "url": "https://market.example/2", "description": "Two guitars."}
    return EventItem(
        uid="market",
        title="The Kingfishers",
        url="https://market.example",
        venue=SQUARE,
        occurrences=(at(3, 9), at(10, 9, **own)),
    )


def times(connection):
    event_id = connection.execute(text("SELECT id FROM events")).scalar_one()
    record = detail.read_event(connection, event_id)
    assert record is not None
    return [(time.title, time.venue_name, time.url, time.description) for time in record.times]


def changes(connection, run):
    rows = connection.execute(
        text("""SELECT c.field, c.old, c.new FROM event_changes c JOIN occurrences o ON o.key = c.occurrence_key
                 WHERE c.run_id = :id ORDER BY c.field"""),
        {"id": run.id},
    )
    return [tuple(row) for row in rows]


AS_THE_EVENT = (None, None, None, None)
OWN = ("Gray Loons", "North Pier", "https://market.example/2", "Two guitars.")


def test_a_new_event(connection, harvest, market):
    harvest(market)
    assert times(connection) == [AS_THE_EVENT, OWN]
    upcoming = queries.upcoming(connection, after=datetime.now(UTC))
    assert [(row.title, row.venue, row.url) for row in upcoming] == [
        ("The Kingfishers", "Market Square", "https://market.example"),
        ("Gray Loons", "North Pier", "https://market.example/2"),
    ]


def test_a_harvest_without_changes_writes_nothing(connection, harvest, market):
    harvest(market)
    rows = text("SELECT xmin, ctid FROM occurrences ORDER BY id")
    before = connection.execute(rows).all()
    again = harvest(market)
    assert (again.unchanged, again.changed) == (1, 0)
    assert connection.execute(rows).all() == before


def test_what_a_known_occurrence_gets_of_its_own(connection, harvest, market):
    first, second = market.occurrences
    harvest(replace(market, occurrences=(first, replace(second, title=None, venue=None, url=None, description=None))))
    run = harvest(market)
    pier = connection.execute(text("SELECT id FROM venues WHERE name = 'North Pier'")).scalar_one()
    assert times(connection) == [AS_THE_EVENT, OWN]
    assert (run.changed, changes(connection, run)) == (
        1,
        [
            ("description", None, "Two guitars."),
            ("title", None, "Gray Loons"),
            ("url", None, "https://market.example/2"),
            ("venue_id", None, pier),
        ],
    )
    event_id = connection.execute(text("SELECT id FROM events")).scalar_one()
    recorded = {change.field: change.new for change in detail.changes(connection, event_id, before=None, limit=9)}
    assert recorded["venue"] == "North Pier"


def test_what_it_loses_again(connection, harvest, market):
    harvest(market)
    run = harvest(replace(market, occurrences=(market.occurrences[0], replace(market.occurrences[1], title=None))))
    assert changes(connection, run) == [("title", "Gray Loons", None)]


def test_an_older_copy_takes_nothing_away(connection, harvest, market):
    token = harvest.open()
    events.store_batch(connection, token, [replace(market, sequence=2)])
    plain = tuple(replace(one, title=None, venue=None, url=None, description=None) for one in market.occurrences)
    events.store_batch(connection, token, [replace(market, sequence=1, occurrences=plain)])
    run = harvest.close(token)
    assert (run.new, times(connection)) == (1, [AS_THE_EVENT, OWN])


def test_a_page_that_lost_the_hour_takes_nothing_away(connection, harvest, market, at):
    harvest(market)
    harvest(replace(market, occurrences=(market.occurrences[0], at(10, status=EventStatus.CANCELLED))))
    assert times(connection) == [AS_THE_EVENT, OWN]


def test_a_page_that_could_not_be_read_takes_nothing_away(connection, harvest, market, at):
    harvest(market)
    card = replace(market, occurrences=(at(3, 9), at(10, 9)))
    [filled] = fill_in(connection, 1, [card], {"market": None})
    assert filled.occurrences == market.occurrences


def news(connection):
    entries = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=50)
    return [(one.title, one.event_title, one.field, one.old, one.new) for one in entries]


def test_the_first_own_texts_had_the_events_before(connection, harvest, market):
    plain = tuple(replace(one, title=None, venue=None, url=None, description=None) for one in market.occurrences)
    harvest(replace(market, occurrences=plain))
    run = harvest(market)
    event_id = connection.execute(text("SELECT id FROM events")).scalar_one()
    recorded = detail.changes(connection, event_id, before=None, limit=9)
    assert {change.field: (change.old, change.new) for change in recorded} == {
        "title": ("The Kingfishers", "Gray Loons"),
        "venue": ("Market Square", "North Pier"),
        "url": ("https://market.example", "https://market.example/2"),
        "description": (None, "Two guitars."),
    }
    assert ("Gray Loons", "The Kingfishers", "venue", "Market Square", "North Pier") in news(connection)
    diff = diffs.read_diff(connection, run, limit=9)
    titles = [(change.title, change.old, change.new) for change in diff.changes if change.field == "title"]
    assert titles == [("Gray Loons", "The Kingfishers", "Gray Loons")]


def test_an_event_and_its_occurrence_that_are_retitled_at_once(connection, harvest, market):
    first, second = market.occurrences
    harvest(replace(market, title="The Herons", occurrences=(first, replace(second, title=None))))
    harvest(market)
    assert news(connection)[1:] == [
        ("The Kingfishers", "The Kingfishers", "title", "The Herons", "The Kingfishers"),
        ("Gray Loons", "The Kingfishers", "title", "The Herons", "Gray Loons"),
    ]


def an_hour_passes(connection):
    """All harvests of a test are one transaction, which has one time."""
    connection.execute(text("UPDATE event_changes SET changed_at = changed_at - interval '1 hour'"))
    connection.execute(text("UPDATE events SET first_seen_at = first_seen_at - interval '1 hour'"))


def test_entries_carry_the_titles_of_their_time(connection, harvest, market):
    first, second = market.occurrences
    plain = replace(second, title=None)
    for item in (
        replace(market, occurrences=(first, plain)),
        replace(market, occurrences=(first, replace(plain, status=EventStatus.POSTPONED))),
        market,
        replace(market, title="Kings", occurrences=(first, replace(second, title="Loons"))),
    ):
        an_hour_passes(connection)
        harvest(item)
    entries = [(title, field) for title, _, field, *_ in news(connection)]
    assert entries[:2] == [("The Kingfishers", None), ("The Kingfishers", "status")]
    assert sorted(entries[2:4]) == [("Gray Loons", "status"), ("Gray Loons", "title")]
    assert sorted(entries[4:]) == [("Kings", "title"), ("Loons", "title")]
