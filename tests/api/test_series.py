"""Series over HTTP: once for readers, with all dates on the page of each event, and decisions of editors."""

from __future__ import annotations

import pytest
from lxml import html

from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed

TITLE = "Harbor Lights Festival"


def lights(day, **fields):
    return concert(f"lights-{day}", at(day), **{"title": TITLE, **fields})


@pytest.fixture
def ids(acting):
    """The ids of three evenings, each on a page of its own."""
    seed()
    harvest(*(lights(day) for day in (3, 4, 9)))
    match_runs()
    found = acting.get("/api/occurrences", params={"dates": "all"}).json()["occurrences"]
    return [one["event_id"] for one in found]


def listed(client, path="/api/occurrences", **parameters):
    return client.get(path, params=parameters).json()["occurrences" if path.endswith("occurrences") else "events"]


def test_readers_see_it_once(acting, ids):
    (card,) = listed(acting)
    last = listed(acting, dates="all")[2]["local_date"]
    assert card["more_dates"] == {"count": 2, "until": last, "same_day": [], "every": card["more_dates"]["every"]}
    (event,) = listed(acting, "/api/events")
    assert (event["id"], event["occurrence_count"], event["more_dates"]) == (ids[0], 1, card["more_dates"])
    assert [one["id"] for one in listed(acting, "/api/events", dates="all")] == ids
    assert acting.get("/api/occurrences", params={"dates": "some"}).status_code == 422
    assert acting.get("/feeds/events.ics").text.count("BEGIN:VEVENT") == 3
    assert acting.get("/api/surprise").json()["event_id"] in ids  # from a random moment on, its next date


def test_each_day_has_it(acting, ids):
    for one in listed(acting, dates="all"):
        (card,) = listed(acting, day=one["local_date"])
        assert card["event_id"] == one["event_id"]
        assert "Harbor Lights" in acting.get("/", params={"day": one["local_date"]}).text
    days = acting.get("/api/days").json()["days"]
    assert [day["occurrences"] for day in days] == [1, 1, 1]


def test_each_page_has_all_dates(acting, ids):
    dates = [one["local_date"] for one in listed(acting, dates="all")]
    event = acting.get(f"/api/events/{ids[1]}").json()
    assert [one["local_date"] for one in event["occurrences"]] == [dates[1]]
    assert [(one["event_id"], one["local_date"]) for one in event["series"]] == [(ids[0], dates[0]), (ids[2], dates[2])]
    own = acting.get(f"/api/events/{ids[0]}").json()["occurrences"][0]
    assert event["series"][0]["public_uid"] == own["public_uid"]
    plain = acting.get(f"/events/{ids[1]}").text
    dates = html.fromstring(plain).xpath("//main[@id='main']//ul[@class='dates']/li")
    assert len(dates) == 3
    assert dates[2].find("a").get("href").endswith(f"-{ids[2]}")
    assert "and 2 more dates, until " in acting.get("/").text


def test_an_editor_ungroups_and_groups(acting, editor, ids):
    path = f"/api/events/{ids[1]}"
    found = acting.get(f"{path}/series", headers=editor).json()
    assert [(one["event_id"], one["dates"]) for one in found["events"]] == [(each, 1) for each in ids]
    assert found["decided_by"] is None
    answer = acting.post(f"{path}/ungroup", json={"reason": "other players"}, headers=editor)
    assert answer.status_code == 200, answer.text
    assert [one["event_id"] for one in answer.json()["events"]] == [ids[1]]
    assert answer.json()["decided_because"] == "other players"
    assert [one["event_id"] for one in listed(acting)] == ids[:2]
    answer = acting.post(f"{path}/group", json={"other_ids": [ids[0]]}, headers=editor)
    assert [one["event_id"] for one in answer.json()["events"]] == ids
    assert len(listed(acting)) == 1
    acting.post(f"{path}/ungroup", json={"whole": True}, headers=editor)
    assert len(listed(acting)) == 3
    acting.post(f"/api/events/{ids[0]}/group", json={"other_ids": []}, headers=editor)
    assert len(listed(acting)) == 1
    story = acting.get(f"{path}/story", headers=editor).json()["entries"]
    assert any("took it out of its series" in entry["text"] and "other players" in entry["text"] for entry in story)


def test_what_is_refused(acting, editor, reader, ids):
    path = f"/api/events/{ids[0]}"
    assert acting.post(f"{path}/group", json={"other_ids": [99999]}, headers=editor).status_code == 404
    assert acting.get("/api/events/99999/series", headers=editor).status_code == 404
    assert acting.post(f"{path}/ungroup", json={}, headers=editor).status_code == 200
    assert acting.post(f"{path}/ungroup", json={}, headers=editor).status_code == 409
    assert acting.post(f"{path}/ungroup", json={}).status_code == 401
    assert acting.post(f"{path}/group", json={"other_ids": []}, headers=reader).status_code == 403
    assert acting.get(f"{path}/series").status_code == 401
