"""A loss that is too large to believe at once, and what makes it believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.events import queries
from storage.runs.accept import NotAcceptable, accept
from storage.runs.judgment import RejectedRecord
from storage.runs.ledger import RunStatus

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OK, SUSPECT = RunStatus.OK, RunStatus.SUSPECT


def shows(at, count):
    return [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, count + 1)]


def after(days, hours=0):
    return {"now": NOW + timedelta(days=days, hours=hours)}


def listed(connection):
    return {row.uid for row in queries.upcoming(connection, after=datetime.now(UTC), limit=1000)}


def reasons(connection):
    rows = connection.execute(text("SELECT uid, withdrawn_because FROM events WHERE withdrawn_at IS NOT NULL"))
    return {row.uid: row.withdrawn_because for row in rows}


def absences(connection):
    rows = connection.execute(text("SELECT e.uid, a.run_ids FROM event_absences a JOIN events e ON e.id = a.event_id"))
    return {row.uid: row.run_ids for row in rows}


@pytest.mark.parametrize(("first", "left"), [(12, 6), (12, 3), (12, 0), (13, 8)])
def test_three_complete_runs_a_day_apart_are_believed(harvest, connection, at, first, left):
    items = shows(at, first)
    harvest(*items, **after(0))
    runs = [harvest(*items[:left], **after(day)) for day in (1, 2, 3)]
    assert [run.status for run in runs] == [SUSPECT, SUSPECT, OK]
    assert [run.withdrawn for run in runs] == [0, 0, first - left]
    assert listed(connection) == {item.uid for item in items[:left]}
    assert set(reasons(connection).values()) == {"agreed"}
    assert harvest(*items[:left], **after(4)).status is OK


def test_runs_within_a_day_do_not_agree(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    runs = [harvest(*items[:6], **after(1, hours)) for hours in range(12)]
    assert {run.status for run in runs} == {SUSPECT}
    assert len(listed(connection)) == 12
    assert absences(connection)["u7"] == [run.id for run in runs]
    assert [harvest(*items[:6], **after(day)).status for day in (2, 3)] == [SUSPECT, OK]


def test_a_failed_run_in_between_says_nothing(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    harvest(*items[:6], **after(1))
    harvest(essential_errors=["TransportFailure: HTTP 502"], **after(2))
    harvest(*items[:6], **after(3))
    harvest(*items[:2], essential_errors=["PageChanged"], **after(4))
    assert harvest(*items[:6], **after(5)).withdrawn == 6


def test_an_event_that_is_seen_again_must_be_missed_again(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    harvest(*items[:6], **after(1))
    some = harvest(*items[:9], **after(2))
    assert (some.status, set(absences(connection))) == (SUSPECT, {"u10", "u11", "u12"})
    third = harvest(*items[:6], **after(3))
    assert (third.status, set(reasons(connection))) == (SUSPECT, {"u10", "u11", "u12"})
    assert third.reason == "3 of 12 events are missing at once besides 3 withdrawn"
    harvest(*items[:6], **after(4))
    assert (harvest(*items[:6], **after(5)).status, len(reasons(connection))) == (OK, 6)


def test_below_the_floor_only_a_person_is_believed(harvest, connection, at):
    connection.execute(text("UPDATE sources SET floor = 8"))
    items = shows(at, 12)
    harvest(*items, **after(0))
    assert {harvest(*items[:6], **after(day)).status for day in range(1, 6)} == {SUSPECT}
    assert len(listed(connection)) == 12
    connection.execute(text("UPDATE sources SET floor = 0"))
    assert harvest(*items[:6], **after(6)).withdrawn == 6


def test_a_season_that_ends_day_by_day_becomes_the_new_usual(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    later = [harvest(*items[:5], covered_until=at(5, 21).starts_at, **after(day)) for day in range(1, 5)]
    assert [run.status for run in later] == [SUSPECT, SUSPECT, OK, OK]
    assert "less than half" in later[0].reason
    compared = connection.execute(text("SELECT decision FROM runs WHERE id = :id"), {"id": later[3].id}).scalar()
    assert (compared["usual"], compared["compared_with"]) == (5, [later[2].id])


def test_a_page_that_is_gone_is_believed_at_once(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    ids = connection.execute(text("SELECT uid, id FROM events")).all()
    gone = [row.id for row in ids if row.uid in ("u7", "u8", "u9")]
    run = harvest(*items[:6], gone_pages=gone, **after(1))
    assert (run.status, run.withdrawn) == (SUSPECT, 3)
    assert reasons(connection) == {"u7": "page_gone", "u8": "page_gone", "u9": "page_gone"}
    last = harvest(*items[:6], gone_pages=[row.id for row in ids], **after(1, 1))
    assert (last.status, len(reasons(connection))) == (OK, 6)


@pytest.mark.parametrize(
    ("record", "stays"),
    [
        (RejectedRecord(uid="u1", title="Show 2"), {"u1"}),
        (RejectedRecord(title="show 2"), {"u2"}),
        (RejectedRecord(title="Another show"), set()),
        (RejectedRecord(uid="new"), set()),
        (RejectedRecord(), {"u1", "u2"}),
    ],
    ids=["uid", "title", "another title", "another uid", "nothing"],
)
def test_a_skipped_record_protects_what_it_could_be(harvest, connection, at, record, stays):
    items = shows(at, 12)
    harvest(*items)
    run = harvest(*items[2:], rejected=1, rejected_records=[record])
    assert run.status is OK
    assert listed(connection) == {item.uid for item in items[2:]} | stays
    assert set(reasons(connection).values()) <= {"missing"}
    notes = connection.execute(text("SELECT decision -> 'notes' FROM runs WHERE id = :id"), {"id": run.id}).scalar()
    assert bool(notes) == bool(stays)


def test_a_skipped_record_of_which_only_the_day_is_known(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items)
    day: date = items[1].occurrences[0].local_date
    harvest(*items[2:], rejected=1, rejected_records=[RejectedRecord(day=day)])
    assert listed(connection) == {item.uid for item in items[1:]}


def test_events_that_go_by_a_fingerprint_have_no_uid_to_compare(harvest, connection, at):
    items = [EventItem(uid=f"fp-{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, 7)]
    harvest(*items)
    harvest(*items[2:], rejected=1, rejected_records=[RejectedRecord(uid="x@hall.example", title="Show 1")])
    assert listed(connection) == {item.uid for item in items} - {"fp-2"}


def new_shows(at, count, prefix="new"):
    return [
        EventItem(uid=f"{prefix}{n}", title=f"{prefix} {n}", occurrences=(at(n % 20 + 1, 10),)) for n in range(count)
    ]


@pytest.mark.parametrize(("left", "come"), [(0, 60), (9, 4), (9, 400), (6, 12), (0, 12)])
def test_new_events_do_not_make_a_loss_small(harvest, connection, at, left, come):
    items, others = shows(at, 12), new_shows(at, come)
    harvest(*items, **after(0))
    runs = [harvest(*items[:left], *others, **after(1, hours)) for hours in range(3)]
    assert {run.status for run in runs} == {SUSPECT}
    assert {run.reason for run in runs} == {f"{12 - left} of 12 events are missing at once; none was withdrawn"}
    assert listed(connection) == {item.uid for item in (*items, *others)}
    runs = [harvest(*items[:left], *others, **after(day)) for day in (2, 3)]
    assert [(run.status, run.withdrawn) for run in runs] == [(SUSPECT, 0), (OK, 12 - left)]
    assert listed(connection) == {item.uid for item in (*items[:left], *others)}


def test_other_new_events_in_each_run_do_not_make_a_loss_small(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    for hours in range(4):
        run = harvest(*items[:9], *new_shows(at, 20, prefix=f"{hours}-"), **after(1, hours))
        assert run.status is SUSPECT
    assert {item.uid for item in items} <= listed(connection)


def test_new_events_of_a_believed_run_are_known(harvest, connection, at):
    items, others = shows(at, 12), new_shows(at, 20)
    harvest(*items, **after(0))
    assert harvest(*items, *others, **after(1)).status is OK
    run = harvest(*items[:9], *others, **after(2))
    assert (run.status, run.withdrawn) == (OK, 3)


def test_a_run_keeps_what_decided_it(harvest, connection, at):
    items = shows(at, 12)
    first = harvest(*items, **after(0))
    run = harvest(*items[:6], asked_feeds=["https://a"], skipped_feeds=["https://b"], **after(1))
    row = connection.execute(text("SELECT * FROM runs WHERE id = :id"), {"id": run.id}).one()
    assert (row.complete, row.as_of, row.covered_until) == (True, NOW + timedelta(days=1), None)
    wanted = {"usual": 12, "compared_with": [first.id], "due": 12, "missing": 6, "protected": 0, "floor": 0}
    assert wanted.items() <= row.decision.items()
    assert (row.decision["asked_feeds"], row.decision["skipped_feeds"]) == (["https://a"], ["https://b"])


def test_a_doubtful_rule_protects_the_showings_of_its_event(harvest, connection, at):
    series = EventItem(uid="s", title="Series", occurrences=tuple(at(n, 20) for n in range(1, 9)))
    harvest(series, *shows(at, 6))
    short = replace(series, occurrences=series.occurrences[:1])
    run = harvest(short, *shows(at, 6), doubtful_records=[RejectedRecord(uid="s", title="Series")])
    assert (run.status, run.withdrawn, len(queries.upcoming(connection, after=datetime.now(UTC)))) == (OK, 0, 14)
    assert harvest(*shows(at, 6), doubtful_records=[RejectedRecord(uid="s")]).withdrawn == 0


def test_protected_events_are_missing_all_the_same(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    records = [RejectedRecord(uid=item.uid) for item in items[6:]]
    run = harvest(*items[:6], rejected=6, rejected_records=records, **after(1))
    assert (run.status, run.reason) == (SUSPECT, "6 of 12 events are missing at once; none was withdrawn")


def test_a_record_that_says_nothing_delays_what_runs_agree_on(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    runs = [harvest(*items[:6], rejected=1, **after(day)) for day in (1, 2, 3)]
    assert [(run.status, run.withdrawn) for run in runs] == [(SUSPECT, 0), (SUSPECT, 0), (OK, 6)]


def test_as_many_records_as_events_are_missing_could_be_them(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    assert {harvest(*items[:6], rejected=6, **after(day)).status for day in range(1, 6)} == {SUSPECT}
    assert len(listed(connection)) == 12
    runs = [harvest(*items[:11], rejected=1, **after(day)) for day in range(6, 10)]
    assert [(run.status, run.withdrawn) for run in runs] == [(OK, 0), (OK, 0), (OK, 1), (OK, 0)]
    assert reasons(connection) == {"u12": "agreed"}


@pytest.mark.parametrize(
    ("records", "withdrawn"),
    [
        ([1, 1, 1, 1], [0, 0, 1, 0]),
        ([2, 2, 2, 2], [0, 0, 1, 0]),
        ([1, 2, 2, 2], [0, 0, 0, 1]),
        ([1, 2, 1, 2, 1], [0, 0, 0, 0, 1]),
        ([2, 1, 1, 1], [0, 0, 0, 1]),
        ([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]),
        ([1, 0], [0, 1]),
    ],
)
def test_a_new_record_that_says_nothing_protects_while_it_may_be_the_event(harvest, connection, at, records, withdrawn):
    items = shows(at, 12)
    harvest(*items, **after(0))
    runs = [harvest(*items[:11], rejected=count, **after(day)) for day, count in enumerate(records, 1)]
    assert [run.withdrawn for run in runs] == withdrawn
    assert {run.status for run in runs} == {OK}
    assert len(listed(connection)) == 12 - sum(withdrawn)


def test_runs_within_a_day_do_not_end_that_protection(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    assert {harvest(*items[:11], rejected=1, **after(1, hours)).withdrawn for hours in range(8)} == {0}
    assert [harvest(*items[:11], rejected=1, **after(day)).withdrawn for day in (2, 3)] == [0, 1]


def test_an_event_that_leaves_later_is_not_protected_by_it(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    for day in (1, 2, 3):
        harvest(*items[:11], rejected=1, **after(day))
    assert harvest(*items[:10], rejected=1, **after(4)).withdrawn == 1
    assert listed(connection) == {item.uid for item in items[:10]}


def test_a_record_that_says_nothing_and_was_there_all_along_protects_nothing(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, rejected=2, **after(0))
    harvest(*items, **after(1))
    runs = [harvest(*items[:count], rejected=2, **after(day)) for day, count in ((2, 11), (3, 10), (4, 10))]
    assert [(run.status, run.withdrawn) for run in runs] == [(OK, 1), (OK, 1), (OK, 0)]
    runs = [harvest(*items[:9], rejected=3, **after(day)) for day in (5, 6)]
    assert [(run.status, run.withdrawn) for run in runs] == [(OK, 0)] * 2
    assert listed(connection) == {item.uid for item in items[:10]}
    assert harvest(*items[:9], rejected=2, **after(9)).withdrawn == 1


def test_a_body_that_was_cut_short_is_never_believed(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    cut = {"rejected": 1, "rejected_records": [RejectedRecord(many=True)]}
    assert {harvest(*items[:6], **cut, **after(day)).status for day in range(1, 6)} == {SUSPECT}
    assert len(listed(connection)) == 12


def test_an_accepted_run_overrides_the_floor_until_it_is_reached_again(harvest, connection, at):
    connection.execute(text("UPDATE sources SET floor = 1"))
    items = shows(at, 6)
    harvest(*items, **after(0))
    empty = harvest(says_empty=True, **after(1))
    assert empty.status is SUSPECT
    accept(connection, empty.id, accepted_by="ann")
    assert [harvest(**after(day)).status for day in (2, 3)] == [OK, OK]
    assert harvest(*items, **after(4)).status is OK
    assert harvest(**after(5)).status is SUSPECT


def test_a_run_is_not_accepted_once_a_newer_one_is_ok(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items)
    suspect, newer = harvest(*items[:6]), harvest(*items)
    with pytest.raises(NotAcceptable, match=newer.id):
        accept(connection, suspect.id, accepted_by="ann")


def series(at, uid, *days, title="Series"):
    return EventItem(uid=uid, title=title, occurrences=tuple(at(day, 20) for day in days))


def showings(connection):
    return connection.execute(text("SELECT count(*) FROM occurrences WHERE withdrawn_at IS NULL")).scalar()


def test_many_showings_of_one_event_are_a_large_loss(harvest, connection, at):
    harvest(series(at, "s", *range(1, 31)), *shows(at, 3), **after(0))
    runs = [harvest(series(at, "s", *range(1, 6)), *shows(at, 3), **after(day)) for day in (1, 2, 3)]
    assert [run.status for run in runs] == [SUSPECT, SUSPECT, OK]
    assert runs[0].reason == "25 of 30 showings of Series are missing at once"
    assert showings(connection) == 8
    assert harvest(series(at, "s", *range(1, 6)), *shows(at, 3), **after(3, 1)).status is OK
    assert harvest(series(at, "s", *range(1, 5)), *shows(at, 3), **after(3, 2)).status is OK


def test_a_few_showings_go_at_once(harvest, connection, at):
    harvest(series(at, "s", *range(1, 31)))
    assert (harvest(series(at, "s", *range(1, 25))).status, showings(connection)) == (OK, 24)


def test_a_series_that_goes_on_under_another_uid_is_not_short(harvest, connection, at):
    harvest(series(at, "s", *range(1, 31)))
    run = harvest(series(at, "s", *range(1, 6)), series(at, "s2", *range(6, 31)))
    assert (run.status, showings(connection)) == (OK, 30)


@pytest.mark.parametrize("kind", ["events", "showings"])
def test_a_slow_drain_within_a_day_is_not_believed(harvest, connection, at, kind):
    def seen(count):
        return shows(at, count) if kind == "events" else [series(at, "s", *range(1, count + 1))]

    harvest(*seen(20), **after(0))
    statuses = [harvest(*seen(count), **after(0, hour)).status for hour, count in enumerate((17, 14, 12, 10, 8), 1)]
    assert statuses == [OK, *[SUSPECT] * 4]
    assert showings(connection) == 17
    assert [harvest(*seen(8), **after(day)).status for day in (1, 2, 3)][::2] == [SUSPECT, OK]
    assert showings(connection) == 8


def test_an_accepted_run_withdraws_the_showings_it_missed(harvest, connection, at):
    harvest(series(at, "s", *range(1, 31)), **after(0))
    run = harvest(series(at, "s", *range(1, 6)), **after(1))
    assert accept(connection, run.id, accepted_by="ann") == 0
    assert showings(connection) == 5
    assert harvest(series(at, "s", *range(1, 6)), **after(1, 1)).status is OK
