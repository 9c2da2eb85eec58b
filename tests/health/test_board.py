"""The board of all sources: search, pages, yields, and shares; what a run changed; how fresh the calendar is."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from sqlalchemy import text

from storage.database.engine import transaction
from tests.api.harvest import at, concert, harvest
from tests.api.harvest import seed as seed_hall
from tests.health.runs import ends, seed


def test_three_hundred_sources_in_pages_and_by_words(acting, reader):
    ids = seed(*(f"site{number}" for number in range(300)))
    ends(ids[7], ("Blocked", "HTTP 403"))
    first = acting.get("/api/sources/health", headers=reader).json()
    assert (first["total"], len(first["sources"]), first["next"]) == (300, 50, 50)
    assert first["sources"][0]["name"] == "site7"
    assert first["states"] == {"blocked": 1, "new": 299}
    found = acting.get("/api/sources/health", params={"q": "SITE29"}, headers=reader).json()
    assert found["total"] == 11
    by_reason = acting.get("/api/sources/health", params={"q": "403"}, headers=reader).json()
    assert [one["name"] for one in by_reason["sources"]] == ["site7"]
    last = acting.get("/api/sources/health", params={"offset": 250}, headers=reader).json()
    assert (len(last["sources"]), last["next"]) == (50, None)


def test_yields_shares_and_what_nobody_else_confirms(acting, reader):
    (hall,) = seed("hall")
    ends(hall, seen=5)
    with transaction() as connection:
        connection.execute(text("UPDATE runs SET started_at = started_at - :by"), {"by": timedelta(days=3)})
    ends(hall, seen=4)
    (one,) = acting.get("/api/sources/health", headers=reader).json()["sources"]
    assert [day["seen"] for day in one["yields"]] == [5, 4]
    assert (one["upcoming"], one["alone"]) == (5, True)
    assert (one["shares"]["hour"], one["shares"]["picture"]) == (1.0, 0.0)
    assert one["changed_at"] is not None


def test_the_same_as_a_file_with_the_next_runs(acting, reader):
    ids = seed("hall", "=club", first=1)
    ends(ids[0], seen=5)
    (hall, club) = sorted(
        acting.get("/api/sources/health", headers=reader).json()["sources"], key=lambda one: one["source_id"]
    )
    assert hall["next_run_at"] is not None
    assert club["next_run_at"] is not None
    file = acting.get("/api/sources/health.csv", params={"q": "club"}, headers=reader)
    assert file.headers["content-type"].startswith("text/csv")
    assert [row["name"] for row in csv.DictReader(io.StringIO(file.text))] == ["'=club"]
    assert acting.get("/api/sources/health.csv").status_code == 401


def test_the_command_has_the_same(marquee, service_environment):
    hall, _ = seed("hall", "club")
    ends(hall, seen=5)
    rows = list(csv.DictReader(io.StringIO(marquee("sources", "health", "--csv", "-q", "hal").output)))
    assert [(row["name"], row["upcoming"], row["hour"]) for row in rows] == [("hall", "5", "1.0")]
    assert "█" in marquee("sources", "health").output


def test_what_a_run_changed(marquee, service_environment):
    seed_hall()
    harvest(concert("first", at(3)), concert("second", at(4)))
    harvest(concert("first", at(3), title="First night"))
    shown = marquee("runs", "1", "--diff").output
    assert "~ First night: title: Concert first → First night" in shown
    assert "- Concert second" in shown
    assert "+ First night" not in shown
    assert "+ First night" in marquee("runs", "--source", "1", "--diff", "-n", "2").output
    assert len(marquee("runs", "1", "--json").output.splitlines()) == 2
    assert marquee("runs", "2", "--json").output == ""


def test_how_fresh_the_calendar_is(acting):
    ids = seed("hall", "club", "new")
    for one in ids[:2]:
        ends(one, seen=3)
    assert acting.get("/api/freshness").json()["confirmed"] == 2
    with transaction() as connection:
        connection.execute(
            text("UPDATE sources SET confirmed_at = confirmed_at - interval '2 days' WHERE id = :id"), {"id": ids[0]}
        )
    found = acting.get("/api/freshness").json()
    assert (found["confirmed"], found["sources"]) == (1, 2)
