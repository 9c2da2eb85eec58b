"""REDIS_URL as hosts hand it out works for everything that connects to Redis."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from celery import Celery
from kombu.exceptions import OperationalError
from limits import parse as limit
from redbeat.schedulers import get_redis
from redis.exceptions import RedisError

from app.api.http.shared_counts import SharedCounts
from app.diagnosis import diagnose
from app.metrics.queues import queues
from app.services import healthcheck, probes
from app.services.doctor import BEAT_LOCK, checks
from core import redis_client
from core.broker import celery_options
from core.config import Settings, settings
from scrapers.politeness.turns import Turns
from tests.services.redis_forms import FORMS, parts

__all__ = ["parts"]


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def url(request, parts, monkeypatch, service_environment) -> Iterator[str]:
    """The address in one of the forms. It is REDIS_URL, and its database is empty apart from Beat's lock."""
    address = request.param.format_map(parts)
    monkeypatch.setenv("REDIS_URL", address)
    settings.cache_clear()
    with redis_client.connect("redis://:{pw}@127.0.0.1:{port}/3".format_map(parts), 5) as client:
        client.flushall()
        client.set(BEAT_LOCK, "held", ex=60)
    return address


@pytest.fixture
def application(url) -> Iterator[Celery]:
    app = Celery("test", changes=celery_options(url, visibility_timeout=30), set_as_current=False)
    app.conf.update(redbeat_redis_url=redis_client.client_url(url), redbeat_redis_options={})
    yield app
    app.close()


def test_every_client_reaches_the_same_database(url, parts, application, tmp_path):
    """The lock is in the database that the address names: who reads it there has connected to the right one."""
    assert healthcheck.main(["beat"]) == 0
    assert probes.redis_server(url).version
    found = {
        check.name: check
        for check in checks(Settings(_env_file=None), tmp_path, migrations_pending=bool, ping_worker=lambda _: ())
    }
    assert found["redis"].ok
    assert found["beat"].ok
    assert str(parts["pw"]) not in "".join(map(str, found.values()))
    assert {metric.name: metric for metric in queues()}["marquee_beat_up"].samples[0].value == 1
    assert get_redis(application).exists(BEAT_LOCK)


@pytest.mark.parametrize("url", [FORMS["authority"], FORMS["redis+socket"]], indirect=True)
def test_deep_diagnosis(url):
    assert any(check.name == "redis settings" for check in diagnose())


@pytest.mark.filterwarnings("ignore:Call to deprecated setex:DeprecationWarning")  # in Celery's backend
def test_broker_and_backend(application, parts):
    sent = application.send_task("tests.nothing", queue="default")
    application.backend.store_result(sent.id, {"seen": 3}, "SUCCESS")
    assert sent.get(timeout=10) == {"seen": 3}
    with redis_client.connect("redis://:{pw}@127.0.0.1:{port}/3".format_map(parts), 5) as client:
        assert client.llen("default") == 1
        assert client.exists(f"celery-task-meta-{sent.id}")


def test_rate_limits_and_turns(url, parts):
    assert SharedCounts(url).hit(limit("1/minute"), "somebody") == 0

    async def ask() -> float:
        turns = Turns()
        turns.join()
        try:
            return (await turns.ask(url, "pier.example", 1, 0)).wait_s
        finally:
            await turns.leave()

    assert asyncio.run(ask()) == 0
    with redis_client.connect("redis://:{pw}@127.0.0.1:{port}/3".format_map(parts), 5) as client:
        prefixes = {key.decode().partition(":")[2].partition(":")[0] for key in client.keys("marquee:*")}
    assert {"limits", "politeness"} <= prefixes


@pytest.mark.parametrize("query", ["", "?ssl_cert_reqs=required", "?ssl_cert_reqs=CERT_REQUIRED"])
def test_an_unknown_certificate_is_refused_by_all(query, parts):
    """kombu alone would connect without a check if the address does not ask for one."""
    address = "rediss://:{pw}@127.0.0.1:{tls}/3".format_map(parts) + query
    with pytest.raises(RedisError, match="certificate verify failed"), redis_client.connect(address, 5) as client:
        client.ping()
    with Celery("test", changes=celery_options(address), set_as_current=False) as app:
        with pytest.raises(OperationalError, match="certificate verify failed"), app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1)
        with pytest.raises(RedisError, match="certificate verify failed"):
            app.backend.client.ping()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("http://u:s3cret@h/", "must begin with redis://"),
        ("redis-sentinel://:s3cret@h:26379/0", "must begin with redis://"),
        ("redis://:s3cret@h:port/0", "isn't an address"),
        ("redis://:s3/cret@h:6379/0", "isn't an address"),
        ("redis://:s3cret@h/first", "database must be a number"),
        ("redis://:s3cret@h,i/0", "several hosts"),
        ("redis://:s3cret@h/0?ssl_cert_reqs=none", "needs TLS"),
        ("rediss://:s3cret@h/0?ssl_cert_reqs=maybe", "ssl_cert_reqs must be one of"),
        ("redis://:s3cret@h/0?socket_timeout=long", "socket_timeout has an invalid value"),
        ("unix://:s3cret@", "names no socket"),
        ("localhost:6379", "must begin with redis://"),
    ],
)
def test_one_sentence_about_an_address_that_nothing_can_use(wrong, said):
    with pytest.raises(ValueError) as refused:
        redis_client.check(wrong)
    assert re.search(said, str(refused.value))
    assert "cret" not in str(refused.value)
