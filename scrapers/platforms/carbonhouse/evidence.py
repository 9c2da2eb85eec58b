"""What the JSON-LD of a carbonhouse page adds to what the page shows.

It is one witness among others, and wrong in known parts: `endDate` of 1970 for an empty field, `location` the whole
campus instead of the room, `availability` "Available", an empty `price`. Sites write the hour of the doors or a
default into `startDate` too, so what the page shows comes before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from parsel import Selector

from core.errors import BadRecord
from core.items import EventStatus, Occurrence, Venue
from scrapers.reading.dates import local, read_iso
from scrapers.reading.text import fix_surrogates, plain_text, squash

_LONGEST = timedelta(hours=24)
_MAX_BLOCKS = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """starts  local starts with an hour that is not midnight (midnight stands for an empty hour), with their ends.
    organization  the name of the site's Organization, which on a venue's own site is the venue."""

    starts: dict[datetime, datetime | None] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    venue: Venue | None = None
    price: str = ""
    currency: str | None = None
    description: str | None = None
    organization: str | None = None

    def witness(self, shown: tuple[Occurrence, ...], zone: str, status: EventStatus) -> tuple[Occurrence, ...]:
        """The occurrences that the page shows, with the hours that it leaves open where this has them for the same
        day, and with ends for the same starts; without any shown, those that this tells of."""
        if not shown:
            return self._alone(zone, status)
        by_day: dict[date, list[datetime]] = {}
        for start in self.starts:
            by_day.setdefault(start.date(), []).append(start)
        result: list[Occurrence] = []
        for one in shown:
            if one.time_known:
                result.append(one if one.ends_at else replace(one, ends_at=self.starts.get(one.starts_at)))
            elif one.ends_at is None and one.local_date in by_day:
                result += [
                    replace(one, starts_at=start, ends_at=self.starts[start], time_known=True)
                    for start in by_day[one.local_date]
                ]
            else:
                result.append(one)
        return tuple(result)

    def _alone(self, zone: str, status: EventStatus) -> tuple[Occurrence, ...]:
        timed = [
            Occurrence(starts_at=start, ends_at=end, timezone=zone, status=status) for start, end in self.starts.items()
        ]
        dated = [
            Occurrence(starts_at=local(day, None, zone), timezone=zone, time_known=False, status=status)
            for day in dict.fromkeys(self.days)
            if day not in {start.date() for start in self.starts}
        ]
        return tuple(sorted(timed + dated, key=lambda occurrence: occurrence.starts_at))


def evidence_of(page: Selector, zone: str) -> Evidence:
    """All that the blocks of a page say of its event. A block that is no JSON says nothing."""
    nodes = list(_nodes(page))
    events = [node for node in nodes if _type(node).endswith("Event")]
    organization = next((_text(node.get("name")) for node in nodes if _type(node) == "Organization"), "")
    starts: dict[datetime, datetime | None] = {}
    days: list[date] = []
    for event in events:
        start = _moment(event.get("startDate"), zone)
        if isinstance(start, datetime):
            starts[start] = _end(event.get("endDate"), start, zone)
        if start is not None:
            days.append(start.date() if isinstance(start, datetime) else start)
    first = events[0] if events else {}
    offer = _first(first.get("offers"))
    return Evidence(
        starts=starts,
        texts=tuple(_text(event.get("startDate")) for event in events if event.get("startDate")),
        days=tuple(days),
        venue=_venue(_first(first.get("location"))),
        price=_price(offer),
        currency=_text(offer.get("priceCurrency")).upper() or None,
        description=plain_text(_text(first.get("description"))) or None,
        organization=organization or None,
    )


def _nodes(page: Selector) -> Iterator[dict[str, Any]]:
    for block in page.xpath("//script[contains(@type, 'ld+json')]/text()").getall()[:_MAX_BLOCKS]:
        try:
            document = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        graph = document.get("@graph", document) if isinstance(document, dict) else document
        yield from (node for node in (graph if isinstance(graph, list) else [graph]) if isinstance(node, dict))


def _type(node: dict[str, Any]) -> str:
    kinds = node.get("@type")
    kind = kinds[0] if isinstance(kinds, list) and kinds else kinds
    return kind.rpartition("/")[2] if isinstance(kind, str) else ""


def _text(value: object) -> str:
    return (
        squash(fix_surrogates(value))
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int | float)
        else ""
    )


def _first(value: object) -> dict[str, Any]:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {}


def _moment(value: object, zone: str) -> datetime | date | None:
    """A local moment, or a plain date where the hour is missing or midnight."""
    try:
        moment = read_iso(_text(value))
    except BadRecord:
        return None
    if not isinstance(moment, datetime):
        return moment
    place = local(moment.date(), None, zone).tzinfo
    there = moment.astimezone(place) if moment.tzinfo else local(moment.date(), moment.time(), zone)
    return there if (there.hour, there.minute) != (0, 0) else there.date()


def _end(value: object, start: datetime, zone: str) -> datetime | None:
    end = _moment(value, zone)
    return end if isinstance(end, datetime) and start < end <= start + _LONGEST else None


def _venue(place: dict[str, Any]) -> Venue | None:
    name = _text(place.get("name")) or None
    address = place.get("address")
    if isinstance(address, dict):
        parts = [address.get(part) for part in ("streetAddress", "addressLocality", "addressRegion", "postalCode")]
        address = ", ".join(_text(part) for part in parts if _text(part))
    return Venue(name=name, address=_text(address) or None) if name else None


def _price(offer: dict[str, Any]) -> str:
    """The price as text; a bare 0 is left out, as it is what an empty field becomes."""
    amounts = [_text(offer.get(name)) for name in ("lowPrice", "highPrice", "price")]
    return " - ".join(dict.fromkeys(amount for amount in amounts if amount.strip("0.,")))
