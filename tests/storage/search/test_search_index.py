"""The search index that triggers maintain is the same as one built from scratch, after any kind of write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from core.items import EventItem, EventStatus, Price, Venue
from storage.events import hiding

HALL = Venue(name="Van Wezel Hall", latitude=27.3446, longitude=-82.5502)
EVENT = EventItem(uid="a", title="Jazz Night", categories=("Music", "Évening"), venue=HALL, organizer="The Players")
NAMELESS = EventItem(uid="b", title="Shark Feeding", description="Sharks are fed.", price=Price(is_free=True))

CHANGES = (
    "SELECT",
    "UPDATE events SET title = 'Swing ' || title, description = NULL",
    "UPDATE events SET status = 'cancelled', withdrawn_at = now() WHERE uid = 'a'",
    "UPDATE events SET is_free = NOT is_free, categories = '{Fish}', organizer = NULL, venue_id = NULL",
    "UPDATE venues SET name = 'Another Hall', latitude = NULL",
    "UPDATE occurrences SET title = 'Matinee' WHERE starts_at = (SELECT min(starts_at) FROM occurrences)",
    "UPDATE occurrences SET title = NULL, description = NULL, venue_id = NULL",
    "UPDATE occurrences SET title = upper(title), starts_at = starts_at - interval '1 month'",
    "UPDATE occurrences SET venue_id = (SELECT min(id) FROM venues), description = 'By the sea.'",
    "UPDATE events SET categories = '{Dance}' WHERE uid = 'd'",
    "DELETE FROM occurrences WHERE title IS NOT NULL",
    "DELETE FROM events WHERE uid = 'd'",
    "UPDATE occurrences SET withdrawn_at = now() WHERE starts_at = (SELECT min(starts_at) FROM occurrences)",
    "UPDATE occurrences SET starts_at = starts_at + interval '1 month' WHERE key < 'x'",
    "UPDATE occurrences SET ends_at = starts_at + interval '9 days', all_day = true, time_known = false",
    "DELETE FROM occurrences WHERE starts_at = (SELECT max(starts_at) FROM occurrences)",
    "DELETE FROM occurrences",
    "DELETE FROM events WHERE uid = 'a'",
    "DELETE FROM sources",
)

ENTRIES = """SELECT (SELECT count(*) FROM events)
                  + (SELECT count(*) FROM occurrences WHERE num_nonnulls(title, description, venue_id) > 0)"""


def index(connection):
    search = connection.execute(text("SELECT * FROM event_search ORDER BY entry_id")).all()
    words = connection.execute(text("SELECT entry_id, words::text FROM event_words ORDER BY entry_id")).all()
    return search, words, set(connection.execute(text("SELECT word FROM search_words")).scalars())


def rebuilt(connection):
    for table in ("event_search", "event_words", "search_words"):
        connection.execute(text(f"DELETE FROM {table}"))
    connection.execute(text("SELECT index_events(ARRAY(SELECT id FROM events))"))
    return index(connection)


def version(connection):
    """Identifies the version of the index rows."""
    return connection.execute(
        text("SELECT x.ctid::text, w.ctid::text FROM event_search x JOIN event_words w USING (entry_id)")
    ).all()


@pytest.fixture
def stored(connection, harvest, at):
    """Events that share their names, some with several times, and one without a venue or an organizer."""
    harvest(
        replace(EVENT, occurrences=(at(5, 20), at(2, 20), at(9, 20))),
        replace(EVENT, uid="c", title="Jazz Morning", occurrences=(at(3, 10),)),
        replace(NAMELESS, occurrences=(at(4, 9),)),
        replace(
            EVENT,
            uid="d",
            title="Market music",
            occurrences=(
                at(6, 9),
                at(7, 9, title="The Kingfishers"),
                at(8, 9, venue=Venue(name="Pier"), title="Loons"),
            ),
        ),
    )
    return connection


def test_changes_are_indexed(stored):
    for statement in CHANGES:
        with stored.begin_nested() as change:
            stored.execute(text(statement))
            search, words, vocabulary = index(stored)
            again, words_again, vocabulary_again = rebuilt(stored)
            assert (search, words) == (again, words_again), statement
            assert len(search) == stored.execute(text(ENTRIES)).scalar_one(), statement
            assert vocabulary >= vocabulary_again, statement
            change.rollback()


def test_later_runs_are_indexed(connection, harvest, at):
    """A new first occurrence, one at the same time, a later last one, and earlier ones that are already withdrawn."""
    for times in ((at(5, 20),), (at(5, 20), at(2, 20)), (at(2, 20), at(8, 20)), (at(1, 20), at(2, 20))):
        harvest(replace(EVENT, occurrences=times), replace(NAMELESS, occurrences=times, status=EventStatus.POSTPONED))
        before = index(connection)
        assert before[:2] == rebuilt(connection)[:2]
    connection.execute(
        text("""INSERT INTO occurrences (event_id, key, starts_at, local_date, timezone, all_day, time_known, status,
                                         withdrawn_at)
                SELECT event_id, 'w' || n, min(starts_at) - n * interval '1 day', current_date, 'UTC', false, true,
                       'scheduled', now() FROM occurrences, generate_series(0, 1) n GROUP BY event_id, n""")
    )
    before = index(connection)
    assert before[:2] == rebuilt(connection)[:2]
    assert [row.first_is_live for row in before[0]] == [False, False]


def test_fields_that_no_search_reads_are_not_indexed(connection, harvest, at):
    harvest(replace(EVENT, occurrences=(at(5, 20),)))
    before = version(connection)
    for statement in (
        "UPDATE events SET url = 'https://hall.example/new', price_text = '$5', updated_run_id = NULL, sold_out = true",
        "UPDATE occurrences SET timezone = 'UTC', updated_run_id = NULL, status = 'cancelled'",
    ):
        connection.execute(text(statement))
    assert version(connection) == before
    hiding.hide(connection, connection.execute(text("SELECT id FROM events")).scalar_one(), hidden_by="x", reason="y")
    assert version(connection) != before


@pytest.mark.parametrize("count", [0, 999, 1000, 1001, 2500])
def test_any_number_of_events_is_indexed_at_once(connection, stored, count):
    """`index_events` takes a thousand at a time."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # without the triggers
    copies = """
        INSERT INTO events SELECT (jsonb_populate_record(e, jsonb_build_object('id', 1000 + n, 'uid', 'many-' || n))).*
          FROM events e CROSS JOIN generate_series(1, :count) n WHERE e.uid = 'a' RETURNING id"""
    ids = connection.execute(text(copies), {"count": count}).scalars()
    connection.execute(text("SELECT index_events(cast(:ids AS bigint[]))"), {"ids": list(ids)})
    found = "SELECT count(*) FROM event_search s JOIN events e ON e.id = s.entry_id WHERE e.uid LIKE 'many-%'"
    assert connection.execute(text(found + " AND '#k:music' = ANY (s.marks)")).scalar_one() == count
