"""The recipe of a source over HTTP: shown, set, accepted, and removed; malformed fields are named."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.recipes.recipe import parse_recipe
from storage.database.engine import transaction
from storage.sources import edits, recipes

RECIPE = {"card": "li.show", "title": "h3", "date": "p.day", "time": "p.hour", "usual": ["title", "date", "time"]}


def added(spider="cards"):
    with transaction() as connection:
        return edits.add_source(
            connection,
            name=f"hall-{spider}",
            title="Hall",
            spider=spider,
            base_url="https://hall.example/",
            timezone="America/New_York",
            floor=0,
            settings={},
        )


@pytest.fixture
def address(acting):
    return f"/api/sources/{added()}/recipe"


def test_a_recipe_is_set_accepted_and_removed(acting, editor, reader, address):
    assert acting.get(address, headers=reader).json()["recipe"] is None
    given = acting.put(address, json=RECIPE, headers=editor)
    assert given.status_code == 200, given.text
    assert {name: value for name, value in given.json()["recipe"].items() if value} == {**RECIPE, "reads": "html"}
    assert acting.post(f"{address}/accept", headers=editor).status_code == 409
    number = given.json()["source_id"]
    with transaction() as connection:
        other = parse_recipe({**RECIPE, "time": "p.at"})
        recipes.save_offer(connection, number, recipe=other, why="most cards had an hour", run_id="a-run")
    offer = acting.get(address, headers=reader).json()["offer"]
    assert (offer["why"], offer["run_id"]) == ("most cards had an hour", "a-run")
    assert offer["changes"] == [{"field": "time", "old": "p.hour", "new": "p.at"}]
    accepted = acting.post(f"{address}/accept", headers=editor).json()
    assert (accepted["recipe"]["time"], accepted["offer"]) == ("p.at", None)
    settings = acting.get(f"/api/sources/{number}/settings", headers=editor).json()
    assert settings["recipe"]["time"] == "p.at"
    assert acting.delete(address, headers=editor).json()["recipe"] is None
    with transaction() as connection:
        actions = connection.execute(text("SELECT action FROM audit_log ORDER BY id")).scalars().all()
    assert actions == ["set recipe", "accept recipe", "remove recipe"]


@pytest.mark.parametrize(
    ("changes", "where", "message"),
    [
        ({"time": "p["}, ["body", "time"], "'p[' isn't a CSS selector"),
        ({"color": "b"}, ["body", "color"], "Extra inputs are not permitted"),
        ({"ends": "p"}, ["body", "ends"], "is only for json"),
        ({"date": ""}, ["body"], "date or heading is required"),
    ],
)
def test_a_bad_field_is_named(acting, editor, address, changes, where, message):
    refused = acting.put(address, json={**RECIPE, **changes}, headers=editor)
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["where"] == where
    assert message in error["message"]


def test_only_cards_have_a_recipe(acting, editor):
    refused = acting.put(f"/api/sources/{added('ics')}/recipe", json=RECIPE, headers=editor)
    assert refused.status_code == 409
    assert "is read as ics" in refused.json()["detail"]
    assert acting.get("/api/sources/999/recipe", headers=editor).status_code == 404
