"""The letter's tasks on a real worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.cli.doctor import harvests
from app.letter import issue
from app.letter.issue import EMPTY
from app.tasks.letter import send_letters, weekly_letter
from core.config import settings
from storage.alerts import outbox
from storage.database.engine import transaction
from storage.letters import issues
from tests.api.harvest import at, concert, harvest, seed
from tests.letter.conftest import let_time_pass, subscribed, today
from tests.tasks.conftest import running_worker
from tests.tasks.test_worker import until

ANN = "ann@reader.example"


def test_the_weekly_letter_is_made_once_a_day(mail, town):
    subscribed(ANN)
    made = weekly_letter.apply().get()
    assert made["recipients"] == 1
    assert weekly_letter.apply().get() == {"letter": None, "reason": "today's letter was made before"}
    with transaction() as connection:
        (letter,) = issues.list_issues(connection, limit=9)
    assert letter.automatic


def matters():
    with transaction() as connection:
        return [(one.state, one.kind, one.reason) for one in reversed(outbox.list_messages(connection, limit=9))]


def a_minute_later():
    let_time_pass()
    send_letters.apply().get()


def test_a_letter_that_misses_a_setting_is_trouble_and_is_sent_once_it_is_set(mail, town, monkeypatch, tmp_path):
    subscribed(ANN)
    monkeypatch.delenv("PUBLIC_URL")
    settings.cache_clear()
    assert weekly_letter.apply().get()["recipients"] is None
    a_minute_later()
    a_minute_later()
    trouble = ("letter", "trouble", "Not set: PUBLIC_URL. The letter needs them (docs/letter.md).")
    assert matters() == [trouble]
    assert "waits: Not set: PUBLIC_URL" in "\n".join(map(str, harvests(tmp_path)))
    monkeypatch.setenv("PUBLIC_URL", "https://events.example")
    settings.cache_clear()
    a_minute_later()
    assert matters() == [trouble, ("letter", "over", None)]
    assert mail.recipients == [ANN]


def test_a_week_without_events_is_trouble_until_there_is_one(mail, service_environment):
    subscribed(ANN)
    assert weekly_letter.apply().get()["recipients"] is None
    a_minute_later()
    assert matters() == [("letter", "trouble", EMPTY)]
    seed()
    harvest(concert("late", at(1, 20), title="Only Tomorrow"))
    a_minute_later()
    assert [kind for _, kind, _ in matters()] == ["trouble", "over"]
    assert mail.recipients == [ANN]


def test_a_missed_letter_is_trouble_until_a_later_one_begins(mail, town):
    """Its days are over, so nobody gets it anymore."""
    subscribed(ANN)
    last_week = today() - timedelta(days=8)
    with transaction() as connection:
        missed = issues.add_automatic(
            connection, first_day=last_week, last_day=last_week + timedelta(days=6), created_by="schedule"
        )
        issues.note_trouble(connection, missed.id, EMPTY)
    a_minute_later()
    assert [kind for _, kind, _ in matters()] == ["trouble"]
    weekly_letter.apply().get()
    a_minute_later()
    assert [kind for _, kind, _ in matters()] == ["trouble", "over"]
    assert mail.recipients == [ANN]


def test_what_two_tasks_begin_is_begun_once(mail, town):
    subscribed(ANN)
    now = datetime.now(UTC)
    with transaction() as connection:
        made = issue.this_week(connection, now, created_by="schedule")
    assert [issue.begin_automatic(made.id, now) for _ in range(2)] == [1, None]
    a_minute_later()
    assert mail.recipients == [ANN]
    assert matters() == []


@pytest.mark.timeout(300)
def test_a_worker_makes_and_sends_the_letter(mail, town, postgres_server, redis_server, tmp_path):
    subscribed(ANN)
    with running_worker(postgres_server.url_of("test"), redis_server.url, tmp_path) as worker:
        assert worker.run("weekly_letter")["recipients"] == 1
        worker.send("send_letters")
        until(lambda: mail.mails, "the letter")
    assert mail.recipients == [ANN]
