"""The letter's tasks on a real worker."""

from __future__ import annotations

import pytest

from app.tasks.letter import weekly_letter
from storage.database.engine import transaction
from storage.letters import issues
from tests.letter.conftest import subscribed
from tests.tasks.conftest import running_worker
from tests.tasks.test_worker import until

ANN = "ann@reader.example"


def test_the_weekly_letter_is_made_once_a_day(mail, town):
    subscribed(ANN)
    made = weekly_letter.apply().get()
    assert made["recipients"] == 1
    assert weekly_letter.apply().get() == {"letter": None, "reason": "today's letter was made before"}
    with transaction() as connection:
        (issue,) = issues.list_issues(connection, limit=9)
    assert issue.automatic


def test_a_week_without_events_has_no_letter(mail, service_environment):
    assert weekly_letter.apply().get()["letter"] is None
    with transaction() as connection:
        assert issues.list_issues(connection, limit=9) == []


@pytest.mark.timeout(300)
def test_a_worker_makes_and_sends_the_letter(mail, town, postgres_server, redis_server, tmp_path):
    subscribed(ANN)
    with running_worker(postgres_server.url_of("test"), redis_server.url, tmp_path) as worker:
        assert worker.run("weekly_letter")["recipients"] == 1
        worker.send("send_letters")
        until(lambda: mail.mails, "the letter")
    assert mail.recipients == [ANN]
