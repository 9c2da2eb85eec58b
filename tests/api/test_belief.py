"""A suspect run is accepted by an editor, and what the public sees of an event that is missing or withdrawn."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.database.engine import transaction
from storage.runs import ledger as runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture(autouse=True)
def _sources(acting):
    seed()


def last_run():
    with transaction() as connection:
        return runs.recent_runs(connection, limit=1)[0].id


def season(acting, left=6):
    """Twelve concerts, of which some are gone in the last run. Returns that run's id and the concerts' event ids."""
    concerts = [concert(f"c{number}", at(number)) for number in range(1, 13)]
    harvest(*concerts)
    harvest(*concerts[:left])
    found = acting.get("/api/events?limit=100&from=2020-01-01").json()["events"]
    return last_run(), {event["uid"]: event["id"] for event in found}


def evidence(acting, event_id):
    return acting.get(f"/api/events/{event_id}").json()["evidence"]


def test_an_editor_sees_what_would_be_withdrawn_and_accepts_the_run(acting, editor, admin):
    run_id, ids = season(acting)
    shown = acting.get(f"/api/runs/{run_id}", headers=editor).json()
    assert (shown["status"], shown["complete"]) == ("suspect", True)
    decided = shown["decision"]
    assert (decided["due"], decided["missing"], decided["usual"]) == (12, 6, 12)
    diff = acting.get(f"/api/runs/{run_id}/diff", headers=editor).json()
    assert {event["uid"] for event in diff["would_withdraw"]} == {f"c{number}" for number in range(7, 13)}
    for event in (*diff["would_withdraw"], *diff["missing"]):
        assert event["missing_since"] == shown["started_at"]
        assert event["missed_by"] == [{"id": run_id, "started_at": shown["started_at"]}]
    accepted = acting.post(f"/api/runs/{run_id}/accept", headers=editor)
    assert (accepted.status_code, accepted.json()["withdrawn"]) == (200, 6)
    assert (accepted.json()["run"]["status"], accepted.json()["run"]["withdrawn"]) == ("ok", 6)
    after = acting.get(f"/api/runs/{run_id}", headers=editor).json()["decision"]
    assert (after["accepted_by"], after["accepted_reason"]) == (
        "key:1 (edit)",
        "6 of 12 events are missing at once; none was withdrawn",
    )
    entry = acting.get("/api/audit?limit=1", headers=admin).json()["entries"][0]
    assert (entry["action"], entry["subject"], entry["after"]) == ("accept run", f"run:{run_id}", {"withdrawn": 6})
    assert len(acting.get("/api/events?limit=100").json()["events"]) == 6
    shown = evidence(acting, ids["c7"])
    assert shown["withdrawal"]["because"] == "accepted"
    assert shown["withdrawal"]["run"]["id"] == run_id
    assert acting.post(f"/api/runs/{run_id}/accept", headers=editor).status_code == 409
    harvest(*[concert(f"c{number}", at(number)) for number in range(1, 6)])
    assert acting.get(f"/api/runs/{last_run()}", headers=editor).json()["status"] == "ok"


def test_who_may_not_accept_what(acting, editor, reader):
    run_id, _ = season(acting)
    assert acting.post(f"/api/runs/{run_id}/accept", headers=reader).status_code == 403
    assert acting.post(f"/api/runs/{run_id}/accept").status_code == 401
    assert acting.post("/api/runs/none/accept", headers=editor).status_code == 404
    with transaction() as connection:
        runs.open_run(connection, run_id="active", source_id=1, spider="hall", launched_by="test")
    refused = acting.post(f"/api/runs/{run_id}/accept", headers=editor)
    assert (refused.status_code, "active" in refused.json()["detail"]) == (409, True)


def test_what_is_seen_again_is_not_withdrawn_by_accepting_an_older_run(acting, editor):
    run_id, _ = season(acting)
    harvest(*[concert(f"c{number}", at(number)) for number in range(1, 13)])
    diff = acting.get(f"/api/runs/{run_id}/diff", headers=editor).json()
    assert (diff["would_withdraw"], diff["totals"]["would_withdraw"]) == ([], 0)


def test_an_editor_sees_the_showings_that_would_be_withdrawn(acting, editor):
    series = concert("s", *[at(day) for day in range(1, 21)], title="Series")
    harvest(series, concert("c1", at(2)))
    harvest(concert("s", *[at(day) for day in range(1, 6)], title="Series"), concert("c1", at(2)))
    run_id = last_run()
    diff = acting.get(f"/api/runs/{run_id}/diff", headers=editor).json()
    assert diff["would_withdraw"] == []
    (event,) = diff["would_shorten"]
    assert (event["uid"], event["title"], event["showings"], event["of"]) == ("s", "Series", 15, 20)
    assert datetime.fromisoformat(event["starts_at"]) == at(6).starts_at
    assert diff["totals"]["would_shorten"] == 1
    acting.post(f"/api/runs/{run_id}/accept", headers=editor)
    accepted = acting.get(f"/api/runs/{run_id}/diff", headers=editor).json()
    assert (accepted["would_shorten"], len(accepted["changes"])) == ([], 15)


def test_the_public_sees_since_when_an_event_is_missing_and_why_it_was_withdrawn(acting):
    concerts = [concert(f"c{number}", at(number)) for number in range(1, 13)]
    harvest(*concerts)
    run_id, ids = season(acting)
    missing = evidence(acting, ids["c7"])
    assert missing["missing_since"] is not None
    assert missing["withdrawal"] is None
    assert missing["last_seen_at"] < missing["missing_since"]
    assert [run["id"] for run in missing["missed_by"]] == [run_id]
    assert missing["missed_by"][0]["started_at"] == missing["missing_since"]
    harvest(*concerts[:6])
    missing = evidence(acting, ids["c7"])
    assert [run["id"] for run in missing["missed_by"]] == [run_id, last_run()]
    assert missing["missed_by"][0]["started_at"] == missing["missing_since"] < missing["missed_by"][1]["started_at"]
    seen = evidence(acting, ids["c1"])
    assert (seen["missing_since"], seen["missed_by"]) == (None, [])
    harvest(*concerts[1:])
    gone = evidence(acting, ids["c1"])
    assert gone["withdrawal"]["because"] == "missing"
    assert gone["withdrawal"]["text"] == "A complete crawl of its source no longer found it."
    assert gone["withdrawal"]["run"]["id"] == last_run() != run_id
    assert gone["last_seen_at"] < gone["withdrawal"]["at"]
    history = acting.get(f"/api/events/{ids['c1']}/history").json()["changes"]
    assert {(change["field"], change["new"]) for change in history} == {("withdrawn", True)}


def test_a_move_is_described_in_words(acting):
    harvest(concert("c1", at(3)), concert("c2", at(4)))
    harvest(concert("c1", at(9, 19)), concert("c2", at(4)))
    last = acting.get("/api/changes?since=2020-01-01&limit=100").json()["changes"][-1]
    assert (last["field"], last["text"].startswith("Moved from "), " to " in last["text"]) == ("starts_at", True, True)
    assert "Moved from " in acting.get("/api/kit/changes?since=2020-01-01").text
