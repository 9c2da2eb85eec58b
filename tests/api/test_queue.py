"""What the public hands in, with and without JavaScript, and editors who decide about it."""

from __future__ import annotations

import pytest

from core.config import settings
from storage.database.engine import transaction
from storage.merging.match import match_runs
from storage.sources.edits import change_source
from tests.api.harvest import at, concert, harvest, seed

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def opened(acting, monkeypatch):
    """The town takes submissions: three an hour from each address."""
    monkeypatch.setenv("SUBMISSIONS", "true")
    monkeypatch.setenv("SUBMISSIONS_PER_HOUR", "3")
    settings.cache_clear()
    seed()
    yield acting
    settings.cache_clear()


def day(days: int) -> str:
    return at(days).starts_at.date().isoformat()


def event(**given):
    return {"title": "Chess in the park", "starts_at": at(3, 18).starts_at.isoformat(), **given}


def waiting(client, editor, **wanted):
    return client.get("/api/queue", params=wanted, headers=editor).json()["entries"]


def test_off_by_default(acting):
    seed()
    assert acting.post("/api/submissions", json=event()).status_code == 404
    assert acting.get("/submit").status_code == 404
    assert acting.post("/submit", content="title=x", headers=FORM).status_code == 404
    harvest(concert("a"))
    assert acting.post("/api/events/1/tips", json={"text": "wrong"}).status_code == 404
    assert "Something is wrong" not in acting.get("/events/1").text


def test_a_submission_is_listed_once_an_editor_accepts_it(opened, editor):
    given = event(repeat=f"daily until {day(5)}", contact="ada@example.org", categories=["outdoors"])
    answer = opened.post("/api/submissions", json=given)
    assert (answer.status_code, answer.json()) == (202, {"received": True})
    assert opened.get("/api/events").json()["events"] == []
    (entry,) = waiting(opened, editor)
    assert (entry["kind"], entry["state"], entry["contact"]) == ("submission", "open", "ada@example.org")
    assert entry["given"]["title"] == "Chess in the park"
    accepted = opened.post(f"/api/queue/{entry['id']}/accept", json={"title": "Chess at noon"}, headers=editor)
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["state"] == "accepted"
    (listed,) = opened.get("/api/events").json()["events"]
    assert (listed["title"], listed["occurrence_count"], listed["id"]) == (
        "Chess at noon",
        3,
        accepted.json()["event_id"],
    )
    assert listed["town_categories"] == ["Outdoors"]
    assert waiting(opened, editor) == []
    assert opened.post(f"/api/queue/{entry['id']}/accept", json={}, headers=editor).status_code == 404


def test_an_accepted_submission_is_at_the_place_that_the_town_has(opened, editor):
    harvest(concert("a"))
    opened.post("/api/submissions", json=event(venue={"name": "The Hall", "address": None}))
    (entry,) = waiting(opened, editor)
    accepted = opened.post(f"/api/queue/{entry['id']}/accept", json={}, headers=editor).json()
    shown = opened.get(f"/api/events/{accepted['event_id']}").json()
    assert shown["venue"]["address"] == "777 N Tamiami Trail, Sarasota, FL"
    assert len(opened.get("/api/venues").json()["venues"]) == 1


def test_a_declined_submission(opened, editor):
    opened.post("/api/submissions", json=event())
    (entry,) = waiting(opened, editor)
    declined = opened.post(f"/api/queue/{entry['id']}/decline", json={"why": "an advertisement"}, headers=editor)
    assert (declined.json()["state"], declined.json()["decided_because"]) == ("declined", "an advertisement")
    assert opened.get("/api/events").json()["events"] == []
    assert [one["id"] for one in waiting(opened, editor, state="declined")] == [entry["id"]]


def test_the_form_without_javascript(opened, editor):
    page = opened.get("/submit")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert 'name="title"' in page.text
    form = {"title": "Chess", "day": day(4), "from": "18:00", "until": "20:30", "place": "Payne Park", "website": ""}
    sent = opened.post("/submit", data=form)
    assert (sent.status_code, "Your event was sent" in sent.text) == (200, True)
    (entry,) = waiting(opened, editor)
    assert entry["given"]["starts_at"].startswith(f"{day(4)}T18:00:00-0")
    assert entry["given"]["venue"] == {"name": "Payne Park", "address": None}
    opened.post(f"/api/queue/{entry['id']}/accept", json={}, headers=editor)
    assert opened.get("/api/events").json()["events"][0]["venue"]["name"] == "Payne Park"


