"""Clients that act over HTTP: keys of each scope, logins, and a queue without workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.sources import admin as sources_admin
from celery_app import app as celery
from core.config import settings
from storage.access import accounts, credentials, keys
from storage.access.accounts import Scope
from storage.database.engine import transaction

PUBLIC = "93.184.215.14"
PASSWORD = "correct horse battery"


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 with minimal cost, so that a login doesn't keep four processors busy for a tenth of a second."""
    monkeypatch.setattr(credentials, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    credentials._nobody.cache_clear()


@pytest.fixture
def queue(service_environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Celery's client on the test's Redis, with new pools and a new backend."""
    url = settings().redis_url
    for option in ("broker_url", "broker_read_url", "broker_write_url", "result_backend"):
        monkeypatch.setitem(celery.conf, option, url)
    _forget_connections()
    yield
    _forget_connections()


def _forget_connections() -> None:
    celery.amqp._producer_pool = None
    celery._pool = None
    celery._backend_cache = None
    celery._local.__dict__.pop("backend", None)


def resolve(host: str, port: int) -> list[str]:
    """Resolves every name to a public address, except names such as `10-0-0-1.test`, which contain theirs."""
    first = host.partition(".")[0]
    if first.count("-") == 3 and host.endswith(".test"):
        return [first.replace("-", ".")]
    return [PUBLIC]


@pytest.fixture
def service(application: FastAPI, queue: None, quick_hashes: None) -> FastAPI:
    """The application with a resolver that needs no network."""
    application.dependency_overrides[sources_admin.resolver] = lambda: resolve
    return application


@pytest.fixture
def acting(service: FastAPI) -> Iterator[TestClient]:
    with TestClient(service, raise_server_exceptions=False) as client:
        yield client


def key_of(scope: str) -> dict[str, str]:
    """The Authorization header with a new key."""
    token = credentials.new_key()
    with transaction() as connection:
        keys.add_key(
            connection,
            label=scope,
            prefix=credentials.prefix(token),
            digest=credentials.digest(token),
            scope=Scope(scope),
            created_by="test",
        )
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def admin(acting: TestClient) -> dict[str, str]:
    return key_of("admin")


@pytest.fixture
def editor(acting: TestClient) -> dict[str, str]:
    return key_of("edit")


@pytest.fixture
def reader(acting: TestClient) -> dict[str, str]:
    return key_of("read")


@dataclass(frozen=True)
class LogIn:
    """What a browser has after logging in."""

    cookies: dict[str, str]
    csrf: dict[str, str]


def add_account(name: str, scope: str = "admin") -> None:
    with transaction() as connection:
        accounts.add_account(
            connection, name=name, password_hash=credentials.hash_password(PASSWORD), scope=Scope(scope)
        )


def log_in(client: TestClient, name: str) -> LogIn:
    """Logs in without keeping the cookies in the client."""
    answer = client.post("/api/session", json={"name": name, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    cookies = dict(client.cookies)
    client.cookies.clear()
    return LogIn(cookies, {"X-CSRF-Token": answer.json()["csrf_token"]})
