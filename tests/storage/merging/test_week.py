"""A week of harvests of a hall, a city, and a newspaper: what people see of one concert each day."""

from __future__ import annotations

from app.feeds.identity import uuid_of
from core.items import EventItem, EventStatus
from storage.database.engine import transaction
from storage.merging import match, people
from tests.storage.merging.conftest import at, jazz, others

OTHER = EventItem(uid="other", title="Flower Show", occurrences=(at(40, 10),))


def seen(town):
    """Source, status, and the kinds of conflicts of each listing of the concert."""
    return [
        (one.source, one.status.value, [conflict.kind.value for conflict in one.conflicts])
        for one in town.listings()
        if "Marlowe" in one.title
    ]


def harvest(town, **items):
    for source, item in items.items():
        town.harvest(source, *([OTHER] if item is None else [OTHER, item]))


def decide(act, *arguments):
    with transaction() as connection:
        act(connection, *arguments, by="account:ada")


def test_a_week(town):
    town.set_roles(hall="venue", city="city", paper="newspaper")
    harvest(town, paper=jazz("paper"), city=jazz("city"), hall=jazz("hall"))
    assert seen(town) == [("hall", "scheduled", [])]
    uid = uuid_of(next(one for one in town.listings() if "Marlowe" in one.title))

    harvest(town, hall=jazz("hall", at(6)), city=jazz("city"), paper=jazz("paper"))
    assert seen(town) == [("hall", "scheduled", ["time", "time"])]

    harvest(town, hall=jazz("hall", at(6)), city=jazz("city", at(6)), paper=None)
    assert seen(town) == [("hall", "scheduled", [])]

    harvest(town, hall=jazz("hall", at(6)), city=jazz("city", at(6), status=EventStatus.CANCELLED), paper=None)
    assert seen(town) == [("hall", "scheduled", ["status"])]

    harvest(town, hall=None, city=jazz("city", at(6)), paper=jazz("paper", at(6)))
    assert seen(town) == [("city", "scheduled", ["withdrawn"])]

    harvest(town, hall=jazz("hall", at(6)), city=jazz("city", at(6)), paper=jazz("paper", at(6)))
    (one,) = (one for one in town.listings() if "Marlowe" in one.title)
    assert (seen(town), len(others(one)), uuid_of(one)) == ([("hall", "scheduled", [])], 2, uid)

    decide(people.split, town.event_id("city"))
    assert {source for source, _, _ in seen(town)} == {"hall", "city"}
    harvest(town, hall=jazz("hall", at(7)), city=jazz("city", at(7)), paper=jazz("paper", at(7)))
    match.match_all()
    assert {source for source, _, _ in seen(town)} == {"hall", "city"}

    decide(people.join, town.event_id("hall"), town.event_id("city"))
    assert seen(town) == [("hall", "scheduled", [])]
    assert uuid_of(next(one for one in town.listings() if "Marlowe" in one.title)) == uid
