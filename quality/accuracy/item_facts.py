"""The facts of an event that is known whole, as an `EventItem`: those of the replica sites."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from core.items import EventItem, Price
from quality.accuracy.facts import Amounts, ExpectedEvent, Field, Zone

WHOLE = (
    Field.TITLE,
    Field.STATUS,
    Field.SOLD_OUT,
    Field.PRICE,
    Field.VENUE,
    Field.TICKET_URL,
    Field.URL,
    Field.TIMEZONE,
    Field.INSTANCES,
)


def expected_item(
    item: EventItem, *, origin: str, but: Collection[Field] = (), with_ends: bool = True
) -> ExpectedEvent:
    """`but`: fields that the page lacks or shows otherwise. An empty UID is one that changes at every load."""
    facts = {field: _value(item, field, with_ends=with_ends) for field in WHOLE if field not in but}
    if not item.occurrences or len({one.timezone for one in item.occurrences}) > 1:
        facts.pop(Field.TIMEZONE, None)
    return ExpectedEvent(origin=origin, facts=facts, uid=item.uid or None)


def _value(item: EventItem, field: Field, *, with_ends: bool) -> Any:
    if field is Field.PRICE:
        return _amounts(item.price)
    if field is Field.VENUE:
        venue = item.venue
        return None if venue is None else ", ".join(part for part in (venue.name, venue.address) if part)
    if field is Field.TIMEZONE:
        return Zone(ZoneInfo(item.occurrences[0].timezone)) if item.occurrences else None
    if field is Field.INSTANCES:
        return tuple(_spelled(one.to_json(), with_ends=with_ends) for one in item.occurrences)
    return getattr(item, field.value)


def _spelled(occurrence: dict[str, Any], *, with_ends: bool) -> str:
    return f"{occurrence['starts_at']}/{occurrence['ends_at']}" if with_ends else str(occurrence["starts_at"])


def _amounts(price: Price | None) -> Amounts | None:
    if price is None or (price.min_cents is None and not price.is_free):
        return None
    return Amounts(price.min_cents, price.max_cents, price.is_free, price.currency)
