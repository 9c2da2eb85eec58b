"""Which source speaks for which field of an event that several sources list.

This is the whole policy. A source's role decides; an editor sets it (`python -m app sources edit ID --role ROLE`).

| field | who speaks |
|---|---|
| start, end, title, status, page | the listing that people see: `listing_order` |
| description | the longest of the trusted roles, without addresses and short notes |
| tickets | the box office first, then in the order of roles |
| organizer | the organizer first, then in the order of roles |
| price | as one: the first with an amount, else the first with words |
| picture, place | the shown listing's own, else the first in the order of roles |
| categories | all of them, in the order of roles |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a source is to the events that it lists, from the one that knows best to the one that copies. `editor`: the
    town's own entries."""

    EDITOR = "editor"
    VENUE = "venue"
    BOX_OFFICE = "box_office"
    ORGANIZER = "organizer"
    CITY = "city"
    UNKNOWN = "unknown"
    NEWSPAPER = "newspaper"
    AGGREGATOR = "aggregator"


ORDER = tuple(Role)
TICKETS = (Role.BOX_OFFICE, *(role for role in Role if role is not Role.BOX_OFFICE))
ORGANIZER = (Role.ORGANIZER, *(role for role in Role if role is not Role.ORGANIZER))
TRUSTED = frozenset(Role) - {Role.NEWSPAPER, Role.AGGREGATOR}
"""Their descriptions are their own. A newspaper and an aggregator describe an event only if nobody else does."""
SHORTEST_DESCRIPTION = 40
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which listing people see.

    live        its source still lists it, and it isn't a copy of a better source that no longer does.
    hides_all   an editor hid the whole event by hiding this listing.
    """

    event_id: int
    role: Role
    live: bool
    hidden: bool
    hides_all: bool
    has_hour: bool
    since: datetime


def listing_order(one: Standing) -> tuple[object, ...]:
    """The smallest is shown. An event that an editor hid stays hidden. Then: listed before withdrawn, not
    hidden before hidden, an hour before a date, the role, the oldest."""
    return (
        not one.hides_all,
        not one.live,
        one.hidden,
        not one.has_hour,
        ORDER.index(one.role),
        one.since,
        one.event_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """The event of one source, with the fields that another one can lend. `price`: its five fields by name."""

    event_id: int
    source_id: int
    source: str
    source_title: str
    role: Role
    title: str
    url: str | None
    description: str | None
    organizer: str | None
    categories: Sequence[str]
    price: Mapping[str, Any]
    ticket_url: str | None
    image_url: str | None
    venue_id: int | None
    first_seen_at: datetime


Value = Callable[[Member], Any]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A field's value, and the event that it is from."""

    value: Any
    by: Member


def speakers(shown: Member, others: Sequence[Member]) -> dict[str, Spoken]:
    """By field, who speaks for it: of the shown event and the others that still list it. Fields that nobody gives are
    left out; `venue_id` and `image_url` are the shown event's own if it has them."""
    members = (shown, *others)
    found = {
        "description": _description(members),
        "organizer": _first(members, ORGANIZER, lambda one: one.organizer),
        "ticket_url": _first(members, TICKETS, lambda one: one.ticket_url),
        "image_url": _first(members, ORDER, lambda one: one.image_url, shown),
        "venue_id": _first(members, ORDER, lambda one: one.venue_id, shown),
        "price": _price(members),
    }
    return {field: spoken for field, spoken in found.items() if spoken is not None}


def categories(shown: Member, others: Sequence[Member]) -> list[str]:
    """Of all, each once in any case."""
    found: dict[str, str] = {}
    for member in _by(ORDER, (shown, *others)):
        for category in member.categories:
            found.setdefault(category.casefold(), category)
    return list(found.values())


def _description(members: Sequence[Member]) -> Spoken | None:
    trusted = [one for one in members if one.role in TRUSTED and _describes(one.description)]
    anyone = trusted or [one for one in members if _describes(one.description)] or list(members)
    longest = max(anyone, key=lambda one: len(one.description or ""))
    return Spoken(longest.description, longest) if longest.description else None


def _describes(description: str | None) -> bool:
    return description is not None and len(_ADDRESS.sub("", description).strip()) >= SHORTEST_DESCRIPTION


def _price(members: Sequence[Member]) -> Spoken | None:
    return _first(members, TICKETS, lambda one: one.price if _amount(one.price) else None) or _first(
        members, TICKETS, lambda one: one.price if any(each is not None for each in one.price.values()) else None
    )


def _amount(price: Mapping[str, Any]) -> bool:
    return price["price_min_cents"] is not None or bool(price["is_free"])


def _first(
    members: Sequence[Member], order: Sequence[Role], value: Value, shown: Member | None = None
) -> Spoken | None:
    ranked = _by(order, members)
    if shown is not None:
        ranked = [shown, *(one for one in ranked if one is not shown)]
    return next((Spoken(given, one) for one in ranked if (given := value(one)) not in (None, "")), None)


def _by(order: Sequence[Role], members: Sequence[Member]) -> list[Member]:
    return sorted(members, key=lambda one: (order.index(one.role), one.first_seen_at, one.event_id))
