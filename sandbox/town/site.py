"""The town's sources on one port: `/NAME.ics` is a calendar, `/NAME` a page with structured data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from core.items import EventStatus
from sandbox.calendars.traps import feed, vevent, zoned
from sandbox.ical_text import escaped
from sandbox.site import CHANGED, HTML, ICAL, Answer, Place
from sandbox.town.data import TownListing, listings, source_forms


class TownSite:
    def __init__(self, place: Place) -> None:
        self._base_url = place.base_url
        self._today = place.today

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None:
        """`changed` in the query: names of changes, separated by commas, that already happened."""
        town = listings(self._today, [name for name in query.get(CHANGED, "").split(",") if name])
        name = path.removeprefix("/").removesuffix(".ics")
        form = source_forms().get(name, ("", ""))[1]
        if path != address(name):
            return None
        own = [one for one in town if one.source == name]
        if form == "ics":
            return Answer(feed(*(self._vevent(one) for one in own)), ICAL)
        return Answer(self._page(own).encode(), HTML)

    def _vevent(self, one: TownListing) -> list[str]:
        start = zoned("DTSTART", one.starts) if one.hour_known else f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}"
        location = f"LOCATION:{escaped(one.place)}"
        position = [f"GEO:{';'.join(map(str, one.position))}"] if one.position else []
        picture = [f"ATTACH;FMTTYPE=image/svg+xml:{self._base_url}{one.picture}"] if one.picture else []
        status = ["STATUS:CANCELLED"] if one.status is EventStatus.CANCELLED else []
        lines = (start, location, f"URL:{self._base_url}{one.page}", *position, *picture, *status)
        return vevent(one.uid, escaped(one.title), *lines)

    def _page(self, own: Iterable[TownListing]) -> str:
        graph = json.dumps({"@context": "https://schema.org", "@graph": [self._node(one) for one in own]})
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Events</title>'
            f'<script type="application/ld+json">{graph}</script></head><body><h1>Events</h1></body></html>'
        )

    def _node(self, one: TownListing) -> dict[str, object]:
        name, _, address = one.place.partition(", ")
        return {
            "@type": "Event",
            "name": one.title,
            "url": f"{self._base_url}{one.page}",
            "startDate": one.starts.isoformat() if one.hour_known else one.starts.date().isoformat(),
            "eventStatus": "EventCancelled" if one.status is EventStatus.CANCELLED else "EventScheduled",
            "location": {"@type": "Place", "name": name, "address": address},
            **({"image": self._base_url + one.picture} if one.picture else {}),
        }


def address(source: str) -> str:
    """The path that a source is read at."""
    form = source_forms().get(source, ("", ""))[1]
    return f"/{source}.ics" if form == "ics" else f"/{source}" if form else ""
