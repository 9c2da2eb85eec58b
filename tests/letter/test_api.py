"""Editors make, test, and send a letter over HTTP."""

from __future__ import annotations

import pytest

from app.letter.send import send_due
from tests.letter.conftest import subscribed

ANN = "ann@reader.example"


@pytest.fixture
def letter(mail, town, acting, editor):
    made = acting.post("/api/letters", headers=editor, json={})
    assert made.status_code == 201, made.text
    return f"/api/letters/{made.json()['id']}"


def read(acting, editor, path):
    answer = acting.get(path, headers=editor)
    assert answer.status_code == 200, answer.text
    return answer.json()


def titles(found):
    return [item["title"] for item in found["items"]]


def test_a_draft_shows_what_the_rule_chooses(acting, editor, letter):
    found = read(acting, editor, letter)
    assert titles(found) == ["Only Tomorrow", "Quiz Night", "Later That Week"]
    assert found["state"] == "draft"
    assert found["shown_subject"].startswith("What’s on in Sarasota: ")


def test_an_editor_chooses_orders_and_writes(acting, editor, letter):
    ids = {item["title"]: item["event_id"] for item in read(acting, editor, letter)["items"]}
    wanted = {
        "event_ids": [ids["Later That Week"], ids["Only Tomorrow"], 999],
        "subject": "Our tips",
        "intro": "Dear readers",
    }
    changed = acting.patch(letter, headers=editor, json=wanted).json()
    assert titles(changed) == ["Later That Week", "Only Tomorrow"]
    assert changed["left_out"] == 1
    page = acting.get(f"{letter}/export", headers=editor, params={"format": "html"})
    assert "Dear readers" in page.text
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    back = acting.patch(letter, headers=editor, json={"event_ids": None, "subject": None}).json()
    assert len(back["items"]) == 3


def test_each_language_has_its_own_words_or_the_usual_editors(acting, editor, letter):
    def said(language):
        answer = acting.get(f"{letter}/export", headers=editor, params={"format": "html", "language": language})
        return answer.text

    usual = said("es")
    acting.patch(letter, headers=editor, json={"subject": "Our tips", "intro": "Dear readers"})
    assert "Our tips" in said("es"), "it has none of its own"
    own = {"es": {"subject": "Nuestros consejos", "intro": "Buenos días"}}
    changed = acting.patch(letter, headers=editor, json={"translations": own}).json()
    assert (changed["language"], changed["shown_subject"]) == ("en", "Our tips")
    assert changed["translations"] == own
    assert all(words in said("es") for words in ("Nuestros consejos", "Buenos días"))
    assert all(words in said("en") for words in ("Our tips", "Dear readers"))
    acting.patch(letter, headers=editor, json={"translations": {"es": {"subject": "Solo el título"}}})
    assert all(words in said("es") for words in ("Solo el título", "Dear readers"))
    acting.patch(letter, headers=editor, json={"translations": {}, "subject": None, "intro": None})
    assert said("es") == usual


@pytest.mark.parametrize(
    "translations", [{"xx": {"subject": "Unknown"}}, {"es": {"title": "Unknown"}}, {"es": {"subject": "two\nlines"}}]
)
def test_translations_that_are_refused(acting, editor, letter, translations):
    assert acting.patch(letter, headers=editor, json={"translations": translations}).status_code == 422


@pytest.mark.parametrize("form", ["html", "markdown", "text", "tagged", "icml", "columns"])
def test_each_form_is_a_file(acting, editor, letter, form):
    answer = acting.get(f"{letter}/export", headers=editor, params={"format": form, "language": "es"})
    assert answer.status_code == 200
    assert b"Only Tomorrow" in answer.content


def test_the_letter_has_the_branding_of_the_town(acting, editor, admin, letter):
    branding = {"town": "Harborville", "accent": "#7a1f5c"}
    assert acting.put("/api/branding", headers=admin, json=branding).status_code == 200
    assert read(acting, editor, letter)["shown_subject"].startswith("What’s on in Harborville: ")
    assert "color:#7a1f5c;" in acting.get(f"{letter}/export", headers=editor).text


