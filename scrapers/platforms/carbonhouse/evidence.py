"""Reads the JSON-LD of a carbonhouse page, which adds to what the page shows.

It is wrong in known ways: an `endDate` of 1970 for an empty field, the whole campus as `location` instead of the room,
the `availability` "Available", an empty `price`. Some sites put the hour of the doors or a default into `startDate`. So
what the page shows wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from parsel import Selector

from core.items import EventStatus, Occurrence, Venue
from scrapers.reading.dates import local
from scrapers.reading.structured.dates import instant, read_day_time
from scrapers.reading.structured.json_ld.blocks import Node, nodes, read_blocks
from scrapers.reading.structured.types import is_event, types_of
from scrapers.reading.structured.values import as_list, first_text, line, texts
from scrapers.reading.text import plain_text

_LONGEST = timedelta(hours=24)
_ADDRESS_PARTS = ("streetAddress", "addressLocality", "addressRegion", "postalCode")


@dataclass(frozen=True, slots=True)
class Evidence:
    """starts        local starts with their ends, without those at midnight, which stands for an empty hour.
    organization  the name of the site's Organization; on a venue's own site, that is the venue.
    """

    starts: dict[datetime, datetime | None] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    venue: Venue | None = None
    price: str = ""
    currency: str | None = None
    description: str | None = None
    organization: str | None = None

    def complete(self, shown: tuple[Occurrence, ...], zone: str, status: EventStatus) -> tuple[Occurrence, ...]:
        """The occurrences the page shows, with missing hours taken from the same day and missing ends from the same
        start. If the page shows none: those of the JSON-LD."""
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
    """What the JSON-LD of a page says about its event. A broken block is skipped."""
    found = list(_top_nodes(page))
    events = [node for node in found if is_event(node)]
    starts: dict[datetime, datetime | None] = {}
    days: list[date] = []
    for event in events:
        start = _start(event, zone)
        if isinstance(start, datetime):
            starts[start] = _end(event, start, zone)
        if start is not None:
            days.append(start.date() if isinstance(start, datetime) else start)
    first = events[0] if events else {}
    offer = next((one for one in as_list(first.get("offers")) if isinstance(one, dict)), {})
    return Evidence(
        starts=starts,
        texts=tuple(text for event in events if (text := first_text(event.get("startDate")))),
        days=tuple(days),
        venue=_venue(next((one for one in as_list(first.get("location")) if isinstance(one, dict)), {})),
        price=_price(offer),
        currency=(first_text(offer.get("priceCurrency")) or "").upper() or None,
        description=plain_text(first_text(first.get("description")) or "") or None,
        organization=next((line(node.get("name")) for node in found if "Organization" in types_of(node)), None),
    )


def _top_nodes(page: Selector) -> Iterator[Node]:
    """The nodes of the blocks themselves and of their `@graph`, not those inside other nodes."""
    for document in read_blocks(page.root).documents:
        yield from (node for node, held_by in nodes(document) if held_by in ("", "@graph"))


def _start(event: Node, zone: str) -> datetime | date | None:
    """Local; a plain date where the hour is missing or midnight."""
    return _local(first_text(event.get("startDate")), zone)


def _end(event: Node, start: datetime, zone: str) -> datetime | None:
    end = _local(first_text(event.get("endDate")), zone)
    return end if isinstance(end, datetime) and start < end <= start + _LONGEST else None


def _local(text: str | None, zone: str) -> datetime | date | None:
    moment = read_day_time(text or "")
    if moment is None:
        return None
    there = instant(moment, zone)
    return there if there.time() != time() else there.date()


def _venue(place: Node) -> Venue | None:
    """Without the country, which the pages don't show: one venue keeps one address."""
    name = line(place.get("name"))
    address = place.get("address")
    if isinstance(address, dict):
        parts = (line(address.get(part)) for part in _ADDRESS_PARTS)
        return Venue(name=name, address=", ".join(filter(None, parts)) or None) if name else None
    return Venue(name=name, address=line(address)) if name else None


def _price(offer: Node) -> str:
    """Without a bare 0, which is what an empty field becomes."""
    amounts = [text for name in ("lowPrice", "highPrice", "price") for text in texts(offer.get(name))]
    return " - ".join(dict.fromkeys(amount for amount in amounts if amount.strip("0.,")))
