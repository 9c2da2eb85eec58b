"""The inbox: all that needs a person, counted, until it is decided or put aside."""

from __future__ import annotations

import pytest

from core.config import settings
from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed
from tests.health import runs

SEA = "https://sea.example/events/4"


@pytest.fixture
def inbox(acting, editor):
    """`inbox()` reads it."""
    seed()
    return lambda: acting.get("/api/inbox", headers=editor).json()


def waiting(inbox) -> dict[str, int]:
    return {kind: count for kind, count in inbox["counts"].items() if count}


def ballads(day: int, uid: str = "a", **fields):
    return concert(uid, at(day), title="Marlowe Quartet Ballads", **fields)


def test_nothing_waits(inbox):
    assert waiting(inbox()) == {}


def test_a_question_waits_until_it_is_answered(acting, editor, inbox):
    harvest(ballads(3))
    acting.patch("/api/events/1", json={"title": "Marlowe Quartet"}, headers=editor)
    harvest(concert("a", at(3), title="Marlowe Quartet: Ballads and Blues"))
    match_runs()
    found = inbox()
    assert waiting(found) == {"questions": 1}
    (question,) = found["questions"]
    assert (question["said"], question["value"], question["says"]) == (
        "Marlowe Quartet Ballads",
        "Marlowe Quartet",
        "Marlowe Quartet: Ballads and Blues",
    )
    acting.post(f"/api/events/1/edits/{question['id']}/keep", headers=editor)
    assert waiting(inbox()) == {}


def test_a_conflict_has_both_versions_and_comes_back_if_it_changes(acting, editor, inbox):
    harvest(ballads(3))
    harvest(ballads(3, "b", url=SEA), source_id=2)
    match_runs()
    harvest(ballads(5, "b", url=SEA), source_id=2)
    match_runs()
    found = inbox()
    assert waiting(found) == {"conflicts": 1}
    (conflict,) = found["conflicts"]
    (other,) = conflict["others"]
    assert conflict["local_start"] == at(3).starts_at.isoformat()
    assert (other["kind"], other["source_title"], other["starts_at"]) == (
        "time",
        "The Aquarium",
        at(5).starts_at.isoformat(),
    )
    given = {"kind": "conflict", "subject": conflict["mark"]}
    assert acting.post("/api/inbox/dismiss", json=given, headers=editor).status_code == 204
    assert acting.post("/api/inbox/dismiss", json=given, headers=editor).status_code == 204
    assert waiting(inbox()) == {}
    harvest(ballads(6, "b", url=SEA), source_id=2)
    match_runs()
    assert waiting(inbox()) == {"conflicts": 1}


def test_a_correction_settles_a_conflict(acting, editor, inbox):
    harvest(ballads(3))
    harvest(ballads(3, "b", url=SEA), source_id=2)
    match_runs()
    harvest(ballads(5, "b", url=SEA), source_id=2)
    match_runs()
    (conflict,) = inbox()["conflicts"]
    kept = {"starts_at": conflict["local_start"], "occurrence": conflict["key"]}
    assert acting.patch(f"/api/events/{conflict['event_id']}", json=kept, headers=editor).status_code == 200
    assert waiting(inbox()) == {}


def test_the_queue_waits(acting, editor, inbox, monkeypatch):
    monkeypatch.setenv("SUBMISSIONS", "true")
    settings.cache_clear()
    harvest(ballads(3))
    assert acting.get("/api/events/1").json()["takes_tips"] is True
    acting.post("/api/events/1/tips", json={"text": "It begins at 7."})
    (entry,) = inbox()["queue"]
    assert (entry["kind"], entry["given"]) == ("tip", {"text": "It begins at 7."})
    settings.cache_clear()


def test_words_wait_by_frequency(acting, editor, inbox):
    harvest(concert("a", at(3), categories=("Zithering",)), concert("b", at(4), categories=("Zithering", "Oboing")))
    assert [(one["word"], one["events"]) for one in inbox()["words"]] == [("zithering", 2), ("oboing", 1)]
    acting.post("/api/category-rules", json={"pattern": "zithering", "category": "music"}, headers=editor)
    assert waiting(inbox()) == {"words": 1}


def test_a_suspect_run_waits_once_until_it_is_accepted_or_put_aside(acting, editor, inbox):
    harvest(*[concert(f"c{number}", at(number + 1)) for number in range(12)])
    harvest(*[concert(f"c{number}", at(number + 1)) for number in range(3)])
    found = inbox()
    assert waiting(found) == {"runs": 1}, "its alert doesn't say the same again"
    (run,) = found["runs"]
    assert (run["status"], run["complete"]) == ("suspect", True)
    acting.post("/api/inbox/dismiss", json={"kind": "run", "subject": run["id"]}, headers=editor)
    assert waiting(inbox()) == {}
    harvest(*[concert(f"c{number}", at(number + 1)) for number in range(2)])
    assert waiting(inbox()) == {"runs": 1}
    accepted = acting.post(f"/api/runs/{inbox()['runs'][0]['id']}/accept", headers=editor)
    assert accepted.status_code == 200, accepted.text
    assert waiting(inbox()) == {}


def test_a_source_in_trouble_waits_until_that_is_over(acting, editor, inbox):
    (club,) = runs.seed("club")
    runs.ends(club, ("Blocked", "HTTP 403"))
    found = inbox()
    assert waiting(found) == {"alerts": 1}
    assert found["alerts"][0]["title"] == "Club"
    given = {"kind": "alert", "subject": str(found["alerts"][0]["id"])}
    acting.post("/api/inbox/dismiss", json=given, headers=editor)
    assert waiting(inbox()) == {}
    runs.ends(club, seen=3)
    assert waiting(inbox()) == {}
    runs.ends(club, ("Blocked", "HTTP 403"))
    assert waiting(inbox()) == {"alerts": 1}


def test_it_needs_the_scope_edit(acting, reader):
    assert acting.get("/api/inbox").status_code == 401
    assert acting.get("/api/inbox", headers=reader).status_code == 403
    assert acting.post("/api/inbox/dismiss", json={"kind": "run", "subject": "x"}, headers=reader).status_code == 403
