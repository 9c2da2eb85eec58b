"""The run ledger: one run per source at a time, tokens, and leases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus
from storage.sources import records as sources


def open_run(connection, run_id, **more):
    return runs.open_run(connection, run_id=run_id, source_id=1, spider="hall", launched_by="test", **more)


def test_a_source_has_one_run_at_a_time(connection):
    open_run(connection, "first")
    with pytest.raises(runs.SourceBusy, match="first"):
        open_run(connection, "second")


def test_the_next_delivery_of_a_run_supersedes_the_earlier_one(connection):
    earlier = open_run(connection, "first")
    later = open_run(connection, "first")
    with pytest.raises(runs.StaleRun):
        runs.require_current(connection, earlier)
    runs.require_current(connection, later)


def test_a_run_with_an_expired_lease_is_lost_and_its_token_invalid(connection):
    dead = open_run(connection, "dead", lease=timedelta(seconds=-1))
    heir = open_run(connection, "heir")
    lost = runs.read_run(connection, "dead")
    assert (lost.status, lost.finished_at is not None) == (RunStatus.LOST, True)
    assert heir.token > dead.token
    with pytest.raises(runs.StaleRun):
        runs.renew_lease(connection, dead, pages=1, rejected=0, error_count=0)


def test_the_next_attempt_of_a_run_takes_over_its_row(connection):
    dead = open_run(connection, "same", lease=timedelta(seconds=-1))
    heir = open_run(connection, "same")
    assert runs.read_run(connection, "same").attempt == 2
    with pytest.raises(runs.StaleRun):
        runs.require_current(connection, dead)
    runs.require_current(connection, heir)


def test_a_lease_is_renewed(connection):
    run = open_run(connection, "r", lease=timedelta(seconds=5))
    runs.renew_lease(connection, run, pages=7, rejected=1, error_count=2, lease=timedelta(hours=1))
    left = connection.execute(text("SELECT lease_until - now() FROM runs")).scalar()
    assert left > timedelta(minutes=59)
    assert runs.read_run(connection, "r").pages == 7


def test_an_unknown_source_is_reported_with_the_known_ones(connection):
    with pytest.raises(sources.UnknownSource, match=r"no source 99; the sources are 1 \(hall\)"):
        sources.read_source(connection, 99)


def test_an_abandoned_run_is_lost(connection):
    run = open_run(connection, "r")
    runs.abandon(connection, "r", "its worker was killed")
    assert runs.read_run(connection, "r").reason == "its worker was killed"
    with pytest.raises(runs.StaleRun):
        runs.require_current(connection, run)
