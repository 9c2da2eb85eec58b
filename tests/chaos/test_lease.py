"""kombu's layout, on which the renewal of the broker's leases relies."""

from __future__ import annotations

import time

import redis
from celery import Celery
from kombu import Consumer

from app.worker.lifecycle import adopt, renew
from celery_app import app


def test_renewal_touches_what_is_held_and_nothing_else(redis_url):
    client = Celery("client", broker=redis_url, backend=redis_url, set_as_current=False)
    with client.connection_for_read() as connection, redis.Redis.from_url(redis_url, decode_responses=True) as broker:
        channel, taken = fetched(client, connection)
        tag = taken.delivery_tag
        assert broker.zrange("unacked_index", 0, -1) == [tag]
        broker.zadd("unacked_index", {tag: 1, "of another worker": 1})
        renew(channel, [tag])
        assert broker.zscore("unacked_index", tag) > time.time() - 60
        assert broker.zscore("unacked_index", "of another worker") == 1
        renew(channel, [tag, "of another worker", "acknowledged meanwhile"])
        assert broker.zscore("unacked_index", "of another worker") > time.time() - 60
        assert broker.zrange("unacked_index", 0, -1) == sorted([tag, "of another worker"])
        taken.ack()
        renew(channel, [tag])
        assert broker.zrange("unacked_index", 0, -1) == ["of another worker"]
    client.close()


def test_message_of_a_task_that_is_gone_is_not_renewed(redis_url):
    """It counts no more as fetched, so that the worker fetches others, and is delivered again after its lease."""
    client = Celery("client", broker=redis_url, backend=redis_url, set_as_current=False)
    with client.connection_for_read() as connection, redis.Redis.from_url(redis_url, decode_responses=True) as broker:
        channel, taken = fetched(client, connection)
        channel.basic_qos(0, 1, False)
        assert not channel.qos.can_consume()
        broker.zadd("unacked_index", {taken.delivery_tag: 1})
        renew(channel, [])
        assert channel.qos.can_consume()
        assert broker.zscore("unacked_index", taken.delivery_tag) == 1
    client.close()


def test_running_tasks_message_survives_its_channel(redis_url):
    """The broken connection does not return it to the queue, and the next one acknowledges it."""
    client = Celery("client", broker=redis_url, backend=redis_url, set_as_current=False)
    with redis.Redis.from_url(redis_url, decode_responses=True) as broker:
        broken = client.connection_for_read()
        channel, taken = fetched(client, broken)
        channel.do_restore = False
        broken.collect()
        assert broker.llen("crawl") == 0
        with client.connection_for_read() as connection:
            adopt(connection.default_channel, [taken])
            assert broker.hkeys("unacked") == [taken.delivery_tag]
            taken.ack()
            assert broker.hkeys("unacked") == []
    client.close()


def fetched(client, connection):
    """A message that `client` sent and `connection` fetched, and the channel."""
    client.send_task("celery.ping", queue="crawl")
    taken = []
    channel = connection.default_channel
    with Consumer(channel, [app.amqp.queues["crawl"]], callbacks=[lambda body, message: taken.append(message)]):
        connection.drain_events(timeout=5)
    return channel, taken[0]
