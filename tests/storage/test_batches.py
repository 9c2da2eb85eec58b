"""Storing a batch: the first time, again, and after the site changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.items import EventItem, EventStatus, Price, Venue
from storage.events import queries
from storage.events import write as events
from storage.runs import ledger as runs


def changes(connection, run_id):
    rows = connection.execute(
        text("SELECT field, occurrence_key, old, new FROM event_changes WHERE run_id = :id ORDER BY field, id"),
        {"id": run_id},
    )
    return [tuple(row) for row in rows]


def starts(connection):
    rows = connection.execute(
        text("SELECT starts_at, time_known FROM occurrences WHERE withdrawn_at IS NULL ORDER BY starts_at")
    )
    return [tuple(row) for row in rows]


def test_storing_the_same_events_again_adds_nothing(harvest, connection, at):
    items = [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20), at(n + 1, 20))) for n in range(1, 30)]
    first, again = harvest(*items), harvest(*items)
    assert (first.seen, first.new, first.unchanged) == (29, 29, 0)
    assert (again.seen, again.new, again.changed, again.unchanged) == (29, 0, 0, 29)
    assert changes(connection, again.id) == []


def test_an_unchanged_event_is_not_written(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    before = connection.execute(text("SELECT e.xmin, o.xmin, e.ctid FROM events e JOIN occurrences o ON true")).all()
    harvest(item)
    assert (
        connection.execute(text("SELECT e.xmin, o.xmin, e.ctid FROM events e JOIN occurrences o ON true")).all()
        == before
    )


def test_a_change_keeps_the_old_value(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),), price=Price(text="$5", min_cents=500, max_cents=500))
    harvest(item)
    run = harvest(replace(item, title="A, extended", status=EventStatus.POSTPONED))
    assert (run.changed, run.unchanged) == (1, 0)
    assert changes(connection, run.id) == [
        ("status", None, "scheduled", "postponed"),
        ("title", None, "A", "A, extended"),
    ]


def test_two_copies_in_one_batch_have_their_occurrences_merged(harvest, connection, at):
    card = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    run = harvest(card, replace(card, occurrences=(at(4, 20),)))
    assert (run.seen, run.new) == (1, 1)
    assert len(starts(connection)) == 2


def test_an_event_in_two_batches_is_one_new_event(harvest, connection, at):
    token = harvest.open()
    card = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    events.store_batch(connection, token, [card])
    events.store_batch(connection, token, [replace(card, occurrences=(at(4, 20),))])
    run = harvest.close(token)
    assert (run.seen, run.new, run.changed, run.withdrawn) == (1, 1, 0, 0)
    assert len(starts(connection)) == 2


def test_a_known_hour_replaces_the_date(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3),))
    harvest(item)
    run = harvest(replace(item, occurrences=(at(3, 14), at(3, 20))))
    assert run.changed == 1
    assert [known for _, known in starts(connection)] == [True, True]


def test_a_page_without_the_hour_does_not_remove_it(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 14), at(3, 20)))
    harvest(item)
    kept = starts(connection)
    run = harvest(replace(item, occurrences=(at(3),)))
    assert (run.unchanged, run.changed, run.withdrawn) == (1, 0, 0)
    assert starts(connection) == kept


def test_showings_replace_their_range_of_days_for_good(harvest, connection, at):
    span = at(3)
    run_of_days = replace(span, ends_at=span.starts_at + timedelta(days=3))
    item = EventItem(uid="a", title="A", occurrences=(run_of_days,))
    harvest(item)
    showings = (at(3, 19), at(4, 19), at(5, 14))
    harvest(replace(item, occurrences=showings))
    assert [when for when, _ in starts(connection)] == [o.starts_at for o in showings]
    again = harvest(item)
    assert (again.unchanged, again.withdrawn) == (1, 0)
    assert [when for when, _ in starts(connection)] == [o.starts_at for o in showings]


def test_a_cancellation_with_only_the_date_cancels_the_known_hour(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    harvest(replace(item, occurrences=(replace(at(3), status=EventStatus.CANCELLED),)))
    [row] = queries.upcoming(connection, after=datetime.now(UTC))
    assert (row.status, row.time_known) == ("cancelled", True)


def test_an_older_copy_never_overwrites_a_newer_one_of_the_same_run(harvest, connection, at):
    newer = EventItem(uid="a", title="New", occurrences=(at(3, 20),), sequence=2)
    older = replace(newer, title="Old", sequence=1)
    harvest(older)
    for in_batches in ([[newer], [older]], [[newer, older]], [[older, newer]]):
        token = harvest.open()
        for batch in in_batches:
            events.store_batch(connection, token, batch)
        run = harvest.close(token)
        assert (run.seen, run.withdrawn) == (1, 0)
        [row] = queries.upcoming(connection, after=datetime.now(UTC))
        assert (row.title, row.starts_at) == ("New", at(3, 20).starts_at)


def test_a_copy_that_was_edited_earlier_has_showings_of_its_own(harvest, connection, at):
    """A series in two feeds, each with its own month."""
    later = EventItem(uid="a", title="New", occurrences=(at(3, 20), at(4, 20)), last_modified=at(0, 9).starts_at)
    earlier = replace(later, title="Old", occurrences=(at(4, 20), at(30, 20)), last_modified=at(-9, 9).starts_at)
    for _ in range(2):
        token = harvest.open()
        events.store_batch(connection, token, [later])
        events.store_batch(connection, token, [earlier])
        assert harvest.close(token).withdrawn == 0
        rows = queries.upcoming(connection, after=datetime.now(UTC))
        assert {row.title for row in rows} == {"New"}
        assert [row.starts_at for row in rows] == [at(day, 20).starts_at for day in (3, 4, 30)]


LOWER = [
    {"sequence": 1},
    {"sequence": None},
    {"sequence": 3, "last_modified": datetime(2026, 1, 1, tzinfo=UTC)},
    {"sequence": 3, "last_modified": None},
]


@pytest.mark.parametrize("lower", LOWER)
def test_what_the_feed_says_now_stands_however_low_it_is_numbered(harvest, connection, at, lower):
    item = EventItem(
        uid="a", title="A", occurrences=(at(3, 20),), sequence=3, last_modified=datetime(2026, 2, 1, tzinfo=UTC)
    )
    harvest(item)
    moved = replace(item, title="A, later", occurrences=(at(9, 20),), **lower)
    assert harvest(moved).changed == 1
    [row] = queries.upcoming(connection, after=datetime.now(UTC))
    assert (row.title, row.starts_at) == ("A, later", at(9, 20).starts_at)
    stored = connection.execute(text("SELECT sequence, last_modified FROM events")).one()
    assert tuple(stored) == (moved.sequence, moved.last_modified)


def test_a_withdrawn_event_returns_however_low_it_is_numbered(harvest, connection, at):
    others = [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, 6)]
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),), sequence=5)
    harvest(*others, item)
    assert harvest(*others).withdrawn == 1
    assert harvest(*others, replace(item, sequence=0)).changed == 1
    assert len(queries.upcoming(connection, after=datetime.now(UTC))) == 6


def test_parts_of_a_series_that_are_edited_apart_change_each(harvest, connection, at):
    """The date that had the highest number leaves; the others change with lower numbers."""
    series = EventItem(uid="a", title="A", occurrences=(at(5, 20), at(12, 20), at(19, 20)), sequence=3)
    harvest(series)
    cancelled = replace(at(12, 20), status=EventStatus.CANCELLED)
    harvest(replace(series, occurrences=(cancelled, at(20, 20)), sequence=1))
    rows = queries.upcoming(connection, after=datetime.now(UTC))
    assert [(row.starts_at, row.status) for row in rows] == [
        (at(12, 20).starts_at, "cancelled"),
        (at(20, 20).starts_at, "scheduled"),
    ]


def test_spellings_of_a_venue_are_one_venue(harvest, connection, at):
    for uid, name in (("a", "Grand Hall"), ("b", "grand  hall"), ("c", "GRAND HALL")):
        harvest(EventItem(uid=uid, title=uid, occurrences=(at(3, 20),), venue=Venue(name=name)))
    assert connection.execute(
        text("SELECT count(*), count(DISTINCT venue_id) FROM events JOIN venues v ON v.id = venue_id")
    ).one() == (3, 1)


def test_a_superseded_run_writes_nothing(harvest, connection, at):
    zombie = harvest.open()
    connection.execute(text("UPDATE runs SET lease_until = now() - interval '1 s'"))
    harvest.open()
    with pytest.raises(runs.StaleRun):
        events.store_batch(connection, zombie, [EventItem(uid="a", title="A", occurrences=(at(3, 20),))])
    assert connection.execute(text("SELECT count(*) FROM events")).scalar() == 0


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=texts, description=st.none() | texts, categories=st.lists(texts, max_size=3), raw=texts)
def test_text_is_stored_unchanged(connection, at, title, description, categories, raw):
    with connection.begin_nested() as savepoint:
        run = runs.open_run(connection, run_id="text", source_id=1, spider="hall", launched_by="test")
        item = EventItem(
            uid="u", title=title, description=description, categories=tuple(categories), raw={"title": raw},
            occurrences=(at(3, 20),),
        )  # fmt: skip
        events.store_batch(connection, run, [item])
        row = connection.execute(text("SELECT title, description, categories, raw FROM events")).one()
        assert tuple(row) == (title, description, categories, {"title": raw})
        savepoint.rollback()
