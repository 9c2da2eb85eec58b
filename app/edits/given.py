"""Reads corrections as people give them, in the API or on the command line, and refuses what can't be true. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core import limits
from core.items import EventStatus, Venue
from core.visible_text import one_line, visible
from scrapers.reading.prices import currency_of, read_price
from storage.edits.plan import Given, Refusal

YEARS = range(1990, 2101)
NO_TIME = "It isn't a time: write 2026-12-05T20:00-05:00, or 2026-12-05 for a day without an hour."
_MARKUP = re.compile(r"</?[a-z!][^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


class Unreadable(ValueError):
    """A value can't be used. The message says why and what to do."""


def read_given(given: Mapping[str, Any], timezone: str) -> tuple[dict[str, Given], list[Refusal]]:
    """The values by field, and why others are refused. `timezone`: the event's, for prices and to suggest an offset."""
    values: dict[str, Given] = {}
    refusals: list[Refusal] = []
    for field, value in given.items():
        try:
            values[field] = _READERS[field](value, timezone)
        except Unreadable as error:
            refusals.append(Refusal(field, value, str(error)))
    return values, refusals


def read_text(value: Any, most: int) -> str | None:
    """A plain text, or nothing. Raises Unreadable."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable("Give a text.")
    if found := _MARKUP.search(value):
        raise Unreadable(f"It contains markup ({found[0][:40]}): give plain text.")
    if len(value) > most:
        raise Unreadable(f"It has {len(value):,} characters: give at most {most:,}.")
    return value


def _line(value: Any, most: int) -> str | None:
    given = read_text(value, most)
    return None if given is None else one_line(given) or None


def _title(value: Any, _timezone: str) -> str:
    title = _line(value, limits.TITLE)
    if title is None:
        raise Unreadable("An event needs a title.")
    return title


def _description(value: Any, _timezone: str) -> str | None:
    given = read_text(value, limits.DESCRIPTION)
    return None if given is None else visible(given).strip() or None


def _organizer(value: Any, _timezone: str) -> str | None:
    return _line(value, limits.NAME)


def _link(value: Any, _timezone: str) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _is_web_address(value):
        raise Unreadable("It is not a web address: give one that begins with https:// or http://.")
    if len(value) > limits.LINK:
        raise Unreadable(f"It has {len(value):,} characters: a web address may have {limits.LINK:,}.")
    return value


def _is_web_address(value: str) -> bool:
    if value != one_line(value) or " " in value:
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and parts.username is None and "<" not in value


def _status(value: Any, _timezone: str) -> EventStatus:
    if value not in list(EventStatus):
        raise Unreadable(f"There is no such status: give {', '.join(EventStatus)}.")
    return EventStatus(value)


def read_moment(value: Any, timezone: str) -> date | datetime:
    """A day, or a moment with its offset. Raises Unreadable."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(NO_TIME) from None
    if moment.year not in YEARS:
        raise Unreadable(f"It is in the year {moment.year}: is that right?")
    if _DAY.match(value):
        return moment.date()
    if moment.tzinfo is None:
        with_zone = moment.replace(tzinfo=ZoneInfo(timezone)).isoformat(timespec="minutes")
        raise Unreadable(f"It has no zone: write {with_zone} for that time in {timezone}.")
    return moment


def _start(value: Any, timezone: str) -> date | datetime:
    if value is None:
        raise Unreadable("A time needs a start.")
    return read_moment(value, timezone)


def _end(value: Any, timezone: str) -> date | datetime | None:
    return None if value is None or value == "" else read_moment(value, timezone)


def _venue(value: Any, _timezone: str) -> Venue | None:
    if value is None or value == "":
        return None
    given = {"name": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not given.keys() <= {"name", "address"}:
        raise Unreadable("Give the place's name, or an object with its name and address.")
    name, address = _line(given.get("name"), limits.NAME), _line(given.get("address"), limits.STREET)
    return None if name is None and address is None else Venue(name=name, address=address)


def _price(value: Any, timezone: str) -> Given:
    given = _line(value, limits.PRICE)
    return None if given is None else read_price(given, currency_of(timezone))


def _categories(value: Any, _timezone: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unreadable("Give a list of the town's categories.")
    return [one_line(one) for one in value]


def _featured(value: Any, _timezone: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable("Give true or false.")
    return value


_READERS: Mapping[str, Callable[[Any, str], Given]] = {
    "title": _title,
    "status": _status,
    "starts_at": _start,
    "ends_at": _end,
    "venue": _venue,
    "description": _description,
    "price": _price,
    "ticket_url": _link,
    "url": _link,
    "image_url": _link,
    "organizer": _organizer,
    "categories": _categories,
    "featured": _featured,
}
