"""What is not stored until a good run or a person says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.items import EventItem, Occurrence
from storage.health.quarantine import Known, find
from tests.health.month import Town, Way, each_time
from tests.health.test_month import mail, on_the_page, true_of

__all__ = ["mail"]
FIRST = datetime(2027, 3, 1, 19, tzinfo=UTC)


def events(number, title="Event {}", hours=0, days=1):
    return [
        EventItem(
            uid=str(one),
            title=title.format(one),
            occurrences=(Occurrence(starts_at=FIRST + timedelta(days=days * one, hours=hours), timezone="UTC"),),
        )
        for one in range(number)
    ]


def known(items):
    return [Known(item.title, item.occurrences[0].starts_at, True) for item in items]


@pytest.mark.parametrize(
    ("items", "before", "rule"),
    [
        (events(10, hours=5), known(events(10)), "moved"),
        (events(10, hours=-1), known(events(10)), "moved"),
        (events(10), known(events(10)), None),
        (events(4, hours=5), known(events(4)), None),
        (events(10, title="Story time", hours=1), known(events(10, title="Story time")), None),
        (events(10, hours=1), known(events(30)), None),
        (events(10, days=0), known(events(10)), "one_date"),
        (events(10, days=0), [], None),
        (events(10, hours=0.5), known(events(10)), None),
        (events(10, days=0), known(events(10, days=0)), None),
        (events(12, title="Welcome"), known(events(12)), "one_title"),
        (events(12, title="Market"), [], None),
    ],
)
def test_rules(items, before, rule):
    found = find(items, before)
    assert (None if found is None else found.rule) == rule


def test_the_old_and_the_new_side_by_side():
    found = find(events(10, hours=5), known(events(10)))
    assert found is not None
    assert found.examples[0] == ("Event 0", "2027-03-01T19:00+00:00", "2027-03-02T00:00+00:00")
    assert found.reason == "10 of 10 showings moved by +5:00 h at once, as after an error about the zone"


def test_a_person_lets_it_pass(mail, marquee):
    later = each_time(lambda one: replace(one, starts_at=one.starts_at + timedelta(hours=1)))
    town = Town({"moved": Way(later, first=3, last=99)}, healthy=0, inbox=mail)
    town.open()
    town.pass_days(3)
    true = true_of("moved", town)
    seen = on_the_page("moved", town)
    assert {uid: seen[uid] for uid in true if uid in seen} == {uid: true[uid] for uid in true if uid in seen}
    assert town.states["moved"][-1] == (3, "quarantined")
    shown = marquee("runs", "accept", "moved-3", "--yes")
    assert shown.exit_code == 0, shown.output
    town.pass_days(4)
    true, seen = true_of("moved", town), on_the_page("moved", town)
    assert {seen[uid] - true[uid] for uid in true if uid in seen} == {timedelta(hours=1)}
    assert town.states["moved"][-1] == (4, "healthy")
