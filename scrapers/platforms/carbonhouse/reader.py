"""Reads any answer of a carbonhouse site."""

from __future__ import annotations

import json

from core.errors import Doubt, WrongKind
from scrapers.platforms.carbonhouse.addresses import is_load_more
from scrapers.platforms.carbonhouse.cards import read_cards
from scrapers.platforms.carbonhouse.detail import detail_of, is_detail
from scrapers.platforms.carbonhouse.month import month_of
from scrapers.reading.bodies import TextKind, decode, kind_of, parse_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.problems import located
from scrapers.reading.windows import within


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a listing, a "load more" answer, a month's JSON, or a detail page, within the context's window.

    Raises WrongKind for other bodies, also for the RSS of these sites, which has its own reader, and what `read_cards`,
    `read_month`, and `read_detail` raise.
    """
    reading = _read(body, context)
    return Reading(events=within(reading.events, context.window), problems=reading.problems)


def _read(body: bytes, context: Context) -> Reading:
    if body.strip() or not is_load_more(context.url):
        text = decode(body, context)
        kind = kind_of(text)
        if kind is TextKind.JSON and text.lstrip("\ufeff \t\r\n")[0] == "{":
            try:
                document = json.loads(text, strict=False)
            except (ValueError, RecursionError) as error:
                raise WrongKind(f"not complete JSON: {error}", url=context.url, source=context.source) from error
            return month_of(document, context)
        if kind is not TextKind.JSON:
            page = parse_html(text, context)
            if is_detail(page):
                return detail_of(page, context)
    cards = read_cards(body, context)
    if cards.unpaged is None:
        return Reading(events=cards.events, problems=cards.problems)
    doubt = Doubt(f"the list may go on: {cards.unpaged.found}", field="load_more")
    return Reading(events=cards.events, problems=(*cards.problems, located(doubt, context)))
