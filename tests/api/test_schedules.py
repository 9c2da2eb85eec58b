"""Schedules: in words, changed over HTTP, and followed by Beat, even after Redis was wiped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import redis
from celery import Celery
from redbeat.schedulers import RedBeatSchedulerEntry, get_redis

from app.api.tasks.arguments import MODELS, TaskName
from app.services import ports
from app.tasks import health_check
from app.worker import planning
from app.worker.beat import Scheduler
from app.worker.planning import NeverDue
from celery_app import app as celery
from core.config import settings

NEW_YORK = ZoneInfo("America/New_York")
FIXED = {"vanwezel-daily", "mote-discovery-daily", "ingest-all-daily"}


@pytest.fixture
def beat(queue) -> Iterator[Scheduler]:
    """A Beat on the test's Redis. The test calls its ticks, and it sends nothing."""
    app = Celery("beat", set_as_current=False)
    names = ("timezone", "enable_utc", "beat_schedule", "redbeat_key_prefix", "redbeat_redis_options")
    app.conf.update({name: celery.conf[name] for name in names}, redbeat_redis_url=settings().redis_url)
    app.conf.update(broker_url=settings().redis_url, result_backend=settings().redis_url)
    scheduler = Scheduler(app)
    scheduler._sync()
    yield scheduler
    get_redis(app).close()
    app.close()


def restart(beat):
    """What Beat's first tick after a start does, but for its lock."""
    beat.written = None
    beat._sync()


def entry(beat, name):
    return RedBeatSchedulerEntry.from_key(RedBeatSchedulerEntry.generate_key(beat.app, name), app=beat.app)


def listed(acting, reader):
    return {each["name"]: each for each in acting.get("/api/schedules", headers=reader).json()["schedules"]}


def test_schedule_in_words(acting, reader):
    found = listed(acting, reader)
    assert found.keys() >= FIXED
    daily = found["vanwezel-daily"]
    assert (daily["task"], daily["cron"], daily["timezone"]) == ("scrape_vanwezel", "0 6 * * *", "America/New_York")
    assert daily["in_words"] == "At 06:00 AM, every day"
    local = datetime.fromisoformat(daily["next_run_local"])
    assert (local.hour, local.minute) == (6, 0)
    assert datetime.fromisoformat(daily["next_run_at"]) == local > datetime.now(UTC)


def test_intervals_and_wrong_entries_in_words(acting, reader, editor, monkeypatch):
    task = "app.tasks.health_check"
    written = {
        "often": {"task": task, "schedule": timedelta(minutes=30), "args": [], "options": {"queue": "here"}},
        "wrong": {"task": task, "schedule": "daily"},
    }
    for name, each in written.items():
        monkeypatch.setitem(celery.conf.beat_schedule, name, each)
    found = listed(acting, reader)
    often = found["often"]
    assert (often["cron"], often["in_words"], often["enabled"]) == ("every 1800 s", "Every 30 minutes", True)
    assert (often["options"], often["args"], often["next_run_at"]) == ({"queue": "here"}, [], None)
    assert found["wrong"]["in_words"].startswith("The schedule wrong in celery_app.py can't run: `schedule` must be")
    assert (found["wrong"]["enabled"], found["vanwezel-daily"]["enabled"]) == (False, True)
    paused = acting.patch("/api/schedules/often", json={"enabled": False}, headers=editor).json()
    assert (paused["cron"], paused["enabled"], paused["options"]) == ("every 1800 s", False, {"queue": "here"})
    slower = acting.patch("/api/schedules/often", json={"cron": "every 3600 s"}, headers=editor).json()
    assert slower["in_words"] == "Every hour"
    assert acting.patch("/api/schedules/often", json={"cron": "every 5 s"}, headers=editor).status_code == 422
    assert acting.patch("/api/schedules/wrong", json={"enabled": True}, headers=editor).status_code == 409
    assert acting.get("/api/health/sources", headers=reader).status_code == 200


def test_changed_without_a_restart(acting, editor, beat):
    assert entry(beat, "vanwezel-daily").schedule.hour == {6}
    change = {"cron": "30 4 * * 1-5", "kwargs": {"source_id": 1, "delay": 9}}
    changed = acting.patch("/api/schedules/vanwezel-daily", json=change, headers=editor)
    assert changed.json()["in_words"] == "At 04:30 AM, Monday through Friday"
    beat._sync()
    now = entry(beat, "vanwezel-daily")
    assert (now.schedule.hour, now.schedule.minute, now.schedule.day_of_week) == ({4}, {30}, {1, 2, 3, 4, 5})
    assert now.kwargs == {"source_id": 1, "delay": 9.0}
    assert datetime.now(UTC) - now.last_run_at < timedelta(minutes=5), "a time that has passed is made up for"

    acting.patch("/api/schedules/vanwezel-daily", json={"enabled": False}, headers=editor)
    beat._sync()
    assert entry(beat, "vanwezel-daily").enabled is False
    assert listed(acting, editor)["vanwezel-daily"]["next_run_at"] is None

    with redis.Redis.from_url(settings().redis_url) as client:
        client.flushall()
    restart(beat)
    assert entry(beat, "vanwezel-daily").enabled is False, "the change was lost with Redis"

    assert acting.delete("/api/schedules/vanwezel-daily", headers=editor).status_code == 204
    beat._sync()
    assert (entry(beat, "vanwezel-daily").schedule.hour, entry(beat, "vanwezel-daily").enabled) == ({6}, True)
    assert acting.delete("/api/schedules/vanwezel-daily", headers=editor).status_code == 404


