"""A replay writes what it read, and says nothing about how its source is now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from core.items import EventItem
from storage.health.board import list_health
from storage.runs import totals
from storage.runs.ledger import RunStatus, latest_runs
from storage.search.directory import sources as listed_sources
from storage.sources.health import last_good, last_yields

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OK, SUSPECT = RunStatus.OK, RunStatus.SUSPECT


def shows(at, count):
    return [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20),)) for n in range(1, count + 1)]


def after(days):
    return {"now": NOW + timedelta(days=days)}


def test_it_is_no_further_day_on_which_something_was_missing(harvest, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    assert harvest(*items[:6], **after(1)).status is SUSPECT
    assert harvest.replay(*items[:6], **after(2)).status is SUSPECT
    assert harvest.replay(*items[:6], **after(3)).status is SUSPECT
    assert harvest(*items[:6], **after(4)).status is SUSPECT, "the second day that a run asked the site"
    last = harvest(*items[:6], **after(5))
    assert (last.status, last.withdrawn) == (OK, 6)


def test_it_withdraws_a_few_as_the_run_would_whose_answers_it_read(harvest, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    run = harvest.replay(*items[:11], **after(0))
    assert (run.status, run.withdrawn, run.unchanged) == (OK, 1, 11)


def test_from_answers_that_may_be_outdated_it_withdraws_nothing(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    run = harvest.replay(*items[:11], outdated=True, **after(0))
    assert (run.status, run.withdrawn) == (OK, 0)
    assert connection.execute(text("SELECT count(*) FROM event_absences")).scalar_one() == 0


def test_later_runs_are_not_compared_with_it(harvest, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    for _ in range(5):
        harvest.replay(*items[:1], covered_from=None, **after(0))
    few = harvest(*items[:2], covered_from=None, **after(1))
    assert few.reason == "saw 2, less than half of the usual 12"


def test_health_freshness_and_totals_stay_as_they_are(harvest, connection, at):
    items = shows(at, 12)
    harvest(*items, **after(0))
    harvest(finish_reason="shutdown", **after(1))

    def judged():
        return (
            list_health(connection),
            last_good(connection),
            last_yields(connection, each=5),
            latest_runs(connection),
            [one.last_good_run_at for one in listed_sources(connection)],
            totals.source_states(connection),
            connection.execute(text("SELECT * FROM crawl_totals ORDER BY status")).all(),
        )

    before = judged()
    assert harvest.replay(*items, **after(1)).status is OK
    assert harvest.replay(essential_errors=["PageChanged: other"], **after(1)).status is RunStatus.FAILED
    assert judged() == before


def test_its_new_uids_are_no_sign_that_the_site_changes_them(harvest, connection, at):
    items = shows(at, 6)
    harvest(*items, **after(0))
    for number in range(3):
        renamed = [EventItem(uid=f"{number}-{one.uid}", title=one.title, occurrences=one.occurrences) for one in items]
        run = harvest.replay(*renamed, uids_change=False, **after(0))
        assert (run.new, run.seen) == (0, 6)
    assert connection.execute(text("SELECT settings FROM sources")).scalar_one() == {}
    assert connection.execute(text("SELECT count(*) FROM events")).scalar_one() == 6
