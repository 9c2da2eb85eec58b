"""The town's categories over HTTP: the calendar's filter and chips use them, and editors change them."""

from __future__ import annotations

import pytest

from tests.api.harvest import concert, harvest, seed


@pytest.fixture(autouse=True)
def town(acting) -> None:
    seed()
    harvest(
        concert("a", title="Swan Lake", categories=("Ballet",)),
        concert("b", title="An evening", categories=("Zoning", "All-day")),
    )


def titles(acting, **query):
    return sorted(event["title"] for event in acting.get("/api/events", params=query).json()["events"])


def test_events_have_what_their_source_says_and_the_towns_category(acting):
    [event] = acting.get("/api/events", params={"category": "theater"}).json()["events"]
    assert (event["categories"], event["town_categories"]) == (["Ballet"], ["Theater and dance"])
    whole = acting.get(f"/api/events/{event['id']}").json()
    assert (whole["categories"], whole["town_categories"]) == (["Ballet"], ["Theater and dance"])


def test_the_list_has_both(acting):
    body = acting.get("/api/categories").json()
    assert {one["name"] for one in body["categories"]} == {"Ballet", "Zoning", "All-day"}
    counted = {one["slug"]: one["events"] for one in body["town"]}
    assert (len(counted), counted["theater"], counted["other"]) == (14, 1, 1)


@pytest.mark.parametrize("category", ["theater", "Theater and dance", "ballet", "Ballet"])
def test_the_filter_takes_the_towns_category_and_the_word_of_a_source(acting, category):
    assert titles(acting, category=category) == ["Swan Lake"]


def test_a_category_of_the_town_without_events_is_known(acting):
    assert acting.get("/api/events", params={"category": "film"}).json()["note"] is None


def test_an_editor_maps_a_word_and_takes_it_back(acting, editor):
    unmapped = acting.get("/api/unmapped-categories").json()["words"]
    assert [(one["word"], one["sources"]) for one in unmapped] == [("zoning", ["The Hall"])]
    body = {"pattern": "Zoning", "category": "Government"}
    added = acting.post("/api/category-rules", json=body, headers=editor)
    assert (added.status_code, added.json()["events"]) == (201, 1)
    assert titles(acting, category="government") == ["An evening"]
    rule = added.json()["rule"]
    assert rule in acting.get("/api/category-rules", params={"category": "government"}).json()["rules"]
    assert acting.delete(f"/api/category-rules/{rule['id']}", headers=editor).status_code == 200
    assert titles(acting, category="government") == []


def test_an_editor_changes_the_list(acting, editor):
    added = acting.post("/api/town-categories", json={"slug": "ships", "name": "Ships"}, headers=editor)
    assert added.json()["slugs"][-2:] == ["ships", "other"]
    acting.post("/api/town-categories/ships/rename", json={"name": "Boats"}, headers=editor)
    assert "Boats" in [one["name"] for one in acting.get("/api/categories").json()["town"]]
    assert acting.delete("/api/town-categories/ships", headers=editor).json()["slugs"][-2:] == ["festivals", "other"]


def test_a_town_says_what_is_indoors_or_wheelchair_accessible(acting, editor):
    """Sources have no field for it. A rule finds the word that a source gives, an editor knows of one event, and the
    others say nothing."""
    for slug, name in (("indoors", "Indoors"), ("accessible", "Wheelchair accessible")):
        acting.post("/api/town-categories", json={"slug": slug, "name": name}, headers=editor)
    for pattern, category in (("indoor", "indoors"), ("wheelchair accessible", "accessible")):
        added = acting.post("/api/category-rules", json={"pattern": pattern, "category": category}, headers=editor)
        assert added.status_code == 201, added.text
    harvest(
        concert("ramp", title="Choir", categories=("Concert", "Wheelchair Accessible", "Indoor concerts")),
        concert("stairs", title="Lantern Walk", categories=("Accessible parking", "Outdoors")),
        concert("unknown", title="Wheelchair Basketball", categories=("Sports",)),
        whole=False,
    )
    assert titles(acting, category="accessible") == ["Choir"]
    assert titles(acting, category="indoors") == ["Choir"]
    assert titles(acting, category="outdoors") == ["Lantern Walk"]
    [swan] = acting.get("/api/events", params={"q": "Swan Lake"}).json()["events"]
    both = {"categories": ["theater", "accessible"]}
    assert acting.patch(f"/api/events/{swan['id']}", json=both, headers=editor).status_code == 200
    assert titles(acting, category="accessible") == ["Choir", "Swan Lake"]
    counted = {one["slug"]: one["events"] for one in acting.get("/api/counts").json()["categories"]}
    assert (counted["accessible"], counted["indoors"], counted["outdoors"]) == (2, 1, 1)
    for path in ("/accessible", "/accessible?lang=es", "/widget/v1/content?category=accessible"):
        page = acting.get(path).text
        assert ("Choir" in page, "Swan Lake" in page, "Lantern Walk" in page) == (True, True, False), path
    assert "Wheelchair accessible" in acting.get("/accessible").text.partition("<main")[2]
    assert "Choir" in acting.get("/feeds/events.ics", params={"category": "accessible"}).text


def test_a_refusal_says_why(acting, editor):
    refused = acting.post("/api/category-rules", json={"pattern": "zoning", "category": "boats"}, headers=editor)
    assert (refused.status_code, "The town has no category" in refused.json()["detail"]) == (409, True)


def test_only_editors_change_rules(acting, reader):
    body = {"pattern": "zoning", "category": "government"}
    assert acting.post("/api/category-rules", json=body).status_code == 401
    assert acting.post("/api/category-rules", json=body, headers=reader).status_code == 403
