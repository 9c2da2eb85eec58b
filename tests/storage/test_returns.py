"""An event that goes, and comes back on another date under a new UID, has moved if its title and place prove it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.feeds.identity import uuid_of
from core.items import EventItem, Venue
from storage.events import feed_listings
from storage.runs.ledger import RunStatus
from storage.search.listings import EventFilter

HALL, OTHER = Venue(name="The Hall", address="1 Main St"), Venue(name="The Barn", address="9 Farm Rd")


def others(at):
    return [EventItem(uid=f"o{n}", title=f"Other {n}", occurrences=(at(4 + n, 20),), venue=HALL) for n in range(5)]


@pytest.fixture
def herons(at):
    return EventItem(uid="herons-dec", title="Tin Herons", occurrences=(at(3, 20),), venue=HALL)


def listings(connection):
    wanted = EventFilter(from_=datetime.now(UTC), include_withdrawn=True)
    found = feed_listings.look(connection, wanted, limit=100)[1]
    return [one for one in found if "tin" in one.title.lower()]


def fields(connection):
    return (
        connection.execute(
            text(
                "SELECT c.field FROM event_changes c JOIN events e ON e.id = c.event_id"
                " WHERE e.title ILIKE '%tin%' ORDER BY c.id"
            )
        )
        .scalars()
        .all()
    )


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize(
    "title", ["Tin Herons", "Tin Herons.", "TIN  HERONS", "“Tin Herons”", "Tin-Herons!", "tin herons"]
)
def test_it_keeps_its_row_and_its_outgoing_uid(harvest, connection, at, herons, gap, title):
    harvest(herons, *others(at))
    (before,) = listings(connection)
    for _ in range(gap):
        assert harvest(*others(at)).status is RunStatus.OK
    back = replace(herons, uid="herons-jan", title=title, occurrences=(at(30, 21),))
    run = harvest(back, *others(at))
    assert (run.new, run.changed, run.withdrawn) == (0, 1, 0)
    (after,) = listings(connection)
    assert (uuid_of(after), after.occurrence_id, after.starts_at) == (
        uuid_of(before),
        before.occurrence_id,
        at(30, 21).starts_at,
    )
    assert after.withdrawn_at is None
    assert (before.sequence or 0) < after.sequence
    assert "starts_at" in fields(connection)
    assert fields(connection).count("withdrawn") == (4 if gap else 0)
    assert harvest(back, *others(at)).changed == 0


def test_so_does_one_that_comes_back_under_its_old_uid(harvest, connection, at, herons):
    harvest(herons, *others(at))
    (before,) = listings(connection)
    harvest(*others(at))
    harvest(replace(herons, occurrences=(at(30, 21),)), *others(at))
    (after,) = listings(connection)
    assert (uuid_of(after), after.occurrence_id) == (uuid_of(before), before.occurrence_id)
    assert after.starts_at == at(30, 21).starts_at


@pytest.mark.parametrize(
    "changed",
    [
        {"venue": OTHER},
        {"venue": None},
        {"title": "Tin Herons II"},
        {"title": "Tin Herons: Farewell"},
    ],
    ids=str,
)
def test_without_proof_it_is_another_event(harvest, connection, at, herons, changed):
    harvest(herons, *others(at))
    harvest(*others(at))
    run = harvest(replace(herons, uid="herons-jan", occurrences=(at(30, 21),), **changed), *others(at))
    assert run.new == 1
    assert len(listings(connection)) == 2


def test_a_title_that_comes_back_each_week_proves_nothing(harvest, connection, at):
    weekly = [
        EventItem(uid=f"tin-{n}", title="Tin Can Open Mic", occurrences=(at(3 + 7 * n, 20),), venue=HALL)
        for n in range(4)
    ]
    harvest(*weekly, *others(at))
    harvest(*weekly[1:], *others(at))
    new = EventItem(uid="tin-9", title="Tin Can Open Mic", occurrences=(at(60, 20),), venue=HALL)
    assert harvest(*weekly[1:], new, *others(at)).new == 1
    assert len(listings(connection)) == 5


def test_two_dates_are_not_one_that_moved(harvest, connection, at, herons):
    harvest(herons, *others(at))
    run = harvest(herons, replace(herons, uid="second", occurrences=(at(9, 20),)), *others(at))
    assert run.new == 1
    assert len(listings(connection)) == 2


def test_what_a_listing_only_shows_elsewhere_has_not_moved(harvest, connection, at, herons):
    harvest(herons, *others(at), covered_from=None)
    run = harvest(
        replace(herons, uid="second", occurrences=(at(9, 20),)), *others(at), covered_from=None, listing_read=True
    )
    assert (run.new, len(listings(connection))) == (1, 2)
