"""A person joins and splits events: that is remembered, and wins over the rules."""

from __future__ import annotations

import pytest

from app.feeds.identity import uuid_of
from core.items import EventItem
from storage.database.engine import transaction
from storage.events import hiding
from storage.merging import match, people, reading
from storage.merging.regroup import LinkState
from tests.storage.merging.conftest import HERON, at, jazz, others


def split(town, source, other=None):
    with transaction() as connection:
        other_id = None if other is None else town.event_id(other)
        return people.split(connection, town.event_id(source), other_id, by="account:ada", because="two nights")


def join(town, one, other):
    with transaction() as connection:
        people.join(connection, one, other, by="account:ada")


def listings_of(town, source):
    with transaction() as connection:
        return reading.read_listings(connection, town.event_id(source))


def by_source(town):
    return {one.source: one for one in town.listings()}


def test_a_split_survives_harvests_moves_and_matching_again(town):
    for source in ("paper", "city", "hall"):
        town.harvest(source, jazz(source))
    (before,) = town.listings()
    assert split(town, "paper") == [town.event_id("city"), town.event_id("hall")]
    after = by_source(town)
    assert set(after) == {"hall", "paper"}
    assert uuid_of(after["paper"]) == uuid_of(before)
    assert uuid_of(after["hall"]) != uuid_of(before)
    assert [other.source for other in others(after["hall"])] == ["city"]
    uids = {name: uuid_of(one) for name, one in after.items()}
    town.harvest("paper", jazz("paper", title="Marlowe Quartet: An Evening of Ballads"))
    town.harvest("hall", jazz("hall", at(9)))
    match.match_all()
    assert {name: uuid_of(one) for name, one in by_source(town).items()} == uids


def test_a_split_of_two_leaves_the_third_with_one_of_them(town):
    for source in ("paper", "city", "hall"):
        town.harvest(source, jazz(source))
    split(town, "hall", "paper")
    assert len(town.listings()) == 2
    assert sum(len(others(one)) for one in town.listings()) == 1


def test_a_join_of_what_the_rules_missed_survives(town):
    town.harvest("hall", jazz("hall"))
    town.harvest("paper", EventItem(uid="p", title="Balladen mit Marlowe", occurrences=(at(6, 19),)))
    assert len(town.listings()) == 2
    join(town, town.event_id("paper", "p"), town.event_id("hall"))
    (one,) = town.listings()
    assert (one.source, [other.source for other in others(one)]) == ("hall", ["paper"])
    assert [(conflict.kind, conflict.source) for conflict in one.conflicts] == [("time", "paper")]
    town.harvest("hall", jazz("hall", at(8)))
    town.harvest("paper", EventItem(uid="p", title="Ein Abend mit Balladen", occurrences=(at(8),)))
    match.match_all()
    (one,) = town.listings()
    assert (one.conflicts, len(others(one))) == ((), 1)


def test_a_person_may_change_their_mind(town):
    for source in ("hall", "city"):
        town.harvest(source, jazz(source))
    split(town, "hall", "city")
    assert len(town.listings()) == 2
    join(town, town.event_id("hall"), town.event_id("city"))
    assert len(town.listings()) == 1
    (link,) = listings_of(town, "city").links
    assert (link.state, link.decided_by, link.decided_because) == (LinkState.JOINED, "account:ada", None)


def test_why(town):
    for source in ("paper", "hall"):
        town.harvest(source, jazz(source))
    found = listings_of(town, "paper")
    assert [(one.source, one.shown) for one in found.events] == [("hall", True), ("paper", False)]
    (link,) = found.links
    assert (link.state, link.decided_by) == (LinkState.JOINED, None)
    assert "the same start (+2)" in link.reasons
    split(town, "paper")
    (link,) = listings_of(town, "paper").links
    assert (link.state, link.decided_because, link.rules is None) == (LinkState.REFUSED, "two nights", False)


def test_what_is_uncertain_waits_for_a_person(town):
    town.harvest("hall", EventItem(uid="h", title="Harbor Choir", venue=HERON, occurrences=(at(5),)))
    town.harvest("paper", EventItem(uid="p", title="Harbor Choir", occurrences=(at(5, None),)))
    with transaction() as connection:
        (suggestion,) = reading.read_suggestions(connection, limit=10)
    assert {one.source for one in suggestion.events} == {"hall", "paper"}
    assert len(town.listings()) == 2
    join(town, suggestion.link.low_id, suggestion.link.high_id)
    assert len(town.listings()) == 1
    with transaction() as connection:
        assert reading.read_suggestions(connection, limit=10) == []


def test_conflicts_are_listed(town):
    for source in ("paper", "hall"):
        town.harvest(source, jazz(source))
    town.harvest("hall", jazz("hall", at(9)))
    with transaction() as connection:
        (one,) = reading.read_conflicts(connection, limit=10)
    assert (one.source, [conflict.source for conflict in one.conflicts]) == ("hall", ["paper"])


def test_an_event_that_was_hidden_before_others_listed_it_stays_hidden(town):
    town.harvest("paper", jazz("paper"))
    with transaction() as connection:
        hiding.hide(connection, town.event_id("paper"), hidden_by="account:ada", reason="private")
    town.harvest("hall", jazz("hall"))
    assert town.listings() == []


def test_what_cannot_be_joined_or_split(town):
    town.harvest("hall", jazz("hall"))
    event_id = town.event_id("hall")
    with transaction() as connection:
        with pytest.raises(LookupError):
            people.join(connection, event_id, 999, by="account:ada")
        with pytest.raises(people.NotPossible):
            people.join(connection, event_id, event_id, by="account:ada")
        with pytest.raises(people.NotPossible):
            people.split(connection, event_id, by="account:ada")


def test_a_hidden_event_stays_hidden_when_another_source_lists_it(town):
    town.harvest("paper", jazz("paper"))
    town.harvest("hall", jazz("hall"))
    with transaction() as connection:
        hiding.hide(connection, town.event_id("hall"), hidden_by="account:ada", reason="private")
    town.harvest("city", jazz("city"))
    assert town.listings() == []


def test_a_duplicate_that_was_hidden_before_does_not_hide_the_event(town):
    town.harvest("paper", jazz("paper"), compare=False)
    town.harvest("hall", jazz("hall"), compare=False)
    with transaction() as connection:
        hiding.hide(connection, town.event_id("paper"), hidden_by="account:ada", reason="twice")
    match.match_runs()
    assert [one.source for one in town.listings()] == ["hall"]
