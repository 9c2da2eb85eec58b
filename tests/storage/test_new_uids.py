"""An event that comes under another UID stays the same event for everybody who follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.feeds.identity import uuid_of
from core.items import EventItem, Price, Venue
from storage.events.recent import read_recent
from storage.runs.ledger import RunStatus
from storage.search.listings import EventFilter
from tests.storage.stored import changes, listings, row_ids

HALL = Venue(name="The Hall", address="1 Main St")


def twelve(at, prefix, **fields):
    return [
        EventItem(uid=f"{prefix}{n}", title=f"Show {n}", occurrences=(at(n, 20),), venue=HALL, **fields)
        for n in range(1, 13)
    ]


def test_a_relaunch_with_new_uids_keeps_twelve_events(harvest, connection, at):
    harvest(*twelve(at, "old-"))
    ids, before = row_ids(connection, "events"), {uuid_of(one) for one in listings(connection).values()}
    run = harvest(*twelve(at, "new-", url="https://hall.example/new"))
    assert (run.status, run.seen, run.new, run.changed, run.withdrawn) == (RunStatus.OK, 12, 0, 12, 0)
    assert row_ids(connection, "events") == ids
    assert {uuid_of(one) for one in listings(connection).values()} == before
    assert {one.uid[:4] for one in listings(connection).values()} == {"new-"}
    assert {change[1] for change in changes(connection)} == {"uid", "url"}
    again = harvest(*twelve(at, "new-", url="https://hall.example/new"))
    assert (again.status, again.unchanged) == (RunStatus.OK, 12)


@pytest.mark.parametrize("title", ["Show {} at the Bay Hall", "The Bay Hall: Show {}", "SHOW {} (a night of music)"])
@pytest.mark.parametrize("shortened", [False, True])
def test_a_relaunch_that_adds_to_titles_or_shortens_them(harvest, connection, at, title, shortened):
    plain = twelve(at, "old-")
    full = [replace(one, uid=f"new-{n}", title=title.format(n)) for n, one in enumerate(plain, 1)]
    before, after = (full, plain) if shortened else (plain, full)
    harvest(*before)
    ids, outgoing = row_ids(connection, "events"), {uuid_of(one) for one in listings(connection).values()}
    run = harvest(*after)
    assert (run.status, run.seen, run.new, run.withdrawn) == (RunStatus.OK, 12, 0, 0)
    assert row_ids(connection, "events") == ids
    assert {uuid_of(one) for one in listings(connection).values()} == outgoing
    assert {one.title for one in listings(connection).values()} == {one.title for one in after}


def test_one_longer_title_under_a_new_uid_is_another_event(harvest, connection, at):
    """A class that takes the place of another."""
    shows = twelve(at, "old-")
    harvest(*shows)
    harvest(replace(shows[0], uid="new", title="Show 1 for Kids"), *shows[1:])
    assert len(row_ids(connection, "events")) == 13


@pytest.mark.parametrize(
    "places", [(HALL, HALL), (None, None), (HALL, Venue(name="Hall of the Town", address="1 Main"))]
)
def test_a_relaunch_in_which_one_event_moves(harvest, connection, at, places):
    before, after = places
    harvest(*(replace(one, venue=before) for one in twelve(at, "old-")))
    ids, outgoing = row_ids(connection, "events"), {uuid_of(one) for one in listings(connection).values()}
    first, *others = (replace(one, venue=after) for one in twelve(at, "new-"))
    run = harvest(replace(first, occurrences=(at(20, 19),)), *others)
    assert (run.status, run.new, run.withdrawn) == (RunStatus.OK, 0, 0)
    assert row_ids(connection, "events") == ids
    assert {uuid_of(one) for one in listings(connection).values()} == outgoing
    moves_of_first = [change[2:] for change in changes(connection) if change[:2] == ("Show 1", "starts_at")]
    assert moves_of_first == [
        tuple(at(day, hour).starts_at.astimezone(UTC).isoformat() for day, hour in ((1, 20), (20, 19)))
    ]


def test_a_relaunch_in_which_one_of_two_tours_moves(harvest, connection, at):
    barn = Venue(name="The Barn", address="2 Main St")

    def tours(prefix, day):
        pair = [(HALL, 3), (barn, day)]
        return [
            EventItem(uid=f"{prefix}{n}", title="Tour", occurrences=(at(on, 20),), venue=venue)
            for n, (venue, on) in enumerate(pair)
        ]

    harvest(*twelve(at, "old-"), *tours("old", 3))
    ids = row_ids(connection, "events")
    run = harvest(*twelve(at, "new-"), *tours("new", 9))
    assert (run.status, run.new, run.withdrawn, row_ids(connection, "events")) == (RunStatus.OK, 0, 0, ids)
    starts_of_barn = tuple(at(day, 20).starts_at.astimezone(UTC).isoformat() for day in (3, 9))
    assert [change[2:] for change in changes(connection) if change[:2] == ("Tour", "starts_at")] == [starts_of_barn]


@pytest.mark.parametrize(
    ("before", "after"),
    [((3, 4), (9, 11)), ((3, 4, 5), (9, 11, 12)), ((3, 4, 5), (3, 9, 5)), ((3, 4, 5), (9, 4, 11)), ((3, 4), (4, 5))],
)
def test_a_relaunch_in_which_several_of_one_title_and_place_move(harvest, connection, at, before, after):
    def talks(prefix, days):
        return [
            EventItem(uid=f"{prefix}{n}", title="Talk", occurrences=(at(day, 20),), venue=HALL)
            for n, day in enumerate(days)
        ]

    harvest(*twelve(at, "old-"), *talks("old", before))
    ids = row_ids(connection, "events")
    run = harvest(*twelve(at, "new-"), *talks("new", after))
    assert (run.status, run.new, run.withdrawn, row_ids(connection, "events")) == (RunStatus.OK, 0, 0, ids)
    moved = [change for change in changes(connection) if change[:2] == ("Talk", "starts_at")]
    assert len(moved) == len(set(before) - set(after))


def test_in_a_relaunch_one_more_or_less_of_a_title_is_no_move(harvest, connection, at):
    def talks(prefix, days):
        return [
            EventItem(uid=f"{prefix}{n}", title="Talk", occurrences=(at(day, 20),), venue=HALL)
            for n, day in enumerate(days)
        ]

    harvest(*twelve(at, "old-"), *talks("old", (3, 4)))
    run = harvest(*twelve(at, "new-"), *talks("new", (9, 10, 11)))
    assert (run.new, run.withdrawn) == (3, 2)


def test_new_uids_alone_are_no_change(harvest, connection, at):
    harvest(*twelve(at, "0-"))
    before = list(listings(connection).values())
    for load in (1, 2, 3):
        run = harvest(*twelve(at, f"{load}-"))
        assert (run.status, run.seen, run.new, run.changed, run.unchanged) == (RunStatus.OK, 12, 0, 0, 12)
    after = list(listings(connection).values())
    assert [(one.sequence, one.updated_at) for one in after] == [(one.sequence, one.updated_at) for one in before]
    assert [uuid_of(one) for one in after] == [uuid_of(one) for one in before]
    news = read_recent(connection, EventFilter(), since=datetime(2020, 1, 1, tzinfo=UTC), after=None, limit=100)
    assert {entry.field for entry in news} == {None}


def test_under_new_uids_only_what_people_see_counts(harvest, connection, at):
    harvest(*twelve(at, "0-"))
    first, second, third, *rest = twelve(at, "1-")
    dearer = replace(first, price=Price(text="$20"))
    moved = replace(second, occurrences=(*second.occurrences, at(30, 20)))
    run = harvest(dearer, moved, third, *rest)
    assert (run.changed, run.unchanged) == (2, 10)
    raised = {one.title for one in listings(connection).values() if one.sequence}
    assert raised == {dearer.title, moved.title}


def settings(connection):
    return connection.execute(text("SELECT settings FROM sources")).scalar()


def test_uids_that_change_at_each_load_switch_to_fingerprints(harvest, connection, at):
    harvest(*twelve(at, "0-"))
    runs = [harvest(*twelve(at, f"{load}-"), uids_change=False) for load in (1, 2)]
    assert [[error["field"] for error in run.errors] for run in runs] == [["UID"], ["UID"]]
    assert "uids_change" not in runs[0].errors[0]["advice"]
    assert "uids_change" in runs[1].errors[0]["advice"]
    assert settings(connection) == {"uids_change": True}
    assert len(row_ids(connection, "events")) == 12
    run = harvest(*twelve(at, "fp-"))
    assert (run.seen, run.new, len(row_ids(connection, "events"))) == (12, 0, 12)


def test_two_events_that_share_title_and_start_stay_two(harvest, connection, at):
    pair = [EventItem(uid=uid, title="Tour", occurrences=(at(3, 20),), venue=HALL) for uid in ("a", "b")]
    harvest(*pair)
    run = harvest(*pair, EventItem(uid="c", title="Tour", occurrences=(at(3, 20),), venue=HALL))
    assert (run.new, run.unchanged, run.errors) == (1, 2, [])
    assert len(row_ids(connection, "events")) == 3


def test_another_place_is_another_event(harvest, connection, at):
    items = twelve(at, "old-")
    harvest(*items)
    in_another_hall = replace(items[0], uid="x", venue=Venue(name="Another hall"))
    run = harvest(in_another_hall, *items[1:])
    assert (run.new, run.withdrawn) == (1, 1)


def test_a_withdrawn_event_returns_under_another_uid(harvest, connection, at):
    items = twelve(at, "old-")
    harvest(*items)
    harvest(*items[1:])
    run = harvest(replace(items[0], uid="new"), *items[1:])
    assert (run.new, run.changed) == (0, 1)
    assert [one.withdrawn_at for one in listings(connection).values()] == [None] * 12


def test_an_old_uid_that_is_used_again_has_an_outgoing_uid_of_its_own(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),), venue=HALL)
    harvest(item)
    harvest(replace(item, uid="b"))
    other = EventItem(uid="a", title="Another", occurrences=(at(3, 20),), venue=HALL)
    harvest(replace(item, uid="b"), other)
    uids = connection.execute(text("SELECT coalesce(public_uid, uid) FROM events ORDER BY id")).scalars().all()
    assert (uids[0], len(set(uids))) == ("a", 2)


def test_a_move_and_a_new_uid_at_once(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(9, 20)), venue=HALL)
    harvest(item)
    before = {uuid_of(one) for one in listings(connection).values()}
    harvest(replace(item, uid="b", occurrences=(at(3, 20), at(10, 20))))
    assert {uuid_of(one) for one in listings(connection).values()} == before
    assert sorted(listings(connection)) == [at(day, 20).starts_at for day in (3, 10)]


def test_hours_that_become_known_keep_the_identity_of_the_day(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3),))
    harvest(item)
    (before,) = listings(connection).values()
    harvest(replace(item, occurrences=(at(3, 20),)))
    (after,) = listings(connection).values()
    assert (uuid_of(after), after.starts_at - before.starts_at) == (uuid_of(before), timedelta(hours=20))


def test_a_person_who_set_uids_change_to_false_is_heard(harvest, connection, at):
    connection.execute(text("""UPDATE sources SET settings = '{"uids_change": false}'"""))
    harvest(*twelve(at, "0-"))
    runs = [harvest(*twelve(at, f"{load}-"), uids_change=False) for load in (1, 2, 3)]
    assert settings(connection) == {"uids_change": False}
    assert '"uids_change": false' in runs[2].errors[0]["advice"]
    assert len(row_ids(connection, "events")) == 12


def by_place(at, *numbers):
    """The events of these numbers, with UIDs by their place in the list."""
    return [
        EventItem(uid=f"event-{place}", title=f"Show {number}", occurrences=(at(number, 20),), venue=HALL)
        for place, number in enumerate(numbers)
    ]


def identities(connection):
    rows = connection.execute(
        text("""SELECT title, id, coalesce(public_uid, uid) AS uid FROM events WHERE withdrawn_at IS NULL""")
    )
    return {row.title: (row.id, row.uid) for row in rows}


@pytest.mark.parametrize(
    "after", [range(2, 9), [*range(1, 4), *range(5, 9)], [9, *range(1, 9)], [*range(8, 0, -1)], [2]], ids=str
)
def test_uids_by_place_in_the_list_stay_with_their_events(harvest, connection, at, after):
    before = range(1, 3) if len(after) == 1 else range(1, 9)
    harvest(*by_place(at, *before))
    known = identities(connection)
    run = harvest(*by_place(at, *after))
    found = identities(connection)
    assert set(found) == {f"Show {number}" for number in after}
    assert {title: found[title] for title in found if title in known} == {
        title: known[title] for title in known if title in found
    }
    assert len({uid for _, uid in found.values()}) == len(found)
    assert {change[1] for change in changes(connection)} <= {"uid", "withdrawn"}
    assert run.withdrawn == len(set(known) - set(found))


def test_uids_by_place_switch_to_fingerprints(harvest, connection, at):
    harvest(*by_place(at, *range(1, 9)))
    runs = [harvest(*by_place(at, *range(first, 9)), uids_change=False) for first in (2, 3)]
    assert [[error["field"] for error in run.errors] for run in runs] == [["UID"], ["UID"]]
    assert settings(connection) == {"uids_change": True}


def test_an_event_that_gets_another_title_and_time_is_the_same(harvest, connection, at):
    harvest(*by_place(at, 1, 2))
    other = EventItem(uid="event-0", title="Gala", occurrences=(at(9, 20),), venue=HALL)
    known = row_ids(connection, "events")
    harvest(other, by_place(at, 1, 2)[1])
    assert row_ids(connection, "events") == known


@pytest.mark.parametrize("uids_change", [None, False])
def test_the_note_about_new_uids_promises_only_what_comes(harvest, connection, at, uids_change):
    """A spider that can't go by fingerprints (None) gets no setting."""
    for load in range(3):
        items = [EventItem(uid=f"{load}-{n}", title=f"Show {n}", occurrences=(at(3 + n, 20),)) for n in range(4)]
        run = harvest(*items, uids_change=uids_change)
    settings = connection.execute(text("SELECT settings FROM sources")).scalar_one()
    (note,) = (error["advice"] for error in run.errors)
    assert ("uids_change" in settings) is ("uids_change" in note) is (uids_change is False)
    assert run.new == 0
