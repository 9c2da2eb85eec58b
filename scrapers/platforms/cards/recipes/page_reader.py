"""Reads a page by a recipe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import html

from core.errors import BadRecord
from core.items import EventItem, Occurrence
from core.recipes.paths import select_on_page
from core.recipes.recipe import AUTO, Recipe
from scrapers.platforms.cards.card_page import Card, CardPage, Facts
from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.page_text import Stretches
from scrapers.platforms.cards.recipes.card_parts import CardParts, mention_in
from scrapers.platforms.cards.recipes.reading import RecipeReading, counted
from scrapers.platforms.cards.records import Record
from scrapers.platforms.cards.title_words import holds_papers, says_closed
from scrapers.platforms.cards.titles import Title
from scrapers.platforms.cards.unread import Unread, problems, says_when
from scrapers.reading.dates import DateSpan
from scrapers.reading.next_page import next_url
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.dates import DayTime
from scrapers.reading.structured.written_dates import read_written
from scrapers.reading.text import absolute_url


def read_page(page: CardPage, recipe: Recipe) -> RecipeReading:
    """A card without a title or a date isn't an event: a table's head, an advertisement. It is a problem if it says
    when ("Every Friday"), and so is one whose date doesn't parse as a whole."""
    whole = RecipePage(page, recipe)
    return whole.reading([event for _, event in whole.events()])


def elements_of(page: CardPage, written: str) -> list[html.HtmlElement]:
    """What a selector finds on the page, without hidden elements and those inside another one."""
    order = page.finder.page.order
    found: list[html.HtmlElement] = []
    for one in select_on_page(written, page.tree):
        is_shown = not isinstance(one, str) and page.finder.page.shows(one)
        if is_shown and not (found and order[one] < order[found[-1]]):
            found.append(one)
    return found


