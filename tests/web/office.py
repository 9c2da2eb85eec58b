"""The back office for its stories in the browser: a service, a worker and the sandbox, and a page that is logged in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from sandbox.server import Sandbox
from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from storage.tasks import deliveries
from tests.tasks.conftest import Worker, running_worker
from tests.web.conftest import Site, serving

PASSWORD = "correct horse battery"
PARKED = "a-parked-task"
ZONES = {"timezone_id": "America/New_York"}
LAN = {"PRIVATE_SOURCES": "true"}
"""Allows crawling the sandbox, which runs on this machine."""


@dataclass(frozen=True)
class Office:
    site: Site
    sandbox: Sandbox
    worker: Worker


@pytest.fixture(scope="module")
def office(
    postgres_server: PostgresServer,
    migrated_template: str,
    redis_server: RedisServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """A service, a worker and the sandbox, on their own Redis database."""
    broker = redis_server.url.rpartition("/")[0] + "/2"
    with (
        Sandbox() as sandbox,
        serving(postgres_server, migrated_template, broker, "office", **LAN) as site,
        running_worker(site.database_url, broker, tmp_path_factory.mktemp("office"), **LAN) as worker,
    ):
        with connected(site.database_url) as connection:
            for name, scope in (("ada", Scope.ADMIN), ("ben", Scope.READ)):
                password = credentials.hash_password(PASSWORD)
                accounts.add_account(connection, name=name, password_hash=password, scope=scope)
            for _ in range(3):
                deliveries.begin(
                    connection, task_id=PARKED, task="app.tasks.health_check", kwargs={}, worker="celery@lost"
                )
            deliveries.park(connection, PARKED)
        yield Office(site, sandbox, worker)


@pytest.fixture(scope="module")
def site(office: Office) -> Site:
    """`visit` opens the office's service."""
    return office.site


@pytest.fixture
def enter(visit: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """`enter("/admin/keys/", "ben")` logs in and opens a page of the back office."""

    def open_page(path: str = "/admin/", name: str = "ada", **options: object) -> Page:
        page = visit(path, **{**ZONES, **options})
        expect(page).to_have_url(re.compile(r"/admin/login/"))
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(f"{site.address}{path}")
        return page

    return open_page


def badge(page: Page, word: str) -> Locator:
    return page.locator(".admin-head .badge").filter(has_text=re.compile(f"^{word}$"))


def public(office: Office, path: str) -> str:
    """The answer to a request without a login."""
    with urlopen(f"{office.site.address}{path}", timeout=60) as answer:
        return answer.read().decode()
