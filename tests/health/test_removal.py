"""A source that is gone is proposed for removal: what that takes from the calendar, and the removal."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.items import Venue
from storage.alerts.routes import Channel, Route, add_route, find_route
from storage.database.engine import transaction
from storage.merging.match import match_runs
from storage.runs import ledger
from storage.sources.records import find_source
from storage.tasks.schedules import list_schedules, set_schedule
from tests.api.harvest import AQUARIUM, HALL, at, concert, harvest
from tests.api.harvest import seed as seed_both
from tests.health.runs import ends, seed

STAGE = Venue(name="Harbor Stage", address="12 Harbor Street, Sarasota, FL 34236")
GONE = ("PageGone", "HTTP 410")


@pytest.fixture
def town(service_environment):
    """Both list the jazz night, the hall with more. The other events are of one source each."""
    seed_both()
    jazz = {"title": "Jazz at the Harbor", "venue": STAGE}
    harvest(concert("jazz", at(3), description="The quartet plays its own ballads, and some others.", **jazz))
    harvest(concert("jazz", at(3), **jazz), concert("own", at(4), title="Opera"))
    harvest(concert("theirs", at(3), **jazz), concert("sharks", at(5), title="Sharks"), source_id=AQUARIUM.id)
    match_runs()


def titles(acting):
    return sorted(one["title"] for one in acting.get("/api/events").json()["events"])


def test_what_a_removal_takes_is_said_before(acting, editor, town):
    assert titles(acting) == ["Jazz at the Harbor", "Opera", "Sharks"]
    found = acting.get(f"/api/sources/{HALL.id}/removal", headers=editor).json()
    assert (found["upcoming"], found["shared"], found["others"], found["runs"]) == (2, 1, 0, 2)
    assert found["schedules"] == ["vanwezel-daily"]
    assert titles(acting) == ["Jazz at the Harbor", "Opera", "Sharks"]


def test_what_others_list_stays(acting, editor, town):
    assert acting.delete(f"/api/sources/{HALL.id}", headers=editor).status_code == 204
    assert titles(acting) == ["Jazz at the Harbor", "Sharks"]
    (jazz,) = acting.get("/api/events", params={"q": "jazz"}).json()["events"]
    assert jazz["source"]["name"] == "aquarium"
    assert acting.delete(f"/api/sources/{HALL.id}", headers=editor).status_code == 404
    with transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM event_groups")).scalar_one() in (0, 1)


def test_what_asked_for_it_ends(acting, editor, admin, town):
    with transaction() as connection:
        named = {"task": "app.tasks.scrape_source", "kwargs": {"source_id": HALL.id}, "enabled": True}
        set_schedule(connection, name="hall-hourly", cron="0 * * * *", updated_by="test", **named)
        only = add_route(
            connection,
            Route(person="desk", channel=Channel.EMAIL, target="a@b.example", sources=[HALL.id]),
            created_by="test",
        )
    assert acting.delete(f"/api/sources/{HALL.id}", headers=editor).status_code == 204
    with transaction() as connection:
        assert [(one.name, one.enabled) for one in list_schedules(connection)] == [("vanwezel-daily", False)]
        assert find_route(connection, only.id).sources == []
    (entry, *_) = acting.get("/api/audit", params={"subject": f"source:{HALL.id}"}, headers=admin).json()["entries"]
    assert (entry["action"], entry["before"]["base_url"]) == ("remove source", "https://hall.example")


def test_not_while_it_is_crawled(acting, editor, town):
    with transaction() as connection:
        ledger.open_run(connection, run_id="now", source_id=HALL.id, spider="hall", launched_by="test")
    refused = acting.delete(f"/api/sources/{HALL.id}", headers=editor)
    expected = "Run now of the source is active. Remove the source when that has ended."
    assert (refused.status_code, refused.json()["detail"]) == (409, expected)
    with transaction() as connection:
        assert find_source(connection, HALL.id) is not None


def test_roles(acting, reader, town):
    assert acting.delete(f"/api/sources/{HALL.id}").status_code == 401
    assert acting.delete(f"/api/sources/{HALL.id}", headers=reader).status_code == 403
    assert acting.get(f"/api/sources/{HALL.id}/removal", headers=reader).status_code == 403


def test_who_is_proposed(acting, reader, service_environment):
    dead, paused, unwanted = seed("dead", "hopeless", "unwanted")
    ends(dead, ("TransportFailure", "HTTP 503"))
    ends(dead, ("PageChanged", "no table"))
    ends(dead, GONE)
    ends(unwanted, seen=2)
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET enabled = false WHERE id <> :id"), {"id": dead})
        connection.execute(
            text("INSERT INTO source_states (source_id, state, reason) VALUES (:id, 'paused', 'blocked for 30 days')"),
            {"id": paused},
        )
    board = acting.get("/api/sources/health", headers=reader).json()["sources"]
    assert {one["name"]: one["gone"] for one in board} == {"dead": True, "hopeless": True, "unwanted": False}


def test_the_inbox_says_that_it_is_gone_by_now(acting, editor, service_environment):
    """The message was about an earlier trouble of the same weight."""
    (hall,) = seed("hall")
    ends(hall, ("PageChanged", "no table"))
    ends(hall, GONE)
    (alert,) = acting.get("/api/inbox", headers=editor).json()["alerts"]
    assert (alert["state"], alert["state_now"]) == ("failing", "dead")


def test_the_command(marquee, town):
    said = marquee("sources", "rm", str(HALL.id), "--dry-run").output
    assert said.splitlines() == [
        "Upcoming events that leave the calendar: 1",
        "Upcoming events that stay, because other sources list them, too: 1",
        "Past, withdrawn, and hidden events that are deleted: 0",
        "Runs that are deleted: 2",
        "Schedules that end: vanwezel-daily",
    ]
    assert marquee("sources", "rm", str(HALL.id)).exit_code == 1
    removed = marquee("sources", "rm", str(HALL.id), "--yes")
    assert removed.output.endswith(f"Removed source {HALL.id} (The Hall).\n")
    assert marquee("sources", "rm", str(HALL.id), "--yes").exit_code == 1


def test_the_events_that_editors_added_are_no_source_to_watch_or_remove(acting, editor, marquee, service_environment):
    seed("hall")
    starts = at(3).starts_at.isoformat()
    assert acting.post("/api/events", json={"title": "Chess", "starts_at": starts}, headers=editor).status_code == 201
    with transaction() as connection:
        editors = connection.execute(text("SELECT id FROM sources WHERE name = 'editors'")).scalar_one()
    board = acting.get("/api/sources/health", headers=editor).json()
    assert ([one["name"] for one in board["sources"]], board["total"], board["states"]) == (["hall"], 1, {"new": 1})
    assert "ditors" not in acting.get("/api/sources/health.csv", headers=editor).text
    assert "ditors" not in acting.get("/api/health/sources", headers=editor).text
    assert "ditors" not in marquee("sources", "health").output
    expected = "where events that editors added are kept: 1 now."
    refused = acting.delete(f"/api/sources/{editors}", headers=editor)
    assert (refused.status_code, expected in refused.json()["detail"]) == (409, True)
    assert expected in " ".join(marquee("sources", "rm", "editors", "--dry-run").output.split())
    no_site = "“Editors” has no site to read"
    resumed = acting.post(f"/api/sources/{editors}/resume", headers=editor)
    assert (resumed.status_code, no_site in resumed.json()["detail"]) == (409, True)
    for command in (("sources", "resume"), ("sources", "test"), ("crawl",)):
        ran = marquee(*command, "editors")
        assert (ran.exit_code, no_site in ran.output) == (1, True)
    by_command = marquee("sources", "rm", str(editors), "--yes")
    assert (by_command.exit_code, expected in " ".join(by_command.output.split())) == (1, True)
    assert titles(acting) == ["Chess"]
    with transaction() as connection:
        connection.execute(text("DELETE FROM events"))
    assert acting.delete(f"/api/sources/{editors}", headers=editor).status_code == 409, "also without any event"
