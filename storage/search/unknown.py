"""Finds the values of a filter that exist nowhere, so that an empty list can say why it is empty."""

from __future__ import annotations

from sqlalchemy import Connection, text

from storage.search.conditions import category_mark, town_mark
from storage.search.filters import EventFilter


def unknown_sources(connection: Connection, wanted: EventFilter) -> list[str]:
    """The filter's sources that do not exist, in the filter's order."""
    known = connection.execute(
        text("SELECT name FROM sources WHERE name = ANY (:names)"), {"names": list(wanted.sources)}
    )
    return sorted(set(wanted.sources) - set(known.scalars()), key=wanted.sources.index)


def is_category(connection: Connection, category: str) -> bool:
    """Whether the town has the category, or an event that people see has it from its source, in any case; past events
    count."""
    if town_mark(connection, category) is not None:
        return True
    found = connection.execute(
        text("""SELECT EXISTS (SELECT FROM event_search x WHERE x.marks @> cast(:marks AS text[])
                                  AND NOT x.hidden AND NOT x.withdrawn)"""),
        {"marks": [category_mark(category)]},
    )
    return bool(found.scalar_one())


def is_venue(connection: Connection, venue_id: int) -> bool:
    return bool(
        connection.execute(text("SELECT EXISTS (SELECT FROM venues WHERE id = :id)"), {"id": venue_id}).scalar_one()
    )
