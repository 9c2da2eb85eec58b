"""The preview of a schedule: in words, with its next times."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest


def _preview(acting, reader, cron):
    return acting.get("/api/schedules/preview", headers=reader, params={"cron": cron})


def test_a_schedule_in_words_with_its_next_times(acting, reader):
    body = _preview(acting, reader, "30 18 * * 1-5").json()
    assert (body["in_words"], body["timezone"]) == ("At 06:30 PM, Monday through Friday", "America/New_York")
    times = [datetime.fromisoformat(moment) for moment in body["next_runs"]]
    assert len(times) == 3
    assert all((time.hour, time.minute) == (18, 30) and time.weekday() < 5 for time in times)
    assert all(one < other for one, other in pairwise(times))


@pytest.mark.parametrize(
    ("cron", "reason"),
    [
        ("", "five fields"),
        ("0 6 * *", "five fields"),
        ("0 6 * * * *", "five fields"),
        ("60 6 * * *", "minute `60`"),
        ("0 24 * * *", "hour `24`"),
        ("0 6 0 * *", "day of the month `0`"),
        ("0 6 * 13 *", "month `13`"),
        ("0 6 * * 7", "day of the week `7`"),
        ("<b> 6 * * *", "minute `<b>`"),
        ("*/0 6 * * *", "minute `*/0`"),
        ("1, 6 * * *", "minute `1,`"),
        ("-1 6 * * *", "minute `-1`"),
    ],
)
def test_fields_that_celery_cannot_parse(acting, reader, cron, reason):
    refused = _preview(acting, reader, cron)
    error = refused.json()["errors"][0]
    assert (refused.status_code, error["where"]) == (422, ["query", "cron"])
    assert reason in error["message"]


@pytest.mark.parametrize(
    ("cron", "in_words"),
    [
        ("0 6 * * mon-fri", "At 06:00 AM, Monday through Friday"),
        ("0 22-3 * * *", "At 0 minutes past the hour, between 10:00 PM and 03:59 AM, every day"),
        ("0 6 * * sunday", "At 06:00 AM, only on Sunday"),
        ("every 90 s", "Every 90 seconds"),
    ],
)
def test_any_schedule_that_celery_parses(acting, reader, cron, in_words):
    answer = _preview(acting, reader, cron)
    assert (answer.status_code, answer.json()["in_words"]) == (200, in_words)
    assert len(answer.json()["next_runs"]) == 3


def test_a_schedule_that_never_comes_due(acting, reader):
    refused = _preview(acting, reader, "0 6 30 2 *")
    assert (refused.status_code, "no such day" in refused.json()["detail"]) == (409, True)


def test_strangers_are_refused(acting):
    assert acting.get("/api/schedules/preview", params={"cron": "0 6 * * *"}).status_code == 401
