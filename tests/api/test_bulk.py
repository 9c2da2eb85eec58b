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


def test_all_or_none(town, editor):
    answer = act(town, editor, act="categories", categories=["films"], expected=3)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == ["body", "categories"]
    assert act(town, editor, query="near=x", act="hide").status_code == 422


def test_who_may(town, reader):
    assert act(town, {}, act="hide").status_code == 401
    assert act(town, reader, act="hide").status_code == 403
