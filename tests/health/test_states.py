"""A source's state after each of its runs, on the command line and through the API."""

from __future__ import annotations

import csv
import io
import json

from storage.database.engine import transaction
from storage.runs.accept import accept
from storage.sources.edits import change_source
from tests.health.runs import DOWN, ends, seed, states


def test_a_row_for_each_change(service_environment):
    (hall,) = seed("hall")
    ends(hall, seen=3)
    ends(hall, seen=3)
    ends(hall, DOWN)
    assert states(hall) == ["healthy"]
    ends(hall, DOWN)
    ends(hall, DOWN)
    ends(hall, DOWN)
    assert states(hall) == ["healthy", "failing"]
    ends(hall, seen=3)
    assert states(hall) == ["healthy", "failing", "healthy"]


def test_an_accepted_run_makes_it_healthy(service_environment):
    (hall,) = seed("hall")
    run_id = ends(hall)
    assert states(hall) == ["quarantined"]
    with transaction() as connection:
        accept(connection, run_id, accepted_by="an editor")
    assert states(hall) == ["quarantined", "healthy"]


def _sources():
    ids = seed("fine", "blocked", "paused", "new", "gone")
    ends(ids[0], seen=3)
    ends(ids[1], ("Blocked", "HTTP 403"))
    ends(ids[4], ("PageGone", "HTTP 410"))
    with transaction() as connection:
        change_source(connection, ids[2], {"enabled": False})


ORDER = ["gone", "blocked", "new", "paused", "fine"]


def test_the_api_lists_those_that_need_a_person_first(acting, reader):
    _sources()
    first = acting.get("/api/sources/health", params={"limit": 2}, headers=reader).json()
    assert (first["total"], first["next"]) == (5, 2)
    rest = acting.get("/api/sources/health", params={"offset": 2}, headers=reader).json()
    assert [one["name"] for one in first["sources"] + rest["sources"]] == ORDER
    assert rest["next"] is None
    assert first["sources"][1]["reason"] == "HTTP 403"
    assert first["sources"][1]["do"].startswith("Ask the site's owner")
    assert acting.get("/api/sources/health").status_code == 401


def test_the_command_lists_them_too(marquee, service_environment):
    _sources()
    lines = marquee("sources", "health", "--json").output.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ORDER
    rows = list(csv.DictReader(io.StringIO(marquee("sources", "health", "--csv", "--state", "blocked").output)))
    assert [(row["name"], row["state"]) for row in rows] == [("blocked", "blocked")]
    assert "Ask the site's owner" in marquee("sources", "health").output
