"""Which unfinished tasks are sent again, and which are left alone, with a real Redis and Postgres."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from celery import Celery, signals
from kombu import Consumer
from sqlalchemy import text

import app.worker.lifecycle  # connects the signals
from app.worker import recovery
from app.worker.recovery import Recovery, known_ids
from celery_app import app
from storage.database.engine import transaction
from storage.runs import ledger as runs
from storage.sources import records as sources
from storage.sources.records import SourceSeed
from storage.tasks import deliveries
from tests.chaos.stage import ROUTING

TASK_ID = "4711"
KWARGS = {"source_id": 1, "delay": 0.5}


@pytest.fixture
def client(service_environment: None, redis_url: str) -> Iterator[Celery]:
    """Another client of the same broker, with the application's routes."""
    client = Celery("client", broker=redis_url, backend=redis_url, set_as_current=False)
    client.conf.update({name: app.conf[name] for name in ROUTING})
    with transaction() as connection:
        site = SourceSeed(id=1, name="vanwezel", title="A", base_url="http://a.example", timezone="America/New_York")
        sources.seed(connection, [site])
    yield client
    client.close()


@pytest.fixture
def broker(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url, decode_responses=True) as broker:
        yield broker


def delivered(attempts: int = 1, ago: timedelta = timedelta(minutes=1)) -> None:
    with transaction() as connection:
        for _ in range(attempts):
            deliveries.begin(
                connection, task_id=TASK_ID, task="app.tasks.scrape_vanwezel", kwargs=KWARGS, worker="one@here"
            )
        age(connection, ago)


def age(connection, ago):
    connection.execute(
        text("""UPDATE deliveries SET history = (SELECT jsonb_agg(entry || jsonb_build_object('at', now() - :ago))
                                                   FROM jsonb_array_elements(history) entry)"""),
        {"ago": ago},
    )


def queued(broker):
    return [json.loads(message) for message in broker.lrange("crawl", 0, -1)]


def test_lost_task_is_sent_again_once_under_its_id(client, broker):
    delivered()
    two = Recovery(client), Recovery(client)
    assert [each.look() for each in two] == [[], []]
    assert [each.look() for each in two] == [[TASK_ID], []]
    assert [each.look() for each in two * 3] == [[]] * 6
    (message,) = queued(broker)
    assert (message["headers"]["id"], message["headers"]["task"]) == (TASK_ID, "app.tasks.scrape_vanwezel")
    assert json.loads(message["headers"]["kwargsrepr"].replace("'", '"')) == KWARGS


def test_task_that_lives_is_left_alone(client, broker):
    delivered()
    with transaction() as connection:
        token = runs.open_run(connection, run_id=TASK_ID, source_id=1, spider="vanwezel", launched_by="crochet")
    looks = Recovery(client)
    assert [looks.look() for _ in range(3)] == [[]] * 3
    with transaction() as connection:
        runs.renew_lease(connection, token, pages=1, rejected=0, error_count=0, lease=timedelta(seconds=-1))
    assert [looks.look() for _ in range(3)] == [[], [TASK_ID], []]


def test_task_just_delivered_is_left_alone(client):
    delivered(ago=timedelta(seconds=5))
    looks = Recovery(client)
    assert [looks.look() for _ in range(3)] == [[]] * 3


def test_parked_and_ended_tasks_stay_where_they_are(client):
    delivered()
    with transaction() as connection:
        deliveries.park(connection, TASK_ID)
    looks = Recovery(client)
    assert [looks.look() for _ in range(2)] == [[]] * 2
    with transaction() as connection:
        deliveries.release(connection, TASK_ID)
    assert [looks.look() for _ in range(2)] == [[]] * 2


def test_message_in_any_place_is_known(client, broker):
    """Queued, queued with a priority, received and not acknowledged: kombu's layout."""
    names = [client.send_task("app.tasks.scrape_mote", priority=priority).id for priority in (None, 0, 6, 9)]
    names.append(client.send_task("app.tasks.health_check").id)
    with client.connection_for_read() as connection:
        channel = connection.default_channel
        assert known_ids(channel, app.amqp.queues) == frozenset(names)
        taken = []
        with Consumer(channel, [app.amqp.queues["default"]], callbacks=[lambda body, message: taken.append(message)]):
            connection.drain_events(timeout=5)
        assert broker.hlen("unacked") == 1
        assert known_ids(channel, app.amqp.queues) == frozenset(names)
        taken[0].ack()
        assert known_ids(channel, app.amqp.queues) == frozenset(names[:-1])


def test_long_queue_is_not_searched(client, broker, monkeypatch):
    monkeypatch.setattr(recovery, "MOST_QUEUED", 1)
    delivered()
    for _ in range(2):
        client.send_task("app.tasks.health_check")
    looks = Recovery(client)
    assert [looks.look() for _ in range(3)] == [[]] * 3


def test_task_whose_message_keeps_vanishing_is_parked(client, broker):
    delivered()
    looks = Recovery(client)
    for _ in range(deliveries.MOST_SENDS):
        assert [looks.look(), looks.look()] == [[], [TASK_ID]]
        broker.delete("crawl")
        looks = Recovery(client)
        with transaction() as connection:
            age(connection, timedelta(minutes=1))
    assert [looks.look(), looks.look(), looks.look()] == [[], [], []]
    with transaction() as connection:
        (parked,) = deliveries.parked(connection)
    assert [entry["worker"] for entry in parked.history] == ["one@here", *[deliveries.SENT_AGAIN] * 3]


def test_revoked_task_does_not_come_back(client):
    delivered()
    with transaction() as connection:
        runs.open_run(connection, run_id=TASK_ID, source_id=1, spider="vanwezel", launched_by="crochet")
    recovery.forget(TASK_ID)
    looks = Recovery(client)
    assert [looks.look() for _ in range(3)] == [[]] * 3
    with transaction() as connection:
        run = runs.read_run(connection, TASK_ID)
    assert run is not None
    assert (run.status, run.reason) == (runs.RunStatus.LOST, "its task was revoked")


def test_task_that_fails_with_a_bug_is_over(client):
    delivered()
    signals.task_failure.send(sender=None, task_id=TASK_ID, exception=TypeError("a fault"))
    looks = Recovery(client)
    assert [looks.look() for _ in range(3)] == [[]] * 3
    with transaction() as connection:
        assert deliveries.begin(connection, task_id=TASK_ID, task="t", kwargs={}, worker="one").attempts == 1


def test_handing_back_is_no_crash(client):
    delivered(attempts=3)
    with transaction() as connection:
        deliveries.hand_back(connection, TASK_ID)
        again = deliveries.begin(connection, task_id=TASK_ID, task="t", kwargs={}, worker="two@here")
    assert (again.attempts, len(again.history)) == (1, 4)
