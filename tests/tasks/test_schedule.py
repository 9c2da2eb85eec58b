"""The application's options and its schedule, as documented."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from inspect import signature
from zoneinfo import ZoneInfo

import pytest
import time_machine
from redbeat import RedBeatSchedulerEntry

from app.tasks import backoff
from app.tasks.crawl import after_lease
from celery_app import app
from tests.crawl.running import REPOSITORY

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("task_serializer", "json"),
        ("result_serializer", "json"),
        ("accept_content", ["json"]),
        ("timezone", "America/New_York"),
        ("enable_utc", True),
        ("result_expires", 3600),
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("worker_concurrency", 2),
        ("beat_scheduler", "app.worker.beat.Scheduler"),
    ],
)
def test_option(option, value):
    assert app.conf[option] == value


@pytest.mark.parametrize(
    "name", ["scrape_vanwezel", "scrape_mote", "ingest_source", "ingest_all_sources", "health_check"]
)
def test_task(name):
    task = app.tasks[f"app.tasks.{name}"]
    assert (task.max_retries, task.default_retry_delay) == (3, 60)


@pytest.mark.parametrize("day", [datetime(2026, 11, 23), datetime(2026, 7, 6), datetime(2027, 3, 14)], ids=str)
@pytest.mark.parametrize(
    ("name", "task", "minute"),
    [
        ("vanwezel-daily", "app.tasks.scrape_vanwezel", 0),
        ("mote-discovery-daily", "app.tasks.scrape_mote", 15),
        ("ingest-all-daily", "app.tasks.ingest_all_sources", 30),
    ],
)
def test_daily(name, task, minute, day):
    """Due once a day at six in Sarasota, in winter, in summer, and on the day when the clocks change."""
    planned = app.conf.beat_schedule[name]
    assert planned["task"] == task
    due = day.replace(hour=6, minute=minute, tzinfo=NEW_YORK)
    yesterday = due - timedelta(days=1)
    entry = RedBeatSchedulerEntry(name, task, planned["schedule"], kwargs=planned["kwargs"], app=app)
    entry.last_run_at = yesterday.astimezone(UTC)
    with time_machine.travel(due.astimezone(UTC) - timedelta(seconds=30), tick=False):
        assert entry.is_due()[0] is False
    with time_machine.travel(due.astimezone(UTC) + timedelta(seconds=1), tick=False):
        assert entry.is_due()[0] is True
        entry.last_run_at = datetime.now(UTC)
        assert entry.is_due()[0] is False


def test_tasks_of_the_schedule_take_its_arguments():
    """`__header__` has the task's own signature and raises TypeError for a call that does not match it."""
    for planned in app.conf.beat_schedule.values():
        header = app.tasks[planned["task"]].__header__
        header(**planned["kwargs"])
        with pytest.raises(TypeError, match="no_such_argument"):
            header(**planned["kwargs"], no_such_argument=1)
    assert any(planned["kwargs"] for planned in app.conf.beat_schedule.values())


def test_only_the_schedule_skips_feeds():
    assert app.conf.beat_schedule["ingest-all-daily"]["kwargs"] == {"limit_per_source": 100, "due_only": True}
    for name in ("ingest_source", "ingest_all_sources"):
        assert signature(app.tasks[f"app.tasks.{name}"].run).parameters["due_only"].default is False


def test_retries_wait_longer_each_time_and_are_spread_out():
    for retries, least in ((0, 60), (1, 120), (2, 240)):
        waits = {backoff(retries) for _ in range(50)}
        assert len(waits) > 1
        assert least <= min(waits) <= max(waits) <= 1.2 * least
    assert all(30 <= after_lease() <= 39 for _ in range(50))


def test_application_imports_only_the_settings():
    program = (
        "import sys, celery_app; names = {'app', 'core', 'storage', 'scrapers', 'spiders', 'pipelines'};"
        "print(*sorted(name for name in sys.modules if name.split('.')[0] in names))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60
    )
    assert {name.partition(".")[0] for name in ran.stdout.split()} == {"core"}
