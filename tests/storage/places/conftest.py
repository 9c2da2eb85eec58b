"""A town whose only source lists one event at each venue."""

from __future__ import annotations

import pytest

from core.items import EventItem
from storage.places.link import link


@pytest.fixture
def town(harvest, connection, at):
    """Adds an event at each venue to what the source lists, links the venues, and returns what was linked."""
    items = []

    def stored(*venues):
        for venue in venues:
            number = len(items)
            items.append(EventItem(uid=f"{number}", title=f"Event {number}", venue=venue, occurrences=(at(3, 19),)))
        harvest(*items)
        return link(connection)

    return stored
