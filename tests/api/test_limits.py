"""Limits of size and rate, security headers, and errors without a stack trace."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from starlette.requests import HTTPConnection

from app.api import create_app
from app.api.http.clients import address_of
from app.api.http.headers import page_policy
from app.services import ports
from celery_app import app as celery
from core.config import Settings, settings
from storage.database import engine
from storage.database.engine import transaction
from storage.tasks import deliveries
from tests.api.acting import PASSWORD, add_account

MEBI = 1024 * 1024


def parts(total):
    for _ in range(total // 65536):
        yield b" " * 65536


@pytest.mark.parametrize("announced", [True, False])
def test_body_of_ten_megabytes(acting, admin, announced):
    headers = {**admin, "Content-Type": "application/json"}
    body = b" " * 10 * MEBI if announced else parts(10 * MEBI)
    answer = acting.post("/api/sources", content=body, headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == f"The request body is over the limit of {MEBI} bytes."


@pytest.fixture
def thirty_a_minute(service_environment, monkeypatch):
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "30")
    settings.cache_clear()


@pytest.mark.parametrize("redis_is", ["up", "down"])
def test_requests_a_minute(application, thirty_a_minute, monkeypatch, redis_is):
    if redis_is == "down":
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{ports.choose()}/0")
        settings.cache_clear()
    with TestClient(application) as client, TestClient(application, client=("192.0.2.7", 4)) as another:
        answers = [client.get("/api/openapi.json") for _ in range(31)]
        assert [answer.status_code for answer in answers] == [200] * 30 + [429]
        assert 1 <= int(answers[30].headers["retry-after"]) <= 60
        assert answers[30].json()["status"] == 429
        assert client.get("/healthz").status_code == 200
        assert another.get("/api/openapi.json").status_code == 200


@pytest.mark.parametrize(
    "path", ["/_next/static/chunks/main.js", "/_next/static/css/a.css", "/maplibre/maplibre-gl-worker.mjs"]
)
def test_files_of_the_page_do_not_count(application, thirty_a_minute, path):
    """A page that opens works, however many readers share an address."""
    with TestClient(application) as client:
        assert {client.get(path).status_code for _ in range(40)} <= {200, 404}
        answers = [client.get("/api/openapi.json").status_code for _ in range(31)]
        assert answers == [200] * 30 + [429]
        assert client.get(path).status_code in (200, 404)
        assert client.get("/_next").status_code == 429


def test_all_processes_count_requests_together(application, thirty_a_minute, another_process):
    with TestClient(application, client=("127.0.0.1", 4)) as client:
        assert [client.get("/api/openapi.json").status_code for _ in range(20)] == [200] * 20
    answers = [another_process.get("/api/openapi.json").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_forwarded_addresses_do_not_dodge_the_limit(thirty_a_minute, another_process):
    """uvicorn trusts X-Forwarded-For from 127.0.0.1 unless it is started with --no-proxy-headers."""
    headers = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(31)]
    answers = [another_process.get("/api/openapi.json", headers=each).status_code for each in headers]
    assert answers == [200] * 30 + [429]


def test_a_trusted_proxy_names_the_client(thirty_a_minute, quick_hashes, monkeypatch):
    """The client can write what it likes before the address that the proxy appends."""
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")
    settings.cache_clear()
    add_account("ada")
    with TestClient(create_app(), client=("10.1.2.3", 4)) as proxy:
        headers = [{"X-Forwarded-For": f"192.0.2.{n}, 203.0.113.7"} for n in range(31)]
        answers = [proxy.get("/api/openapi.json", headers=each).status_code for each in headers]
        assert answers == [200] * 30 + [429]
        other = {"X-Forwarded-For": "203.0.113.8", "X-Forwarded-Proto": "https"}
        answer = proxy.post("/api/session", json={"name": "ada", "password": PASSWORD}, headers=other)
        assert "Secure" in answer.headers["set-cookie"]


def test_trusted_proxies_are_checked_at_the_start(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "proxy.example")
    with pytest.raises(ValidationError, match="TRUSTED_PROXIES must be addresses or networks"):
        Settings()


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_address_that_a_request_counts_for(host, counted_as):
    assert address_of(HTTPConnection({"type": "http", "client": (host, 1)})) == counted_as


def test_headers(acting, admin):
    for answer in (acting.get("/healthz"), acting.get("/api/keys"), acting.get("/nowhere"), acting.get("/api/docs")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "script-src 'self' 'sha256-abc'" in page_policy(["sha256-abc"])
    assert "unsafe-inline" not in page_policy().split("script-src")[1].split(";")[0]


def test_an_unhandled_exception_reveals_nothing(queue):
    service = create_app()

    @service.get("/api/test-fault")
    def fault() -> None:
        raise RuntimeError("password=hunter2")

    service.router.routes.insert(0, service.router.routes.pop())
    with TestClient(service, raise_server_exceptions=False) as client:
        answer = client.get("/api/test-fault")
    assert answer.status_code == 500
    assert answer.json()["title"] == "Internal Server Error"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text


def test_database_down(acting, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:s3cret@127.0.0.1:{ports.choose()}/d")
    settings.cache_clear()
    engine.engine().dispose()
    engine.engine.cache_clear()
    for path in ("/api/session", "/api/runs", "/api/searches"):
        answer = acting.get(path, headers={"Authorization": "Bearer mq_any"})
        assert (path, answer.status_code) == (path, 503)
        assert answer.json()["detail"] == "The database is not responding. Try again in a few seconds."
        assert "s3cret" not in answer.text
        assert answer.headers["retry-after"] == "5"


def test_queue_down(acting, admin, monkeypatch):
    away = f"redis://127.0.0.1:{ports.choose()}/0"
    for option in ("broker_url", "broker_read_url", "broker_write_url"):
        monkeypatch.setitem(celery.conf, option, away)
    celery.amqp._producer_pool = None
    celery._pool = None
    answer = acting.post("/api/tasks/health_check", json={}, headers=admin)
    assert answer.status_code == 503
    assert answer.json()["detail"] == "The task queue is not responding. Try again in a few seconds."
    with transaction() as connection:
        deliveries.begin(connection, task_id="poison", task="app.tasks.health_check", kwargs={}, worker="test")
        deliveries.park(connection, "poison")
    assert acting.post("/api/parked/poison/release", headers=admin).status_code == 503
    assert [each["task_id"] for each in acting.get("/api/parked", headers=admin).json()["parked"]] == ["poison"]
    entry = acting.get("/api/audit", headers=admin).json()["entries"][0]
    assert (entry["action"], entry["after"]) == ("start task", {"not sent": "OperationalError"})
