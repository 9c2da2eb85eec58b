"""Whether an event, as it was read, agrees with an expected fact."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventItem, EventStatus, Occurrence
from quality.accuracy.facts import Amounts, Clock, Day, End, Field, Hour, Zone

CUT_MARK = "…"
"""Ends an expected title of which only the beginning is known."""

_LONGEST_PLACE = 60
"""Letters of a place that are compared: a person's note of it may end early or go on with the room."""


@dataclass(frozen=True, slots=True)
class Showing:
    """An event with one of its occurrences, as it was read."""

    event: EventItem
    occurrence: Occurrence | None

    @property
    def start(self) -> datetime | None:
        """In the occurrence's own zone."""
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
        """The occurrence's own title, if it has one."""
        own = None if self.occurrence is None else self.occurrence.title
        return own or self.event.title


def plain(text: str) -> str:
    """Letters and digits only, in lower case, with entities resolved."""
    return re.sub(r"[\W_]+", " ", html.unescape(html.unescape(text))).casefold().strip()


def same_title(wanted: str, read: str) -> bool:
    expected, own = plain(wanted), plain(read)
    return own == expected or (wanted.endswith(CUT_MARK) and own.startswith(expected))


def value(field: Field, showing: Showing) -> str | None:
    """What was read of a field, for people; None: nothing."""
    return _VALUES[field](showing)


def agrees(field: Field, wanted: Any, showing: Showing) -> bool:
    """`wanted`: a value of the field's type (`quality.accuracy.facts`), not None."""
    return _AGREES[field](wanted, showing)


def _same_day(wanted: Day, showing: Showing) -> bool:
    start = showing.start
    if start is None:
        return False
    return Day(wanted.month, wanted.day, wanted.year).is_on(start) if showing.hour else wanted.is_on(start)


def _same_time(wanted: Clock | Hour, showing: Showing) -> bool:
    if showing.start is None:
        return False
    if isinstance(wanted, Hour):
        return showing.hour is wanted
    return showing.hour is None and wanted.is_at(showing.start)


def _same_zone(wanted: Zone, showing: Showing) -> bool:
    return showing.start is not None and showing.start.utcoffset() == wanted.offset(showing.start)


def _same_end(wanted: End, showing: Showing) -> bool:
    end = showing.end
    if end is None or showing.start is None:
        return False
    if wanted.last_day:
        last = end - timedelta(microseconds=1) if end > showing.start else end
        return wanted.day.is_on(last)
    return wanted.day.is_on(end) and (wanted.clock is None or wanted.clock.is_at(end))


def _place(showing: Showing) -> str:
    venue = showing.event.venue
    return "" if venue is None else ", ".join(part for part in (venue.name, venue.address) if part)


def _same_place(wanted: str, showing: Showing) -> bool:
    """One of the two contains the other, or the expected one begins with the name that was read."""
    expected, own = plain(wanted), plain(_place(showing))
    if not own:
        return False
    name = plain(showing.event.venue.name or "") if showing.event.venue else ""
    return expected[:_LONGEST_PLACE] in own or own in expected or (bool(name) and expected.startswith(name))


def _same_price(wanted: Amounts, showing: Showing) -> bool:
    price = showing.event.price
    if price is None:
        return False
    pairs = [
        (wanted.min_cents, price.min_cents),
        (wanted.max_cents, price.max_cents),
        (wanted.is_free, price.is_free),
        (wanted.currency, price.currency),
    ]
    return all(expected is None or expected == own for expected, own in pairs)


def _price(showing: Showing) -> str | None:
    price = showing.event.price
    if price is None or (price.min_cents is None and not price.is_free):
        return None
    return str(Amounts(price.min_cents, price.max_cents, price.is_free, price.currency))


def _status(showing: Showing) -> EventStatus:
    own = EventStatus.SCHEDULED if showing.occurrence is None else showing.occurrence.status
    return showing.event.status if own is EventStatus.SCHEDULED else own


def _same_url(wanted: str, own: str | None) -> bool:
    return own is not None and html.unescape(wanted).rstrip("/") == html.unescape(own).rstrip("/")


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _time(showing: Showing) -> str | None:
    return None if showing.start is None else str(showing.hour or f"{showing.start:%H:%M}")


def _day(showing: Showing) -> str | None:
    return None if showing.start is None else showing.start.date().isoformat()


_VALUES: Mapping[Field, Callable[[Showing], str | None]] = {
    Field.TITLE: lambda showing: showing.title,
    Field.DATE: _day,
    Field.TIME: _time,
    Field.TIMEZONE: lambda showing: None if showing.occurrence is None else showing.occurrence.timezone,
    Field.END: lambda showing: _iso(showing.end),
    Field.VENUE: lambda showing: _place(showing) or None,
    Field.PRICE: _price,
    Field.STATUS: lambda showing: _status(showing).value,
    Field.SOLD_OUT: lambda showing: "sold out" if showing.event.sold_out else "not sold out",
    Field.TICKET_URL: lambda showing: showing.event.ticket_url,
    Field.URL: lambda showing: showing.event.url,
}
_AGREES: Mapping[Field, Callable[[Any, Showing], bool]] = {
    Field.TITLE: lambda wanted, showing: same_title(wanted, showing.title),
    Field.DATE: _same_day,
    Field.TIME: _same_time,
    Field.TIMEZONE: _same_zone,
    Field.END: _same_end,
    Field.VENUE: _same_place,
    Field.PRICE: _same_price,
    Field.STATUS: lambda wanted, showing: _status(showing) is wanted,
    Field.SOLD_OUT: lambda wanted, showing: showing.event.sold_out is wanted,
    Field.TICKET_URL: lambda wanted, showing: _same_url(wanted, showing.event.ticket_url),
    Field.URL: lambda wanted, showing: _same_url(wanted, showing.event.url),
}
