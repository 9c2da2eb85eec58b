"""The newsroom's kit over HTTP."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from core.items import Price
from storage.database.engine import transaction
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def town(client):
    seed()
    harvest(
        concert("jazz", at(2), at(9)), concert("opera", at(3), title="=Opera & <b>more</b>"), concert("old", at(-3))
    )
    return client


def ids() -> dict[str, int]:
    with transaction() as connection:
        return {row.uid: row.id for row in connection.execute(text("SELECT uid, id FROM events"))}


def test_events_are_picked_by_id_or_by_filter(town):
    known = ids()
    picked = town.get("/api/kit", params={"events": f"{known['jazz']},{known['opera']},{known['jazz']}"})
    assert picked.headers["content-type"] == "text/markdown; charset=utf-8"
    assert picked.headers["content-disposition"] == 'inline; filename="events.md"'
    assert picked.text.count("\n## ") == 2
    assert picked.text.count("\n- ") == 2, "both occurrences of the one event"
    assert "=Opera \\& \\<b\\>more\\</b\\>" in picked.text
    only = town.get(f"/api/kit?events={known['jazz']}&day={at(9).local_date}&format=text")
    assert only.text.splitlines()[3] == "Concert jazz"
    assert town.get("/api/kit?q=opera&format=html").text.count("<article>") == 1
    assert town.get("/api/kit?category=nothing&format=html").text.count("<article>") == 0


def test_a_table(town):
    answer = town.get("/api/kit?format=csv&limit=2")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="events.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in rows] == ["Concert jazz", "'=Opera & <b>more</b>"]
    assert rows[0]["venue"] == "The Hall"


def test_events_are_in_the_order_of_their_first_showings(client):
    seed()
    harvest(concert("last", at(9)), concert("first", at(2), at(12)), concert("middle", at(3)))
    copy = client.get("/api/kit?format=text").text
    titles = [line for line in copy.splitlines() if line.startswith("Concert ")]
    assert titles == ["Concert first", "Concert middle", "Concert last"]


def test_invalid_requests_are_refused(town):
    known = ids()
    for query, status in (
        ("events=999999", 404),
        (f"events={known['jazz']},999999", 404),
        ("events=", 422),
        ("events=1;2", 422),
        ("events=1,,2", 422),
        ("events=0", 422),
        ("events=99999999999", 422),
        ("events=" + ",".join(map(str, range(1, 502))), 422),
        ("format=pdf", 422),
        ("limit=0", 422),
        ("from=never", 422),
    ):
        answer = town.get(f"/api/kit?{query}")
        assert answer.status_code == status, query
        assert answer.headers["content-type"] == "application/problem+json"
    for query in ("", "since=never", "since=2026-01-01&limit=0", "since=2026-01-01&cursor=abc"):
        assert town.get(f"/api/kit/changes?{query}").status_code == 422, query
    with transaction() as connection:
        connection.execute(text("UPDATE events SET hidden_at = now() WHERE uid = 'jazz'"))
    assert town.get(f"/api/kit?events={known['jazz']}").status_code == 404
    assert "jazz" not in town.get("/api/kit").text


def test_changes_since_a_time(town):
    with transaction() as connection:
        before = connection.execute(text("SELECT now()")).scalar_one()
    dearer = Price(text="$30", min_cents=3000, max_cents=3000, currency="USD", is_free=False)
    harvest(concert("jazz", at(2), price=dearer), concert("opera", at(3), title="=Opera & <b>more</b>"), concert("new"))
    changes = town.get("/api/kit/changes", params={"since": before.isoformat(), "format": "text"})
    assert changes.status_code == 200
    assert "Price: $30, was $20" in changes.text
    assert "no longer listed by its source" in changes.text
    assert "\nConcert new\nNew\n" in changes.text
    assert "Opera" not in changes.text
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert town.get("/api/kit/changes", params={"since": later, "format": "text"}).text.count("\n") == 2
    table = town.get("/api/kit/changes", params={"since": before.isoformat(), "format": "csv"}).content
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert {row["field"] for row in rows} >= {"price_text", "withdrawn", ""}


def test_pages_of_changes(town):
    seen, address = [], "/api/kit/changes?since=2020-01-01&format=csv&limit=1"
    while address:
        answer = town.get(address)
        seen += list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        address = answer.links.get("next", {}).get("url")
        assert len(seen) <= 3
    assert sorted(row["title"] for row in seen) == ["'=Opera & <b>more</b>", "Concert jazz", "Concert old"]
    assert "(the first 1)" in town.get("/api/kit/changes?since=2020-01-01&format=text&limit=1").text
