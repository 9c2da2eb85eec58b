"""The state that a source's last runs show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.health.judge import EndedRun, SourceState, judge
from storage.health.words import MEANINGS
from storage.runs.ledger import RunStatus

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DOWN = ("TransportFailure", "HTTP 503")
NO_HOST = ("TransportFailure", "DNSLookupError: no address")


def run(status="ok", *errors, days=0, seen=0, attempt=1, spider="hall"):
    return EndedRun(
        id=f"run-{days}",
        spider=spider,
        status=RunStatus(status),
        reason=None if status == "ok" else "why",
        seen=seen,
        attempt=attempt,
        finished_at=NOON + timedelta(days=days),
        errors=errors,
    )


@pytest.mark.parametrize(
    ("runs", "state"),
    [
        ([], "new"),
        ([run("cancelled")], "new"),
        ([run("ok", seen=3)], "healthy"),
        ([run("suspect", seen=3)], "suspect"),
        ([run("suspect")], "quarantined"),
        ([run("cancelled", days=1), run("suspect")], "quarantined"),
        ([run("failed", ("Blocked", "HTTP 403"))], "blocked"),
        ([run("suspect", ("Blocked", "HTTP 403"), seen=3)], "blocked"),
        ([run("failed", ("PageGone", "HTTP 410"))], "dead"),
        ([run("failed", ("PageGone", "HTTP 404"))], "failing"),
        ([run("failed", ("PageChanged", "no table"))], "failing"),
        ([run("failed")], "new"),
        ([run("failed", DOWN, days=1), run("ok")], "healthy"),
        ([run("failed", DOWN, days=1, attempt=3), run("ok")], "failing"),
        ([run("failed", DOWN, days=2, attempt=2), run("lost", days=1), run("ok")], "failing"),
        ([run("failed", NO_HOST, days=2), run("failed", NO_HOST, days=1), run("failed", NO_HOST)], "failing"),
        ([run("failed", NO_HOST, days=3), run("failed", NO_HOST, days=1), run("failed", NO_HOST)], "dead"),
        ([run("failed", NO_HOST, days=3), run("failed", DOWN, days=1), run("failed", NO_HOST)], "failing"),
        ([run("ok", days=1), run("failed", ("PageChanged", "no table"), spider="ics")], "failing"),
    ],
)
def test_state(runs, state):
    assert judge(runs).state == state


def test_a_failure_that_may_pass_keeps_the_state():
    runs = [run("failed", DOWN, days=1), run("failed", ("Blocked", "HTTP 403"))]
    assert judge(runs, SourceState.BLOCKED).state is SourceState.BLOCKED


def test_every_state_has_words():
    assert set(MEANINGS) == set(SourceState)
