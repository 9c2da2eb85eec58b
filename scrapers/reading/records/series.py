"""Joins the copies of an event that a list has for each of its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.items import EventItem, EventStatus, Occurrence


def joined(events: Iterable[EventItem]) -> list[EventItem]:
    """Each event once, with the dates of all its copies in order; the first copy counts for each date. A date has the
    address and place in which its copy differs. The event has a status only if all its copies do."""
    groups: dict[str, list[EventItem]] = {}
    for event in events:
        groups.setdefault(event.uid, []).append(event)
    return [_one_of(group) for group in groups.values()]


def _one_of(group: list[EventItem]) -> EventItem:
    dates = {one.starts_at: one for event in reversed(group) for one in _own_dates(event, group[0])}
    raw = " | ".join(dict.fromkeys(text for event in group if (text := event.raw.get("starts_at"))))
    statuses = {event.status for event in group}
    return replace(
        group[0],
        status=statuses.pop() if len(statuses) == 1 else EventStatus.SCHEDULED,
        sold_out=all(event.sold_out for event in group),
        occurrences=tuple(dates[start] for start in sorted(dates)),
        raw={**group[0].raw, "starts_at": raw} if raw else group[0].raw,
    )


def _own_dates(copy: EventItem, first: EventItem) -> Iterator[Occurrence]:
    url = None if copy.url == first.url else copy.url
    venue = None if copy.venue == first.venue else copy.venue
    for one in copy.occurrences:
        yield replace(one, url=one.url or url, venue=one.venue or venue) if url or venue else one
