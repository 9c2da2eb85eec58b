"""Combines what several cards, month rows, or pages say about one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.status.words import Standing


def merge(events: Iterable[EventItem]) -> tuple[EventItem, ...]:
    """One event for each uid, in order of first appearance, with the occurrences of all.

    Other fields have the first value that isn't empty. The event as a whole is canceled, moved, or sold out only if all
    its parts are; each occurrence keeps its own status.
    """
    groups: dict[str, list[EventItem]] = {}
    for event in events:
        groups.setdefault(event.uid, []).append(event)
    return tuple(group[0] if len(group) == 1 else _merged(group) for group in groups.values())


def _merged(group: list[EventItem]) -> EventItem:
    merged = group[0]
    for event in group[1:]:
        merged = _filled(merged, event)
    texts = dict.fromkeys(event.raw["starts_at"] for event in group if "starts_at" in event.raw)
    statuses = {event.status for event in group}
    return replace(
        merged,
        status=group[0].status if len(statuses) == 1 else EventStatus.SCHEDULED,
        sold_out=all(event.sold_out for event in group),
        occurrences=_union(occurrence for event in group for occurrence in event.occurrences),
        raw={**merged.raw, **({"starts_at": "; ".join(texts)} if texts else {})},
    )


def complete(card: EventItem, detail: EventItem) -> EventItem:
    """The detail page's event, with the card's values where the page has none.

    The page's showings take precedence over the card's dates; missing hours and ends come from the card. Canceled,
    moved, or sold out counts from either; of two statuses, the more serious one.
    """
    standing = Standing(detail.status, detail.sold_out) | Standing(card.status, card.sold_out)
    status = standing.status or EventStatus.SCHEDULED
    occurrences = _with_hours(detail.occurrences, card.occurrences) or card.occurrences
    if status is not detail.status:
        occurrences = tuple(
            replace(one, status=status) if one.status is EventStatus.SCHEDULED else one for one in occurrences
        )
    return replace(
        _filled(detail, card), uid=card.uid, status=status, sold_out=standing.sold_out, occurrences=occurrences
    )


def _with_hours(occurrences: Iterable[Occurrence], others: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """The occurrences, with missing hours taken from the others of the same day, and missing ends from the others with
    the same start."""
    hours: dict[date, list[Occurrence]] = {}
    ends: dict[datetime, datetime] = {}
    for other in others:
        if other.time_known:
            hours.setdefault(other.local_date, []).append(other)
            if other.ends_at is not None:
                ends[other.starts_at] = other.ends_at
    better: list[Occurrence] = []
    for one in occurrences:
        if one.time_known:
            better.append(one if one.ends_at else replace(one, ends_at=ends.get(one.starts_at)))
        else:
            better += [one] if _is_range(one) else hours.get(one.local_date, [one])
    return tuple(better)


def _union(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """The occurrences by time, each once. Drops an occurrence without an hour if another that day has one, and a range
    if its first and last day are also listed separately."""
    by_start: dict[tuple[object, ...], Occurrence] = {}
    for occurrence in occurrences:
        key = (occurrence.starts_at, occurrence.recurrence_id, occurrence.time_known, _is_range(occurrence))
        earlier = by_start.get(key)
        if earlier is None or (earlier.ends_at is None and occurrence.ends_at is not None):
            by_start[key] = occurrence
    exact = {occurrence.local_date for occurrence in by_start.values() if not _is_range(occurrence)}
    timed = {occurrence.local_date for occurrence in by_start.values() if occurrence.time_known}
    kept = [occurrence for occurrence in by_start.values() if not _is_superseded(occurrence, exact, timed)]
    return tuple(sorted(kept, key=lambda occurrence: occurrence.starts_at))


def _is_range(occurrence: Occurrence) -> bool:
    return not occurrence.time_known and occurrence.ends_at is not None


def _is_superseded(occurrence: Occurrence, exact: set[date], timed: set[date]) -> bool:
    if occurrence.time_known:
        return False
    if not _is_range(occurrence):
        return occurrence.local_date in timed
    return occurrence.local_date in exact and _last_day(occurrence) in exact


def _last_day(dates: Occurrence) -> date:
    """The last day of a range, whose end is the midnight after it."""
    return replace(dates, starts_at=(dates.ends_at or dates.starts_at) - timedelta(hours=1), ends_at=None).local_date


def _filled(event: EventItem, other: EventItem) -> EventItem:
    """`event` with its empty fields filled from `other`."""
    return replace(
        event,
        url=event.url or other.url,
        description=event.description or other.description,
        venue=event.venue or other.venue,
        organizer=event.organizer or other.organizer,
        price=event.price or other.price,
        ticket_url=event.ticket_url or other.ticket_url,
        image_url=event.image_url or other.image_url,
        categories=event.categories or other.categories,
        raw={**other.raw, **event.raw},
    )
