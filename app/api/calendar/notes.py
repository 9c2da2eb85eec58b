"""Says why a list is empty if its filter names a category, a source, or a venue that doesn't exist."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from storage.search.filters import EventFilter
from storage.search.unknown import is_category, is_venue, unknown_sources


def note(connection: Connection, wanted: EventFilter, *, empty: bool) -> str | None:
    """A sentence for each unknown value. A list that isn't empty can only have an unknown one among several."""
    if not empty and len(wanted.sources) < 2 and len(wanted.categories) < 2:
        return None
    return " ".join(_sentences(connection, wanted)) or None


def _sentences(connection: Connection, wanted: EventFilter) -> Iterator[str]:
    for category in wanted.categories:
        if not is_category(connection, category):
            yield f"No event has the category “{category}”."
    if wanted.sources:
        for name in unknown_sources(connection, wanted):
            yield f"There is no source “{name}”."
    if wanted.venue_id is not None and not is_venue(connection, wanted.venue_id):
        yield f"There is no venue {wanted.venue_id}."
