"""Recipes of pages: found from the cards, read as a person wrote them, and refused or doubted field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.recipes.recipe import BadRecipe, Recipe, differences, parse_recipe
from scrapers.platforms.cards.reader import read_events
from scrapers.platforms.cards.recipes.read import completed, misfit, read_by_recipe, recipe_of, revised
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 11, 20, 12, tzinfo=UTC)
)
FIXTURES = Path(__file__).parent / "fixtures"
SEASON = (
    ("Tin Herons", "Fri, Dec 4", "7:30 PM", "$12"),
    ("Quiet Tide", "Fri, Dec 11", "8 PM", "$15"),
    ("Night Ferry", "Fri, Dec 18", "", "Free"),
)


def page(*parts: str) -> bytes:
    return f"<!doctype html><html lang='en'><head><title>x</title></head><body>{''.join(parts)}</body></html>".encode()


def cards(season: Any = SEASON, *, kind: str = "show", heading: str = "h3") -> str:
    return (
        "<div class='list'>"
        + "".join(
            f"<div class='{kind}'><a href='/{kind}/{number}'><{heading} class='{kind}-name'>{title}</{heading}></a>"
            f"<p class='{kind}-day'>{day}</p><p class='{kind}-hour'>{hour}</p><span class='location'>Blue Room</span>"
            f"<b class='{kind}-cost'>{price}</b><img src='/{number}.jpg'></div>"
            for number, (title, day, hour, price) in enumerate(season)
        )
        + "</div>"
    )


def read(recipe: dict[str, Any], body: bytes) -> list[tuple[str, str]]:
    return [
        (event.title, one.to_json()["starts_at"])
        for event in read_by_recipe(parse_recipe(recipe), body, CONTEXT).events
        for one in event.occurrences
    ]


EXPECTED = [
    ("Tin Herons", "2026-12-04T19:30:00-05:00"),
    ("Quiet Tide", "2026-12-11T20:00:00-05:00"),
    ("Night Ferry", "2026-12-18"),
]


def test_a_page_gives_its_recipe() -> None:
    found = recipe_of(page(cards()), CONTEXT)
    assert found is not None
    assert found.to_json() == {
        "card": "div.show",
        "title": "h3.show-name",
        "date": "p.show-day",
        "time": "p.show-hour",
        "place": "span.location",
        "link": "h3.show-name",
        "image": "img",
        "next_page": "auto",
        "detail_time": "auto",
        "usual": ["title", "date", "time", "place", "link", "image"],
    }
    assert read(found.to_json(), page(cards())) == EXPECTED


def test_what_only_a_few_cards_of_a_long_list_have_is_found_automatically() -> None:
    season = [(f"Concert {n:03} at the Pier", f"Dec {1 + n % 28}", "", "") for n in range(130)]
    season[7] = ("Tin Herons", "Dec 4", "7:30 PM", "")
    found = recipe_of(page(cards(season)), CONTEXT)
    assert found is not None
    assert (found.card, found.date, found.time) == ("div.show", "p.show-day", "auto")
    assert ("Tin Herons", "2026-12-04T19:30:00-05:00") in read(found.to_json(), page(cards(season)))


@pytest.mark.parametrize("name", ["board.html", "club.html", "zaal.html"])
def test_a_recipe_reads_what_was_found_without_it(name: str) -> None:
    body = (FIXTURES / name).read_bytes()
    given = json.loads((FIXTURES / f"{name}.expected.json").read_text())
    context = Context(url=given["url"], timezone=given["timezone"], now=datetime.fromisoformat(given["now"]))
    found = recipe_of(body, context)
    if found is not None:
        events = read_events(body, context).events
        again = read_by_recipe(found, body, context).events
        assert {one.title for one in again} == {one.title for one in events}


def test_dates_may_stand_above_the_cards() -> None:
    body = page(
        "<main>",
        *(
            f"<h2>{day}</h2><div class='e'><b>{title}</b> {hour}</div><div class='e'><b>{title} again</b></div>"
            for title, day, hour, _ in SEASON
        ),
        "</main>",
    )
    found = recipe_of(body, CONTEXT)
    assert found is not None
    assert (found.card, found.date, found.heading) == ("div.e", "", "main > h2")
    assert read(found.to_json(), body)[:2] == [EXPECTED[0], ("Tin Herons again", "2026-12-04")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "<p>Friday, December 4: Tin Herons<br>December 11: Quiet Tide<br>December 18: Ferry</p>", id="lines"
        ),
        pytest.param(
            "<h3>Quay Committee Meetings</h3><ul><li>Dec 1, 2026</li><li>Dec 8, 2026</li><li>Dec 15, 2026</li></ul>"
            "<h3>Pier Board Meetings</h3><ul><li>Dec 2, 2026</li><li>Dec 9, 2026</li><li>Dec 16, 2026</li></ul>",
            id="names above bare dates",
        ),
        pytest.param("<p>Nothing here.</p>", id="no cards"),
    ],
)
def test_what_no_selectors_give_has_no_recipe(body: str) -> None:
    assert recipe_of(page(body), CONTEXT) is None


def test_one_name_above_bare_dates_is_the_title_of_all() -> None:
    days = "".join(f"<li>{day}</li>" for day in ("Dec 1, 2026", "Dec 8, 2026", "Dec 15, 2026", "Nov 3, 2024"))
    body = page(f"<h3>Quay Committee Meetings</h3><ul>{days}</ul>")
    found = recipe_of(body, CONTEXT)
    assert found is not None
    assert (found.card, found.title) == ("ul > li", "'Quay Committee Meeting'")
    title = "Quay Committee Meeting"
    assert read(found.to_json(), body) == [(title, "2026-12-01"), (title, "2026-12-08"), (title, "2026-12-15")]


def test_a_text_stands_in_for_a_title_that_a_card_lacks() -> None:
    body = page(cards([*SEASON, ("", "Sat, Dec 19", "9 PM", "")]))
    written = {"card": ".show", "title": "h3, 'Open stage'", "date": ".show-day", "time": ".show-hour"}
    assert read(written, body) == [*EXPECTED, ("Open stage", "2026-12-19T21:00:00-05:00")]
    with pytest.raises(BadRecipe) as refused:
        parse_recipe({**written, "title": "h3[, 'Open stage'"})
    assert "isn't a CSS selector" in refused.value.errors["title"]


def test_a_person_adds_what_the_reader_leaves_out() -> None:
    written = {"card": ".show", "title": "h3", "date": ".show-day", "price": ".show-cost", "link": "a::attr(href)"}
    found = read_by_recipe(parse_recipe(written), page(cards()), CONTEXT).events
    assert [event.price.min_cents for event in found if event.price] == [1200, 1500, 0]
    assert [event.url for event in found][:1] == ["https://hall.example/show/0"]
    assert {event.venue for event in found} == {None}
    assert not any(one.time_known for event in found for one in event.occurrences)


def test_an_attribute_gives_date_and_hour() -> None:
    body = page(*(f"<li><h4>{n}</h4><time datetime='2026-12-0{n}T19:00'>soon</time></li>" for n in "456"))
    recipe = {"card": "li", "title": "h4::text", "date": "time::attr(datetime)"}
    assert read(recipe, body) == []  # a digit isn't a title
    body = body.replace(b"<h4>", b"<h4>Act ")
    assert read(recipe, body)[0] == ("Act 4", "2026-12-04T19:00:00-05:00")


def test_a_date_that_cannot_be_read_is_a_problem() -> None:
    body = page(cards([("Tin Herons", "Mon, Dec 4", "", ""), *SEASON[1:]]))
    (problem,) = read_by_recipe(
        parse_recipe({"card": ".show", "title": "h3", "date": ".show-day"}), body, CONTEXT
    ).problems
    assert (problem.field, problem.title) == ("date", "Tin Herons")


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"card": "is required", "title": "is required"}),
        ({"card": "li", "title": "h3"}, {"date": "date or heading is required"}),
        ({"card": "li", "title": "h3", "date": "p", "color": "b"}, {"color": "there is no such field"}),
        (
            {"card": "li[", "title": "h3::x", "date": "p"},
            {"card": "'li[' isn't a CSS", "title": "'h3::x' isn't a CSS"},
        ),
        ({"card": "li", "title": "h3", "date": "p", "uid": "i"}, {"uid": "is only for json"}),
        ({"reads": "json", "card": "e[", "title": "t", "date": "d"}, {"card": "'e[' isn't a JMESPath expression"}),
        ({"reads": "json", "card": "e", "title": "t", "date": "d", "heading": "h2"}, {"heading": "is only for html"}),
        ({"reads": "xml", "card": "e", "title": "t", "date": "d"}, {"reads": "Input should be 'html' or 'json'"}),
        ({"card": "li", "title": "h3", "date": "p", "usual": ["x"]}, {"usual": "x: must be some of title, date"}),
        ([], {"": "a recipe is a JSON object with at least card, title, and date"}),
    ],
)
def test_a_bad_recipe_is_refused_field_by_field(given: Any, errors: dict[str, str]) -> None:
    with pytest.raises(BadRecipe) as refused:
        parse_recipe(given)
    found = refused.value.errors
    assert found.keys() == errors.keys()
    assert all(found[name].startswith(why) for name, why in errors.items())


FITTING = {
    "card": ".show",
    "title": ".show-name",
    "date": ".show-day",
    "time": ".show-hour",
    "place": ".location",
    "price": ".show-cost",
    "usual": ["title", "date", "time", "place"],
}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (cards(), ""),
        (cards(kind="act"), "card '.show' matches nothing"),
        (cards().replace("show-name", "name"), "title '.show-name' matches nothing in any of the 3 cards"),
        (
            cards().replace("show-day", "when").replace("show-name", "name"),
            "title '.show-name' matches nothing in any of the 3 cards; date '.show-day' matches nothing in any of",
        ),
        (
            cards().replace("Dec 4", "Dec 5").replace("Dec 11", "Dec 12").replace("Dec 18", "Dec 19"),
            "no date in any of the 3 cards",
        ),
        (cards().replace("show-hour", "hour"), "most cards had an hour, and now none of 3 has"),
        (
            cards() + cards((*SEASON, ("Late Sun", "Sat, Dec 19", "", "")), kind="act"),
            "the page has 4 other cards, more",
        ),
        (cards() + cards(kind="act"), ""),
    ],
)
def test_a_page_that_no_longer_fits(body: str, why: str) -> None:
    recipe = parse_recipe(FITTING)
    found = misfit(recipe, read_by_recipe(recipe, page(body), CONTEXT))
    assert found.startswith(why)
    assert bool(found) is bool(why)


def test_a_field_that_the_recipe_no_longer_names_is_not_missed() -> None:
    recipe = parse_recipe({**FITTING, "place": ""})
    assert misfit(recipe, read_by_recipe(recipe, page(cards()), CONTEXT)) == ""


def test_other_cards_that_were_there_from_the_start_are_ignored() -> None:
    body = page(cards(), cards((*SEASON, ("Late Sun", "Sat, Dec 19", "", "")), kind="act"))
    whole = completed(parse_recipe({**FITTING, "usual": []}), body, CONTEXT)
    assert whole.ignore == ("div.act",)
    assert whole.usual == ("title", "date", "time", "place", "price")
    assert misfit(whole, read_by_recipe(whole, body, CONTEXT)) == ""


def test_the_new_recipe_differs_where_the_page_does_and_keeps_what_a_person_added() -> None:
    before = parse_recipe(FITTING)
    after = revised(before, page(cards().replace("show-day", "when")), CONTEXT)
    assert after is not None
    assert after.price == ".show-cost"
    assert differences(before, after)["date"] == (".show-day", "p.when")
    assert misfit(after, read_by_recipe(after, page(cards().replace("show-day", "when")), CONTEXT)) == ""


@pytest.mark.parametrize(
    ("pager", "url"),
    [
        ("<a rel='next' href='/events?page=2'>more</a>", "https://hall.example/events?page=2"),
        ("<link rel='next' href='/events/page/2/'>", "https://hall.example/events/page/2/"),
        ("<nav class='pagination'><a href='?p=2'>Next »</a></nav>", "https://hall.example/events?p=2"),
        (
            "<ul class='pager'><li class='current'>1</li><li><a href='?p=2'>2</a></li></ul>",
            "https://hall.example/events?p=2",
        ),
        ("<a class='older' href='/events?page=2'>Next page</a>", "https://hall.example/events?page=2"),
        ("<a class='older' href='?page=2'>On</a>", "https://hall.example/events?page=2"),
        ("<a href='?page=2'>Older</a>", "https://hall.example/events?page=2"),
        ("<a href='?start=20'>More events</a>", "https://hall.example/events?start=20"),
        ("<a href='?p=2'>›</a>", "https://hall.example/events?p=2"),
        ("<a href='/events/page/2/'>»</a>", "https://hall.example/events/page/2/"),
        ("<a href='?page=2' aria-label='Next page'><svg></svg></a>", "https://hall.example/events?page=2"),
        ("<a href='?page=2'><img src='/i.svg' alt='Siguiente'></a>", "https://hall.example/events?page=2"),
        ("<a href='/events/2'>Ver más</a>", "https://hall.example/events/2"),
        ("<a href='/agenda-2'>Página siguiente</a>", "https://hall.example/agenda-2"),
        ("<b>1</b> <a href='?page=1'>2</a> <a href='?page=2'>3</a>", "https://hall.example/events?page=1"),
        ("<a href='?page=3'>3</a> <a href='?page=2'>2</a>", "https://hall.example/events?page=2"),
        ("<div class='paginated'><p class='x'><a class='more' href='/herons'>More</a></p></div>", None),
        (
            "<a href='/events/2'>Tin Herons</a> <a href='/blog?page=2'>Next</a> <a href='/calendar'>More events</a>",
            None,
        ),
        ("<a href='/events/next-generation'>Next Generation Band</a>", None),
        ("<nav class='pagination'><a rel='next' href='#'>Next</a></nav>", None),
    ],
)
def test_the_next_page(pager: str, url: str | None) -> None:
    found = recipe_of(page(cards(), pager), CONTEXT)
    assert found is not None
    assert read_by_recipe(found, page(cards(), pager), CONTEXT).next_url == url


FEED = {
    "reads": "json",
    "card": "data.events",
    "title": "name",
    "date": "start.day",
    "time": "start.hour",
    "ends": "start.until",
    "place": "venue.name",
    "price": "cost",
    "link": "permalink",
    "uid": "id",
    "next_page": "links.next",
}


def answer(*events: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"data": {"events": events}, **more}).encode()


def show(number: int = 1, **changes: Any) -> dict[str, Any]:
    start = {"day": "2026-12-04", "hour": "7:30 PM", "until": "11 PM"}
    return {"id": number, "name": f"Show {number}", "start": start, "venue": {"name": "Hall"}, "cost": 12, **changes}


def test_a_recipe_reads_json() -> None:
    recipe = parse_recipe(FEED)
    read = read_by_recipe(recipe, answer(show(), links={"next": "/api?page=2"}), CONTEXT)
    (event,) = read.events
    assert (event.uid, event.title, event.venue and event.venue.name) == ("1", "Show 1", "Hall")
    assert event.price is not None
    assert (event.price.min_cents, event.price.currency) == (1200, "USD")
    shown = event.occurrences[0].to_json()
    assert (shown["starts_at"], shown["ends_at"]) == ("2026-12-04T19:30:00-05:00", "2026-12-04T23:00:00-05:00")
    assert read.next_url == "https://hall.example/api?page=2"
    assert read.usual == ("title", "date", "time", "ends", "place", "price", "uid")


@pytest.mark.parametrize(
    ("date", "start"),
    [
        ("2026-12-04T19:30:00-05:00", "2026-12-04T19:30:00-05:00"),
        ("December 4, 2026 7:30 PM", "2026-12-04T19:30:00-05:00"),
        (1796430600, "2026-12-04T19:30:00-05:00"),
        (1796430600000, "2026-12-04T19:30:00-05:00"),
    ],
)
def test_dates_in_json(date: Any, start: str) -> None:
    recipe = {"reads": "json", "card": "data.events", "title": "name", "date": "on"}
    assert read(recipe, answer({"name": "A Show", "on": date})) == [("A Show", start)]


@pytest.mark.parametrize("date", [None, "soon", 12, True, [], "04/05/26x"])
def test_a_record_without_a_readable_date_is_a_problem(date: Any) -> None:
    recipe = parse_recipe({"reads": "json", "card": "data.events", "title": "name", "date": "on"})
    found = read_by_recipe(recipe, answer({"name": "A Show", "on": date}), CONTEXT)
    assert found.events == ()
    (problem,) = found.problems
    assert (problem.field, problem.title) == ("date", "A Show")
    assert misfit(recipe, found)


def test_pages_of_json_by_number() -> None:
    recipe = parse_recipe({**FEED, "next_page": "", "page_parameter": "page"})
    assert read_by_recipe(recipe, answer(show()), CONTEXT).next_url == "https://hall.example/events?page=2"
    assert read_by_recipe(recipe, answer(), CONTEXT).next_url is None


def test_a_json_answer_that_no_longer_fits() -> None:
    recipe = Recipe.model_validate(FEED)
    assert misfit(recipe, read_by_recipe(recipe, b'{"items": []}', CONTEXT)) == "card 'data.events' matches nothing"
    renamed = read_by_recipe(recipe, answer({**show(), "name": None, "title": "Show"}), CONTEXT)
    assert misfit(recipe, renamed) == "title 'name' matches nothing in the only card"


def test_a_recipe_may_read_a_few_cards_that_are_built_in_another_way() -> None:
    season = [(f"Concert {n:03} at the Pier", f"Dec {1 + n % 28}", "", "") for n in range(20)]
    day = "<div><section><p class='show-day'>Dec 4</p></section></div>"
    other = f"<div class='show'><h3 class='show-name'>Tin Herons</h3>{day}</div>"
    body = page(cards(season).removesuffix("</div>"), other, "</div>")
    assert "Tin Herons" not in {one.title for one in read_events(body, CONTEXT).events}
    found = recipe_of(body, CONTEXT)
    assert found is not None
    assert ("Tin Herons", "2026-12-04") in read(found.to_json(), body)


def test_the_title_of_a_recipe_leaves_out_what_the_reader_leaves_out() -> None:
    rows = "".join(
        f"<tr><td>Posted Nov {n + 10}, 2026 8:19 AM</td><td>Meeting of Board {n}</td><td>Dec {n}, 2026</td></tr>"
        for n in range(4, 9)
    )
    body = page(f"<table>{rows}</table>")
    found = recipe_of(body, CONTEXT)
    assert found is not None
    assert read(found.to_json(), body)[0] == ("Meeting of Board 4", "2026-12-04")
