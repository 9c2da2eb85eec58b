"""An event or a showing that is moved stays the same one for everybody who follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.feeds.identity import uuid_of
from core.items import EventItem, Venue
from storage.events.recent import read_recent
from storage.runs import moves
from storage.runs.ledger import RunStatus
from storage.runs.moves import Candidates, Showing
from storage.search.listings import EventFilter
from tests.storage.stored import changes, listings, row_ids

HALL = Venue(name="The Hall", address="1 Main St")


@pytest.mark.parametrize("covered_from", [datetime.now(UTC), None], ids=["covered", "claims nothing"])
def test_a_moved_event_keeps_its_row_and_its_outgoing_uid(harvest, connection, at, covered_from):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),), sequence=0)
    harvest(item, EventItem(uid="b", title="B", occurrences=(at(5, 20),)))
    before = next(one for one in listings(connection).values() if one.uid == "a")
    moved = replace(item, occurrences=(at(9, 19),), sequence=1)
    run = harvest(moved, EventItem(uid="b", title="B", occurrences=(at(5, 20),)), covered_from=covered_from)
    assert (run.status, run.changed, run.unchanged, run.withdrawn) == (RunStatus.OK, 1, 1, 0)
    after = listings(connection)[at(9, 19).starts_at]
    assert (uuid_of(after), after.occurrence_id, after.key) == (uuid_of(before), before.occurrence_id, before.key)
    assert (before.sequence or 0) < after.sequence
    assert len(listings(connection)) == 2
    assert changes(connection) == [("A", "starts_at", *(one.isoformat() for one in _utc(item, moved)))]


def _utc(*items):
    return [item.occurrences[0].starts_at.astimezone(UTC) for item in items]


def test_the_move_is_in_the_news_once(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    harvest(replace(item, occurrences=(at(9, 20),)))
    _, entry = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=10)
    assert (entry.field, datetime.fromisoformat(entry.old), datetime.fromisoformat(entry.new)) == (
        "starts_at",
        at(3, 20).starts_at,
        at(9, 20).starts_at,
    )


@pytest.mark.parametrize("from_known", [True, False])
@pytest.mark.parametrize("to_known", [True, False])
def test_the_news_know_whether_midnight_is_an_hour(harvest, connection, at, from_known, to_known):
    start, moved = (replace(at(days, 0), time_known=known) for days, known in ((3, from_known), (9, to_known)))
    item = EventItem(uid="a", title="A", occurrences=(start,))
    harvest(item)
    harvest(replace(item, occurrences=(moved,)))
    news = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=10)
    first = next(one for one in news if one.field == "starts_at")
    assert (first.old_hour_known, first.new_hour_known) == (from_known, to_known)


def test_the_news_say_midnight_of_no_day_whose_hour_was_announced_later(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(replace(at(3, 0), time_known=False),))
    harvest(item)
    harvest(replace(item, occurrences=(at(3, 20),)))
    news = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=10)
    [announced] = [one for one in news if one.field == "starts_at"]
    assert not announced.old_hour_known


def test_one_showing_of_several_moves(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(4, 20), at(5, 20)))
    harvest(item)
    ids = row_ids(connection, "occurrences")
    harvest(replace(item, occurrences=(at(3, 20), at(5, 20), at(6, 20))))
    assert row_ids(connection, "occurrences") == ids
    assert [change[1:2] for change in changes(connection)] == [("starts_at",)]
    assert sorted(listings(connection)) == [at(day, 20).starts_at for day in (3, 5, 6)]


def test_two_go_and_one_comes(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(4, 20), at(8, 20)))
    harvest(item)
    run = harvest(replace(item, occurrences=(at(3, 20), at(7, 20))))
    assert run.changed == 1
    found = listings(connection)
    assert {start: one.withdrawn_at is not None for start, one in found.items()} == {
        at(3, 20).starts_at: False,
        at(4, 20).starts_at: True,
        at(7, 20).starts_at: False,
    }
    assert [field for _, field, *_ in changes(connection)] == ["starts_at", "withdrawn"]


def test_a_showing_that_is_added_is_no_move(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    harvest(replace(item, occurrences=(at(3, 20), at(9, 20))))
    assert [change[1:3] for change in changes(connection)] == [("starts_at", None)]


def test_a_showing_that_an_unread_page_may_have_is_not_moved(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    harvest(replace(item, occurrences=(at(40, 20),)), essential_errors=["TransportFailure: HTTP 502"])
    assert len(listings(connection)) == 2
    harvest(replace(item, occurrences=(at(3, 20), at(40, 20))))
    assert [one.withdrawn_at for one in listings(connection).values()] == [None, None]


def test_what_an_unfinished_run_brought_is_new_to_the_next(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    moved = replace(item, occurrences=(at(9, 20),))
    harvest(moved, finish_reason="shutdown")
    harvest(moved)
    assert [field for _, field, *_ in changes(connection)] == ["starts_at"]
    assert list(listings(connection)) == [at(9, 20).starts_at]


def test_a_series_that_is_looked_at_further_ahead_has_not_moved(harvest, connection, at):
    """One date is dropped on the day on which the next month's dates come into view."""
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(10, 20), at(17, 20)))
    harvest(item, covered_until=at(20, 0).starts_at)
    later = replace(item, occurrences=(at(10, 20), at(17, 20), at(24, 20), at(31, 20)))
    harvest(later, covered_until=at(50, 0).starts_at)
    assert sorted(field for _, field, *_ in changes(connection)) == ["starts_at", "starts_at", "withdrawn"]


