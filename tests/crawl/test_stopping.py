"""A signal stops a crawl at any moment, and the crawl closes its run before it ends."""

from __future__ import annotations

import signal
import time

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from tests.plugins.starts import Fork

from .running import NOW, VANWEZEL, read_run

pytestmark = pytest.mark.timeout(200)
SIGNALS = [signal.SIGTERM, signal.SIGINT]


@pytest.fixture
def crawling(crawls, tmp_path):
    """A crawl of Van Wezel in its own process, as scrapyd and people start it."""
    log = tmp_path / "log"
    arguments = ["-a", f"source_id={VANWEZEL}", "-a", f"base_url={crawls.sandbox.url('vanwezel')}", "-a", "delay=0"]
    arguments += ["-a", f"now={NOW}", "-a", "run_id=stopped", "-s", "LOG_LEVEL=INFO"]

    def start():
        with log.open("wb") as output:
            started.append(Fork(["scrapy", "crawl", "vanwezel", *arguments], stdout=output, stderr=output))
        return started[0], log

    started = []
    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until_logged(log, words, process):
    give_up = time.monotonic() + 60
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < give_up, log.read_text()
        time.sleep(0.02)


@pytest.mark.parametrize("number", SIGNALS)
def test_while_the_run_opens(crawling, number):
    """The database makes it wait, which keeps the moment open."""
    with transaction() as connection:
        connection.execute(text("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE"))
        process, log = crawling()
        wait_until_logged(log, "Spider opened", process)
        process.send_signal(number)
        wait_until_logged(log, f"Received {number.name}", process)
    assert process.wait(60) == 0, log.read_text()
    run = read_run("stopped")
    assert (run.status, run.reason) == (RunStatus.CANCELLED, "stopped before its end: shutdown")


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize(
    "words", ["Overridden settings", "Enabled extensions", "Enabled item pipelines", "Spider opened"]
)
def test_while_the_crawl_starts(crawling, number, words):
    process, log = crawling()
    wait_until_logged(log, words, process)
    process.send_signal(number)
    process.wait(60)
    run = read_run("stopped")
    assert run is None or run.status is RunStatus.CANCELLED, log.read_text()


@pytest.mark.parametrize("number", SIGNALS)
def test_while_the_run_closes(crawling, number):
    """All pages are read and all events stored, so the run is whole."""
    with transaction() as connection:
        connection.execute(text("LOCK TABLE event_absences IN ACCESS EXCLUSIVE MODE"))  # only the end reads it
        process, log = crawling()
        wait_until_logged(log, "Closing spider (finished)", process)
        process.send_signal(number)
        wait_until_logged(log, f"Received {number.name}", process)
    assert process.wait(60) == 0, log.read_text()
    assert "Run stopped is ok" in log.read_text()
    assert read_run("stopped").status is RunStatus.OK


def test_a_second_signal_ends_it_at_once(crawling):
    with transaction() as connection:
        connection.execute(text("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE"))
        process, log = crawling()
        wait_until_logged(log, "Spider opened", process)
        process.send_signal(signal.SIGTERM)
        wait_until_logged(log, "Received SIGTERM", process)
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        assert process.returncode == -signal.SIGTERM
