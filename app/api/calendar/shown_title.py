"""Titles as they stand next to a badge that says whether an event is canceled, moved, or sold out."""

from __future__ import annotations

import re

from core.items import EventStatus
from scrapers.reading.status.titles import status_of_title, without_marks
from scrapers.reading.status.words import NOTHING_SAID
from storage.events.detail import EventRecord, EventTime
from storage.search.listings import Listing


def shown_title(found: Listing | EventRecord | EventTime, title: str) -> str:
    """The title of what was found without its source's mark: `Jazz Night` for `CANCELED: Jazz Night`. A mark with a
    number stays: "Postponed to May 3" says more than the badge."""
    if not _has_badge(found) or status_of_title(title) == NOTHING_SAID:
        return title
    bare = without_marks(title)
    return bare if bare and _numbers(bare) == _numbers(title) else title


def _has_badge(found: Listing | EventRecord | EventTime) -> bool:
    """An event with one date has the badge of that date."""
    if isinstance(found, EventRecord) and len(found.times) == 1:
        return _has_badge(found.times[0]) or found.sold_out
    return found.status is not EventStatus.SCHEDULED or found.sold_out


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)
