"""The tasks that copy a page and read the copy by a recipe that a person corrects."""

from __future__ import annotations

from typing import Any

import pytest

from app.tasks import PickingFailed, copy_page, pick_part
from core.fetching.copies import kept
from tests.crawl.feed_server import FeedServer, serving

SHOWS = "".join(
    f"<div class='show'><p class='series'>{series}</p><h3>{title}</h3><p class='day'>December {day}, 2028</p></div>"
    for title, series, day in (("Tin Herons", "Folk", 1), ("Quiet Tide", "Jazz", 8), ("Night Ferry", "Sea", 15))
)
WRONG = {"card": "div.show", "title": "p.series", "date": "p.day"}


@pytest.fixture
def hall(service_environment, monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    with serving() as server:
        server.bodies["/"] = f"<html lang='en'><body>{SHOWS}</body></html>".encode()
        yield server


def run(task: Any, **arguments: Any) -> dict[str, Any]:
    ended = task.apply(kwargs=arguments)
    if ended.failed():
        raise ended.result
    return ended.result


def copied(hall: FeedServer, recipe: dict[str, str] | None = None) -> dict[str, Any]:
    return run(copy_page, url=hall.url("/"), recipe=recipe)


def titles(reading: dict[str, Any]) -> list[str]:
    return [event["title"] for event in reading["events"]]


def test_a_pick_reads_the_copy_and_asks_nobody(hall):
    first = copied(hall, WRONG)
    assert (titles(first), first["matched"], first["picked"]) == (["Folk", "Jazz", "Sea"], 3, None)
    asked = list(hall.asked)
    (heading,) = [one["element"] for one in first["choices"] if one["tag"] == "h3"]
    changed = run(pick_part, copy=first["copy"], recipe=first["recipe"], field="title", element=heading)
    assert titles(changed) == ["Tin Herons", "Quiet Tide", "Night Ferry"]
    assert changed["picked"] == {"field": "title", "selector": "h3"}
    assert changed["counts"]["title"] == 3
    assert [heading, "title"] in changed["outlines"]
    assert [event["card"] for event in changed["events"]] == [event["card"] for event in first["events"]]
    assert hall.asked == asked
    assert "data-n" in kept(first["copy"]).shown


def test_without_a_recipe_the_page_gives_one(hall):
    assert copied(hall)["recipe"]["card"] == "div.show"


def test_a_page_without_cards_has_everything_to_pick(hall):
    hall.bodies["/"] = b"<html lang='en'><body><p>Closed for the season</p></body></html>"
    reading = copied(hall)
    assert (reading["lacking"], reading["events"], reading["faults"]) == (["card", "title", "date"], [], "")


def test_what_cannot_be_picked_leaves_the_recipe(hall):
    first = copied(hall, WRONG)
    (day,) = [one["element"] for one in first["choices"] if one["text"] == "December 1, 2028"]
    refused = run(pick_part, copy=first["copy"], recipe=first["recipe"], field="title", element=day)
    assert refused["refusal"] == {"reason": "unreadable", "text": "December 1, 2028"}
    assert refused["recipe"] == first["recipe"]


def test_a_recipe_that_does_not_fit_says_so(hall):
    first = copied(hall, WRONG)
    edited = run(pick_part, copy=first["copy"], recipe={**WRONG, "price": "b"})
    assert edited["faults"] == "no card has price 'b'"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"copy": "none"}, "kept for an hour"),
        ({"field": "title", "element": 9999}, "element must be less than"),
        ({"field": "title"}, "element must be a whole number"),
        ({"field": "uid", "element": 1}, "field must be one of card, title"),
        ({"recipe": {"card": "li["}}, "isn't a CSS selector"),
        ({"timezone": "Mars"}, "IANA zone"),
    ],
)
def test_a_pick_that_can_never_work(hall, arguments, why):
    known = {"copy": copied(hall)["copy"], "recipe": WRONG}
    with pytest.raises(PickingFailed, match=why):
        run(pick_part, **{**known, **arguments})


def test_a_page_that_cannot_be_copied(hall):
    with pytest.raises(PickingFailed, match="HTTP 404"):
        run(copy_page, url=hall.url("/nowhere"))
    hall.bodies["/robots.txt"] = b"User-agent: *\nDisallow: /"
    with pytest.raises(PickingFailed, match=r"robots\.txt forbids"):
        copied(hall)
