"""Puts together what several cards, month rows or pages say of one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.items import EventItem, EventStatus, Occurrence
from scrapers.reading.status_words import Standing


def merge(events: Iterable[EventItem]) -> tuple[EventItem, ...]:
    """One event for each uid, in the order of their first sight, with the occurrences of all.

    Other fields: the first that is not empty. An event is off, moved or sold out as a whole only if all say so; each
    occurrence keeps the status that was written beside it.
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
    """The detail page's event, with the card's word on what the page leaves out.

    Its showings win over the card's days; where it leaves an hour or an end unknown, the card's stands. Being
    off, moved or sold out counts from either, of two statuses the graver.
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
    """The occurrences; those without an hour replaced by the others of the same day that have one, those without an
    end given the end of the other with the same start."""
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
            better += [one] if _is_run(one) else hours.get(one.local_date, [one])
    return tuple(better)


def _union(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """The occurrences by time, each once. One without an hour goes when the same day is there with hours, a
    run goes when its first and last day are there by themselves."""
    by_start: dict[tuple[object, ...], Occurrence] = {}
    for occurrence in occurrences:
        key = (occurrence.starts_at, occurrence.recurrence_id, occurrence.time_known, _is_run(occurrence))
        earlier = by_start.get(key)
        if earlier is None or (earlier.ends_at is None and occurrence.ends_at is not None):
            by_start[key] = occurrence
    exact = {occurrence.local_date for occurrence in by_start.values() if not _is_run(occurrence)}
    timed = {occurrence.local_date for occurrence in by_start.values() if occurrence.time_known}
    kept = [occurrence for occurrence in by_start.values() if not _is_superseded(occurrence, exact, timed)]
    return tuple(sorted(kept, key=lambda occurrence: occurrence.starts_at))


def _is_run(occurrence: Occurrence) -> bool:
    return not occurrence.time_known and occurrence.ends_at is not None


def _is_superseded(occurrence: Occurrence, exact: set[date], timed: set[date]) -> bool:
    if occurrence.time_known:
        return False
    if not _is_run(occurrence):
        return occurrence.local_date in timed
    return occurrence.local_date in exact and _last_day(occurrence) in exact


def _last_day(run: Occurrence) -> date:
    """The last day of a run, whose end is the midnight after it."""
    return replace(run, starts_at=(run.ends_at or run.starts_at) - timedelta(hours=1), ends_at=None).local_date


def _filled(event: EventItem, other: EventItem) -> EventItem:
    """`event` with its empty fields taken from `other`."""
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
