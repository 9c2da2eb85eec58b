"""Reads one card of a listing, in any skin."""

from __future__ import annotations

import re

from parsel import Selector

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Venue
from scrapers.platforms.carbonhouse.addresses import uid_of
from scrapers.platforms.carbonhouse.occurrences import day_text, days_of, hours_of, occurrences_of
from scrapers.platforms.carbonhouse.tickets import standing_of, ticket_link, ticket_words
from scrapers.reading.contract import Context
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.problems import located
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.text import absolute_url, image_of, slug_of, text_of

_TITLES = (
    ".m-eventItem__title a",
    ".title h3 a",
    "h3.title a",
    ".title a",
    "h3 a",
    ".m-eventItem__title",
    ".title h3",
    "h3.title",
    "h3",
    ".title",
)
_LINKS = (".m-eventItem__title a", ".title a", "h3 a", "a.more", ".thumb a", ".m-eventItem__thumb a", "a")
_DATES = (".date", ".m-eventItem__date", ".event_date", ".dates")
_TIMES = (".time", ".m-eventItem__time", ".showtime", ".m-date__hour")
_TAGLINES = (".tagline", ".m-eventItem__tagline", ".supporting")
_PRESENTERS = (".presented-by", ".presentedBy", ".m-eventItem__presented-by")
_VENUES = (".venue_title", ".event_venue", ".m-eventItem__venue", ".location", ".venue")
_IMAGES = (".thumb", ".m-eventItem__thumb", ".m-venueframework-eventslist__thumb", ".image")
_PRICES = (".price", ".m-eventItem__price")
_PRESENTED = re.compile(r"^presented by:?\s+|\s+(?:presents?|productions? presents?):?$", re.IGNORECASE)


def first_text(node: Selector, selectors: tuple[str, ...]) -> str:
    """The first text that one of the selectors finds."""
    for selector in selectors:
        for found in node.css(selector):
            if text := text_of(found):
                return text
    return ""


def presenter_of(node: Selector) -> str | None:
    """Who presents the event, without "presented by" or "presents"."""
    return _PRESENTED.sub("", first_text(node, _PRESENTERS)).strip() or None


def read_card(card: Selector, context: Context) -> tuple[EventItem, list[BadRecord]]:
    """The event of a card, and the problem if its hour is unclear. Raises BadRecord for a card without a title, an
    address, or a readable date."""
    url = _url(card, context)
    uid = uid_of(url) or slug_of(url)
    title = first_text(card, _TITLES)
    if not title:
        raise BadRecord("a card without a title", url=url, source=context.source, field="title", uid=uid)
    date_node = next((node for selector in _DATES for node in card.css(selector)), None)
    written_day = "" if date_node is None else day_text(date_node)
    if not written_day:
        undated = BadRecord(f"the card of {title!r} has no date", field="starts_at")
        raise located(undated, context, url=url, uid=uid, title=title)
    try:
        span = days_of(written_day, context)
    except BadRecord as problem:
        raise located(problem, context, url=url, uid=uid, title=title) from problem
    written_hour = first_text(card, _TIMES)
    times, doubt = hours_of(written_hour or written_day, context.timezone)
    standing = status_of_title(title) | standing_of(card)
    status = standing.status or EventStatus.SCHEDULED
    venue = first_text(card, _VENUES)
    price = first_text(card, _PRICES)
    words = ticket_words(card)
    raw = {"starts_at": f"{written_day} {written_hour}".strip(), "price": price, "status": words}
    event = EventItem(
        uid=uid,
        title=title,
        url=url,
        description=first_text(card, _TAGLINES) or None,
        status=status,
        sold_out=standing.sold_out,
        occurrences=occurrences_of(span, times, context.timezone, status),
        venue=Venue(name=venue) if venue else None,
        organizer=presenter_of(card),
        price=read_price(price, currency_of(context.timezone)) if price else None,
        ticket_url=ticket_link((card,), context.url, url),
        image_url=next((image for image in _images(card, context) if image), None),
        raw={field: text for field, text in raw.items() if text},
    )
    return event, [] if doubt is None else [located(doubt, context, url=url, uid=uid, title=title)]


def _url(card: Selector, context: Context) -> str:
    links: list[str | None] = []
    for node in (node for selector in _LINKS for node in card.css(selector)):
        if (href := node.root.get("href")) is not None:
            links.append(link := absolute_url(href, context.url))
            if link and uid_of(link):
                return link
    if links and links[0] and slug_of(links[0]):
        return links[0]
    title = first_text(card, _TITLES)
    found = f"no detail page for {title or text_of(card)[:80]!r}"
    raise BadRecord(found, url=context.url, source=context.source, field="url", title=title)


def _images(card: Selector, context: Context) -> list[str | None]:
    pictures = (node for selector in _IMAGES for node in card.css(selector)[:1])
    return [image_of(node, context.url) for node in (*pictures, card)]
