"""What happens to a run when the database goes down during it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.start import started
from scrapers.captures import keeping
from storage.database import migrate, retries
from storage.runs.ledger import RunStatus
from tests.crawl.running import VANWEZEL, read_run, stored, true_of
from tests.plugins.services import FAST


@pytest.fixture
def own_server(tmp_path_factory):
    """A separate server that the test can stop and restart."""
    folder = Path(tmp_path_factory.mktemp("own-postgres"))
    server = started(lambda port: PostgresServer(folder / "data", port, options=FAST))
    yield server
    server.stop()


@pytest.fixture
def database_url(own_server):
    """Replaces the shared server's database."""
    migrate.upgrade(own_server.url)
    return own_server.url


@pytest.fixture
def application_url(own_server):
    return own_server.application_url


def test_a_run_survives_a_restart_of_postgres(own_server, crawls, monkeypatch):
    """Postgres is down when answers and the batch are due, and back before the last try: nothing is lost, the run is
    ok."""
    monkeypatch.setattr(retries, "PAUSES_S", (0.5,) * 40)
    monkeypatch.setattr(keeping, "BATCH", 1)
    crawls.sandbox.trouble.add("vanwezel", "slow", value=3, path="/detail/pelican-pier")
    back = threading.Timer(6, own_server.start)

    def stop_at_that_page():
        while not any(request.path.endswith("/rss") for request in crawls.sandbox.requests):
            halt.wait(0.02)
        own_server.stop()
        back.start()

    halt = threading.Event()
    stopper = threading.Thread(target=stop_at_that_page)
    stopper.start()
    try:
        run = crawls(VANWEZEL)
    finally:
        stopper.join()
        back.join()
    assert (run.status, run.errors) == (RunStatus.OK, [])
    assert stored(VANWEZEL) == true_of("vanwezel", crawls.sandbox.url("vanwezel"))


def test_a_database_that_stays_down(own_server, crawls, monkeypatch):
    """The run could not be closed: its lease expires, because nobody renews it."""
    monkeypatch.setattr(retries, "PAUSES_S", (0.1, 0.1))
    run_id = "11111111-2222-3333-4444-555555555555"

    def stop_once_open():
        while not any(request.path.endswith("/rss") for request in crawls.sandbox.requests):
            halt.wait(0.02)
        own_server.stop()

    halt = threading.Event()
    stopper = threading.Thread(target=stop_once_open)
    stopper.start()
    crawls.sandbox.trouble.add("vanwezel", "slow", value=2, path="^/events$")
    try:
        crawls.launch(run_id, VANWEZEL)
    finally:
        stopper.join()
        own_server.start()
    run = read_run(run_id)
    assert run.status is RunStatus.RUNNING
    assert run.lease_until is not None
    assert stored(VANWEZEL) == {}