def test_add_and_remove_a_schedule(acting, editor, beat):
    plan = {"cron": "*/15 * * * *", "task": "health_check"}
    assert acting.put("/api/schedules/watch", json=plan, headers=editor).json()["fixed"] is False
    beat._sync()
    assert entry(beat, "watch").task == health_check.name
    acting.delete("/api/schedules/watch", headers=editor)
    beat._sync()
    with pytest.raises(KeyError):
        entry(beat, "watch")


def test_last_run_is_kept(acting, editor, beat):
    """Changed arguments and a restart of Beat keep the last run's time, so that a missed run still happens."""
    due = entry(beat, "vanwezel-daily")
    due.last_run_at = datetime.now(UTC) - timedelta(days=3)
    due.reschedule(due.last_run_at)
    acting.patch("/api/schedules/vanwezel-daily", json={"kwargs": {"source_id": 1}}, headers=editor)
    restart(beat)
    assert entry(beat, "vanwezel-daily").kwargs == {"source_id": 1, "delay": 0.5}
    assert entry(beat, "vanwezel-daily").last_run_at == due.last_run_at


def test_postgres_down(acting, editor, beat, monkeypatch):
    acting.patch("/api/schedules/vanwezel-daily", json={"enabled": False}, headers=editor)
    beat._sync()
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:p@127.0.0.1:{ports.choose()}/d")
    settings.cache_clear()
    restart(beat)
    assert entry(beat, "vanwezel-daily").enabled is False
    with redis.Redis.from_url(settings().redis_url) as client:
        client.flushall()
    restart(beat)
    assert entry(beat, "vanwezel-daily").schedule.hour == {6}, "nothing is crawled until Postgres is back"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"cron": "0 6 * *", "task": "health_check"}, 422),
        ({"cron": "61 6 * * *", "task": "health_check"}, 422),
        ({"cron": "0 0 30 2 *", "task": "health_check"}, 409),
        ({"cron": "0 6 * * *", "task": "summarise"}, 422),  # prose: ok, the name of a task
        ({"cron": "0 6 * * *", "task": "scrape_mote"}, 422),
        ({"cron": "0 6 * * *", "task": "scrape_mote", "kwargs": {"source_id": 2, "delay": 1}}, 422),
        ({"cron": "@daily", "task": "health_check"}, 422),
    ],
)
def test_invalid_schedules_are_refused(acting, editor, body, status):
    assert acting.put("/api/schedules/odd", json=body, headers=editor).status_code == status


def test_arguments_that_the_task_does_not_take(acting, editor):
    answer = acting.patch("/api/schedules/vanwezel-daily", json={"kwargs": {"limit": 3}}, headers=editor)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["where"][:2] == ["body", "kwargs"]
    assert acting.patch("/api/schedules/none", json={"enabled": True}, headers=editor).status_code == 404


@pytest.mark.parametrize(
    ("cron", "after", "due"),
    [
        ("0 6 * * *", datetime(2027, 3, 13, 12), datetime(2027, 3, 14, 6)),
        ("0 6 * * *", datetime(2026, 10, 31, 12), datetime(2026, 11, 1, 6)),
        ("30 1 * * *", datetime(2026, 11, 1, 0, 40), datetime(2026, 11, 1, 1, 30)),
        ("0 0 29 2 *", datetime(2026, 11, 22), datetime(2028, 2, 29)),
        ("0 0 1 * 1", datetime(2026, 11, 22), datetime(2027, 2, 1)),
    ],
)
def test_next_run(cron, after, due):
    moment = planning.next_run(cron, celery, after.replace(tzinfo=NEW_YORK).astimezone(UTC))
    assert moment == due.replace(tzinfo=NEW_YORK).astimezone(UTC)


def test_never_due():
    with pytest.raises(NeverDue, match="30 2"):
        planning.next_run("0 0 30 2 *", celery, datetime(2026, 11, 22, tzinfo=UTC))


def test_words_match_celery():
    assert planning.in_words("0 0 1 * 1") == "At 12:00 AM, on day 1 of the month, if it is Monday"
    assert planning.in_words("*/15 8-10 * * *") == "Every 15 minutes, between 08:00 AM and 10:59 AM, every day"


def test_the_api_accepts_what_the_tasks_accept():
    for name in TaskName:
        task = celery.tasks[name.full]
        fields = MODELS[name].model_fields
        task.__header__(**dict.fromkeys(fields, 1))
    assert set(MODELS) == set(TaskName)
    for planned in celery.conf.beat_schedule.values():
        name = planned["task"].removeprefix("app.tasks.")
        if name in set(TaskName):
            MODELS[TaskName(name)].model_validate(planned["kwargs"])
        cron = planning.text_of(planned["schedule"])
        assert planning.check_fields(cron) == cron
