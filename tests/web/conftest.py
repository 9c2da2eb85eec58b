"""Runs the built page in a real Chromium, served by a real API on a database of sample events."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any
from urllib.request import urlopen

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from app.api.pages.page import BUILT
from app.services import ports
from app.services.embedded.postgres import PostgresServer
from app.services.embedded.process import ROOT
from app.services.embedded.redis import RedisServer
from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from tests.plugins import starts
from tests.web import editor, sample_events

SCREENSHOTS = Path(__file__).parent / "screenshots"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
DATABASE = "web"
TIMEOUT_S = 90.0
OFFLINE_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
UNUSED_FEATURES = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    "PaintHolding",
    "MediaRouter",
    "OptimizationHints",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
)
"""The first three start a process more for each page and take 0.7 s of processor time. Playwright turns the others off,
but Chromium reads only the last list."""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><defs><linearGradient id="g" x2="1" y2="1">'
    '<stop stop-color="hsl({hue} 60% 35%)"/><stop offset="1" stop-color="hsl({hue} 70% 70%)"/></linearGradient></defs>'
    '<rect width="16" height="9" fill="url(#g)"/><circle cx="12" cy="3" r="2" fill="#fff" opacity=".5"/></svg>'
)
PASSWORD = "correct horse battery"
POLICY = "Content Security Policy"
VIEWPORT = {"width": 1100, "height": 900}


@dataclass(frozen=True)
class Site:
    """A running service, and its database for tests that inspect or change it."""

    address: str
    database_url: str


@pytest.fixture(scope="package")
def site(postgres_server: PostgresServer, migrated_template: str, redis_server: RedisServer) -> Iterator[Site]:
    """A service with the sample events, on a database that only this process's web tests use."""
    with serving(postgres_server, migrated_template, redis_server.url, DATABASE) as site:
        yield site


@contextmanager
def serving(server: PostgresServer, template: str, redis_url: str, database: str, **environment: str) -> Iterator[Site]:
    """Starts the service on a new database of this name with the sample events. Skips if the page is not built."""
    if not (BUILT / "index.html").is_file():
        pytest.skip("the page is not built: make web")
    _execute(server, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    _execute(server, f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY file_copy")
    database_url = server.url_of(database)
    port = ports.choose()
    variables = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url, **environment}
    variables["RATE_LIMIT_PER_MINUTE"] = "0"  # the browsers of all test processes have one address
    command = ["uvicorn", "--factory", "app.api:create_app", "--port", str(port), "--log-level", "warning"]
    with starts.Fork(command, env=variables, stderr=subprocess.STDOUT, stdout=subprocess.PIPE) as service:
        try:
            sample_events.fill(database_url)  # while the service starts
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, service)
            yield Site(address, database_url)
        finally:
            service.terminate()
            service.wait(TIMEOUT_S)
    _execute(server, f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, closed after each module: while Playwright runs, `asyncio.run` fails in other tests on this thread."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is missing: install Debian's package `chromium`")
    arguments = [*OFFLINE_FLAGS, f"--disable-features={','.join(UNUSED_FEATURES)}"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def town(postgres_server: PostgresServer, migrated_template: str, redis_server: RedisServer) -> Iterator[Site]:
    """A service that takes submissions, whose editors are `ada` and `eve`. What waits for them may be left from another
    test."""
    with _serving_a_town(postgres_server, migrated_template, redis_server.url, "town") as site:
        yield site


@pytest.fixture
def quiet_town(postgres_server: PostgresServer, migrated_template: str, redis_server: RedisServer) -> Iterator[Site]:
    """A `town` of the test's own, in which nothing waits for the editors."""
    with _serving_a_town(postgres_server, migrated_template, redis_server.url, "quiet_town") as site:
        yield site


@contextmanager
def _serving_a_town(server: PostgresServer, template: str, redis_url: str, database: str) -> Iterator[Site]:
    with serving(server, template, redis_url, database, SUBMISSIONS="true") as site:
        editor.open_sources(site.database_url)
        with connected(site.database_url) as connection:
            for name in ("ada", "eve"):
                password = credentials.hash_password(PASSWORD)
                accounts.add_account(connection, name=name, password_hash=password, scope=Scope.EDIT)
        yield site


@pytest.fixture
def enter(visit: Callable[..., Page]) -> Callable[..., Page]:
    """`enter(town, "/admin/inbox/", "eve")` logs in at a town's back office and opens a page."""

    def open_page(site: Site, path: str, name: str = "ada", **options: Any) -> Page:
        page: Page = visit(path, base_url=site.address, **options)
        page.locator("input[autocomplete=username]").fill(name)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        expect(page).to_have_url(f"{site.address}{path}")
        return page

    return open_page


@pytest.fixture
def enter_town(enter: Callable[..., Page], town: Site) -> Callable[..., Page]:
    """`enter_town("/admin/inbox/", "eve")` logs in at the back office of `town` and opens a page."""
    return partial(enter, town)


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`visit("/events/?id=1", color_scheme="dark")` opens a page in its own browser context. The test fails if a script
    throws or the page violates the security policy."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        defaults = {
            "viewport": VIEWPORT,
            "base_url": site.address,
            "reduced_motion": "reduce",
            "service_workers": "block",  # its requests can't be intercepted
        }
        context = browser.new_context(**{**defaults, **options})
        contexts.append(context)
        context.route(f"{sample_events.PICTURES}**", _picture)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if POLICY in message.text else None)
        page.goto(path)
        return page

    expect.set_options(timeout=TIMEOUT_S * 1000)
    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


SETTLE = """Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => null))).then(() => null)"""
"""A list fades in; its colors count when it has."""


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails if axe finds an accessibility violation on the page in its current state."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: make web")
    script = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(SETTLE)
        page.evaluate(script)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)")
        violations = [
            f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
            for violation in found
            for node in violation["nodes"]
        ]
        assert violations == [], "\n".join(violations)

    return check


@pytest.fixture
def photograph(request: pytest.FixtureRequest) -> Callable[..., None]:
    """With --screenshots, `photograph(page, "list")` saves a picture of the page in `screenshots/`, which git ignores.
    No test checks the pictures."""
    wanted = request.config.getoption("--screenshots")
    SCREENSHOTS.mkdir(exist_ok=True)

    def save(page: Page, name: str, *, full_page: bool = False) -> None:
        if wanted:
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full_page)

    return save


def _picture(route: Route) -> None:
    hue = sum(map(ord, route.request.url)) % 360
    route.fulfill(content_type="image/svg+xml", body=PICTURE.format(hue=hue))


def _wait_for(address: str, service: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while True:
        try:
            with urlopen(f"{address}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError as error:
            if service.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the service did not start: {_output(service.stdout)}") from error
        time.sleep(0.05)


def _output(stream: IO[bytes] | None) -> str:
    return stream.read().decode(errors="replace") if stream else ""


def _execute(server: PostgresServer, statement: str) -> None:
    with closing(psycopg2.connect(server.url_of("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
