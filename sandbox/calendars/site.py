"""A site of plain feeds: calendars with one trap each, a calendar of any size, a JSON-LD page, and an RSS feed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from sandbox.calendars.big_feed import MOST_EVENTS, big_calendar
from sandbox.calendars.leaflets import json_ld_page, rss_feed
from sandbox.calendars.traps import Trap
from sandbox.calendars.traps_changes import change_traps, changing_uids
from sandbox.calendars.traps_rules import rule_traps
from sandbox.calendars.traps_times import time_traps
from sandbox.site import HTML, ICAL, RSS, Answer, Place

CHANGING = "changing-uids"
_CALENDAR = re.compile(r"/calendars/([\w-]+)\.ics")


@cache
def all_traps(today: date) -> Mapping[str, Trap]:
    """The traps by name, except the calendar with changing UIDs, which differs at every load."""
    return {trap.name: trap for trap in (*rule_traps(today), *change_traps(today), *time_traps(today))}


class FeedSite:
    """Answers depend only on the day, except `/calendars/changing-uids.ics`, which counts its loads."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._traps = all_traps(place.today)
        self._loads = itertools.count(1)

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None:
        today, base_url = self._place.today, self._place.base_url
        match path:
            case "/" | "/calendars/":
                return Answer(self._index().encode(), HTML)
            case "/jsonld":
                return Answer(json_ld_page(today, base_url).encode(), HTML)
            case "/rss":
                return Answer(rss_feed(today, base_url).encode(), RSS)
            case "/big.ics" | "/calendars/big.ics":
                return self._big(query.get("events", "1000"))
        found = _CALENDAR.fullmatch(path)
        return None if found is None else self._calendar(found[1])

    def _calendar(self, name: str) -> Answer | None:
        if name == CHANGING:
            return Answer(changing_uids(self._place.today, next(self._loads)).body, ICAL, repeatable=False)
        trap = self._traps.get(name)
        if trap is None:
            return None
        return Answer(trap.body, "text/calendar" if name == "utf-16" else ICAL)

    def _big(self, events: str) -> Answer | None:
        if not events.isdecimal() or not 0 < int(events) <= MOST_EVENTS:
            return None
        return Answer(big_calendar(self._place.today, int(events)), ICAL)

    def _index(self) -> str:
        links = "".join(f'<li><a href="/calendars/{name}.ics">{name}</a></li>' for name in (*self._traps, CHANGING))
        heads = "".join(
            f'<link rel="alternate" type="text/calendar" href="/calendars/{name}.ics">' for name in self._traps
        )
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Feeds</title>{heads}'
            f'<link rel="alternate" type="application/rss+xml" href="/rss"></head><body><ul>{links}</ul></body></html>'
        )
