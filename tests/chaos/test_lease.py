"""kombu's layout, on which the renewal of the broker's leases relies."""

from __future__ import annotations

import time

import redis
from celery import Celery
from kombu import Consumer

from app.worker.lifecycle import renew
from celery_app import app


def test_renewal_touches_what_is_held_and_nothing_else(redis_url):
    client = Celery("client", broker=redis_url, backend=redis_url, set_as_current=False)
    client.send_task("celery.ping", queue="crawl")
    with client.connection_for_read() as connection, redis.Redis.from_url(redis_url, decode_responses=True) as broker:
        taken = []
        channel = connection.default_channel
        with Consumer(channel, [app.amqp.queues["crawl"]], callbacks=[lambda body, message: taken.append(message)]):
            connection.drain_events(timeout=5)
        tag = taken[0].delivery_tag
        assert broker.zrange("unacked_index", 0, -1) == [tag]
        broker.zadd("unacked_index", {tag: 1, "of another worker": 1})
        assert renew(channel) == 1
        assert broker.zscore("unacked_index", tag) > time.time() - 60
        assert broker.zscore("unacked_index", "of another worker") == 1
        assert renew(channel, ["of another worker"]) == 2
        assert broker.zscore("unacked_index", "of another worker") > time.time() - 60
        taken[0].ack()
        assert renew(channel, [tag]) == 1
        assert broker.zrange("unacked_index", 0, -1) == ["of another worker"]
    client.close()
