"""Reads one field of a card at a selector: the first match that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from lxml import html

from core.items import Venue
from core.recipes.paths import select, split_text
from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.dates.hours import hours_of
from scrapers.platforms.cards.dates.labels import event_dates
from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.fields import address_in, picture_in
from scrapers.platforms.cards.records import Record
from scrapers.platforms.cards.title_words import cleaned, is_date_title, is_title
from scrapers.platforms.cards.titles import Title, titled_lines
from scrapers.reading.dates import Times
from scrapers.reading.text import absolute_url, squash

_Value = TypeVar("_Value")
Match: TypeAlias = html.HtmlElement | str
"""An element, or an attribute's value."""


class CardParts:
    """A card's element and its part of the page's text."""

    def __init__(self, page: CardPage, element: html.HtmlElement) -> None:
        self.page = page
        self.element = element
        self.text = page.finder.page
        self.start, self.end = self.text.spans[element]

    def matches(self, written: str) -> Iterator[Match]:
        """What a selector finds in the card, hidden elements left out."""
        for found in select(written, self.element):
            if isinstance(found, str):
                if squash(found):
                    yield squash(found)
            elif self.text.shows(found):
                yield found

    def title(self, written: str) -> Title | None:
        """At the selector, else the text that the recipe gives to cards without one."""
        selector, text = split_text(written)
        return self._first(selector, self._read_title) or (Title(text, None) if text else None)

    def date(self, written: str) -> Mention | None:
        """The first date in the element, or, of an attribute, its value, if it is a date that `read_written` knows."""
        return self._first(written, self._read_date)

    def hours(self, written: str, mention: Mention) -> Times | None:
        return self._first(written, self._hours_reader(mention))

    def venue(self, written: str) -> Venue | None:
        text = self.words(written)
        return None if text is None else Venue(name=text)

    def words(self, written: str) -> str | None:
        return self._first(written, self._read_words)

    def link(self, written: str) -> str | None:
        """The address of a link at the selector, in it, or around it."""
        return self._first(written, self._read_link)

    def picture(self, written: str) -> str | None:
        return self._first(written, self._read_picture)

    def holder(self, field: str, written: str, mention: Mention | None) -> Match | None:
        """The match from which a field of the recipe is read. `mention`: the card's date, if it has one."""
        selector = split_text(written)[0] if field == "title" else written
        matches = self.matches(selector) if selector else ()
        return next((one for one in matches if self.has(field, one, mention)), None)

    def has(self, field: str, match: Match, mention: Mention | None) -> bool:
        """Whether a field of the recipe can be read there."""
        readers: Mapping[str, Callable[[Match], object]] = {
            "title": self._read_title,
            "date": self._read_date,
            "time": self._hours_reader(mention or Mention(self.start, self.start, "", "")),
            "link": self._read_link,
            "image": self._read_picture,
        }
        return readers.get(field, self._read_words)(match) is not None

    def _read_title(self, match: Match) -> Title | None:
        span = (self.start, self.start) if isinstance(match, str) else self.text.spans[match]
        whole = titled_lines(match, self.page.finder) if match is self.element else self._shown(match)
        dates, outside = self.page.finder.own_dates(self.start, self.end, span, whole)
        text = cleaned(whole, dates, self.page.finder.hours_outside(self.start, self.end, span))
        if not is_title(text) and outside and is_date_title(whole, outside):
            text = whole
        elif not is_title(text):
            return None
        return Title(text, None if isinstance(match, str) else match)

    def _read_date(self, match: Match) -> Mention | None:
        if isinstance(match, str):
            return Mention(self.start, self.start, match, match) if any(map(str.isdigit, match)) else None
        return mention_in(self.page, match)

    def _hours_reader(self, mention: Mention) -> Callable[[Match], Times | None]:
        def read(match: Match) -> Times | None:
            if isinstance(match, str):
                return None
            start, end = self.text.spans[match]
            return hours_of(Record((match,), mention, start, end), self.page.finder, self.page.context.timezone)

        return read

    def _read_words(self, match: Match) -> str | None:
        return self._shown(match) or None

    def _read_link(self, match: Match) -> str | None:
        base = self.page.context.url
        return absolute_url(match, base) if isinstance(match, str) else address_in(match, base)

    def _read_picture(self, match: Match) -> str | None:
        base = self.page.context.url
        return absolute_url(match, base) if isinstance(match, str) else picture_in(match, base)

    def _first(self, written: str, read: Callable[[Match], _Value | None]) -> _Value | None:
        if not written:
            return None
        return next((value for match in self.matches(written) if (value := read(match)) is not None), None)

    def _shown(self, match: Match) -> str:
        return match if isinstance(match, str) else self.text.of(match)


def mention_in(page: CardPage, element: html.HtmlElement) -> Mention | None:
    """The first date in an element that is not labeled as something else, such as "Posted"."""
    text = page.finder.page
    found = next(event_dates(text, page.language, *text.spans[element]), None)
    if found is None:
        return None
    whole = (one for one in page.finder.between(text.spans[element][0], found.end) if one.former or one.anchor)
    return next((one for one in whole if one.start <= found.start < one.end), found)
