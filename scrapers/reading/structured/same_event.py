"""Joins the records of a page that describe one event: in two syntaxes, repeated, or once per date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.structured.event import FINGERPRINT

_MOST_ON_A_DAY = 32
"""How many records with one title on one day are compared with each other."""


def join_same(syntaxes: Iterable[Iterable[EventItem]]) -> tuple[EventItem, ...]:
    """Each event once, in page order, from the events of each syntax.

    Two records are one event if their title and start agree (the day is enough if one has no hour), unless they name
    different venues, or one syntax gives them different addresses. The first record's facts count; the second fills its
    gaps. Records with the same uid and title are the dates of one event. Records with the same uid but another title or
    venue are different events: each gets its title or venue appended to the uid, so that none replaces another when one
    of them leaves the page.
    """
    joined: list[EventItem] = []
    syntax_of: list[int] = []
    seen: dict[tuple[str, datetime], list[int]] = {}
    for syntax, events in enumerate(syntaxes):
        for event in events:
            same_start = seen.setdefault((_title(event), _first_midnight(event)), [])
            place = next(
                (one for one in same_start[-_MOST_ON_A_DAY:] if _is_same(joined[one], event, syntax_of[one] == syntax)),
                None,
            )
            if place is None:
                same_start.append(len(joined))
                joined.append(event)
                syntax_of.append(syntax)
            else:
                joined[place] = fill(joined[place], event)
    return _by_uid(joined)


def _title(event: EventItem) -> str:
    return " ".join(event.title.casefold().split())


def _first_midnight(event: EventItem) -> datetime:
    first = min(event.occurrences, key=lambda one: one.starts_at)
    day = first.starts_at.astimezone(ZoneInfo(first.timezone))
    return day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


def _is_same(one: EventItem, other: EventItem, same_syntax: bool) -> bool:
    if same_syntax and one.url and other.url and one.url != other.url:
        return False
    if one.venue and other.venue and one.venue.name and other.venue.name and one.venue.name != other.venue.name:
        return False
    first, second = one.occurrences[0], other.occurrences[0]
    return first.starts_at == second.starts_at or not (first.time_known and second.time_known)


def fill(event: EventItem, other: EventItem) -> EventItem:
    """`event` with its missing facts filled from `other`, including hours and ends."""
    gaps = {
        one.name: getattr(other, one.name)
        for one in fields(event)
        if getattr(event, one.name) in (None, (), False) and getattr(other, one.name) not in (None, (), False)
    }
    status = event.status if event.status is not EventStatus.SCHEDULED else other.status
    occurrences = event.occurrences
    if len(occurrences) == len(other.occurrences):
        occurrences = tuple(_better(*pair) for pair in zip(occurrences, other.occurrences, strict=True))
    uid = other.uid if event.uid.startswith(FINGERPRINT) else event.uid
    changes = {**gaps, "uid": uid, "status": status, "occurrences": occurrences, "raw": {**other.raw, **event.raw}}
    return replace(event, **changes)


def _better(one: Occurrence, other: Occurrence) -> Occurrence:
    if not one.time_known and other.time_known:
        one, other = other, one
    if one.ends_at is None and other.ends_at is not None and other.starts_at == one.starts_at:
        one = replace(one, ends_at=other.ends_at, all_day=other.all_day)
    return one if one.status is not EventStatus.SCHEDULED else replace(one, status=other.status)


def _by_uid(events: list[EventItem]) -> tuple[EventItem, ...]:
    titles: dict[str, set[str]] = {}
    venues: dict[str, set[str]] = {}
    for event in events:
        title, venue = _label(event)
        titles.setdefault(event.uid, set()).add(title)
        venues.setdefault(event.uid, set()).update({venue} - {""})
    groups: dict[str, list[EventItem]] = {}
    for event in events:
        title, venue = _label(event)
        uid = event.uid
        if len(titles[event.uid]) > 1:
            uid = f"{uid}#{title.replace(' ', '-')}"
        if len(venues[event.uid]) > 1 and venue:
            uid = f"{uid}@{venue.replace(' ', '-')}"
        groups.setdefault(uid, []).append(event)
    return tuple(_dates_of_one(uid, group) for uid, group in groups.items())


def _label(event: EventItem) -> tuple[str, str]:
    venue = event.venue.name if event.venue is not None and event.venue.name else ""
    return _title(event), " ".join(venue.casefold().split())


def _dates_of_one(uid: str, group: list[EventItem]) -> EventItem:
    """The first event of a group with the occurrences of all. What isn't said of all stands on the dates that it is
    said of: canceled, sold out."""
    if len(group) == 1:
        return replace(group[0], uid=uid)
    statuses = {event.status for event in group}
    sold_out = all(event.sold_out for event in group)
    dates = {
        one.starts_at: one if len(statuses) == 1 and sold_out == event.sold_out else _with_standing(one, event)
        for event in reversed(group)
        for one in event.occurrences
    }
    raw: dict[str, dict[str, None]] = {}
    for event in group:
        for name, text in event.raw.items():
            raw.setdefault(name, {})[text] = None
    return replace(
        group[0],
        uid=uid,
        occurrences=tuple(dates[start] for start in sorted(dates)),
        status=statuses.pop() if len(statuses) == 1 else EventStatus.SCHEDULED,
        sold_out=sold_out,
        raw={name: " | ".join(found) for name, found in raw.items()},
    )


def _with_standing(one: Occurrence, event: EventItem) -> Occurrence:
    status = one.status if one.status is not EventStatus.SCHEDULED else event.status
    return replace(one, status=status, sold_out=True if event.sold_out else one.sold_out)