def test_there_and_back_again(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(20, 20)))
    harvest(item)
    first = {start: uuid_of(one) for start, one in listings(connection).items()}
    harvest(replace(item, occurrences=(at(9, 20), at(20, 20))))
    harvest(item)
    assert {start: uuid_of(one) for start, one in listings(connection).items()} == first
    assert connection.execute(text("SELECT count(*) FROM occurrences WHERE public_key IS NOT NULL")).scalar() == 0


def test_a_new_showing_where_another_was_has_an_identity_of_its_own(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(20, 20)))
    harvest(item)
    harvest(replace(item, occurrences=(at(9, 20), at(20, 20))))
    harvest(replace(item, occurrences=(at(3, 20), at(9, 20), at(20, 20))))
    found = listings(connection)
    assert len({uuid_of(one) for one in found.values()}) == len(found) == 3


def test_a_wrong_year_and_its_correction_are_moves(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    ids = row_ids(connection, "occurrences")
    for days in (-362, 4, -5, 900):
        run = harvest(replace(item, occurrences=(at(days, 20),)), covered_until=at(400, 0).starts_at)
        assert (run.status, run.changed, run.withdrawn, row_ids(connection, "occurrences")) == (RunStatus.OK, 1, 0, ids)
    assert [field for _, field, *_ in changes(connection)] == ["starts_at"] * 4


def test_a_date_that_took_place_and_the_next_one_are_two(harvest, connection, at):
    """Some sites give each year's festival the UID of the last one."""
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    connection.execute(text("UPDATE occurrences SET starts_at = starts_at - interval '5 days'"))
    harvest(replace(item, occurrences=(at(360, 20),)))
    assert [change[1:3] for change in changes(connection)] == [("starts_at", None)]
    assert len(row_ids(connection, "occurrences")) == 2


def test_one_of_several_dates_does_not_move_to_the_past(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(5, 20)))
    harvest(item)
    harvest(replace(item, occurrences=(at(-1, 20), at(5, 20))))
    assert [field for _, field, *_ in changes(connection)] == ["starts_at", "withdrawn"]


def test_pairs_are_the_nearest_in_time():
    def showings(*days):
        return [Showing(day, datetime(2026, 12, day, tzinfo=UTC)) for day in days]

    assert moves.paired(Candidates(showings(1, 10), showings(9, 20), 0)) == [(10, 9), (1, 20)]
    assert moves.paired(Candidates(showings(1, 10), showings(9), 0)) == [(10, 9)]
    assert moves.paired(Candidates(showings(1), showings(2, 3), 4)) == [(1, 2)]


def test_only_a_single_date_moves_to_where_no_run_looks():
    here, there = (Showing(n, datetime(2026, 12, n, tzinfo=UTC), n == 1) for n in (1, 2))
    assert moves.paired(Candidates([here], [there], 0)) == [(1, 2)]
    assert moves.paired(Candidates([here], [there], 1)) == []
    assert moves.paired(Candidates([there], [here], 1)) == []
