"""Which runs are trusted, and what a trusted run withdraws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.events import queries
from storage.runs.finish import RunEnd, judge
from storage.runs.ledger import RunStatus


def shows(at, count):
    return [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, count + 1)]


def titles(connection):
    return {row.title for row in queries.upcoming(connection, after=datetime.now(UTC), limit=1000)}


def test_an_event_that_a_healthy_run_misses_is_withdrawn_until_it_is_seen_again(harvest, connection, at):
    items = shows(at, 6)
    harvest(*items)
    gone = harvest(*items[1:])
    assert (gone.status, gone.withdrawn) == (RunStatus.OK, 1)
    assert "Show 1" not in titles(connection)
    kept = connection.execute(
        text("SELECT withdrawn_run_id, withdrawn_at IS NOT NULL FROM events WHERE uid = 'u1'")
    ).one()
    assert tuple(kept) == (gone.id, True)
    back = harvest(*items)
    assert (back.changed, back.unchanged, back.withdrawn) == (1, 5, 0)
    assert "Show 1" in titles(connection)


def test_one_showing_of_several_is_withdrawn_alone(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20), at(4, 20)))
    harvest(item)
    run = harvest(replace(item, occurrences=(at(3, 20),)))
    assert (run.withdrawn, run.changed) == (0, 1)
    assert [row.starts_at for row in queries.upcoming(connection, after=datetime.now(UTC))] == [at(3, 20).starts_at]


def test_a_moved_event_only_has_its_new_time(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    run = harvest(replace(item, occurrences=(at(9, 20),)))
    assert (run.changed, run.withdrawn) == (1, 0)
    assert [row.starts_at for row in queries.upcoming(connection, after=datetime.now(UTC))] == [at(9, 20).starts_at]


def test_a_moved_event_is_the_only_change(harvest, connection, at):
    items = shows(at, 5)
    harvest(*items)
    run = harvest(replace(items[0], occurrences=(at(9, 20),)), *items[1:])
    assert (run.seen, run.changed, run.unchanged, run.withdrawn) == (5, 1, 4, 0)


def test_nothing_outside_the_covered_span_is_withdrawn(harvest, connection, at):
    items = shows(at, 10)
    harvest(*items)
    run = harvest(*items[:5], covered_until=at(6, 19).starts_at)
    assert (run.status, run.withdrawn) == (RunStatus.OK, 0)
    assert len(titles(connection)) == 10


def test_the_past_is_never_withdrawn(harvest, connection, at):
    past = EventItem(uid="past", title="Past", occurrences=(at(-2, 20),))
    harvest(past, *shows(at, 3))
    run = harvest(*shows(at, 3))
    assert run.withdrawn == 0
    assert connection.execute(text("SELECT withdrawn_at FROM events WHERE uid = 'past'")).scalar() is None


@pytest.mark.parametrize(
    "end",
    [
        {"essential_errors": ["EmptyBody: https://hall.example/events: HTTP 200 with 0 bytes"]},
        {"finish_reason": "deadline"},
        {"rejected": 1},
        {"covered_from": None},
    ],
    ids=["page unread", "stopped", "record rejected", "no covered span"],
)
def test_a_run_that_may_have_missed_something_withdraws_nothing(harvest, connection, at, end):
    items = shows(at, 6)
    harvest(*items)
    run = harvest(*items[1:], **end)
    assert run.withdrawn == 0
    assert len(titles(connection)) == 6


def test_half_of_the_usual_is_suspect(harvest, connection, at):
    items = shows(at, 10)
    harvest(*items)
    run = harvest(*items[:4])
    assert run.status is RunStatus.SUSPECT
    assert "less than half" in run.reason
    assert len(titles(connection)) == 10


def test_many_missing_at_once_is_suspect(harvest, connection, at):
    items = shows(at, 20)
    harvest(*items)
    run = harvest(*items[6:])
    assert run.status is RunStatus.SUSPECT
    assert run.reason == "6 of 20 events are missing at once; none was withdrawn"
    assert len(titles(connection)) == 20


def test_a_run_that_read_nothing_fails_and_withdraws_nothing(harvest, connection, at):
    harvest(*shows(at, 3))
    run = harvest(essential_errors=["Blocked: HTTP 403"])
    assert (run.status, run.reason) == (RunStatus.FAILED, "Blocked: HTTP 403")
    assert len(titles(connection)) == 3


def end(**facts):
    return RunEnd(
        **{"finish_reason": "finished", "pages": 1, "rejected": 0, "errors": [], "essential_errors": [], **facts}
    )


@pytest.mark.parametrize(
    ("facts", "seen", "floor", "earlier", "status"),
    [
        ({}, 10, 5, [10, 12], RunStatus.OK),
        ({}, 0, 0, [], RunStatus.OK),
        ({}, 4, 5, [], RunStatus.SUSPECT),
        ({}, 5, 5, [10, 10, 11], RunStatus.OK),
        ({}, 4, 0, [10, 10, 11], RunStatus.SUSPECT),
        ({"essential_errors": ["x"]}, 4, 0, [], RunStatus.SUSPECT),
        ({"essential_errors": ["x"]}, 0, 0, [], RunStatus.FAILED),
        ({"pages": 0}, 0, 0, [], RunStatus.FAILED),
        ({"finish_reason": "memusage_exceeded"}, 4, 0, [], RunStatus.SUSPECT),
        ({"finish_reason": "shutdown"}, 4, 0, [], RunStatus.CANCELLED),
    ],
)
def test_judge(facts, seen, floor, earlier, status):
    assert judge(end(**facts), seen=seen, floor=floor, earlier=earlier).status is status
