"""A month in which sources break in 23 ways: the state, the message, its day, what readers see, the recovery."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.alerts.routes import Channel, Route, add_route
from storage.database.engine import transaction
from tests.alerts.conftest import mail
from tests.health.month import Town, Way, each_time, shown, without

__all__ = ["mail"]


def _on_one_day(items):
    date = items[0].occurrences[0].starts_at
    return each_time(lambda one: replace(one, starts_at=date))(items)


def _twice(items):
    return [*items, *(replace(item, uid=f"{item.uid}-again") for item in items)]


WAYS = {
    "nothing": Way(lambda items: []),
    "half": Way(lambda items: items[::3], last=11),
    "pictures": Way(without(image_url=None)),
    "places": Way(without(venue=None)),
    "prices": Way(without(price=None)),
    "links": Way(without(url=None)),
    "hours": Way(each_time(lambda one: replace(one, time_known=False, starts_at=one.starts_at.replace(hour=0)))),
    "zone": Way(each_time(lambda one: replace(one, starts_at=one.starts_at + timedelta(hours=5)))),
    "one-day": Way(_on_one_day),
    "one-title": Way(without(title="Welcome")),
    "doubled": Way(_twice),
    "redesigned": Way(errors=(("PageChanged", "no table"),)),
    "recipe": Way(lambda items: [], end={"misfit": "the page no longer fits its recipe"}),
    "blocked": Way(errors=(("Blocked", "HTTP 403"),)),
    "gone": Way(errors=(("PageGone", "HTTP 410"),)),
    "no-host": Way(errors=(("TransportFailure", "DNSLookupError: no address"),)),
    "down": Way(errors=(("TransportFailure", "HTTP 503"),)),
    "certificate": Way(end={"certificate_until": lambda now: now + timedelta(days=9)}),
    "robots": Way(end={"robots": {"robots.example": "new rules"}}, last=30),
    "incomplete": Way(end={"listed": 100}),
    "slow": Way(seconds=3600),
    "frozen": Way(
        lambda items: [item for item in items if int(item.uid.removeprefix("event-")) < 70], first=10, last=28
    ),
    "unlisted": Way(page=lambda titles: [*titles, *(f"Club night {number}" for number in range(10))], last=20),
}
EXPECTED = {
    "nothing": ("quarantined", 10, "saw 0 where at least 1 are due"),
    "half": ("suspect", 10, "less than half of the usual"),
    "pictures": ("suspect", 10, "0% events with a picture, usually 100%"),
    "places": ("suspect", 10, "0% events with a place"),
    "prices": ("suspect", 10, "0% events with a price"),
    "links": ("suspect", 10, "0% events with a link"),
    "hours": ("suspect", 10, "0% showings with an hour"),
    "zone": ("quarantined", 10, "moved by +5:00 h at once"),
    "one-day": ("quarantined", 10, "events are on"),
    "one-title": ("quarantined", 10, "events are called welcome"),
    "doubled": ("suspect", 10, "events that are listed twice"),
    "redesigned": ("failing", 10, "no table"),
    "recipe": ("quarantined", 10, "no longer fits its recipe"),
    "blocked": ("blocked", 10, "HTTP 403"),
    "gone": ("dead", 10, "HTTP 410"),
    "no-host": ("failing", 12, "no address"),
    "down": ("failing", 12, "HTTP 503"),
    "certificate": ("suspect", 10, "days until the site's certificate ends"),
    "robots": ("suspect", 10, "robots.txt has changed"),
    "incomplete": ("suspect", 10, "of the events that the site says it lists"),
    "unlisted": ("suspect", 16, "67% of the titles on the site's listing page, usually 100%"),
    "slow": ("suspect", 10, "seconds that the run took"),
    "frozen": ("suspect", 22, "days without any change"),
}


@pytest.fixture(params=[3, pytest.param(40, marks=pytest.mark.long)])
def town(mail, request):
    town = Town(WAYS, healthy=request.param, inbox=mail)
    town.open()
    with transaction() as connection:
        route = Route(person="desk", channel=Channel.EMAIL, target="desk@events.example")
        add_route(connection, route, created_by="test")
    return town


def on_the_page(name, town):
    """What readers see of a source: the start of each upcoming event by UID."""
    with transaction() as connection:
        rows = connection.execute(
            text("""SELECT e.uid, o.starts_at FROM events e JOIN occurrences o ON o.event_id = e.id
                     WHERE e.source_id = :id AND e.withdrawn_at IS NULL AND o.withdrawn_at IS NULL
                       AND o.starts_at > now()"""),
            {"id": town.names.index(name) + 1},
        )
        return {row.uid: row.starts_at for row in rows}


def true_of(name, town):
    items = shown(town.day + 1, town.names.index(name) + 1)
    starts = {item.uid: item.occurrences[0].starts_at for item in items}
    return {uid: moment for uid, moment in starts.items() if moment > datetime.now(UTC)}


@pytest.mark.timeout(1800)
def test_a_month(town):
    town.pass_days(15)
    stayed = {name: (on_the_page(name, town), true_of(name, town)) for name in WAYS}
    town.pass_days(30)
    for name, (state, day, words) in EXPECTED.items():
        first = town.subjects[name][0]
        assert (first[0], first[1]) == (day, "trouble"), name
        assert words in first[2], name
        assert (day, state) in town.states[name], name
        assert [kind for _, kind, _ in town.subjects[name]] == ["trouble", "over"], name
        seen, true = stayed[name]
        known = [uid for uid in true if int(uid.removeprefix("event-")) < 69]
        assert known, name
        if name != "hours":
            assert {uid: seen.get(uid) for uid in known} == {uid: true[uid] for uid in known}, name
        assert town.states[name][-1][1] == "healthy", name
    assert {name for name in town.subjects if name.startswith("fine")} == set()


def test_a_source_that_stays_blocked_is_asked_less_often_and_then_paused(mail):
    town = Town({"wall": Way(errors=(("Blocked", "HTTP 403"),), first=2, last=99)}, healthy=1, inbox=mail)
    town.open()
    with transaction() as connection:
        route = Route(person="desk", channel=Channel.EMAIL, target="desk@events.example")
        add_route(connection, route, created_by="test")
    town.pass_days(40)
    with transaction() as connection:
        runs = connection.execute(text("SELECT id FROM runs WHERE source_id = 1 ORDER BY started_at")).scalars().all()
        enabled = connection.execute(text("SELECT enabled FROM sources ORDER BY id")).scalars().all()
    assert [int(run.removeprefix("wall-")) for run in runs] == [1, 2, 3, 4, 6, 8, 12, 19, 26]
    assert enabled == [False, True]
    assert [(day, kind) for day, kind, _ in town.subjects["wall"]] == [(2, "trouble"), (32, "trouble")]
    assert "is paused (blocked for 30 days: HTTP 403)" in town.subjects["wall"][1][2]
