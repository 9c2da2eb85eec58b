"""What the API does while Beat, a worker, or Redis is dead; and the dead-man's switch outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import redis
from sqlalchemy import text

from app.alerts.dead_mans_switch import ping_if_good
from app.alerts.watchdog import Watchdog
from app.services import ports
from app.services.probes import BEAT_LOCK
from core.config import settings
from storage.alerts import heartbeats, outbox
from storage.alerts.heartbeats import Part
from storage.alerts.matters import Matter
from storage.alerts.outbox import list_messages
from storage.database.engine import transaction
from tests.health.runs import ends, seed

NOON = datetime.now(ZoneInfo("America/New_York")).replace(hour=12, minute=0, second=0, microsecond=0)


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watchdog(service_environment, clock):
    return Watchdog(clock=clock)


@pytest.fixture
def beat(redis_url):
    """As while a Beat runs."""
    with redis.Redis.from_url(redis_url) as client:
        client.set(BEAT_LOCK, "a token")


def heartbeat(ago=timedelta()):
    with transaction() as connection:
        heartbeats.record(connection, Part.ALERTER)
        connection.execute(text("UPDATE heartbeats SET at = at - :ago WHERE name = 'alerter'"), {"ago": ago})


def messages():
    with transaction() as connection:
        return [(one.source_id, one.kind, one.reason) for one in reversed(list_messages(connection, limit=50))]


def test_the_api_sends_what_a_dead_worker_does_not(watchdog, clock, mail, routed, beat):
    routed()
    heartbeat()
    assert watchdog.check()
    ends(seed("hall")[0], ("Blocked", "HTTP 403"))
    clock.seconds += 599
    assert watchdog.check()
    assert mail.mails == []
    clock.seconds += 1
    assert not watchdog.check()
    assert not watchdog.check()
    assert len(mail.mails) == 1
    assert "Marquee has stopped harvesting (No worker runs the tasks that Beat sends" in mail.mails[0][1].replace(
        "=\r\n", ""
    )
    assert messages()[-1] == (None, "trouble", "No worker runs the tasks that Beat sends, so nothing is harvested.")


def test_one_message_when_it_runs_again(watchdog, clock, mail, routed):
    routed()
    clock.seconds += 600
    assert not watchdog.check()
    with transaction() as connection:
        outbox.note_matter_over(connection, Matter.STOPPED)
        outbox.note_matter_over(connection, Matter.STOPPED)
    assert [kind for _, kind, _ in messages()] == ["trouble", "over"]


def test_a_route_for_one_source_does_not_hear_of_marquee(watchdog, clock, mail, routed):
    (hall,) = seed("hall")
    routed(sources=[hall])
    clock.seconds += 600
    assert not watchdog.check()
    assert mail.mails == []


def test_a_clock_that_jumps_is_no_trouble(watchdog, clock, beat):
    heartbeat(ago=timedelta(days=400))
    assert watchdog.check()
    clock.seconds += 60
    heartbeat(ago=-timedelta(days=400))
    clock.seconds += 599
    assert watchdog.check()
    assert messages() == []


def test_the_health_address(acting, beat):
    assert acting.get("/api/health").json()["status"] == "stopped"
    assert acting.get("/harvestz").status_code == 503
    heartbeat()
    assert acting.get("/harvestz").status_code == 200
    answer = acting.get("/api/health")
    assert (answer.status_code, answer.json()["status"], answer.json()["missing"]) == (200, "ok", None)
    heartbeat(ago=timedelta(minutes=11))
    answer = acting.get("/api/health")
    assert answer.json()["stopped"] == "No worker runs the tasks that Beat sends, so nothing is harvested."
    with redis.Redis.from_url(settings().redis_url) as client:
        client.delete(BEAT_LOCK)
    assert acting.get("/api/health").json()["stopped"].startswith("Beat is not running")


def test_redis_is_dead(acting, monkeypatch):
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{ports.choose()}/0")
    settings.cache_clear()
    assert acting.get("/api/health").json()["stopped"] == "Redis does not answer, so no task runs."


def test_doctor_says_so(marquee, service_environment, routed):
    heartbeat(ago=timedelta(hours=3))
    lines = marquee("doctor").output
    assert "FAIL  Alerts were last sent on" in lines
    heartbeat()
    assert "ok    Alerts are sent each minute" in marquee("doctor").output


@pytest.fixture
def switch(hook, monkeypatch):
    monkeypatch.setenv("DEAD_MANS_SWITCH_URL", f"{hook.url}/ping/secret")
    settings.cache_clear()
    return hook


@pytest.fixture
def good_run(service_environment):
    """A good run at 6 this morning, which the clock may not have reached yet."""
    ends(seed("hall")[0], seen=3)
    with transaction() as connection:
        connection.execute(text("UPDATE runs SET finished_at = :at"), {"at": NOON.replace(hour=6)})


def move(part, at):
    with transaction() as connection:
        connection.execute(text("UPDATE heartbeats SET at = :at WHERE name = :name"), {"at": at, "name": part.value})


def test_a_day_without_a_good_run(switch):
    assert not ping_if_good(now=NOON)
    assert switch.requests == []


def test_one_ping_on_a_good_day(switch, good_run):
    assert not ping_if_good(now=NOON.replace(hour=6, minute=59))
    assert ping_if_good(now=NOON)
    move(Part.SWITCH_PINGED, NOON)
    move(Part.SWITCH_TRIED, NOON)
    assert not ping_if_good(now=NOON + timedelta(hours=11))
    assert [path for path, *_ in switch.requests] == ["/ping/secret"]


def test_a_switch_that_refuses_is_tried_again_later(switch, good_run, caplog):
    switch.status = 500
    assert not ping_if_good(now=NOON)
    move(Part.SWITCH_TRIED, NOON)
    assert not ping_if_good(now=NOON + timedelta(minutes=9))
    switch.status = 200
    assert ping_if_good(now=NOON + timedelta(minutes=10))
    assert len(switch.requests) == 2
    assert "secret" not in caplog.text


def test_no_ping_while_alerts_are_stuck(switch, good_run, mail, routed):
    routed()
    ends(seed("club", first=102)[0], ("Blocked", "HTTP 403"))
    with transaction() as connection:
        connection.execute(text("UPDATE alert_messages SET at = at - interval '2 hours'"))
        connection.execute(text("UPDATE alert_deliveries SET attempts = 3"))
    assert not ping_if_good(now=NOON)
    assert switch.requests == []
