"""Reads the events of a page without structured data: its repeated parts that each have a date and a title."""

from __future__ import annotations

from scrapers.platforms.cards.card_page import CardPage
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree
from scrapers.reading.structured.same_event import join_same
from scrapers.reading.windows import within


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a page's cards, rows, list items, and lines. Nothing is taken whose date doesn't parse as a whole,
    that has no title, or whose structure occurs fewer than three times; unclear hours are left unknown. A card that
    can't be read, among others that can, is a problem.

    `uid` is the slug of the event's own page, else a fingerprint of title and start.
    Raises EmptyBody, BadCharset, WrongKind, and Blocked as `bodies` does.
    """
    text = decode(body, context)
    require_html(text, context)
    page = CardPage(page_tree(text, context), context)
    events = within(join_same([page.events()]), context.window)
    return Reading(events=events, problems=tuple(page.problems()))
