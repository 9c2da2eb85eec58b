"""Events that come under new UIDs because their hours changed are the same events at other hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.feeds.identity import uuid_of
from core.items import EventItem, Venue
from scrapers.reading.structured.event import fingerprint
from storage.events import feed_listings
from storage.runs.ledger import RunStatus
from storage.search.listings import EventFilter

HALL, ATTIC = Venue(name="The Hall", address="1 Main St"), Venue(name="Attic", address="2 Side St")
LISTING = {"covered_from": None, "listing_read": True}
COVERED = {}


def entry(title, *occurrences, **fields):
    """An event of a page that gives it no address."""
    return EventItem(uid=fingerprint(title, occurrences), title=title, occurrences=occurrences, **fields)


def twelve(at, hour, **fields):
    return [entry(f"Show {number}", at(number, hour), **fields) for number in range(1, 13)]


def later(item, by=timedelta(minutes=30), only=None):
    """The item with all its showings, or only those of one day, at another hour."""
    moved = tuple(
        replace(one, starts_at=one.starts_at + by) if only in (None, one.local_date) else one
        for one in item.occurrences
    )
    uid = fingerprint(item.title, moved) if item.uid.startswith("fp-") else item.uid
    return replace(item, uid=uid, occurrences=moved)


def listed(connection):
    """By outgoing UID, the start and SEQUENCE of what is listed; withdrawn listings are not."""
    wanted = EventFilter(from_=datetime.now(UTC), include_withdrawn=True)
    found = feed_listings.look(connection, wanted, limit=100)[1]
    return {uuid_of(one): (one.starts_at, one.sequence or 0) for one in found if one.withdrawn_at is None}


def changed_fields(connection):
    rows = connection.execute(text("SELECT field FROM event_changes WHERE field <> 'uid' ORDER BY id"))
    return list(rows.scalars())


def counts(run):
    return run.status, run.new, run.changed, run.withdrawn


@pytest.mark.parametrize("end", [LISTING, COVERED], ids=["listing", "covered"])
@pytest.mark.parametrize("place", [{}, {"venue": HALL}], ids=["no place", "place"])
@pytest.mark.parametrize("by", [timedelta(minutes=30), timedelta(hours=-5)], ids=str)
def test_all_hours_of_a_page_change_at_once(harvest, connection, at, end, place, by):
    shows = twelve(at, 19, **place)
    harvest(*shows, **end)
    known = listed(connection)
    run = harvest(*[later(one, by) for one in shows], **end)
    assert counts(run) == (RunStatus.OK, 0, 12, 0)
    assert listed(connection) == {uid: (start + by, 1) for uid, (start, _) in known.items()}
    assert changed_fields(connection) == ["starts_at"] * 12
    again = harvest(*[later(one, by) for one in shows], **end)
    assert counts(again) == (RunStatus.OK, 0, 0, 0)
    assert connection.execute(text("SELECT decision ->> 'moved' FROM runs WHERE id = 'run-2'")).scalar() == "12"


@pytest.mark.parametrize("end", [LISTING, COVERED], ids=["listing", "covered"])
def test_and_back_again(harvest, connection, at, end):
    shows = twelve(at, 19)
    harvest(*shows, **end)
    known = listed(connection)
    harvest(*map(later, shows), **end)
    run = harvest(*shows, **end)
    assert counts(run) == (RunStatus.OK, 0, 12, 0)
    assert {uid: start for uid, (start, _) in listed(connection).items()} == {
        uid: start for uid, (start, _) in known.items()
    }


@pytest.mark.parametrize("end", [LISTING, COVERED], ids=["listing", "covered"])
def test_one_hour_of_a_page_changes(harvest, connection, at, end):
    first, *rest = twelve(at, 19)
    harvest(first, *rest, **end)
    known = listed(connection)
    run = harvest(later(first), *rest, **end)
    assert counts(run) == (RunStatus.OK, 0, 1, 0)
    assert listed(connection).keys() == known.keys()


@pytest.mark.parametrize("end", [LISTING, COVERED], ids=["listing", "covered"])
@pytest.mark.parametrize("own_uid", [False, True], ids=["fingerprint", "uid"])
def test_an_event_with_several_showings(harvest, connection, at, end, own_uid):
    tour = entry("Tour", at(2, 10), at(2, 15), at(3, 10), at(4, 10))
    tour = replace(tour, uid="tour") if own_uid else tour
    harvest(tour, *twelve(at, 19), **end)
    known = listed(connection)
    for number, moved in enumerate((later(tour), later(tour, only=at(2, 10).local_date), tour), start=1):
        run = harvest(moved, *twelve(at, 19), **end)
        assert counts(run) == (RunStatus.OK, 0, 1, 0), number
        assert listed(connection).keys() == known.keys()
        assert {start for start, _ in listed(connection).values()} >= {one.starts_at for one in moved.occurrences}


def test_matinee_and_evening_keep_their_order(harvest, connection, at):
    shows = [entry("Play", at(3, hour)) for hour in (14, 20)]
    harvest(*shows, *twelve(at, 19), **LISTING)
    known = listed(connection)
    harvest(*[later(one, timedelta(hours=2)) for one in shows], *twelve(at, 19), **LISTING)
    found = listed(connection)
    moved = {uid for uid in known if found[uid] != known[uid]}
    assert found.keys() == known.keys()
    assert {found[uid][0] - known[uid][0] for uid in moved} == {timedelta(hours=2)}


@pytest.mark.parametrize("staying", [True, False])
def test_of_two_alike_on_a_day_one_moves(harvest, connection, at, staying):
    """If both are gone and one is new, nobody knows which of them moved."""
    matinee, evening = (entry("Play", at(3, hour)) for hour in (14, 20))
    harvest(matinee, evening, *twelve(at, 19), **LISTING)
    known = listed(connection)
    run = harvest(*([matinee] if staying else []), later(evening), *twelve(at, 19), **LISTING)
    assert (run.new, run.withdrawn, len(listed(connection).keys() - known.keys())) == (
        (0, 0, 0) if staying else (1, 0, 1)
    )


def test_hours_that_are_announced(harvest, connection, at):
    shows = [entry(f"Show {number}", at(number)) for number in range(1, 7)]
    harvest(*shows, **LISTING)
    known = listed(connection)
    announced = [entry(f"Show {number}", at(number, 19)) for number in range(1, 7)]
    assert counts(harvest(*announced, **LISTING)) == (RunStatus.OK, 0, 6, 0)
    assert listed(connection).keys() == known.keys()


def test_another_place_title_or_day_is_another_event(harvest, connection, at):
    show = entry("Show", at(3, 19), venue=HALL)
    rest = twelve(at, 19)
    harvest(show, *rest, **LISTING)
    for other in (
        entry("Show", at(3, 20), venue=ATTIC),
        entry("Another show", at(3, 20), venue=HALL),
        entry("Show", at(4, 20), venue=HALL),
    ):
        assert harvest(other, *rest, **LISTING).new == 1


def test_a_run_that_did_not_end_proves_nothing(harvest, connection, at):
    shows = twelve(at, 19)
    harvest(*shows, **LISTING)
    run = harvest(*map(later, shows), **LISTING, finish_reason="shutdown")
    assert (run.new, len(listed(connection))) == (12, 24)
    assert counts(harvest(*map(later, shows), **LISTING)) == (RunStatus.OK, 0, 12, 0)
    assert len(listed(connection)) == 12


def test_a_relaunch_with_new_uids_and_other_hours(harvest, connection, at):
    """A UID of the source's own should not change with the hour: it takes many of them."""
    shows = [replace(one, uid=f"old-{one.title}") for one in twelve(at, 19)]
    harvest(*shows)
    known = listed(connection)
    run = harvest(*[replace(later(one), uid=f"new-{one.title}") for one in shows])
    assert counts(run) == (RunStatus.OK, 0, 12, 0)
    assert listed(connection).keys() == known.keys()


def test_one_new_uid_at_another_hour_is_another_event(harvest, connection, at):
    first, *rest = [replace(one, uid=f"old-{one.title}") for one in twelve(at, 19)]
    harvest(first, replace(first, uid="third", occurrences=(at(20, 19),)), *rest)
    run = harvest(replace(later(first), uid="new"), replace(first, uid="third", occurrences=(at(20, 19),)), *rest)
    assert (run.new, run.withdrawn) == (1, 1)
