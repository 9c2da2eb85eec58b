"""Whether an occurrence of an event, as it was read, says what a corpus lists, field by field."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventItem, EventStatus, Occurrence
from quality.accuracy.listed import Amounts, Clock, Day, End, Field, Hour, Zone

CUT = 80
"""Longer titles are cut in INDEX.tsv, at 90 characters or a little before."""

_SITE = re.compile(r"\s+—\s.*\Z")


@dataclass(frozen=True, slots=True)
class Told:
    """An event with one of its occurrences, as it was read."""

    event: EventItem
    occurrence: Occurrence | None

    @property
    def start(self) -> datetime | None:
        """On the clock of the occurrence's own zone."""
        if self.occurrence is None:
            return None
        return self.occurrence.starts_at.astimezone(ZoneInfo(self.occurrence.timezone))

    @property
    def end(self) -> datetime | None:
        if self.occurrence is None or self.occurrence.ends_at is None:
            return None
        return self.occurrence.ends_at.astimezone(ZoneInfo(self.occurrence.timezone))

    @property
    def hour(self) -> Hour | None:
        if self.occurrence is None or (self.occurrence.time_known and not self.occurrence.all_day):
            return None
        return Hour.WHOLE_DAY if self.occurrence.all_day else Hour.UNKNOWN

    @property
    def title(self) -> str:
        """An instance of a series may have one of its own, which stands in `raw`."""
        identity = None if self.occurrence is None else self.occurrence.recurrence_id
        return self.event.raw.get(f"title {identity}", self.event.title)


def plain(text: str) -> str:
    """Letters and digits alone, in lower case, entities resolved."""
    return re.sub(r"[\W_]+", " ", html.unescape(html.unescape(text))).casefold().strip()


def same_title(wanted: str, told: str) -> bool:
    """Also when the listed one is cut, or carries the name of the site behind a dash."""
    listed, own = plain(wanted), plain(told)
    if listed == own or plain(_SITE.sub("", wanted)) == own:
        return True
    return len(wanted) >= CUT and own.startswith(listed)


def value(field: Field, told: Told) -> str | None:
    """What was read of a field, for people; None: nothing."""
    return _VALUES[field](told)


def agrees(field: Field, wanted: Any, told: Told) -> bool:
    """`wanted` is not None: a value of the field's own kind, see `accuracy.listed`."""
    return _AGREES[field](wanted, told)


def _same_day(wanted: Day, told: Told) -> bool:
    start = told.start
    if start is None:
        return False
    return Day(wanted.month, wanted.day, wanted.year).is_on(start) if told.hour else wanted.is_on(start)


def _same_time(wanted: Clock | Hour, told: Told) -> bool:
    if told.start is None:
        return False
    if isinstance(wanted, Hour):
        return told.hour is wanted
    return told.hour is None and wanted.is_at(told.start)


def _same_zone(wanted: Zone, told: Told) -> bool:
    return told.start is not None and told.start.utcoffset() == wanted.offset(told.start)


def _same_end(wanted: End, told: Told) -> bool:
    end = told.end
    if end is None or told.start is None:
        return False
    if wanted.last_day:
        last = end - timedelta(microseconds=1) if end > told.start else end
        return wanted.day.is_on(last)
    return wanted.day.is_on(end) and (wanted.clock is None or wanted.clock.is_at(end))


def _place(told: Told) -> str:
    venue = told.event.venue
    return "" if venue is None else ", ".join(part for part in (venue.name, venue.address) if part)


def _same_place(wanted: str, told: Told) -> bool:
    """The listed words stand in the name and address read, or the other way round; listed places are cut at 80."""
    listed, own = plain(wanted), plain(_place(told))
    if not own:
        return False
    name = plain(told.event.venue.name or "") if told.event.venue else ""
    return listed[:60] in own or own in listed or (bool(name) and listed.startswith(name))


def _same_price(wanted: Amounts, told: Told) -> bool:
    price = told.event.price
    if price is None:
        return False
    pairs = [
        (wanted.min_cents, price.min_cents),
        (wanted.max_cents, price.max_cents),
        (wanted.is_free, price.is_free),
        (wanted.currency, price.currency),
    ]
    return all(listed is None or listed == own for listed, own in pairs)


def _price(told: Told) -> str | None:
    price = told.event.price
    if price is None or (price.min_cents is None and not price.is_free):
        return None
    return str(Amounts(price.min_cents, price.max_cents, price.is_free, price.currency))


def _status(told: Told) -> EventStatus:
    own = EventStatus.SCHEDULED if told.occurrence is None else told.occurrence.status
    return told.event.status if own is EventStatus.SCHEDULED else own


def _same_url(wanted: str, own: str | None) -> bool:
    return own is not None and html.unescape(wanted).rstrip("/") == html.unescape(own).rstrip("/")


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _time(told: Told) -> str | None:
    return None if told.start is None else str(told.hour or f"{told.start:%H:%M}")


def _day(told: Told) -> str | None:
    return None if told.start is None else told.start.date().isoformat()


_VALUES: Mapping[Field, Callable[[Told], str | None]] = {
    Field.TITLE: lambda told: told.title,
    Field.DATE: _day,
    Field.TIME: _time,
    Field.TIMEZONE: lambda told: None if told.occurrence is None else told.occurrence.timezone,
    Field.END: lambda told: _iso(told.end),
    Field.VENUE: lambda told: _place(told) or None,
    Field.PRICE: _price,
    Field.STATUS: lambda told: _status(told).value,
    Field.SOLD_OUT: lambda told: "sold out" if told.event.sold_out else "not sold out",
    Field.TICKET_URL: lambda told: told.event.ticket_url,
    Field.URL: lambda told: told.event.url,
}
_AGREES: Mapping[Field, Callable[[Any, Told], bool]] = {
    Field.TITLE: lambda wanted, told: same_title(wanted, told.title),
    Field.DATE: _same_day,
    Field.TIME: _same_time,
    Field.TIMEZONE: _same_zone,
    Field.END: _same_end,
    Field.VENUE: _same_place,
    Field.PRICE: _same_price,
    Field.STATUS: lambda wanted, told: _status(told) is wanted,
    Field.SOLD_OUT: lambda wanted, told: told.event.sold_out is wanted,
    Field.TICKET_URL: lambda wanted, told: _same_url(wanted, told.event.ticket_url),
    Field.URL: lambda wanted, told: _same_url(wanted, told.event.url),
}
