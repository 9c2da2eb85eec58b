"""What an event's own page adds to its card, once the page confirms the card's title and day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html

from core.items import EventItem, Occurrence
from core.recipes.recipe import AUTO, Recipe
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.dates.hours import hours_of
from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.recipes.card_parts import CardParts
from scrapers.platforms.cards.records import Record
from scrapers.platforms.jsonld.reader import read_page as read_structured
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context
from scrapers.reading.dates import Times
from scrapers.reading.page_tree import page_tree
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.structured.dates import on_days
from scrapers.reading.structured.same_event import fill

_TITLES = ("h1", "h2", "h3", "title")
_ABOVE = 4
_WORD = re.compile(r"[^\W_]+")


def lacks_details(event: EventItem, recipe: Recipe | None) -> bool:
    """Whether the event's own page is asked: its card has a single day without an hour, or lacks what the recipe looks
    for on that page."""
    single = len(event.occurrences) == 1 and not event.occurrences[0].all_day
    hourless = single and not event.occurrences[0].time_known and event.occurrences[0].ends_at is None
    if recipe is None:
        return hourless
    return (
        (hourless and bool(recipe.detail_time))
        or (bool(recipe.detail_place) and event.venue is None)
        or (bool(recipe.detail_price) and event.price is None)
        or (bool(recipe.detail_description) and event.description is None)
    )


def with_details(event: EventItem, recipe: Recipe | None, body: bytes, context: Context) -> EventItem:
    """The event with what its page adds; unchanged if the page doesn't confirm it: it must show the title as a heading
    and name the day, in structured data or in its text. Raises what `bodies` raises."""
    text = decode(body, context)
    require_html(text, context)
    tree = page_tree(text, context)
    if recipe is None or recipe.detail_time == AUTO:
        found = _structured(event, tree, context)
        if found is not None:
            event = fill(event, replace(found, uid=event.uid, url=None, image_url=event.image_url))
    page = CardPage(tree, context)
    mentions = _of_day(page, event)
    if not mentions or not _shows_title(page, event.title):
        return event
    hours = _hours(page, mentions, recipe)
    first = event.occurrences[0]
    if hours is not None and not first.time_known and len(event.occurrences) == 1:
        days = page.days.of(mentions[0])
        assert days is not None
        timed = on_days(days, hours, first.timezone)
        event = replace(event, occurrences=tuple(replace(one, status=first.status) for one in timed))
    return event if recipe is None else _by_recipe(event, CardParts(page, page.tree), recipe)


def _structured(event: EventItem, tree: html.HtmlElement, context: Context) -> EventItem | None:
    """The only event of the page's structured data with this title on this day, with that day alone."""
    day = event.occurrences[0].local_date
    found: list[tuple[EventItem, Occurrence]] = [
        (other, one)
        for other in read_structured(tree, context).events
        for one in other.occurrences
        if _same(other.title, event.title) and one.local_date == day
    ]
    return replace(found[0][0], occurrences=(found[0][1],)) if len(found) == 1 else None


def _of_day(page: CardPage, event: EventItem) -> list[Mention]:
    """The dates on the page that name the card's day and no other."""
    day = event.occurrences[0].local_date
    found = ((one, page.days.of(one)) for one in page.finder.mentions)
    return [one for one, days in found if days is not None and days.days == (day,)]


def _shows_title(page: CardPage, title: str) -> bool:
    shown = (page.finder.page.of(one) or " ".join((one.text or "").split()) for one in page.tree.iter(*_TITLES))
    return any(_same(title, one) for one in shown if one)


def _hours(page: CardPage, mentions: list[Mention], recipe: Recipe | None) -> Times | None:
    """The hour at the recipe's selector, or the one near the date, if all places where the page names the day agree."""
    if recipe is not None and recipe.detail_time != AUTO:
        return CardParts(page, page.tree).hours(recipe.detail_time, mentions[0])
    found: list[Times] = []
    for mention in mentions:
        hours = next((times for part in _around(page, mention) if (times := _read(page, part))), None)
        if hours is not None and hours not in found:
            found.append(hours)
    return found[0] if len(found) == 1 and (len(found[0].starts) == 1 or found[0].midnight) else None


def _around(page: CardPage, mention: Mention) -> Iterator[Record]:
    """The date's element and those around it, as long as they name no other date."""
    text = page.finder.page
    element = text.element_at(mention.start, mention.end)
    for _ in range(_ABOVE):
        if element is None or element.tag in ("body", "html"):
            return
        start, end = text.spans[element]
        if len(page.finder.between(start, end)) > 1:
            return
        yield Record((element,), mention, start, end)
        element = element.getparent()


def _read(page: CardPage, record: Record) -> Times | None:
    return hours_of(record, page.finder, page.context.timezone)


def _by_recipe(event: EventItem, parts: CardParts, recipe: Recipe) -> EventItem:
    price = parts.words(recipe.detail_price)
    currency = currency_of(parts.page.context.timezone)
    return replace(
        event,
        venue=event.venue or parts.venue(recipe.detail_place),
        price=event.price or (None if price is None else read_price(price, currency)),
        description=event.description or parts.words(recipe.detail_description),
    )


def _same(one: str, other: str) -> bool:
    """Equal words, or all words of one at the start or end of the other: pages add the site's name or the act's."""
    first, second = sorted((_WORD.findall(one.casefold()), _WORD.findall(other.casefold())), key=len)
    size = len(first)
    return bool(first) and (first == second or (size > 1 and first in (second[:size], second[-size:])))
