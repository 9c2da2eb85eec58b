"""The public calendar over HTTP: occurrences, events, venues, pages, caching, and hidden events."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.api.calendar import choices, schemas
from core.config import settings
from core.items import EventItem
from storage.database.engine import transaction
from tests.api import sample_week
from tests.api.sample_week import HALL, at

FROM = "from=2031-12-05"


@pytest.fixture
def town(client):
    sample_week.week()
    return client


def titles(answer, key="occurrences"):
    assert answer.status_code == 200, answer.text
    return [entry["title"] for entry in answer.json()[key]]


def pages(client, address):
    """The answers of all pages, following their Link headers."""
    found = [client.get(address)]
    while following := found[-1].links.get("next"):
        found.append(client.get(following["url"]))
        assert found[-2].json()["next"] in following["url"]
        assert len(found) < 50
    assert found[-1].json()["next"] is None
    return found


def test_the_calendar(town):
    first = town.get(f"/api/occurrences?{FROM}&until=2031-12-07&dates=all").json()["occurrences"]
    assert [(entry["title"], entry["starts_at"]) for entry in first] == [
        ("Modern Photographs", "2031-11-20"),
        ("Shark Feeding", "2031-12-05T11:00:00-05:00"),
        ("The Nutcracker", "2031-12-05T20:00:00-05:00"),
        ("Manatees by Night", "2031-12-06"),
        ("Shark Feeding", "2031-12-06T11:00:00-05:00"),
        ("The Nutcracker", "2031-12-06T14:00:00-05:00"),
        ("The Nutcracker", "2031-12-06T20:00:00-05:00"),
    ]
    photographs, nutcracker, manatees = first[0], first[2], first[3]
    assert (photographs["all_day"], photographs["ends_at"], photographs["price"]["is_free"]) == (
        True,
        "2031-12-20",
        True,
    )
    assert (manatees["all_day"], manatees["time_known"], manatees["ends_at"]) == (False, False, None)
    assert (nutcracker["ends_at"], nutcracker["timezone"]) == ("2031-12-05T22:30:00-05:00", "America/New_York")
    assert nutcracker["venue"]["name"] == "Van Wezel Hall"
    assert nutcracker["source"] == {"name": "hall", "title": "The Hall"}
    assert "raw" not in nutcracker


FILTERS = {
    "day=2031-12-06&category=family": ["Shark Feeding", "The Nutcracker", "The Nutcracker"],
    f"{FROM}&until=2031-12-05T15:00:00-05:00": ["Modern Photographs", "Shark Feeding"],
    f"{FROM}T20:00:00 05:00&until=2031-12-05T18:00:00Z": ["Modern Photographs", "Shark Feeding"],
    f"{FROM}&q=nutkracker&limit=1": ["The Nutcracker"],
    f"{FROM}&q=beyonc": ["Beyoncé's Jazz Night", "Beyoncé's Jazz Night"],
    f"{FROM}&status=postponed&status=cancelled": ["Beyoncé's Jazz Night", "Poetry Slam"],
    f"{FROM}&source=mote&free=false": [],
    f"{FROM}&free=true&until=2031-12-06": ["Modern Photographs", "Shark Feeding"],
    f"{FROM}&near=27.94,-82.46&radius_km=5": ["Poetry Slam"],
    f"{FROM}&near=27.3446,-82.5502&sort=distance&limit=2": ["The Nutcracker", "The Nutcracker"],
    f"{FROM}&q=night&sort=relevance&limit=1": ["Manatees by Night"],
    "from=2031-12-09&sort=-starts_at&limit=3": [
        "Shark Feeding",
        "Shark Feeding",
        "<script>alert('x')</script> & \"friends\"",
    ],
}


def test_filters(town):
    for query, expected in FILTERS.items():
        assert titles(town.get(f"/api/occurrences?{query}&dates=all")) == expected, query


def test_an_event_of_many_dates_is_listed_once(town):
    listed = town.get(f"/api/occurrences?{FROM}&until=2031-12-07").json()["occurrences"]
    assert [(entry["title"], entry["starts_at"][:10]) for entry in listed] == [
        ("Modern Photographs", "2031-11-20"),
        ("Shark Feeding", "2031-12-05"),
        ("The Nutcracker", "2031-12-05"),
        ("Manatees by Night", "2031-12-06"),
    ]
    assert listed[0]["more_dates"] is None
    assert listed[1]["more_dates"] == {
        "count": 6,
        "until": "2031-12-11",
        "same_day": [],
        "every": [1, 2, 3, 4, 5, 6, 7],
    }
    assert listed[2]["more_dates"] == {
        "count": 1,
        "until": "2031-12-06",
        "same_day": [],
        "every": listed[2]["more_dates"]["every"],
    }
    day = town.get("/api/occurrences?day=2031-12-06").json()["occurrences"]
    assert [(entry["title"], entry["more_dates"] and entry["more_dates"]["same_day"]) for entry in day] == [
        ("Modern Photographs", None),
        ("Manatees by Night", None),
        ("Shark Feeding", []),
        ("The Nutcracker", ["2031-12-06T20:00:00-05:00"]),
    ]
    assert town.get("/api/events?from=2031-12-05").json()["events"][1]["more_dates"]["count"] == 6


HOSTILE = [
    "from=yesterday", "from=2031-13-01", "from=0001-01-01", "from=9999-12-31T23:59:59-14:00", "from=%00", "from=",
    f"{FROM}&until=2031-12-05", f"{FROM}&until=2031-12-01", "day=someday", "day=today&from=2031-12-05",
    "day=9999-99-99",
    "near=1", "near=a,b", "near=1,2,3", "near=91,0", "near=0,181", "near=nan,nan", "near=inf,0", "near=1e999,1",
    "radius_km=5", "near=1,2&radius_km=0", "near=1,2&radius_km=-1", "near=1,2&radius_km=501", "near=1,2&radius_km=nan",
    "venue=0", "venue=-1", "venue=99999999999999999999", "venue=1;DROP TABLE events", "venue=1.5", "limit=0",
    "limit=201",
    "limit=99999999999999999999999", "limit=x", "free=maybe", "status=fine", "sort=title", "sort=relevance",
    "sort=distance", "q=", "q=%00", f"q={'x' * 201}", "category=%00a", f"category={'c' * 300}", "source=%00",
    "cursor=x", "cursor=%00", f"cursor={'A' * 400}", "cursor=W10", "cursor=bnVsbA", "cursor=WzFd",
    "cursor=WyJzdGFydHNfYXQiLDEsMSwxLCJ4Il0", "cursor=WyJzdGFydHNfYXQiLDEsMWUzMDAsMSwxXQ",
    "cursor=WyJzdGFydHNfYXQiLDEsMSw5OTk5OTk5OTk5OTk5OTk5OTk5OTksMV0", "cursor=WyJzdGFydHNfYXQiLDEsTmFOLDEsMV0",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/api/occurrences", "/api/events"])
def test_invalid_requests_are_refused(client, path):
    for query in HOSTILE:
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 422, (query, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"][0]["where"][0] == "query", query


def test_hostile_search_words_do_no_harm(town):
    for words in (
        "'; DROP TABLE events; --",
        "' OR 1=1 --",
        "\\",
        "'",
        '"',
        "((((",
        "a & | !",
        "<->",
        ":*",
        "%",
        "\ud83d",
        "𝔍",
    ):
        answer = town.get("/api/occurrences", params={"from": "2031-12-05", "q": words.encode("utf-8", "replace")})
        assert titles(answer) == [], words
        assert town.get("/api/occurrences", params={"category": words.encode("utf-8", "replace")}).status_code == 200
        assert town.get("/api/venues", params={"q": words.encode("utf-8", "replace")}).status_code == 200
    assert (
        len(
            titles(
                town.get(
                    "/api/events?from=2031-11-01",
                ),
                "events",
            )
        )
        == 7
    )


def test_markup_is_returned_as_text(town):
    answer = town.get(f"/api/occurrences?{FROM}&q=friends")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert titles(answer) == ["<script>alert('x')</script> & \"friends\""]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("sort", ["starts_at", "-starts_at", "relevance", "distance"])
@pytest.mark.parametrize(("dates", "count"), [("all", 13), ("next", 5)])
def test_pages_follow_each_other(town, sort, dates, count):
    """Every entry comes exactly once, for any page size."""
    query = f"{FROM}&sort={sort}&dates={dates}&q=night or feeding or nutcracker&near=27.34,-82.55"
    whole = town.get(f"/api/occurrences?{query}&limit=200").json()["occurrences"]
    parts = [
        entry for answer in pages(town, f"/api/occurrences?{query}&limit=3") for entry in answer.json()["occurrences"]
    ]
    assert [entry["id"] for entry in parts] == [entry["id"] for entry in whole]
    assert len({entry["id"] for entry in whole}) == len(whole) == count


def test_a_cursor_belongs_to_its_order(town):
    cursor = town.get(f"/api/occurrences?{FROM}&limit=1").json()["next"]
    answer = town.get(f"/api/occurrences?{FROM}&limit=1&sort=-starts_at&cursor={cursor}")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"where": ["query", "cursor"], "message": "belongs to sort=starts_at"}]


def test_events_are_grouped(town):
    events = [entry for answer in pages(town, f"/api/events?{FROM}&limit=2") for entry in answer.json()["events"]]
    assert [(entry["title"], entry["occurrence_count"]) for entry in events] == [
        ("Modern Photographs", 1),
        ("Shark Feeding", 7),
        ("The Nutcracker", 3),
        ("Manatees by Night", 1),
        ("Beyoncé's Jazz Night", 2),
        ("Poetry Slam", 1),
        ("<script>alert('x')</script> & \"friends\"", 1),
    ]
    assert [time["starts_at"][8:10] for time in events[1]["occurrences"]] == ["05", "06", "07", "08", "09"]


def test_an_event_and_where_it_comes_from(town):
    found = town.get(f"/api/events?{FROM}&q=nutcracker").json()["events"][0]
    event = town.get(f"/api/events/{found['id']}").json()
    assert event["description"].startswith("Tchaikovsky's")
    assert len(event["occurrences"]) == 3
    evidence = event["evidence"]
    assert (evidence["source"]["name"], evidence["source_url"]) == ("hall", "https://hall.example")
    assert evidence["read_from"] == {"starts_at": "Fri. Dec 5, 2031 8:00 PM"}
    assert datetime.fromisoformat(evidence["last_seen_at"]) >= datetime.fromisoformat(evidence["first_seen_at"])
    assert datetime.fromisoformat(evidence["first_seen_at"]) <= datetime.now(UTC)


def test_history_and_changes(town):
    run = sample_week.store(
        EventItem(uid="jazz", title="Jazz Night", venue=HALL, occurrences=(at("2031-12-07", 20),), categories=("Jazz",))
    )
    (found,) = town.get(f"/api/events?{FROM}&until=2031-12-08&q=jazz").json()["events"]
    changes = [
        entry
        for answer in pages(town, f"/api/events/{found['id']}/history?limit=2")
        for entry in answer.json()["changes"]
    ]
    title = next(entry for entry in changes if entry["field"] == "title")
    assert (title["old"], title["new"], title["run"]["id"]) == ("Beyoncé's Jazz Night", "Jazz Night", run)
    news = [
        entry for answer in pages(town, "/api/changes?since=2020-01-01&limit=3") for entry in answer.json()["changes"]
    ]
    assert [entry["kind"] for entry in news].count("new") == 7
    assert ("title", "Jazz Night") in [(entry["field"], entry["new"]) for entry in news]
    assert [entry["at"] for entry in news] == sorted(entry["at"] for entry in news)
    assert town.get("/api/changes?since=2099-01-01").json() == {"changes": [], "next": None, "note": None}


def test_hidden_events_are_nowhere(town):
    (found,) = town.get(f"/api/events?{FROM}&q=poetry").json()["events"]
    with transaction() as connection:
        connection.execute(text("UPDATE events SET hidden_at = now() WHERE id = :id"), {"id": found["id"]})
    for path in ("", "/history"):
        assert town.get(f"/api/events/{found['id']}{path}").status_code == 404
    for path in (f"occurrences?{FROM}", f"events?{FROM}", "changes?since=2020-01-01", "categories"):
        assert "Poetry" not in town.get(f"/api/{path}").text, path
    body = town.get("/api/days?from=2031-12-05").json()
    assert {"day": "2031-12-09", "occurrences": 2, "first": []} in body["days"]
    assert body["timezone"] == "America/New_York"


def test_venues_and_categories(town):
    venues = [entry for answer in pages(town, "/api/venues?limit=1") for entry in answer.json()["venues"]]
    assert [(entry["name"], entry["events"]) for entry in venues] == [
        ("Mote Aquarium", 3), ("Straz Center", 1), ("Van Wezel Hall", 2)]  # fmt: skip
    near = [
        entry for answer in pages(town, "/api/venues?limit=1&near=27.95,-82.46") for entry in answer.json()["venues"]
    ]
    assert [entry["name"] for entry in near] == ["Straz Center", "Van Wezel Hall", "Mote Aquarium"]
    assert [entry["name"] for entry in town.get("/api/venues?q=wezzel").json()["venues"]] == ["Van Wezel Hall"]
    assert town.get(f"/api/venues/{venues[0]['id']}").json() == venues[0]
    assert town.get("/api/venues/999").status_code == 404
    assert town.get(f"/api/venues?limit=1&cursor={venues[0]['id']}").status_code == 422
    categories = town.get("/api/categories").json()["categories"]
    assert categories[0] == {"name": "Family", "events": 2}
    assert len(categories) == 7
    days = town.get("/api/days?from=2031-12-05&until=2031-12-08&category=family").json()["days"]
    assert [entry["occurrences"] for entry in days] == [2, 2, 1]
    days = town.get("/api/days?from=2031-12-05&until=2031-12-08&category=family&dates=all").json()["days"]
    assert [entry["occurrences"] for entry in days] == [2, 3, 1]
    assert town.get("/api/days?from=2031-01-01&until=2031-12-31").status_code == 422
    sources = town.get("/api/sources").json()["sources"]
    assert [(entry["name"], entry["events"]) for entry in sources] == [("hall", 4), ("mote", 3)]
    assert sources[0]["last_good_run_at"] is not None


def test_a_surprise_passes_the_filters(town):
    for _ in range(5):
        answer = town.get("/api/surprise?from=2031-12-05&until=2031-12-12&category=science")
        assert answer.json()["title"] == "Shark Feeding"
        assert answer.headers["cache-control"] == "no-store"
    assert town.get("/api/surprise?from=2031-12-05&category=nothing").status_code == 404


@pytest.mark.parametrize(
    "path", ["events/0", "events/x", "events/99999999999999999999", "venues/99999999999", "venues/-1"]
)
def test_invalid_ids_are_refused(client, path):
    assert client.get(f"/api/{path}").status_code == 422


def test_answers_are_cached_until_something_is_committed(town):
    """The next answer has a change that a crawl has committed."""
    address = f"/api/occurrences?{FROM}&q=jazz"
    first = town.get(address)
    assert first.headers["cache-control"] == "public, no-cache"
    assert town.get(address).headers["etag"] == first.headers["etag"]
    for tag in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
        again = town.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    sample_week.store(EventItem(uid="jazz", title="Jazz at Noon", occurrences=(at("2031-12-07", 12),)))
    changed = town.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "Jazz at Noon" in titles(changed)
    with transaction() as connection:
        connection.execute(text("UPDATE events SET hidden_at = now() WHERE uid = 'jazz'"))
    assert titles(town.get(address)) == []


def test_reads_can_be_closed(application, service_environment, monkeypatch):
    monkeypatch.setenv("PUBLIC_READS", "false")
    settings.cache_clear()
    with TestClient(application) as client:
        for path in ("occurrences", "events", "events/1", "surprise", "venues", "categories", "days", "sources"):
            answer = client.get(f"/api/{path}")
            assert answer.status_code == 401, path
            assert answer.headers["content-type"] == "application/problem+json"


def test_answers_match_the_openapi_description(town):
    """Parses each answer with the model that describes it."""
    read = {
        f"/api/occurrences?{FROM}": schemas.OccurrencePage,
        f"/api/events?{FROM}": schemas.EventPage,
        "/api/events/1": schemas.WholeEvent,
        "/api/venues": schemas.VenuePage,
        "/api/sources": choices.Sources,
        "/api/changes?since=2020-01-01": choices.NewsPage,
    }
    described = town.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, model in read.items():
        model.model_validate_json(town.get(path).content)
        route = path.partition("?")[0].replace("/1", "/{event_id}")
        body = described["paths"][route]["get"]["responses"]
        assert body["200"]["content"]["application/json"]["schema"]["$ref"].endswith(model.__name__)
        assert {"429", "500", "503"} <= set(body)
