"""A feed that lists its events under two UIDs at once: people see each once, and it stays one when one UID leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.feeds.identity import uuid_of
from core.items import EventItem, Venue
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus, read_run
from tests.storage.merging.conftest import HERON, at

TITLES = ("Jazz Night", "Open Mic", "Storytime", "Herons of Florida", "Ferry Tour", "Trivia", "Book Club", "Yoga")
DESCRIBED = "Bring a friend and a chair; the coffee is on the house, and the doors open half an hour earlier."


def shows(prefix, when=at, **fields):
    return [
        EventItem(uid=f"{prefix}-{number}", title=title, occurrences=(when(number),), **fields)
        for number, title in enumerate(TITLES, start=1)
    ]


def last_run(town):
    with transaction() as connection:
        run_id = town.value("SELECT id FROM runs ORDER BY token DESC LIMIT 1")
        return read_run(connection, run_id)


def counts(run):
    return run.status, run.new, run.changed, run.withdrawn


def ids(town):
    return town.value("SELECT array_agg(id ORDER BY id) FROM events WHERE withdrawn_at IS NULL")


def uids(town):
    return {one.title: uuid_of(one) for one in town.listings()}


SPELLED = Venue(name="Gray Heron Hall", address="12 Harbor St, Palmetto Bay")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({"venue": HERON}, {"venue": HERON}),
        ({"venue": Venue(name="Gray Heron Hall")}, {"venue": HERON}),
        ({"venue": HERON}, {"venue": SPELLED}),
        ({}, {"venue": HERON}),
        ({"url": "https://heron.example/?p=1"}, {"url": "https://heron.example/shows"}),
        ({"description": DESCRIBED}, {"description": DESCRIBED + " Free."}),
        ({"description": DESCRIBED}, {}),
    ],
    ids=str,
)
def test_a_relaunch_that_overlaps(town, before, after):
    town.harvest("hall", *shows("old", **before))
    known, rows = uids(town), ids(town)
    for _ in range(2):
        town.harvest("hall", *shows("old", **before), *shows("new", **after))
        assert (len(town.listings()), uids(town), last_run(town).status) == (len(TITLES), known, RunStatus.OK)
    for _ in range(2):
        town.harvest("hall", *shows("new", **after))
        assert (len(town.listings()), uids(town), ids(town)) == (len(TITLES), known, rows)
        assert (last_run(town).status, last_run(town).withdrawn) == (RunStatus.OK, 0)
    assert {entry.field for entry in town.news()} <= {None, "url", "venue", "description"}
    assert town.value("SELECT count(*) FROM events WHERE uid LIKE 'old%'") == 0


def without_hour(days):
    return at(days, None)


def whole_day(days):
    return replace(at(days, 0), all_day=True, ends_at=at(days + 1, 0).starts_at)


@pytest.mark.parametrize("when", [without_hour, whole_day])
@pytest.mark.parametrize("place", [{}, {"venue": HERON}], ids=["no place", "place"])
def test_days_without_hours(town, when, place):
    old, new = (shows(prefix, when, **place)[3:4] for prefix in ("old", "new"))
    rest = shows("rest", venue=HERON)
    town.harvest("hall", *old, *rest[:3])
    known = uids(town)
    town.harvest("hall", *old, *new, *rest[:3])
    assert uids(town) == known
    town.harvest("hall", *new, *rest[:3])
    assert (uids(town), len(town.listings()), counts(last_run(town))) == (known, 4, (RunStatus.OK, 0, 0, 0))


def test_the_run_says_so(town):
    town.harvest("hall", *shows("old"))
    town.harvest("hall", *shows("old"), *shows("new"), compare=False)
    town.harvest("hall", *shows("new"), compare=False)
    (note,) = last_run(town).errors
    assert note["found"] == "8 events came under new UIDs and were known again by title, start, and place"
    assert counts(last_run(town)) == (RunStatus.OK, 0, 0, 0)
    assert len(town.listings()) == len(TITLES)


def test_an_event_with_several_dates(town):
    dates = (at(3), at(5), at(9))
    old, new = (EventItem(uid=uid, title="Salt Choir", venue=HERON, occurrences=dates) for uid in ("old", "new"))
    part = replace(new, uid="part", occurrences=dates[1:2])
    rest = shows("rest", venue=HERON)[3:]
    town.harvest("hall", old, *rest)
    known = [(one.title, uuid_of(one)) for one in town.listings()]
    town.harvest("hall", old, new, part, *rest)
    town.harvest("hall", new, part, *rest)
    assert [(one.title, uuid_of(one)) for one in town.listings()] == known
    assert town.value("SELECT count(*) FROM occurrences o JOIN events e ON e.id = o.event_id WHERE uid = 'new'") == 3


def test_one_date_that_another_uid_has_does_not_stand_for_a_series(town):
    series = EventItem(uid="series", title="Salt Choir", venue=HERON, occurrences=(at(3), at(5), at(9)))
    one = replace(series, uid="one", occurrences=(at(5),))
    rest = shows("rest", venue=HERON)
    town.harvest("hall", series, *rest)
    town.harvest("hall", series, one, *rest)
    town.harvest("hall", one, *rest)
    assert last_run(town).withdrawn == 1
    assert town.value("SELECT count(*) FROM events WHERE uid = 'series' AND withdrawn_at IS NOT NULL") == 1


def test_a_relaunch_that_is_taken_back(town):
    town.harvest("hall", *shows("old", venue=HERON))
    known = uids(town)
    town.harvest("hall", *shows("old", venue=HERON), *shows("new", venue=HERON))
    town.harvest("hall", *shows("old", venue=HERON))
    assert counts(last_run(town)) == (RunStatus.OK, 0, 0, len(TITLES))
    assert (uids(town), len(town.listings())) == (known, len(TITLES))
    assert {entry.field for entry in town.news()} == {None}


def test_a_title_that_changes_a_little_is_carried_over_where_people_see_one(town):
    old = EventItem(uid="old", title="Marlowe Quartet", venue=HERON, occurrences=(at(5),))
    new = replace(old, uid="new", title="Marlowe Quartet: An Evening of Ballads")
    rest = shows("rest", venue=HERON)
    town.harvest("hall", old, *rest)
    [uid] = [uuid_of(one) for one in town.listings() if "Marlowe" in one.title]
    town.harvest("hall", old, new, *rest)
    town.harvest("hall", new, *rest)
    assert [(one.title, uuid_of(one)) for one in town.listings() if "Marlowe" in one.title] == [(new.title, uid)]


def test_two_places_are_two_events(town):
    north, south = (
        EventItem(
            uid=name, title="Storytime", venue=Venue(name=f"{name} Branch", address=address), occurrences=(at(5),)
        )
        for name, address in (("North", "1 First Street"), ("South", "90 Ninth Avenue"))
    )
    rest = shows("rest", venue=HERON)[3:]
    town.harvest("hall", north, *rest)
    town.harvest("hall", north, south, *rest)
    assert len([one for one in town.listings() if one.title == "Storytime"]) == 2
    town.harvest("hall", south, *rest)
    assert last_run(town).withdrawn == 1
    assert [one.uid for one in town.listings() if one.title == "Storytime"] == ["South"]


def test_two_texts_without_a_place_are_two_events(town):
    texts = ("Babies and their parents sing in the small room of the library.", "Teenagers read horror, and bake.")
    one, other = (EventItem(uid=text[:4], title="Storytime", description=text, occurrences=(at(5),)) for text in texts)
    town.harvest("hall", one)
    town.harvest("hall", one, other)
    assert len(town.listings()) == 2


def test_of_two_alike_one_leaves(town):
    pair = [EventItem(uid=uid, title="Ferry Tour", venue=HERON, occurrences=(at(5),)) for uid in ("a", "b")]
    rest = shows("rest", venue=HERON)[5:]
    town.harvest("hall", *pair, *rest)
    [uid] = [uuid_of(one) for one in town.listings() if one.title == "Ferry Tour"]
    town.harvest("hall", pair[1], *rest)
    assert [uuid_of(one) for one in town.listings() if one.title == "Ferry Tour"] == [uid]
    town.harvest("hall", *pair, *rest)
    assert [uuid_of(one) for one in town.listings() if one.title == "Ferry Tour"] == [uid]


def test_what_another_source_lists_too(town):
    city = shows("city", venue=HERON)
    town.harvest("city", *city)
    town.harvest("hall", *shows("old", venue=HERON))
    known = uids(town)
    town.harvest("hall", *shows("old", venue=HERON), *shows("new", venue=HERON))
    town.harvest("hall", *shows("new", venue=HERON))
    assert (uids(town), len(town.listings())) == (known, len(TITLES))
    town.harvest("hall", *shows("new", venue=HERON)[:6])
    assert len(town.listings()) == len(TITLES)
