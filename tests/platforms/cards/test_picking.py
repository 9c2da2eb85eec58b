"""A person corrects a recipe by clicking: the selector for an element, on pages of different build, and why not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.recipes.recipe import Recipe, parse_unfinished
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.picking.pick import picked
from scrapers.platforms.cards.recipes.page_reader import read_page
from scrapers.platforms.cards.recipes.read import card_page
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 11, 20, 12, tzinfo=UTC)
)
SEASON = (
    ("Tin Herons", "December 4, 2026", "7:30 PM"),
    ("Quiet Tide", "December 11, 2026", "8 PM"),
    ("Night Ferry", "December 18, 2026", "9 PM"),
)
MENU = "<ul class='menu'><li><a href='/'>Home</a></li><li><a href='/about'>About</a></li></ul>"


def page_of(pattern: str, *, before: str = "<div>", after: str = "</div>", season: Any = SEASON) -> CardPage:
    cards = (
        pattern.format(title=title, day=day, hour=hour, n=number, month=day[:3], number=day.split()[1].rstrip(","))
        for number, (title, day, hour) in enumerate(season)
    )
    body = f"<!doctype html><html lang='en'><body>{MENU}{before}{''.join(cards)}{after}</body></html>"
    return card_page(body.encode(), CONTEXT)


def element(page: CardPage, text: str, tag: str = "*", number: int = 0) -> Any:
    """The innermost element that shows this text, among those with this tag."""
    shown = page.finder.page
    found = [one for one in page.tree.iter(tag) if shown.shows(one) and text in shown.of(one)]
    inner = [one for one in found if not any(other is not one and other in found for other in one.iter("*"))]
    return inner[number]


def pick(page: CardPage, recipe: dict[str, Any], field: str, chosen: Any) -> Recipe:
    return picked(page, parse_unfinished(recipe), field, chosen)[0]


def built(page: CardPage, **clicks: Any) -> Recipe:
    """A recipe that is made of clicks only."""
    recipe = parse_unfinished({})
    for field, chosen in clicks.items():
        recipe, _ = picked(page, recipe, field, chosen)
    return recipe


def titles(page: CardPage, recipe: Recipe) -> list[str]:
    return [event.title for event in read_page(page, recipe).events]


PLAIN = (
    "<article class='show'><p class='kind'>Live music</p><h3><a href='/e/{n}'>{title}</a></h3><p class='day'>{day}</p>"
    "<p class='hour'>{hour}</p></article>"
)
"""Ten pages of different build, and the selectors of card, title, date, and time that the second event's parts give."""
PAGES = {
    "classes": (PLAIN, {}, ("article.show", "a", "p.day", "p.hour")),
    "no classes": (
        "<div><h4>{title}</h4><p>{day}</p><p>{hour}</p><p>Blue Room</p></div>",
        {"before": "<section>", "after": "</section>"},
        ("section > div", "h4", "p", ":scope > p:nth-child(3)"),
    ),
    "table": (
        "<tr><td>{day}</td><td>{hour}</td><td>{title}</td></tr>",
        {"before": "<table class='dates'><tr><th>Day</th><th>Hour</th><th>What</th></tr>", "after": "</table>"},
        ("table.dates > tr", "td:nth-child(3)", "td:nth-child(1)", "td:nth-child(2)"),
    ),
    "list": (
        "<li>{day}, <i>{hour}</i>: <b>{title}</b></li>",
        {"before": "<ul class='dates'>", "after": "</ul>"},
        ("ul.dates > li", "b", ":scope", "i"),
    ),
    "generated classes": (
        (
            "<div class='sc-bdVaJa css-hqkzvw event-row'><span class='jsx-abcdefg EventCard_name__aXyzQ'>{title}</span>"
            "<time class='_qwrt day'>{day}</time><span class='when'>{hour}</span></div>"
        ),
        {},
        ("div.event-row", "span", "time.day", "span.when"),
    ),
    "numbered cards": (
        (
            "<div class='post-{n} event' id='event-{n}'><h2 class='t{n}'>{title}</h2><div class='d'>{day}</div>"
            "<div class='h'>{hour}</div></div>"
        ),
        {},
        ("div.event", "h2", "div.d", "div.h"),
    ),
    "split date": (
        "<li class='row'><p class='cal'><b>{month}</b> <i>{number}</i></p><strong>{title}</strong><em>{hour}</em></li>",
        {"before": "<ul>", "after": "</ul>"},
        ("li.row", "strong", "p.cal", "em"),
    ),
    "links around": (
        (
            "<a class='tile' href='/e/{n}'><span class='name'>{title}</span><span class='on'>{day}</span>"
            "<span class='at'>{hour}</span></a>"
        ),
        {},
        ("a.tile", "span.name", "span.on", "span.at"),
    ),
    "custom elements": (
        (
            "<event-card><x-4f2a class='name'>{title}</x-4f2a><x-9b1c class='date'>{day}</x-9b1c>"
            "<x-1e0d class='hour'>{hour}</x-1e0d></event-card>"
        ),
        {},
        ("div > event-card", "*.name", "*.date", "*.hour"),
    ),
    "microdata": (
        (
            "<div class='e'><span itemprop='name'>{title}</span><span itemprop='startDate'>{day}</span>"
            "<span itemprop='startTime'>{hour}</span></div>"
        ),
        {},
        ("div.e", 'span[itemprop="name"]', 'span[itemprop="startDate"]', 'span[itemprop="startTime"]'),
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_four_clicks_make_a_recipe(kind: str) -> None:
    pattern, around, wanted = PAGES[kind]
    page = page_of(pattern, **around)
    title, date, hour = element(page, "Quiet Tide"), element(page, "11"), element(page, "8 PM")
    recipe = built(page, card=title, title=title, date=date, time=hour)
    assert (recipe.card, recipe.title, recipe.date, recipe.time) == wanted
    assert titles(page, recipe) == ["Tin Herons", "Quiet Tide", "Night Ferry"]
    days = [event.occurrences[0].to_json()["starts_at"][:16] for event in read_page(page, recipe).events]
    assert days == ["2026-12-04T19:30", "2026-12-11T20:00", "2026-12-18T21:00"]
