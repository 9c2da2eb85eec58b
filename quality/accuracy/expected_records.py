"""Expected events written as plain records: title, start, end, place, address and so on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.items import EventStatus
from quality.accuracy.index import facts_of
from quality.accuracy.listed import Amounts, Clock, Day, End, Field, Hour, Listed
from quality.accuracy.moments import read_moment

_STATUS = {"cancelled": EventStatus.CANCELLED, "confirmed": EventStatus.SCHEDULED}
_NOT_A_LINK = "(registration form)"


def from_record(record: Mapping[str, Any], origin: str, *, uid: str | None = None) -> Listed:
    """`date` and `time` as a page shows them, or `start` and `end` in ISO 8601 with or without an offset."""
    facts: dict[Field, Any] = {}
    if record.get("title"):
        facts[Field.TITLE] = record["title"]
    shown = " ".join(str(record[name]) for name in ("date", "time") if record.get(name))
    when = read_moment(str(record.get("start") or shown))
    if when is not None:
        facts |= facts_of(when)
    if record.get("all_day"):
        facts[Field.TIME] = Hour.WHOLE_DAY
    elif _is_midnight(record):
        facts.pop(Field.TIME, None)
    facts |= _end(record)
    place = record.get("location") or " ".join(record[name] for name in ("venue", "address") if record.get(name))
    if place:
        facts[Field.VENUE] = place
    if record.get("price") == 0:
        facts[Field.PRICE] = Amounts(is_free=True)
    for name, field in (("url", Field.URL), ("ticket_url", Field.TICKET_URL)):
        if record.get(name):
            facts[field] = record[name]
    if record.get("status") in _STATUS:
        facts[Field.STATUS] = _STATUS[record["status"]]
    return Listed(origin=origin, facts=facts, uid=uid)


def from_own_reading(record: Mapping[str, Any], origin: str) -> Listed:
    """A card of a listing as a person read it: `time` null means that the card tells no hour."""
    when = read_moment(record["date"])
    facts: dict[Field, Any] = {Field.TITLE: record["title"], **(facts_of(when) if when else {})}
    if record["time"] is None:
        facts[Field.TIME] = Hour.UNKNOWN
    ticket = record["ticket"]
    if ticket.startswith("/events/detail/"):
        facts[Field.TICKET_URL] = None
    elif ticket != _NOT_A_LINK:
        facts[Field.TICKET_URL] = ticket
    return Listed(origin=origin, facts=facts)


def _is_midnight(record: Mapping[str, Any]) -> bool:
    """A pipeline that knows no all-day events writes both of their bounds as midnights: it tells no hour then."""
    bounds = [str(record[name]) for name in ("start", "end") if record.get(name)]
    return bool(bounds) and all("T00:00:00" in bound for bound in bounds)


def _end(record: Mapping[str, Any]) -> dict[Field, Any]:
    if "end_inclusive" in record or "last_day" in record:
        last = datetime.fromisoformat(record.get("end_inclusive") or record["last_day"]).date()
        return {Field.END: End(Day.of(last), last_day=True)}
    if "end" not in record:
        return {}
    if record["end"] is None:
        return {Field.END: None}
    if record["end"] == record.get("start"):
        return {}
    when = read_moment(str(record["end"]))
    if when is None:
        return {}
    return {Field.END: End(when.day, when.hour if isinstance(when.hour, Clock) else None)}
