"""Finds notices that an event is canceled or moved in its LOCATION and DESCRIPTION, where town calendars write them."""

from __future__ import annotations

from collections.abc import Callable

from core.items import Venue
from scrapers.platforms.ics.fields import read_description
from scrapers.platforms.ics.places import read_venue
from scrapers.platforms.ics.properties import Properties
from scrapers.reading.status.notices import may_have_notice, status_of_opening
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import When
from scrapers.reading.status.words import Standing

_NOTHING = Standing()


def notice_in_place(properties: Properties) -> Standing:
    return with_notices(_NOTHING, read_venue(properties), None)[0] if _place_may(properties) else _NOTHING


def place_without_notice(properties: Properties) -> Venue | None:
    venue = read_venue(properties)
    return with_notices(_NOTHING, venue, None)[1] if _place_may(properties) else venue


def _place_may(properties: Properties) -> bool:
    written = properties.first("LOCATION")
    return written is not None and may_have_notice(written.value)


def notice_in_description(properties: Properties, when: Callable[[], When]) -> Standing:
    """Most descriptions have none of the words; the others are read as text first."""
    written = properties.first("DESCRIPTION", "X-ALT-DESC")
    if written is None or not may_have_notice(written.value):
        return _NOTHING
    return status_of_opening(read_description(properties) or "", when())
