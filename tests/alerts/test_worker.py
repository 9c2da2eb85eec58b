"""Alerts sent by a real worker, whose crawls fail and whose receivers hang."""

from __future__ import annotations

import email
from email.policy import default

import pytest
from sqlalchemy import text

from storage.alerts import heartbeats
from storage.alerts.heartbeats import Part
from storage.alerts.outbox import list_deliveries
from storage.database.engine import transaction
from storage.sources.edits import change_source
from storage.tasks import deliveries
from tests.crawl.running import VANWEZEL
from tests.health.runs import ends, seed, states
from tests.tasks.conftest import running_worker
from tests.tasks.test_worker import until

BLOCKED = ("Blocked", "HTTP 403")
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def alerting(crawls, mail, hook, postgres_server, redis_server, tmp_path):
    """A worker with one process, which therefore does one thing at a time."""
    with running_worker(
        postgres_server.url_of("test"), redis_server.url, tmp_path, arguments=["--concurrency=1"]
    ) as worker:
        yield worker


def unsent():
    with transaction() as connection:
        return [one for one in list_deliveries(connection, limit=50) if one.sent_at is None]


def test_a_crawl_that_fails_reaches_a_person(alerting, mail, routed, crawls):
    routed()
    with transaction() as connection:
        change_source(connection, VANWEZEL, {"base_url": f"{crawls.sandbox.url('vanwezel')}/nothing-here"})
    with pytest.raises(Exception, match="vanwezel"):
        alerting.run("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    assert states(VANWEZEL) == ["failing"]
    alerting.send("deliver_alerts")
    until(lambda: mail.mails, "the mail")
    sent = email.message_from_string(mail.mails[0][1], policy=default)
    assert sent["Subject"].endswith(": failing")
    until(lambda: not unsent(), "the record of the mail")
    with transaction() as connection:
        assert heartbeats.last(connection, Part.ALERTER) is not None


def test_a_webhook_that_hangs_delays_neither_a_crawl_nor_another_person(alerting, hook, mail, routed):
    hook.released.clear()
    routed("webhook", hook.url)
    routed()
    ends(seed("hall")[0], BLOCKED)
    alerting.send("deliver_alerts")
    until(lambda: mail.mails, "the mail")
    crawled = alerting.run("scrape_vanwezel", source_id=VANWEZEL, delay=0)
    assert crawled["status"] == "ok"
    assert [one.error for one in until(unsent, "the message that waits")] == [
        "the webhook could not be reached: no usable answer: ReadTimeout"
    ]
    hook.released.set()
    with transaction() as connection:
        connection.execute(text("UPDATE alert_deliveries SET due_at = now() WHERE sent_at IS NULL"))
    alerting.send("deliver_alerts")
    until(lambda: not unsent(), "the webhook to get it")


def test_a_run_whose_process_died_is_closed_and_reported(alerting, mail, routed):
    routed()
    (hall,) = seed("hall")
    for _ in range(2):
        ends(hall, ("TransportFailure", "HTTP 503"))
    with transaction() as connection:
        connection.execute(
            text("""INSERT INTO runs (id, source_id, spider, launched_by, status, token, started_at, lease_until)
                    VALUES ('dead', :id, 'hall', 'test', 'running', 0, now(), now() - interval '1 hour')"""),
            {"id": hall},
        )
    alerting.send("deliver_alerts")
    until(lambda: mail.mails, "the mail")
    assert states(hall)[-1] == "failing"


def test_a_parked_task_makes_its_source_failing(alerting, mail, routed):
    """A task that crashed its workers, delivered once more than it may be."""
    routed()
    with transaction() as connection:
        connection.execute(
            text("""INSERT INTO runs (id, source_id, spider, launched_by, status, token, started_at, lease_until)
                    VALUES ('crashes', :id, 'vanwezel', 'test', 'running', 0, now(), now() - interval '1 minute')"""),
            {"id": VANWEZEL},
        )
        for _ in range(3):
            deliveries.begin(
                connection, task_id="crashes", task="app.tasks.scrape_vanwezel", kwargs={"source_id": 1}, worker="w"
            )
    sent = alerting.client.send_task("app.tasks.scrape_vanwezel", kwargs={"source_id": VANWEZEL}, task_id="crashes")
    until(sent.failed, "the task to be parked")
    assert states(VANWEZEL) == ["failing"]
    alerting.send("deliver_alerts")
    until(lambda: mail.mails, "the mail")
    assert "its task is parked" in mail.mails[0][1]
