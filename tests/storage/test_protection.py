"""A record that can't be read keeps at most the one missing event that it could be, and not for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.items import EventItem
from storage.events import queries
from storage.runs.judgment import RejectedRecord
from storage.runs.ledger import RunStatus

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def days(harvest):
    """`days(day, items, *records)` harvests these on that day."""

    def run(day, items, *records):
        return harvest(*items, rejected=len(records), rejected_records=records, now=NOW + timedelta(days=day))

    return run


def shows(at, count, prefix="u"):
    return [EventItem(uid=f"{prefix}{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, count + 1)]


def storytimes(at, count):
    return [EventItem(uid=f"s{n}", title="Storytime", occurrences=(at(n, 10),)) for n in range(1, count + 1)]


def day_of(item):
    return item.occurrences[0].local_date


def listed(connection):
    return {row.uid for row in queries.upcoming(connection, after=datetime.now(UTC), limit=1000)}


def test_a_record_that_was_there_all_along_is_not_an_event_with_its_title(days, connection, at):
    tales, others = storytimes(at, 6), shows(at, 13)
    record = RejectedRecord(title="Storytime", day=datetime(2029, 1, 1).date())
    days(0, [*tales, *others], record)
    assert days(1, [*tales[:4], *others], record).withdrawn == 2


def test_a_record_that_was_there_all_along_is_not_an_event_on_its_day(days, connection, at):
    items = shows(at, 12)
    record = RejectedRecord(day=day_of(items[-1]))
    days(0, items, record)
    assert days(1, items[:11], record).withdrawn == 1


def test_one_more_record_like_it_may_be_an_event(days, connection, at):
    tales, others = storytimes(at, 6), shows(at, 13)
    record = RejectedRecord(title="Storytime")
    days(0, [*tales, *others], record)
    runs = [days(day, [*tales[:5], *others], record, record) for day in (1, 2, 3)]
    assert [run.withdrawn for run in runs] == [0, 0, 1]


def test_a_record_keeps_one_event_of_its_title(days, connection, at):
    tales, others = storytimes(at, 6), shows(at, 13)
    days(0, [*tales, *others])
    run = days(1, [*tales[:4], *others], RejectedRecord(title="Storytime", day=day_of(tales[5])))
    assert (run.status, run.withdrawn) == (RunStatus.OK, 1)
    assert listed(connection) == {item.uid for item in (*tales, *others)} - {"s5"}


def test_a_readable_title_is_not_another_event_on_that_day(days, connection, at):
    items = shows(at, 12)
    days(0, items)
    assert days(1, items[:11], RejectedRecord(title="Gala", day=day_of(items[-1]))).withdrawn == 1


@pytest.mark.parametrize("by", ["title", "day"])
def test_what_only_may_be_an_event_keeps_it_for_three_days(days, connection, at, by):
    items = shows(at, 12)
    record = RejectedRecord(title="Show 12") if by == "title" else RejectedRecord(day=day_of(items[-1]))
    days(0, items)
    assert [days(day, items[:11], record).withdrawn for day in (1, 2, 3, 4)] == [0, 0, 1, 0]


@pytest.mark.parametrize("uid", ["", "new"])
def test_a_record_with_title_and_day_of_an_event_is_that_event(days, connection, at, uid):
    items = shows(at, 12)
    record = RejectedRecord(uid=uid, title="show 12", day=day_of(items[-1]))
    days(0, items)
    assert [days(day, items[:11], record).withdrawn for day in (1, 2, 3, 4)] == [0, 0, 0, 0]
    assert days(5, items[:11]).withdrawn == 1


def test_an_unreadable_event_of_a_relaunch_stays(days, connection, at):
    items = shows(at, 9)
    days(0, items)
    record = RejectedRecord(uid="new9", title="Show 9", day=day_of(items[8]))
    runs = [days(day, shows(at, 8, "new"), record) for day in (1, 2, 3)]
    assert [(run.status, run.new, run.withdrawn) for run in runs] == [(RunStatus.OK, 0, 0)] * 3
    assert days(4, shows(at, 9, "new")).new == 0
    assert listed(connection) == {f"new{n}" for n in range(1, 10)}


def test_a_uid_of_another_event_says_that_the_record_is_not_this_one(days, connection, at):
    items = shows(at, 12)
    days(0, items)
    assert days(1, items[:11], RejectedRecord(uid="u1", title="Show 12", day=day_of(items[-1]))).withdrawn == 1


def test_a_new_uid_on_another_day_is_another_event(days, connection, at):
    items = shows(at, 12)
    days(0, items)
    assert days(1, items[:11], RejectedRecord(uid="new", title="Show 12", day=day_of(items[0]))).withdrawn == 1


def test_many_records_that_lost_their_uids_and_days_are_never_believed_to_be_gone(days, connection, at):
    items = shows(at, 12)
    days(0, items)
    records = [RejectedRecord(title=item.title) for item in items[6:]]
    runs = [days(day, items[:6], *records) for day in range(1, 6)]
    assert {(run.status, run.withdrawn) for run in runs} == {(RunStatus.SUSPECT, 0)}