def test_a_test_and_then_the_sending(acting, editor, letter, mail):
    subscribed(ANN)
    assert acting.post(f"{letter}/test", headers=editor, json={"address": "me@paper.example"}).json()["sent"] is True
    assert mail.recipients == ["me@paper.example"]
    assert acting.post(f"{letter}/send", headers=editor).json() == {"recipients": 1}
    assert acting.post(f"{letter}/send", headers=editor).status_code == 409
    assert acting.patch(letter, headers=editor, json={"subject": "Too late"}).status_code == 409
    assert acting.delete(letter, headers=editor).status_code == 409
    send_due()
    found = read(acting, editor, letter)
    assert (found["state"], found["deliveries"]["sent"]) == ("sent", 1)
    assert acting.get("/api/letters", headers=editor).json()["subscribers"]["confirmed"] == 1


def test_troubles_are_shown_with_masked_addresses(acting, editor, letter, mail):
    subscribed(ANN)
    mail.answers[ANN] = "550 5.1.1 no such user"
    acting.post(f"{letter}/send", headers=editor)
    send_due()
    (trouble,) = read(acting, editor, letter)["troubles"]
    assert trouble["address"] == "a…@reader.example"
    assert trouble["state"] == "refused"


def test_a_refused_test_says_why(acting, editor, letter, mail):
    mail.answers["*"] = "550 relaying denied"
    answer = acting.post(f"{letter}/test", headers=editor, json={"address": ANN}).json()
    assert answer == {"sent": False, "error": "Not sent: the mail server answers 550."}


def test_tests_are_recorded_and_limited_for_each_account(acting, editor, admin, letter, mail):
    statuses = [acting.post(f"{letter}/test", headers=editor, json={"address": ANN}).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert len(mail.recipients) == 20
    assert acting.post(f"{letter}/test", headers=admin, json={"address": ANN}).status_code == 200
    entries = acting.get("/api/audit", headers=admin, params={"limit": 100}).json()["entries"]
    recorded = [one["after"] for one in entries if one["action"] == "test letter"]
    assert recorded == [{"address": "a…@reader.example", "language": "en"}] * 21


def test_a_letter_without_events_is_not_sent(mail, service_environment, acting, editor):
    path = f"/api/letters/{acting.post('/api/letters', headers=editor, json={}).json()['id']}"
    assert acting.post(f"{path}/send", headers=editor).status_code == 409
    assert acting.get(f"{path}/export", headers=editor).status_code == 409
    assert acting.delete(path, headers=editor).status_code == 204
    assert acting.get(path, headers=editor).status_code == 404


def test_the_schedule(acting, editor, service_environment):
    path = "/api/letters/schedule"
    assert read(acting, editor, path)["weekday"] is None
    assert acting.put(path, headers=editor, json={"weekday": "thursday", "at": "09:30"}).status_code == 200
    assert read(acting, editor, path) == {"weekday": "thursday", "at": "09:30", "timezone": "America/New_York"}
    assert read(acting, editor, "/api/schedules")["schedules"][-1]["name"] == "weekly-letter"
    assert acting.delete(path, headers=editor).json()["weekday"] is None
    assert acting.put(path, headers=editor, json={"weekday": "thursday", "at": "25:00"}).status_code == 422


def test_who_may_see_and_do_what(acting, editor, reader, admin, letter):
    subscribed(ANN)
    assert acting.get("/api/letters", headers=reader).status_code == 200
    assert acting.post("/api/letters", headers=reader, json={}).status_code == 403
    assert acting.get("/api/letters").status_code == 401
    assert acting.get("/api/letters/subscribers", headers=editor).status_code == 403
    (found,) = acting.get("/api/letters/subscribers", headers=admin).json()["subscribers"]
    assert found["address"] == ANN
    assert acting.delete(f"/api/letters/subscribers/{found['id']}", headers=admin).status_code == 204
    assert acting.delete(f"/api/letters/subscribers/{found['id']}", headers=admin).status_code == 404
