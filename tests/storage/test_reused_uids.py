"""Sites that number their UIDs by place in the list, where all events have one title."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.items import EventItem, Venue

LIBRARY = Venue(name="The Library", address="1 Main St")


def by_place(at, *days, title="Storytime", sequence=None):
    """Events on these days, with UIDs by their place in the list."""
    return [
        EventItem(uid=f"event-{place}", title=title, occurrences=(at(day, 10),), venue=LIBRARY, sequence=sequence)
        for place, day in enumerate(days)
    ]


def identities(connection):
    """By start, the row and its outgoing UID."""
    rows = connection.execute(
        text("""SELECT o.starts_at, e.id, coalesce(e.public_uid, e.uid) AS uid
                  FROM events e JOIN occurrences o ON o.event_id = e.id
                 WHERE e.withdrawn_at IS NULL AND o.withdrawn_at IS NULL""")
    )
    return {row.starts_at: (row.id, row.uid) for row in rows}


def fields(connection):
    return set(connection.execute(text("SELECT DISTINCT field FROM event_changes")).scalars())


@pytest.mark.parametrize(
    "after",
    [
        [*range(2, 9)],
        [*range(3, 9)],
        [*range(1, 4), *range(5, 9)],
        [9, *range(1, 9)],
        [*range(2, 10)],
        [*range(8, 0, -1)],
        [1, 3, 4, 6, 7, 8],
        [1, 2, 3, 4, 5, 6, 7],
        [2, 3, 4, 5, 6, 7, 8, 20],
        [5, *range(1, 5), *range(6, 9)],
    ],
    ids=str,
)
def test_what_stays_keeps_its_row_and_outgoing_uid(harvest, connection, at, after):
    before = range(1, 9)
    harvest(*by_place(at, *before))
    known = identities(connection)
    run = harvest(*by_place(at, *after))
    found = identities(connection)
    assert sorted(found) == sorted(at(day, 10).starts_at for day in after)
    assert {start: found[start] for start in known if start in found} == {
        start: known[start] for start in known if start in found
    }
    assert len({uid for _, uid in found.values()}) == len(found)
    assert fields(connection) <= {"uid", "withdrawn"}
    assert run.withdrawn == len(set(before) - set(after))


def test_new_dates_of_all_are_moves(harvest, connection, at):
    harvest(*by_place(at, 1, 2, 3))
    known = {row for row, _ in identities(connection).values()}
    harvest(*by_place(at, 11, 12, 13))
    assert {row for row, _ in identities(connection).values()} == known
    assert fields(connection) == {"starts_at"}


def test_a_higher_sequence_says_that_it_was_moved(harvest, connection, at):
    harvest(*by_place(at, 1, 2, 3, sequence=0))
    known = [row for _, (row, _) in sorted(identities(connection).items())]
    harvest(*by_place(at, 2, 3, 4, sequence=1))
    assert [row for _, (row, _) in sorted(identities(connection).items())] == known
    assert fields(connection) == {"starts_at"}


def test_one_event_that_moves_to_the_date_of_another_is_moved(harvest, connection, at):
    one, other = by_place(at, 1, 2)
    harvest(one, other)
    harvest(EventItem(uid=one.uid, title=one.title, occurrences=other.occurrences, venue=LIBRARY), other)
    rows = connection.execute(text("SELECT title, uid FROM events WHERE withdrawn_at IS NULL ORDER BY uid")).all()
    assert [tuple(row) for row in rows] == [("Storytime", "event-0"), ("Storytime", "event-1")]