class RecipePage:
    """A page's cards, where a recipe says they are."""

    def __init__(self, page: CardPage, recipe: Recipe) -> None:
        self.page = page
        self.recipe = recipe
        self.problems: list[BadRecord] = []
        self.unread: list[Unread] = []
        self.values: list[Mapping[str, Any]] = []
        self.headings = self._headings()
        self.matched = 0

    def cards(self) -> list[CardParts]:
        """What the recipe's `card` selects; none if it is not known yet."""
        written = self.recipe.card
        return [CardParts(self.page, one) for one in elements_of(self.page, written)] if written else []

    def events(self) -> list[tuple[CardParts, EventItem]]:
        """The events with their cards. Notes what `reading` counts."""
        cards = self.cards()
        self.matched = len(cards)
        return [(parts, event) for parts in cards if (event := self._event(parts)) is not None]

    def reading(self, events: Sequence[EventItem]) -> RecipeReading:
        return RecipeReading(
            events=tuple(events),
            problems=(*self.problems, *problems(self.unread, self.page.finder, self.page.context)),
            matched=self.matched,
            filled=counted(self.values),
            next_url=self._next(),
            others=tuple(one.title.text for one in other_cards(self.page, self.recipe)),
        )

    def mention_of(self, parts: CardParts) -> Mention | None:
        """The card's date, in it or above it."""
        return parts.date(self.recipe.date) or self._heading_above(parts)

    def _event(self, parts: CardParts) -> EventItem | None:
        title = parts.title(self.recipe.title)
        mention = self.mention_of(parts)
        self.values.append({"title": title, "date": mention})
        if title is None or mention is None:
            self._leave(parts, title, mention)
        if title is None or mention is None or says_closed(title.text):
            return None
        card, moment = self._card(parts, title, mention)
        if card is None:
            found = f"a date that can't be read: {mention.written!r}"
            self.problems.append(BadRecord(found, url=self.page.context.url, field="date", title=title.text))
            return None
        return None if self.page.is_archived(card) else self._whole(parts, card, moment)

    def _leave(self, parts: CardParts, title: Title | None, mention: Mention | None) -> None:
        """Notes a card without a title or a date, if it says when: a table's head and an advertisement don't."""
        start, text = parts.start, self.page.finder.page.text[parts.start : parts.end]
        record = Record((parts.element,), mention or Mention(start, start, "", ""), start, parts.end)
        days = None if mention is None else self.page.days.of_record(record)
        if title is not None and says_when(text):
            self.unread.append(Unread(record, title, why="no date that can be read"))
        elif days is not None and days.last >= self.page.today:
            self.unread.append(Unread(record, days=days))

    def _card(self, parts: CardParts, title: Title, mention: Mention) -> tuple[Card | None, DayTime | None]:
        """The card, and the moment that an attribute gives."""
        moment = read_written(mention.written, self.page.context) if mention.start == mention.end else None
        record = Record((parts.element,), mention, parts.start, parts.end)
        days = (
            self.page.days.of_record(record)
            if moment is None
            else DateSpan(days=(moment.day,), is_range=False, text="")
        )
        papers = title.element is None or holds_papers(self.page.finder.page.text[parts.start : parts.end])
        return None if days is None else Card(record, title, days, has_papers=papers), moment

    def _whole(self, parts: CardParts, card: Card, moment: DayTime | None) -> EventItem:
        recipe, zone = self.recipe, self.page.context.timezone
        free = self.page.facts(card)
        if moment is not None and moment.clock is not None:
            occurrences: tuple[Occurrence, ...] = (schema_dates.occurrence(moment, None, zone),)
        elif recipe.time == AUTO:
            occurrences = free.occurrences
        else:
            occurrences = self.page.occurrences(card, parts.hours(recipe.time, card.record.mention))
        facts = Facts(
            occurrences=occurrences,
            url=free.url if recipe.link == AUTO else parts.link(recipe.link),
            venue=free.venue if recipe.place == AUTO else parts.venue(recipe.place),
            image_url=free.image_url if recipe.image == AUTO else parts.picture(recipe.image),
        )
        price, description = parts.words(recipe.price), parts.words(recipe.description)
        self.values.append(
            {
                "time": occurrences[0] if occurrences[0].time_known else None,
                "place": facts.venue,
                "price": price,
                "link": facts.url,
                "image": facts.image_url,
                "description": description,
            }
        )
        return replace(
            self.page.event(card, facts),
            price=None if price is None else read_price(price, currency_of(zone)),
            description=description,
        )

    def _headings(self) -> Sequence[tuple[int, Mention]]:
        """The dates above cards, by the place where they end."""
        if not self.recipe.heading:
            return ()
        spans = self.page.finder.page.spans
        found = elements_of(self.page, self.recipe.heading)
        return sorted((spans[one][1], mention) for one in found if (mention := mention_in(self.page, one)) is not None)

    def _heading_above(self, parts: CardParts) -> Mention | None:
        place = bisect_left(self.headings, parts.start + 1, key=lambda one: one[0]) - 1
        return self.headings[place][1] if place >= 0 else None

    def _next(self) -> str | None:
        written, base = self.recipe.next_page, self.page.context.url
        if not written or written == AUTO:
            return next_url(self.page.tree, base) if written else None
        found = select_on_page(written, self.page.tree)
        hrefs = (one if isinstance(one, str) else one.get("href") or "" for one in found)
        return next((url for href in hrefs if href and (url := absolute_url(href, base))), None)


def other_cards(page: CardPage, recipe: Recipe) -> list[Card]:
    """The cards of upcoming events that the reader of cards finds outside the recipe's own and those to ignore."""
    spans = page.finder.page.spans
    known = Stretches(spans[one] for written in (recipe.card, *recipe.ignore) for one in elements_of(page, written))
    found = [card for group in page.groups for card in group if card.days.last >= page.today]
    return [card for card in found if not known.overlap(card.record.start, card.record.end)]