def test_the_form_says_what_is_wrong_and_keeps_the_rest(opened, editor):
    form = {"title": "Chess <b>now</b>", "day": day(4), "from": "18:00", "until": "17:00", "contact": "call me"}
    answer = opened.post("/submit", data=form)
    assert answer.status_code == 422
    assert "Title: It contains markup (&lt;b&gt;): give plain text." in answer.text
    assert "Give an email address or a telephone number" in answer.text
    assert 'value="Chess &lt;b&gt;now&lt;/b&gt;"' in answer.text
    spanish = opened.post("/submit", params={"lang": "es"}, data=form).text
    assert "Título: Contiene marcas (&lt;b&gt;): escriba texto sin formato." in spanish
    form = {"title": "Chess", "day": day(4), "from": "18:00", "until": "17:00"}
    assert "Ends at: It would end before it starts" in opened.post("/submit", data=form).text
    assert waiting(opened, editor) == []


def test_past_events_and_programs(opened, editor):
    past = opened.post("/api/submissions", json=event(starts_at="2020-01-01T10:00Z"))
    assert past.status_code == 422
    assert past.json()["errors"][0]["message"].startswith("It is over")
    assert opened.post("/api/submissions", json=event(website="https://spam.example")).status_code == 202
    assert "sent" in opened.post("/submit", data={"title": "x", "day": day(3), "website": "spam"}).text
    assert waiting(opened, editor) == []


def test_three_an_hour(opened, editor):
    answers = [opened.post("/api/submissions", json=event(title=f"Chess {number}")) for number in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert int(answers[3].headers["Retry-After"]) > 0
    assert opened.post("/submit", data={"title": "x", "day": day(3)}).status_code == 429
    assert len(waiting(opened, editor)) == 3


def test_a_tip(opened, editor):
    harvest(concert("a", title="Marlowe Quartet"))
    assert '<a href="/submit/tip?event=1">Something is wrong here</a>' in opened.get("/events/1").text
    assert "Marlowe Quartet" in opened.get("/submit/tip", params={"event": 1}).text
    assert "Thank you" in opened.post("/submit/tip?event=1", data={"text": "It begins at 7."}).text
    assert opened.post("/api/events/1/tips", json={"text": ""}).status_code == 422
    assert opened.post("/api/events/99/tips", json={"text": "wrong"}).status_code == 404
    (entry,) = waiting(opened, editor, kind="tip")
    assert (entry["event_id"], entry["title"], entry["given"]) == (1, "Marlowe Quartet", {"text": "It begins at 7."})
    assert opened.post(f"/api/queue/{entry['id']}/accept", json={}, headers=editor).json()["state"] == "accepted"


def test_a_source_that_waits_for_approval(acting, editor):
    seed()
    with transaction() as connection:
        change_source(connection, 1, {"rules": {"needs_approval": True}})
    harvest(concert("a", at(3), title="Good"), concert("b", at(4), title="Bad"))
    assert acting.get("/api/events").json()["events"] == []
    good, bad = waiting(acting, editor, kind="approval")
    assert (good["title"], good["source"], bad["title"]) == ("Good", "The Hall", "Bad")
    acting.post(f"/api/queue/{good['id']}/accept", json={}, headers=editor)
    acting.post(f"/api/queue/{bad['id']}/decline", json={"why": "an advertisement"}, headers=editor)
    harvest(concert("a", at(3), title="Good"), concert("b", at(4), title="Bad, again"))
    assert [one["title"] for one in acting.get("/api/events").json()["events"]] == ["Good"]
    assert waiting(acting, editor) == []


def test_an_event_that_waits_does_not_hide_another_sources(acting, editor):
    seed()
    with transaction() as connection:
        change_source(connection, 1, {"rules": {"needs_approval": True}})
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads"))
    match_runs()
    harvest(concert("b", at(3), title="Marlowe Quartet Ballads"), source_id=2)
    match_runs()
    (listed,) = acting.get("/api/events").json()["events"]
    assert listed["source"]["name"] == "aquarium"


def test_who_may(opened, reader):
    assert opened.get("/api/queue").status_code == 401
    assert opened.get("/api/queue", headers=reader).status_code == 403
    for act in ("accept", "decline"):
        assert opened.post(f"/api/queue/1/{act}", json={}, headers=reader).status_code == 403


def test_forms_explain_what_is_wrong_on_a_page(opened):
    for path, status in (("/submit/tip", 404), ("/submit/tip?event=x", 404), ("/submit/tip?event=999999", 404)):
        page = opened.get(path)
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8"), path
        assert "<h1>" in page.text
    assert opened.get("/submit/tip?event=x", headers={"Accept": "application/json"}).json()["status"] == 422
