"""Turns the records of an answer into events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from scrapers.reading.contract import Context, Reading
from scrapers.reading.problems import located
from scrapers.reading.records.parts import Record, text_at
from scrapers.reading.records.series import joined
from scrapers.reading.room import Room
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.text import absolute_url, plain_text
from scrapers.reading.windows import within

Maker = Callable[[Record, Context, list[BadRecord]], EventItem | None]
"""Makes a record's event. None: the platform doesn't show it. Raises BadRecord if it can't be read truly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a record says about one event, in the platform's words: markup, entities, and relative links are allowed.

    standing  what its status fields say; marks in the title and notices in the place and description are added.
    raw       the texts that parsed fields came from; values that aren't text are left out.
    """

    uid: Any
    title: Any
    occurrences: tuple[Occurrence, ...]
    url: Any = None
    description: Any = None
    standing: Standing = field(default_factory=Standing)
    venue: Venue | None = None
    organizer: Any = None
    price: Price | None = None
    ticket_url: Any = None
    image_url: Any = None
    categories: Any = ()
    last_modified: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


def read_each(
    records: Iterable[Any], make: Maker, context: Context, *, uid_at: str = "", title_at: str = ""
) -> Reading:
    """The events of the records. Records with one uid are the dates of one event.

    uid_at, title_at  where a record has its uid and title, such as `id` and `name.text`: a record that can't be read
                      must say which event it could be, so that this one isn't withdrawn.
    """
    problems: list[BadRecord] = []
    events: list[EventItem] = []
    for record in records:
        try:
            if not isinstance(record, dict):
                raise BadRecord(f"a record that isn't an object: {record!r}", field="events")
            event = make(record, context, problems)
            events += [] if event is None else [event]
        except BadRecord as problem:
            uid, title = text_at(record, uid_at) or "", text_at(record, title_at) or ""
            problems.append(located(problem, context, uid=uid, title=title))
    room, kept = Room(), []
    for event in joined(events):
        fitting, cut = room.fit(event)
        kept.append(fitting)
        problems += [] if cut is None else [located(cut, context)]
    return Reading(events=within(kept, context.window), problems=tuple(problems))


def event_of(facts: Facts, context: Context) -> EventItem:
    """Raises BadRecord without a title, a uid, or an occurrence."""
    title, uid, url = line(facts.title), first_text(facts.uid), absolute_url(first_text(facts.url), context.url)
    if title is None or uid is None or not facts.occurrences:
        missing = "title" if title is None else "uid" if uid is None else "starts_at"
        what = "date" if missing == "starts_at" else missing
        raise BadRecord(f"{title or uid or 'an event'} has no {what}", url=url or "", field=missing, uid=uid or "")
    description = plain_text(first_text(facts.description) or "") or None
    kinds = facts.categories if isinstance(facts.categories, tuple) else as_list(facts.categories)
    standing, venue = with_notices(
        status_of_title(title) | facts.standing, facts.venue, description, when_of(facts.occurrences)
    )
    occurrences = facts.occurrences
    if standing.status is not None:
        status = standing.status
        occurrences = tuple(
            replace(one, status=status) if one.status is EventStatus.SCHEDULED else one for one in occurrences
        )
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=description,
        status=standing.status or EventStatus.SCHEDULED,
        sold_out=standing.sold_out,
        occurrences=occurrences,
        venue=venue,
        organizer=line(facts.organizer),
        price=facts.price,
        ticket_url=absolute_url(first_text(facts.ticket_url), context.url),
        image_url=absolute_url(first_text(facts.image_url), context.url),
        categories=tuple(dict.fromkeys(word for one in kinds if (word := line(one)))),
        last_modified=facts.last_modified,
        raw={name: text for name, value in facts.raw.items() if (text := first_text(value))},
    )
