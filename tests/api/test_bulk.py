"""One act on all events that a filter finds: counted first, then done, all or none."""

from __future__ import annotations

import pytest

from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def town(acting):
    seed()
    harvest(*(concert(f"jazz{n}", at(n + 1), title=f"Jazz night {n}") for n in range(3)), concert("other", at(2)))
    return acting


def act(client, headers, query="q=jazz", **given):
    return client.post(f"/api/events/bulk?{query}", json={"why": "the festival is off", **given}, headers=headers)


def test_it_counts_first(town, editor):
    counted = act(town, editor, act="cancel").json()
    assert (counted["done"], counted["count"]) == (False, 3)
    assert [one["title"] for one in counted["events"]] == ["Jazz night 0", "Jazz night 1", "Jazz night 2"]
    assert {one["status"] for one in town.get("/api/events").json()["events"]} == {"scheduled"}
    late = act(town, editor, act="cancel", expected=2)
    assert (late.status_code, late.json()["detail"]) == (
        409,
        "The filter finds 3 events now, not 2: look at them again.",
    )
    done = act(town, editor, act="cancel", expected=3).json()
    assert (done["done"], done["count"]) == (True, 3)
    states = {one["title"]: one["status"] for one in town.get("/api/events").json()["events"]}
    assert list(states.values()).count("cancelled") == 3
    assert states["Concert other"] == "scheduled"


def test_every_act(town, editor):
    def events(**wanted):
        return town.get("/api/events", params=wanted).json()["events"]

    assert act(town, editor, act="feature", expected=3).status_code == 200
    assert [one["featured"] for one in events(q="jazz")] == [True] * 3
    act(town, editor, act="unfeature", expected=3)
    assert [one["featured"] for one in events(q="jazz")] == [False] * 3
    act(town, editor, act="categories", categories=["film"], expected=3)
    assert len(events(category="film")) == 3
    act(town, editor, act="hide", expected=3)
    assert len(events()) == 1
    assert act(town, editor, act="show").json()["count"] == 3
    act(town, editor, act="show", expected=3)
    assert len(events()) == 4


def test_only_what_changes_is_counted(town, editor):
    assert act(town, editor, query="q=jazz+2", act="feature", expected=1).status_code == 200
    assert act(town, editor, act="feature").json()["count"] == 2
    assert act(town, editor, act="unfeature").json()["count"] == 1
    act(town, editor, act="cancel", expected=3)
    assert act(town, editor, act="cancel").json()["count"] == 0


def undo(client, headers, done):
    return client.post(f"/api/events/bulk/{done.json()['act_id']}/undo", headers=headers)


def shown(client, **wanted):
    events = client.get("/api/events", params=wanted).json()["events"]
    return {one["title"]: (one["status"], one["featured"], one["town_categories"]) for one in events}


@pytest.mark.parametrize(
    "given", [{"act": "cancel"}, {"act": "feature"}, {"act": "hide"}, {"act": "categories", "categories": ["film"]}]
)
def test_undo(town, editor, given):
    before = shown(town)
    done = act(town, editor, expected=3, **given)
    assert shown(town) != before
    assert undo(town, editor, done).json() == {"events": 3, "kept": 0}
    assert shown(town) == before
    assert undo(town, editor, done).status_code == 409


def test_undo_of_showing_hides_with_the_former_reasons(town, editor):
    act(town, editor, act="hide", why="private", expected=3)
    done = act(town, editor, act="show", expected=3)
    assert len(shown(town)) == 4
    undo(town, editor, done)
    hidden = town.get("/api/hidden", headers=editor).json()["events"]
    assert [one["hidden_reason"] for one in hidden] == ["private"] * 3


def test_undo_brings_back_earlier_edits_and_keeps_later_ones(town, editor):
    ids = {one["title"]: one["id"] for one in town.get("/api/events").json()["events"]}
    town.patch(f"/api/events/{ids['Jazz night 0']}", json={"categories": ["art"]}, headers=editor)
    done = act(town, editor, act="categories", categories=["film"], expected=3)
    town.patch(f"/api/events/{ids['Jazz night 1']}", json={"categories": ["family"]}, headers=editor)
    assert undo(town, editor, done).json() == {"events": 2, "kept": 1}
    categories = {title: one[2] for title, one in shown(town, q="jazz").items()}
    assert categories["Jazz night 0"] == ["Art"]
    assert categories["Jazz night 1"] == ["Family"]
    assert "Film" not in categories["Jazz night 2"]


def test_it_needs_a_reason(town, editor):
    counted = town.post("/api/events/bulk?q=jazz", json={"act": "hide"}, headers=editor)
    assert counted.json()["count"] == 3
    answer = town.post("/api/events/bulk?q=jazz", json={"act": "hide", "expected": 3}, headers=editor)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, ["body", "why"])


def test_all_or_none(town, editor):
    answer = act(town, editor, act="categories", categories=["films"], expected=3)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == ["body", "categories"]
    assert act(town, editor, query="near=x", act="hide").status_code == 422


def test_who_may(town, reader):
    assert act(town, {}, act="hide").status_code == 401
    assert act(town, reader, act="hide").status_code == 403
