"""Which runs are believed, and what a believed one withdraws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.events import queries
from storage.runs.judgment import Losses, RunEnd, Usual, doubt, unfinished
from storage.runs.ledger import RunStatus


def shows(at, count):
    return [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, count + 1)]


def titles(connection):
    return {row.title for row in queries.upcoming(connection, after=datetime.now(UTC), limit=1000)}


def test_what_a_healthy_run_no_longer_sees_is_withdrawn_and_comes_back(harvest, connection, at):
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


def test_a_moved_event_has_its_new_time_only(harvest, connection, at):
    item = EventItem(uid="a", title="A", occurrences=(at(3, 20),))
    harvest(item)
    run = harvest(replace(item, occurrences=(at(9, 20),)))
    assert (run.changed, run.withdrawn) == (1, 0)
    assert [row.starts_at for row in queries.upcoming(connection, after=datetime.now(UTC))] == [at(9, 20).starts_at]


def test_a_moved_event_is_one_change_among_those_that_are_unchanged(harvest, connection, at):
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
    ids=["page unread", "stopped", "an unreadable record", "no covered span"],
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


def test_many_gone_at_once_is_suspect(harvest, connection, at):
    items = shows(at, 20)
    harvest(*items)
    run = harvest(*items[6:])
    assert run.status is RunStatus.SUSPECT
    assert run.reason == "6 of 20 events are missing at once; none was withdrawn"
    assert len(titles(connection)) == 20


def test_a_run_that_read_nothing_is_failed_and_takes_nothing_away(harvest, connection, at):
    harvest(*shows(at, 3))
    run = harvest(essential_errors=["Blocked: HTTP 403"])
    assert (run.status, run.reason) == (RunStatus.FAILED, "Blocked: HTTP 403")
    assert len(titles(connection)) == 3


def end(**facts):
    return RunEnd(
        **{"finish_reason": "finished", "pages": 1, "rejected": 0, "errors": [], "essential_errors": [], **facts}
    )


@pytest.mark.parametrize(
    ("facts", "seen", "status"),
    [
        ({}, 10, None),
        ({}, 0, None),
        ({"essential_errors": ["x"]}, 4, RunStatus.SUSPECT),
        ({"essential_errors": ["x"]}, 0, RunStatus.FAILED),
        ({"pages": 0}, 0, RunStatus.FAILED),
        ({"pages": 0, "skipped_feeds": ["https://hall.example/a.ics"]}, 0, None),
        ({"finish_reason": "memusage_exceeded"}, 4, RunStatus.SUSPECT),
        ({"finish_reason": "shutdown"}, 4, RunStatus.CANCELLED),
    ],
)
def test_a_harvest_is_complete_when_all_was_read(facts, seen, status):
    verdict = unfinished(end(**facts), seen=seen)
    assert (None if verdict is None else verdict.status) == status


@pytest.mark.parametrize(
    ("seen", "floor", "usual", "losses", "reason"),
    [
        (10, 5, 11, Losses(), None),
        (4, 5, None, Losses(), "saw 4 where at least 5 are due (the source's floor)"),
        (5, 5, 10, Losses(), None),
        (4, 0, 10, Losses(), "saw 4, less than half of the usual 10"),
        (8, 0, 13, Losses(13, 5), "5 of 13 events are missing at once; none was withdrawn"),
        (10, 0, 12, Losses(12, 2), None),
        (12, 0, 15, Losses(15, 3), None),
        (11, 0, 14, Losses(14, 3), "3 of 14 events are missing at once; none was withdrawn"),
        (4, 0, 10, Losses(10, 0, 6), None),
    ],
)
def test_a_complete_harvest_is_doubted(seen, floor, usual, losses, reason):
    found = doubt(end(), seen=seen, floor=floor, usual=Usual(usual, ()), low_agreed=False, losses=losses)
    assert found == reason


def test_the_first_harvest_brings_something_or_a_page_says_that_nothing_is_on():
    facts = {"seen": 0, "floor": 0, "usual": Usual(None, ()), "low_agreed": False, "losses": Losses()}
    assert doubt(end(), **facts) == "the first harvest brought nothing, and no page says that nothing is on"
    assert doubt(end(says_empty=True), **facts) is None
    assert doubt(end(), **{**facts, "usual": Usual(0, ())}) is None
