"""A `beat_schedule` as Celery's guide writes it: each form fires, and a wrong entry stops no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import redis
from celery.schedules import crontab, schedule, solar

from app.worker import planning
from celery_app import app
from tests.crawl.running import REPOSITORY

FORMS = [
    (timedelta(minutes=30), "every 1800 s", "Every 30 minutes"),
    (timedelta(days=1, hours=2), "every 93600 s", "Every 26 hours"),
    (30, "every 30 s", "Every 30 seconds"),
    (3600.0, "every 3600 s", "Every hour"),
    (2.5, "every 2.5 s", "Every 2.5 seconds"),
    (schedule(run_every=60), "every 60 s", "Every minute"),
    (schedule(timedelta(hours=1), relative=True), "every 3600 s by the clock", "Every hour, by the clock"),
    (crontab(minute=0, hour=[6, 18]), "0 6,18 * * *", "At 06:00 AM and 06:00 PM, every day"),
    (crontab(minute=0, hour={18, 6}), "0 6,18 * * *", "At 06:00 AM and 06:00 PM, every day"),
    (crontab(minute=0, hour="6, 18"), "0 6,18 * * *", "At 06:00 AM and 06:00 PM, every day"),
    (crontab(minute=0, hour=range(8, 10)), "0 8,9 * * *", "At 08:00 AM and 09:00 AM, every day"),
    (crontab(minute="*/15"), "*/15 * * * *", "Every 15 minutes"),
    (crontab(hour=7, minute=30, day_of_week=1), "30 7 * * 1", "At 07:30 AM, only on Monday"),
    (crontab(0, 6, day_of_week="mon,fri"), "0 6 * * mon,fri", "At 06:00 AM, only on Monday and Friday"),
    (crontab(0, 6, day_of_week="sunday"), "0 6 * * sunday", "At 06:00 AM, only on Sunday"),
    (crontab(0, 0, day_of_month="1-7,15-21"), "0 0 1-7,15-21 * *", None),
    (crontab(), "* * * * *", "Every minute"),
    (crontab(day_of_month=1), "* * 1 * *", "Every minute, on day 1 of the month"),
    (crontab(hour=6), "* 6 * * *", "Every minute, between 06:00 AM and 06:59 AM, every day"),
    (crontab(minute=0, hour="*/2"), "0 */2 * * *", "Every 2 hours"),
    (crontab(minute=30), "30 * * * *", "At 30 minutes past the hour, every hour"),
]
WRONG = {
    "no schedule": ({"task": "t"}, "must be a crontab, a timedelta, or a number of seconds"),
    "text": ({"task": "t", "schedule": "0 6 * * *"}, "must be a crontab, a timedelta, or a number of seconds"),
    "true": ({"task": "t", "schedule": True}, "must be a crontab"),
    "solar": ({"task": "t", "schedule": object.__new__(solar)}, "must be a crontab"),
    "no time": ({"task": "t", "schedule": 0}, "greater than 0"),
    "backward": ({"task": "t", "schedule": timedelta(seconds=-5)}, "greater than 0"),
    "no task": ({"schedule": 30}, "`task`"),
    "not a dictionary": (30, "must be a dictionary"),
    "one argument": ({"task": "t", "schedule": 30, "args": (16)}, "a tuple of one needs a comma"),
    "arguments": ({"task": "t", "schedule": 30, "kwargs": [1]}, "must be dictionaries"),
    "an object": ({"task": "t", "schedule": 30, "args": (object(),)}, "must fit in JSON"),
    "misspelled": ({"task": "t", "schedule": 30, "option": {}}, "`option` is not one of"),
}


@pytest.mark.parametrize(("written", "cron", "words"), FORMS, ids=[str(form[0]) for form in FORMS])
def test_every_form_has_a_text_words_and_a_next_time(written, cron, words):
    (entry,) = planning.merged({"it": {"task": "app.tasks.health_check", "schedule": written}}, [])
    assert (entry.problem, entry.cron) == ("", cron)
    assert planning.check_fields(cron) == cron
    assert words is None or planning.in_words(cron) == words
    now = datetime.now(UTC)
    assert now < planning.next_run(cron, app, now) <= now + timedelta(days=40)
    assert planning.text_of(planning.times_of(cron, app)) == cron


@pytest.mark.parametrize(("entry", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_entry_gets_one_sentence(entry, said):
    good = {"task": "app.tasks.prune", "schedule": 30, "args": [1], "options": {"queue": "q", "expires": 5}}
    wrong, right = planning.merged({"a-wrong-one": entry, "right": good}, [])
    assert wrong.problem.startswith("The schedule a-wrong-one in celery_app.py can't run: ")
    assert said in wrong.problem
    assert not wrong.enabled
    assert (right.problem, right.args, right.options) == ("", (1,), {"queue": "q", "expires": 5})


MODULE = """
from datetime import timedelta
from celery.schedules import crontab
from celery_app import app

task = "app.tasks.health_check"
app.conf.beat_max_loop_interval = 1
app.conf.beat_schedule = {
    "delta": {"task": task, "schedule": timedelta(seconds=1)},
    "seconds": {"task": task, "schedule": 1.0, "options": {"queue": "here", "expires": 60}},
    "number": {"task": "app.tasks.scrape_mote", "schedule": 2, "args": (2, 1), "options": {"priority": 3}},
    "keyed": {"task": "app.tasks.scrape_mote", "schedule": 1, "kwargs": {"source_id": 2}},
    "later": {"task": task, "schedule": crontab(minute=0, hour=[6, 18])},
    "bad": {"task": task, "schedule": "every day"},
    "arguments": {"task": task, "schedule": 1, "args": (1, 2, 3)},
    "option": {"task": task, "schedule": 1, "options": {"expires": "soon"}},
}
"""


def test_a_real_beat_fires_them(redis_url, tmp_path):
    (tmp_path / "written.py").write_text(MODULE)
    log = tmp_path / "log"
    unset = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with log.open("wb") as output:
        beat = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "written", "beat", "--loglevel=INFO", "--pidfile="],
            cwd=REPOSITORY,
            env={**unset, "REDIS_URL": redis_url, "PYTHONPATH": f"{tmp_path}:{REPOSITORY}"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        with redis.Redis.from_url(redis_url, socket_timeout=None) as client:
            wanted = {"here": 2, "crawl": 2, "crawl\x06\x163": 1, "default": 2}
            for queue, count in wanted.items():
                for _ in range(count):
                    assert client.blmove(queue, f"{queue} seen", 30, "RIGHT", "LEFT"), (queue, log.read_text())
            sent = {queue: json.loads(client.lindex(f"{queue} seen", 0)) for queue in wanted}
    finally:
        beat.kill()
        beat.wait()
    assert sent["here"]["headers"]["expires"]
    assert sent["crawl\x06\x163"]["headers"]["argsrepr"] == "[2, 1]"
    assert sent["crawl"]["headers"]["kwargsrepr"] == "{'source_id': 2}"
    said = log.read_text()
    assert said.count("The schedule bad in celery_app.py can't run") == 1
    assert "The schedule arguments can't send app.tasks.health_check" in said
    assert "The schedule option can't send app.tasks.health_check" in said
    assert "Traceback" not in said
