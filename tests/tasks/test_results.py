"""The sum of several results."""

from __future__ import annotations

import pytest

from app.tasks.results import retrying, summary

READ = {"status": "ok", "source_id": 1, "run_id": "r", "seen": 2, "errors": []}
FAILED = {"status": "failed", "source_id": 3, "reason": "its page changed"}
LATER = retrying(2, "HTTP 500", "x")


@pytest.mark.parametrize(
    ("results", "status", "reason"),
    [
        ([READ] * 103 + [LATER], "ok", "103 of 104, one retrying"),
        ([READ] * 2 + [LATER] * 2, "ok", "2 of 4, 2 retrying"),
        ([LATER], "retrying", "0 of 1, one retrying"),
        ([READ, FAILED, LATER], "failed", "2 of 3, one retrying"),
        ([READ, READ], "ok", None),
        ([], "ok", None),
    ],
)
def test_sources_that_are_retried_are_counted_and_fail_nothing(results, status, reason):
    found = summary(results)
    assert (found["status"], found["reason"]) == (status, reason)
    assert found["seen"] == 2 * results.count(READ)
