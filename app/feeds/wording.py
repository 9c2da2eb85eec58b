"""Describes a listing in words, in American usage, with times in newspaper style."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.feeds.addresses import web_address
from core.config import settings
from core.items import EventStatus
from scrapers.reading.status.titles import status_of_title
from storage.merging.overlay import Conflict, ConflictKind
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates

_MARKS = {
    EventStatus.CANCELLED: "Canceled",
    EventStatus.POSTPONED: "Postponed",
    EventStatus.RESCHEDULED: "Rescheduled",
    EventStatus.MOVED_ONLINE: "Moved online",
}
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_INSTANT = timedelta(microseconds=1)


def title(listing: Listing) -> str:
    """The title with a mark (`Canceled: `, `Sold out: `), unless the title already says so."""
    if listing.withdrawn_at is not None:
        return f"No longer listed: {listing.title}"
    in_title = status_of_title(listing.title)
    marks = []
    if listing.status in _MARKS and in_title.status is not listing.status:
        marks.append(_MARKS[listing.status])
    if listing.sold_out and not in_title.sold_out:
        marks.append("sold out" if marks else "Sold out")
    return f"{', '.join(marks)}: {listing.title}" if marks else listing.title


def off(status: EventStatus) -> str:
    """`Canceled`, `Postponed`, ...; "" for an event that takes place as announced."""
    return _MARKS.get(status, "")


def more_dates(listing: Listing, more: MoreDates) -> str:
    """`also at 8 p.m.; and 30 more dates, until Sunday, January 3, 2027`."""
    zone = ZoneInfo(listing.timezone)
    parts = []
    if more.same_day:
        parts.append(f"also at {', '.join(clock(start.astimezone(zone)) for start in more.same_day)}")
    if more.count == 1 and more.until:
        parts.append(f"and on {day(more.until)}")
    elif more.until:
        parts.append(f"and {more.count} more dates, until {day(more.until)}")
    return "; ".join(parts)


def local_start(listing: Listing) -> datetime:
    return listing.starts_at.astimezone(ZoneInfo(listing.timezone))


def local_end(listing: Listing) -> datetime | None:
    """The local end. None if unknown, or not after the start."""
    if listing.ends_at is None or listing.ends_at <= listing.starts_at:
        return None
    return listing.ends_at.astimezone(ZoneInfo(listing.timezone))


def by_day(listing: Listing) -> bool:
    """Whether only its day is known or relevant."""
    return listing.all_day or not listing.time_known


def last_day(listing: Listing) -> date:
    """The local day on which it ends. Midnight belongs to the day before."""
    end = local_end(listing)
    return listing.local_date if end is None else max(listing.local_date, (end - _INSTANT).date())


def when(listing: Listing) -> str:
    """`Saturday, November 28, 2026, 7:30–10 p.m.`, or only the days if the hour is unknown."""
    first, last = listing.local_date, last_day(listing)
    if by_day(listing):
        days = day(first) if first == last else f"{day(first)} – {day(last)}"
        return days if listing.all_day else f"{days}, time not announced"
    return f"{day(first)}, {hours(listing)}"


def hours(listing: Listing) -> str:
    """`7:30–10 p.m.`, `10 a.m. – noon`, `all day`, `time not announced`; an end on a later day with that day. Hours
    that differ from the calendar's clock have their zone: `7:30 p.m. PST`."""
    if by_day(listing):
        return "all day" if listing.all_day else "time not announced"
    return f"{_hours(listing)}{_zone(listing)}"


def _zone(listing: Listing) -> str:
    start = local_start(listing)
    if start.utcoffset() == start.astimezone(ZoneInfo(settings().timezone)).utcoffset():
        return ""
    name = start.tzname() or ""
    return f" {name}" if name.isalpha() else f" UTC{name}"


def _hours(listing: Listing) -> str:
    start, end = local_start(listing), local_end(listing)
    if end is None:
        return clock(start)
    if end.date() != start.date() and end - start >= timedelta(days=1):
        return f"{clock(start)} – {day(end.date())}, {clock(end)}"
    opens, closes = clock(start), clock(end)
    if opens[-4:] == closes[-4:] and opens[-4:] in ("a.m.", "p.m.") and end.date() == start.date():
        return f"{opens[:-5]}–{closes}"
    return f"{opens} – {closes}"


