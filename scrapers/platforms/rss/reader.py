"""Reads the events of RSS and Atom feeds that carry event fields, or a date in their titles."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from parsel import Selector

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Price, Venue
from scrapers.platforms.rss.dates import EventTime, read_event_time
from scrapers.platforms.rss.xml import Entry, read_entries
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading
from scrapers.reading.prices import read_price
from scrapers.reading.problems import located
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.structured.event import fingerprint, slug_of
from scrapers.reading.structured.same_event import join_same
from scrapers.reading.structured.values import position_of
from scrapers.reading.text import absolute_url, parts_of, plain_text, squash
from scrapers.reading.windows import within

_SIDEARM_TITLE = re.compile(r"\d{1,2}/\d{1,2}\s+(?:\d{1,2}:\d{2}\s*[AP]M\s+)?(?:\[[A-Z]\]\s+)?")
_LIBCAL_MARK = re.compile(r"cancell?ed:\s*", re.IGNORECASE)
_CITY_STUCK = re.compile(r"(?<=[a-z0-9.])(?<!\bMc)(?<!\bMac)(?=[A-Z][A-Za-z .'-]{1,40}, [A-Z]{2}(?: \d{5})?$)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PLACES = ("ev:location", "s:location", "bc:location", "mec:location", "xcal:location", "gd:where@valuestring")
_DESCRIPTIONS = ("libcal:description", "description", "content:encoded", "content", "summary")


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a feed. Items with the same address are the dates of one event.

    An item without an event date is a `BadRecord`: the posting date isn't the event's date. `uid` is the slug of the
    item's link, else its guid, else `event.fingerprint`. Raises EmptyBody, BadCharset, Blocked, WrongKind (not XML),
    and PageChanged (XML that isn't a feed).
    """
    events: list[EventItem] = []
    problems: list[BadRecord] = []
    for entry in read_entries(decode(body, context), context):
        url = absolute_url(entry.first("link", "link@href") or _address_in_guid(entry), context.url)
        try:
            events.append(_event(entry, url, context))
        except BadRecord as problem:
            title = squash(plain_text(entry.first("title") or ""))
            uid = (slug_of(url) if url else "") or entry.first("guid", "id") or ""
            problems.append(located(problem, context, url=url, field="starts_at", uid=uid, title=title))
    return Reading(events=within(join_same([events]), context.window), problems=tuple(problems))


def _event(entry: Entry, url: str | None, context: Context) -> EventItem:
    full = squash(plain_text(entry.first("title") or ""))
    if not full:
        raise BadRecord("an item without a title", field="title")
    when = read_event_time(entry, full, context)
    if when is None:
        posted = entry.first("pubdate", "dc:date", "updated")
        known = f"; it was posted {posted!r}" if posted else ""
        raise BadRecord(f"{full!r} has no event date{known}", field="starts_at")
    markup = entry.first(*_DESCRIPTIONS) or ""
    description = plain_text(markup.replace("\\n", "\n")) or None
    standing, venue = with_notices(status_of_title(full), _venue(entry, when), description, when_of([when.occurrence]))
    status = standing.status or EventStatus.SCHEDULED
    title = _title(entry, when, full)
    occurrence = replace(when.occurrence, status=status)
    raw = {"starts_at": when.text, "title": full, **({"ends_at": when.ends} if when.ends else {})}
    slug = slug_of(url) if url else ""
    return EventItem(
        uid=slug or entry.first("guid", "id") or fingerprint(title, (occurrence,)),
        title=title,
        url=url,
        description=description,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(occurrence,),
        venue=venue,
        organizer=entry.first("ev:organizer", "mec:organizer"),
        price=_price(entry),
        ticket_url=_ticket_url(markup, context),
        image_url=_image(entry, context),
        categories=tuple(dict.fromkeys(_categories(entry))),
        raw=raw,
    )


def _title(entry: Entry, when: EventTime, full: str) -> str:
    """The title without the date or LibCal's "Cancelled:", which the system adds."""
    if when.title:
        return when.title
    if entry.first("s:localstartdate"):
        return _SIDEARM_TITLE.sub("", full, count=1) or full
    if entry.first("libcal:date"):
        return _LIBCAL_MARK.sub("", full, count=1) or full
    return full


def _address_in_guid(entry: Entry) -> str | None:
    guid = entry.first("guid", "id") or ""
    return guid if parts_of(guid).scheme in ("http", "https") else None


def _venue(entry: Entry, when: EventTime) -> Venue | None:
    latitude, longitude = position_of(entry.first("geo:lat"), entry.first("geo:long"))
    point = (entry.first("georss:point") or "").split()
    if latitude is None and len(point) == 2:
        latitude, longitude = position_of(*point)
    name, address = _place(entry, when)
    if name is None and address is None and latitude is None:
        return None
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude)


def _place(entry: Entry, when: EventTime) -> tuple[str | None, str | None]:
    if civic := entry.first("calendarevent:location"):
        return _civic_place(civic)
    if entry.first("libcal:date"):
        rooms = (squash(entry.first(name) or "") for name in ("libcal:location", "libcal:campus"))
        return ", ".join(room for room in rooms if room) or None, None
    return squash(plain_text(entry.first(*_PLACES) or when.place or "")) or None, None


def _civic_place(markup: str) -> tuple[str | None, str | None]:
    """Name and address. CivicPlus joins city and street (`12 Main StreetErie, CO 80516`), and uses `<br>` for lines."""
    lines = [squash(plain_text(line)) for line in _BREAK.split(html.unescape(markup))]
    lines = [_CITY_STUCK.sub(", ", line) for line in lines if line]
    named = len(lines) > 1 and not any(letter.isdigit() for letter in lines[0])
    name = lines[0] if named else None
    return name, ", ".join(lines[1:] if named else lines) or None


def _price(entry: Entry) -> Price | None:
    text = entry.first("mec:cost", "ev:price", "s:price")
    return read_price(text) if text else None


def _ticket_url(markup: str, context: Context) -> str | None:
    if "tickets" not in markup:
        return None
    link = Selector(text=markup, type="html").xpath("//a[contains(@class, 'tickets')]/@href").get()
    return absolute_url(link, context.url)


def _image(entry: Entry, context: Context) -> str | None:
    if (entry.first("enclosure@type") or "").startswith("image/"):
        return absolute_url(entry.first("enclosure@url"), context.url)
    return absolute_url(entry.first("media:content@url", "media:thumbnail@url", "mec:featured"), context.url)


def _categories(entry: Entry) -> list[str]:
    texts = [*entry.all("category"), *entry.all("category@term"), *entry.all("ev:type"), *entry.all("mec:category")]
    return [word for text in texts if (word := squash(plain_text(text)))]
