"""A schedule before it is set: in words, with its next times."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest


def _preview(acting, reader, cron):
    return acting.get("/api/schedules/preview", headers=reader, params={"cron": cron})


def test_in_words_with_the_next_times(acting, reader):
    told = _preview(acting, reader, "30 18 * * 1-5").json()
    assert (told["in_words"], told["timezone"]) == ("At 06:30 PM, Monday through Friday", "America/New_York")
    times = [datetime.fromisoformat(moment) for moment in told["next_runs"]]
    assert len(times) == 3
    assert all((time.hour, time.minute) == (18, 30) and time.weekday() < 5 for time in times)
    assert all(one < other for one, other in pairwise(times))


@pytest.mark.parametrize("cron", ["", "0 6 * *", "60 6 * * *", "0 24 * * *", "0 6 * * 7", "<b> 6 * * *"])
def test_what_are_no_five_fields(acting, reader, cron):
    refused = _preview(acting, reader, cron)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, ["query", "cron"])


def test_what_is_never_due(acting, reader):
    refused = _preview(acting, reader, "0 6 30 2 *")
    assert (refused.status_code, "does not exist" in refused.json()["detail"]) == (409, True)


def test_strangers_are_refused(acting):
    assert acting.get("/api/schedules/preview", params={"cron": "0 6 * * *"}).status_code == 401
