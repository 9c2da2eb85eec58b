"""`python -m app letter …`."""

from __future__ import annotations

import json

import pytest

from storage.database.engine import transaction
from storage.letters import issues
from storage.tasks.schedules import list_schedules
from tests.letter.conftest import subscribed

ANN = "ann@reader.example"


def letters():
    with transaction() as connection:
        return issues.list_issues(connection, limit=9)


def test_preview_stores_and_sends_nothing(mail, town, marquee):
    ran = marquee("letter", "preview")
    assert "* Only Tomorrow" in ran.stdout
    assert "Gallery Open Daily" not in ran.stdout
    assert (mail.mails, letters()) == ([], [])


@pytest.mark.parametrize(("form", "said"), [("markdown", "### [Only Tomorrow](<"), ("html", "<!DOCTYPE html>")])
def test_preview_in_other_forms_and_in_spanish(mail, town, marquee, form, said):
    ran = marquee("letter", "preview", "--form", form, "--language", "es")
    assert said in ran.stdout
    assert "Ver todo el calendario" in ran.stdout


def test_a_week_without_events(mail, service_environment, marquee):
    ran = marquee("letter", "preview")
    assert ran.exit_code == 1
    assert "No events" in ran.stderr


def test_send_from_this_process(mail, town, marquee):
    subscribed(ANN)
    ran = marquee("letter", "send", "--here", "--subject", "Our tips")
    assert ran.exit_code == 0, ran.output
    assert mail.to(ANN)[0]["Subject"] == "Our tips"
    ran = marquee("letter", "list", "--json")
    (found,) = map(json.loads, ran.stdout.splitlines())
    assert (found["state"], found["deliveries"]["sent"]) == ("sent", 1)


def test_a_dry_run_sends_and_stores_nothing(mail, town, marquee):
    subscribed(ANN)
    ran = marquee("letter", "send", "--dry-run")
    assert "3 events" in ran.stdout
    assert "1 subscriber." in ran.stdout
    assert (mail.mails, letters()) == ([], [])


def test_without_a_mail_server(town, marquee):
    ran = marquee("letter", "send")
    assert ran.exit_code == 1
    assert "Not set: SMTP_HOST, SMTP_FROM, PUBLIC_URL" in ran.stderr
    assert letters() == [], "nothing is left behind"


def test_a_test_mail(mail, town, marquee):
    ran = marquee("letter", "test", "editor@paper.example")
    assert ran.exit_code == 0, ran.output
    (got,) = mail.to("editor@paper.example")
    assert got["Subject"].startswith("[Test] What’s on in Sarasota")
    assert got["List-Unsubscribe"] is None
    assert marquee("letter", "test", "nobody").exit_code == 1


def test_the_schedule_is_off_until_someone_sets_it(service_environment, marquee):
    assert marquee("letter", "schedule").stdout == "Off.\n"
    assert "Every Thursday at 09:00" in marquee("letter", "schedule", "thursday", "9:00", "--dry-run").stdout
    assert marquee("letter", "schedule").stdout == "Off.\n"
    assert marquee("letter", "schedule", "thursday", "9:00").stdout == "Every Thursday at 09:00, America/New_York.\n"
    with transaction() as connection:
        (found,) = list_schedules(connection)
    assert (found.name, found.task, found.cron) == ("weekly-letter", "app.tasks.weekly_letter", "0 9 * * 4")
    assert marquee("letter", "schedule", "--off").stdout == "Off.\n"
    assert marquee("letter", "schedule", "thursday", "25:00").exit_code == 2


def test_subscribers(mail, marquee):
    assert marquee("letter", "subscribers", "add", ANN, "--agreed").exit_code == 0
    assert marquee("letter", "subscribers", "add", "no address").exit_code == 1
    assert f"{ANN}  en  confirmed" in marquee("letter", "subscribers", "list").stdout
    assert marquee("letter", "subscribers", "remove", ANN.upper()).exit_code == 0
    assert marquee("letter", "subscribers", "list").stdout == ""
    assert marquee("letter", "subscribers", "remove", ANN).exit_code == 1