def day(value: date) -> str:
    """`Saturday, November 28, 2026`."""
    return f"{value:%A, %B} {value.day}, {value.year}"


def clock(moment: datetime) -> str:
    """`7:30 p.m.`, `7 p.m.`, `noon`, `midnight`."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"


def place(listing: Listing) -> str:
    """The venue's name and address, "" if neither is known."""
    return ", ".join(filter(None, (listing.venue_name, listing.venue_address)))


def description(listing: Listing) -> str:
    """The description; "" if it is the event's and the listing's own title names something else, such as another act or
    a private party."""
    event = listing.event
    if event is None or listing.description != event.description or event.title.casefold() in listing.title.casefold():
        return listing.description or ""
    return ""


def price(listing: Listing) -> str:
    """The source's own words, or else `Free` or `$45–$120`; "" if nothing is known."""
    if listing.price_text:
        return listing.price_text
    if listing.is_free:
        return "Free"
    least, greatest = listing.price_min_cents, listing.price_max_cents
    if least is None:
        return "" if greatest is None else f"up to {money(greatest, listing.price_currency)}"
    if greatest is None or greatest == least:
        return money(least, listing.price_currency)
    return f"{money(least, listing.price_currency)}–{money(greatest, listing.price_currency)}"


def money(cents: int, currency: str | None) -> str:
    """`$45`, `$45.50`, `CAD 45`, or only the amount if the currency is unknown."""
    amount = f"{cents / 100:,.2f}".removesuffix(".00")
    if currency is None:
        return amount
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{amount}" if symbol else f"{currency} {amount}"


def remarks(listing: Listing) -> Iterator[str]:
    """Sentences about what readers must know: canceled, moved, sold out, and so on."""
    if listing.withdrawn_at is not None:
        yield "The source no longer lists this event."
    elif listing.status is EventStatus.CANCELLED:
        yield "This event is canceled."
    elif listing.status is EventStatus.POSTPONED:
        yield "This event is postponed. The new date hasn't been announced."
    elif listing.status is EventStatus.RESCHEDULED:
        yield "This event was moved to another time."
    elif listing.status is EventStatus.MOVED_ONLINE:
        yield "This event takes place online."
    if listing.sold_out:
        yield "This event is sold out."
    if not listing.time_known:
        yield "The time hasn't been announced. See the event's page."
    for conflict in listing.conflicts:
        yield caution(conflict, listing.status)


def caution(conflict: Conflict, status: EventStatus) -> str:
    """What another source says against a listing with this status."""
    said = conflict.source_title
    if conflict.kind is ConflictKind.WITHDRAWN:
        return f"{said} no longer lists this event."
    if conflict.kind is ConflictKind.TIME:
        when = day(conflict.starts_at.date())
        hour = "" if conflict.by_day else f", {clock(conflict.starts_at)}"
        return f"{said} gives another time: {when}{hour}".removesuffix(".") + "."
    if conflict.status is EventStatus.CANCELLED:
        return f"{said} says that this event is canceled."
    if conflict.status is EventStatus.POSTPONED:
        return f"{said} says that this event is postponed."
    off = "postponed" if status is EventStatus.POSTPONED else "canceled"
    return f"{said} doesn't say that this event is {off}."


def details(listing: Listing) -> Iterator[tuple[str, str]]:
    """What follows the description, with labels: price, tickets, the event's page, its sources."""
    if amount := price(listing):
        yield "Price", amount
    if tickets := web_address(listing.ticket_url):
        yield "Tickets", tickets
    if page := web_address(listing.url):
        yield "More", page
    yield "Source", listing.source_title
    if listing.merged is not None and listing.merged.also:
        yield "Also listed by", ", ".join(dict.fromkeys(one.source_title for one in listing.merged.also))


def categories(listing: Listing) -> list[str]:
    """The town's categories, then those that only the source gives."""
    known = {name.casefold() for name in listing.town_categories}
    return [*listing.town_categories, *(word for word in listing.categories if word.casefold() not in known)]
