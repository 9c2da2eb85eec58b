"""Places over HTTP: anyone reads them, editors correct them, and the calendar shows the result."""

from __future__ import annotations

import pytest

from core.items import Venue
from storage.database.engine import transaction
from storage.places.link import link
from tests.api.harvest import concert, harvest, seed

VENUES = (
    Venue(name="Gray Heron Music Hall", address="2 Bay St"),
    Venue(name="Gray Heron", address="2 Bay Street"),
    Venue(name="Pelican Stage", address="2 Bay St"),
)


@pytest.fixture
def places(acting) -> dict[str, int]:
    """The ids of the town's two places by name."""
    seed()
    harvest(*(concert(f"c{number}", venue=venue) for number, venue in enumerate(VENUES)))
    with transaction() as connection:
        link(connection)
    return {place["label"]: place["id"] for place in acting.get("/api/places").json()["places"]}


def post(acting, editor, path, **body):
    answer = acting.post(f"/api/{path}", json=body, headers=editor)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_list_and_its_pages(acting, places):
    assert sorted(places) == ["Gray Heron Music Hall", "Pelican Stage"]
    first = acting.get("/api/places", params={"limit": 1}).json()
    second = acting.get("/api/places", params={"limit": 1, "cursor": first["next"]}).json()
    assert [page["places"][0]["label"] for page in (first, second)] == sorted(places)
    assert second["next"] is None


def test_the_search_looks_at_every_spelling(acting, places):
    found = acting.get("/api/places", params={"q": "bay street"}).json()["places"]
    assert [place["label"] for place in found] == ["Gray Heron Music Hall"]


def test_what_belongs_to_a_place_and_why(acting, places):
    whole = acting.get(f"/api/places/{places['Gray Heron Music Hall']}").json()
    assert sorted(one["name"] for one in whole["spelled"]) == ["Gray Heron", "Gray Heron Music Hall"]
    assert {one["by"] for one in whole["spelled"]} == {"rules"}
    assert [one["reason"] for one in whole["suggestions"]] == ["same address: 2 bay, under two names"]


def test_an_accepted_suggestion_changes_the_calendar(acting, editor, places):
    [found] = acting.get("/api/venue-suggestions", headers=editor).json()["suggestions"]
    pelican, heron = places["Pelican Stage"], places["Gray Heron Music Hall"]
    assert {found["place_id"], found["other_place_id"]} == {pelican, heron}
    post(acting, editor, "venue-suggestions/accept", venue=pelican, other=heron)
    events = acting.get("/api/events").json()["events"]
    assert {event["venue"]["name"] for event in events} == {"Gray Heron Music Hall"}
    assert len(acting.get("/api/occurrences", params={"venue": pelican}).json()["occurrences"]) == 3
    assert acting.get("/api/venue-suggestions", headers=editor).json()["suggestions"] == []


def test_a_room_is_shown_with_its_building(acting, editor, places):
    pelican, heron = places["Pelican Stage"], places["Gray Heron Music Hall"]
    post(acting, editor, f"places/{pelican}/room", building=heron)
    names = {event["venue"]["name"] for event in acting.get("/api/events").json()["events"]}
    assert names == {"Gray Heron Music Hall", "Gray Heron Music Hall (Pelican Stage)"}
    [venue] = acting.get("/api/venues").json()["venues"]
    assert (venue["name"], venue["events"]) == ("Gray Heron Music Hall", 3)


def test_merge_split_rename_and_locate(acting, editor, places):
    pelican, heron = places["Pelican Stage"], places["Gray Heron Music Hall"]
    merged = post(acting, editor, f"places/{pelican}/merge", into=heron)
    assert merged["spellings"] == 3
    taken = next(one["id"] for one in merged["spelled"] if one["name"] == "Pelican Stage")
    apart = post(acting, editor, f"places/{heron}/split", spellings=[taken])
    renamed = post(acting, editor, f"places/{apart['id']}/rename", name="The Pelican", address="4 Bay St")
    located = post(acting, editor, f"places/{apart['id']}/locate", latitude=27.3, longitude=-82.5)
    assert (renamed["label"], located["latitude"], located["named_by"]) == ("The Pelican", 27.3, located["located_by"])
    assert acting.get(f"/api/venues/{pelican}").json()["name"] == "The Pelican"


def test_refused_places_stay_apart(acting, editor, places):
    pelican, heron = places["Pelican Stage"], places["Gray Heron Music Hall"]
    post(acting, editor, "venue-suggestions/refuse", venue=pelican, other=heron)
    assert acting.get("/api/venue-suggestions", headers=editor).json()["suggestions"] == []
    assert len(acting.get("/api/places").json()["places"]) == 2


def test_what_was_done_is_in_the_audit_log(acting, editor, admin, places):
    post(acting, editor, f"places/{places['Pelican Stage']}/rename", name="The Pelican")
    entry = acting.get("/api/audit", headers=admin).json()["entries"][0]
    assert (entry["action"], entry["after"]["label"]) == ("rename venue", "The Pelican")


def test_a_form_saved_without_a_change_is_not_in_the_audit_log(acting, editor, admin, places):
    path = f"places/{places['Pelican Stage']}"
    post(acting, editor, f"{path}/rename", name="The Pelican", address="4 Bay St")
    located = post(acting, editor, f"{path}/locate", latitude=27.3, longitude=-82.5)
    before = acting.get("/api/audit", headers=admin).json()["entries"]
    again = [
        post(acting, editor, f"{path}/rename", name="The Pelican", address="4 Bay St"),
        post(acting, editor, f"{path}/rename", name="The Pelican"),
        post(acting, editor, f"{path}/locate", latitude=27.3, longitude=-82.5),
        post(acting, editor, f"{path}/room", building=located["building_id"]),
    ]
    assert again == [located] * 4
    assert acting.get("/api/audit", headers=admin).json()["entries"] == before


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("places/{heron}/merge", {"into": "{heron}"}, 409),
        ("places/{heron}/merge", {"into": 999}, 404),
        ("places/999/rename", {"name": "X"}, 404),
        ("places/{heron}/split", {"spellings": [999]}, 409),
        ("places/{heron}/rename", {"name": ""}, 422),
        ("places/{heron}/locate", {"latitude": 99, "longitude": 1}, 422),
    ],
    ids=["with itself", "with an unknown one", "an unknown one", "a foreign spelling", "no name", "off the map"],
)
def test_what_cannot_be_done(acting, editor, places, path, body, status):
    heron = places["Gray Heron Music Hall"]
    body = {name: heron if value == "{heron}" else value for name, value in body.items()}
    refused = acting.post(f"/api/{path.format(heron=heron)}", json=body, headers=editor)
    assert refused.status_code == status


def test_only_editors_change_places(acting, reader, places):
    path = f"/api/places/{places['Pelican Stage']}/rename"
    assert acting.post(path, json={"name": "X"}).status_code == 401
    assert acting.post(path, json={"name": "X"}, headers=reader).status_code == 403
