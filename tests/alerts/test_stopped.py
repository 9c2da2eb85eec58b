"""An API process notices on its own that Beat, and then the worker, is dead, and that they run again."""

from __future__ import annotations

import email
import os
import subprocess
import sys
from email.policy import default

import httpx
import pytest

from app.services import ports
from tests.crawl.running import REPOSITORY
from tests.services.conftest import until
from tests.tasks.conftest import running_worker

pytestmark = pytest.mark.timeout(300)
PATIENCE_S = "12"


@pytest.fixture
def watching(mail, hook, redis_url, tmp_path, monkeypatch):
    """The API's process, and what it says of the harvest."""
    monkeypatch.setenv("STOPPED_AFTER_S", PATIENCE_S)
    port = ports.choose()
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.api:create_app", "--port", str(port)]
    log = tmp_path / "api.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=dict(os.environ), stdout=output, stderr=output)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        try:
            until(lambda: process.poll() is not None or answers(client), "the API")
            assert process.poll() is None, log.read_text()
            yield client
        finally:
            process.terminate()
            process.wait(30)


def answers(client):
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def beat(redis_url, tmp_path):
    """Starts a real Beat."""
    started = []

    def start():
        with (tmp_path / "beat.log").open("wb") as output:
            command = [sys.executable, "-m", "celery", "-A", "celery_app", "beat", "--loglevel=INFO", "--pidfile="]
            started.append(subprocess.Popen(command, cwd=REPOSITORY, stdout=output, stderr=output))

    yield start
    for one in started:
        one.kill()
        one.wait()


def subjects(mail):
    return [email.message_from_string(content, policy=default)["Subject"] for _, content in mail.mails]


def test_the_api_says_what_is_dead_and_when_it_is_over(watching, mail, routed, beat, tmp_path, redis_url):
    routed()
    stopped, over = "Marquee has stopped harvesting", "Over: Marquee harvests again"
    until(lambda: subjects(mail) == [stopped], "a mail that Beat is dead")
    assert "Beat is not running" in mail.mails[0][1]
    assert watching.get("/harvestz").status_code == 503
    beat()
    with running_worker(os.environ["DATABASE_URL"], redis_url, tmp_path) as worker:
        worker.send("deliver_alerts")
        until(lambda: subjects(mail)[1:] == [over], "a mail that it runs again")

        def harvests():
            worker.send("deliver_alerts")
            return watching.get("/harvestz").status_code == 200

        until(harvests, "the API says that it runs")
    until(lambda: subjects(mail)[2:] == [stopped], "a mail that the worker is dead")
    assert "No worker runs the tasks that Beat sends" in mail.mails[2][1].replace("=\r\n", "")
    assert watching.get("/api/health").json()["missing"] == "worker"
