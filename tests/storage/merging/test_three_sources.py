"""A hall, a city, and a newspaper list one concert: people see it once, no matter what happens to the listings."""

from __future__ import annotations

from dataclasses import replace

from app.feeds.identity import uuid_of
from core.items import EventItem, EventStatus
from tests.storage.merging.conftest import HERON, at, jazz, others


def all_three(town):
    for source in ("paper", "city", "hall"):
        town.harvest(source, jazz(source))


def shown(town):
    (one,) = town.listings()
    return one


def test_it_is_shown_once_under_the_first_uid(town):
    town.harvest("paper", jazz("paper"))
    first = shown(town)
    town.harvest("city", jazz("city"))
    town.harvest("hall", jazz("hall"))
    one = shown(town)
    assert (one.source, one.title) == ("hall", jazz("hall").title)
    assert uuid_of(one) == uuid_of(first)
    assert one.sequence > first.sequence
    assert {other.source for other in others(one)} == {"city", "paper"}
    assert one.merged.first == ("paper", "paper-jazz")


def test_each_field_is_from_the_source_that_speaks_for_it(town):
    all_three(town)
    town.harvest("tickets", jazz("tickets"))
    one = shown(town)
    assert one.description == jazz("hall").description
    assert one.image_url == "https://city.example/marlowe.jpg"
    assert one.ticket_url == "https://tickets.example/buy/991"
    assert one.categories == ("Nightlife", "music")
    assert {field: origin.source for field, origin in one.merged.speaks.items()} == {
        "image_url": "city",
        "ticket_url": "tickets",
    }


def test_every_source_filter_and_every_title_finds_it(town):
    all_three(town)
    for wanted in ({"sources": (name,)} for name in ("hall", "city", "paper")):
        assert len(town.listings(**wanted)) == 1
    assert len(town.listings(sources=("city", "paper"))) == 1
    assert town.listings(sources=("tickets",)) == []
    assert len(town.listings(words="ballads")) == 1
    assert len(town.listings(categories=("nightlife",))) == 1


def test_the_page_of_any_member_is_the_shown_event(town):
    all_three(town)
    for source in ("hall", "city", "paper"):
        event = town.event(town.event_id(source))
        assert (event.event_id, event.merged.witnesses) == (town.event_id("hall"), 3)
        assert len(event.times) == 1


def test_it_is_new_once(town):
    all_three(town)
    assert [entry for entry in town.news() if entry.field is None and entry.source != "hall"] == []
    town.harvest("city", jazz("city", title="Marlowe Quartet at the Heron"))
    assert all(entry.source != "city" for entry in town.news())


def test_a_withdrawn_member_does_not_withdraw_the_event(town):
    all_three(town)
    before = shown(town)
    town.harvest("hall", EventItem(uid="other", title="Another evening", occurrences=(at(40),)))
    one = next(one for one in town.listings() if "Marlowe" in one.title)
    assert one.withdrawn_at is None
    assert uuid_of(one) == uuid_of(before)
    assert one.sequence > before.sequence
    assert [(conflict.kind, conflict.source) for conflict in one.conflicts] == [("withdrawn", "hall")]


def test_it_is_withdrawn_with_the_last_of_them_and_comes_back(town):
    all_three(town)
    uid = uuid_of(shown(town))
    other = EventItem(uid="other", title="Another evening", occurrences=(at(40),))
    for source in ("hall", "city", "paper"):
        town.harvest(source, replace(other, uid=f"{source}-other", title=f"{source} evening"))
    assert [one for one in town.listings() if "Marlowe" in one.title] == []
    gone = [one for one in town.listings(include_withdrawn=True) if "Marlowe" in one.title]
    assert [(uuid_of(one), one.withdrawn_at is not None) for one in gone] == [(uid, True)]
    town.harvest("city", jazz("city"))
    back = [one for one in town.listings(include_withdrawn=True) if "Marlowe" in one.title]
    assert [(one.source, uuid_of(one), one.withdrawn_at) for one in back] == [("city", uid, None)]


def test_one_moves_and_the_others_follow(town):
    all_three(town)
    uid = uuid_of(shown(town))
    town.harvest("hall", jazz("hall", at(9, 19)))
    moved = shown(town)
    assert (moved.starts_at, uuid_of(moved)) == (at(9, 19).starts_at, uid)
    assert [(conflict.kind, conflict.source) for conflict in moved.conflicts] == [("time", "paper"), ("time", "city")]
    town.harvest("city", jazz("city", at(9, 19)))
    town.harvest("paper", jazz("paper", at(9, 19)))
    one = shown(town)
    assert (one.conflicts, uuid_of(one), len(others(one))) == ((), uid, 2)


def test_a_newspaper_that_is_wrong_about_the_time_is_a_conflict_not_a_second_event(town):
    all_three(town)
    town.harvest("paper", jazz("paper", at(12)))
    one = shown(town)
    assert one.starts_at == at(5).starts_at
    assert [(conflict.kind, conflict.source) for conflict in one.conflicts] == [("time", "paper")]


def test_one_cancels(town):
    all_three(town)
    town.harvest("city", jazz("city", status=EventStatus.CANCELLED))
    one = shown(town)
    assert one.status is EventStatus.SCHEDULED
    assert [(conflict.kind, conflict.status) for conflict in one.conflicts] == [("status", EventStatus.CANCELLED)]
    town.harvest("hall", jazz("hall", status=EventStatus.CANCELLED))
    one = shown(town)
    assert one.status is EventStatus.CANCELLED
    assert [conflict.source for conflict in one.conflicts] == ["paper"]


def test_an_hour_beats_a_date(town):
    town.harvest("hall", jazz("hall", at(5, None)))
    town.harvest("city", jazz("city"))
    one = shown(town)
    assert (one.source, one.time_known, one.starts_at) == ("city", True, at(5).starts_at)


def test_a_copy_goes_with_its_upstream(town):
    town.set_roles(hall="venue", tickets="aggregator")
    copied = {"url": jazz("hall").url, "description": jazz("hall").description}
    town.harvest("hall", jazz("hall"))
    town.harvest("tickets", jazz("tickets", **copied))
    assert town.event(town.event_id("hall")).merged.witnesses == 1
    town.harvest("hall", EventItem(uid="other", title="Another evening", occurrences=(at(40),)))
    assert [one for one in town.listings() if "Marlowe" in one.title] == []


def test_a_role_decides_who_is_shown(town):
    town.set_roles(city="organizer", paper="newspaper", hall="aggregator")
    all_three(town)
    assert shown(town).source == "city"


def test_matinee_and_evening_stay_two(town):
    town.harvest("hall", jazz("hall", at(5, 14), at(5, 20)))
    town.harvest("city", jazz("city", at(5, 14)), jazz("city", at(5, 20), uid="city-late"))
    assert [one.starts_at for one in town.listings()] == [at(5, 14).starts_at, at(5, 20).starts_at]
    assert {one.source for one in town.listings()} == {"hall"}


def test_a_date_that_only_one_lists_is_not_lost(town):
    town.harvest("hall", jazz("hall", at(5), at(6)))
    town.harvest("city", jazz("city", at(5), at(7)))
    assert [(one.starts_at, one.source) for one in town.listings()] == [
        (at(5).starts_at, "hall"),
        (at(6).starts_at, "hall"),
        (at(7).starts_at, "city"),
    ]


def test_another_act_on_the_same_night_stays_apart(town):
    all_three(town)
    town.harvest(
        "tickets", EventItem(uid="t2", title="Harbor Choir Summer Gala", venue=HERON, occurrences=(at(5, 20),))
    )
    assert len(town.listings()) == 2
