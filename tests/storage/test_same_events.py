"""A source that has most of another site's events already is named."""

from __future__ import annotations

from dataclasses import replace

from core.items import EventItem
from storage.sources.found import source_with_same_events


def shows(at, *titles):
    return [EventItem(uid=f"u{n}", title=title, occurrences=(at(n, 20),)) for n, title in enumerate(titles, 1)]


def test_the_same_titles_on_the_same_days(harvest, connection, at):
    harvest(*shows(at, "Herons", "Tide", "Ferry", "Moon"))
    others = [replace(one, uid=f"other-{one.uid}") for one in shows(at, "HERONS", "Tide", "Ferry", "Sun", "Rain")]
    same = source_with_same_events(connection, others)
    assert same is not None
    assert (same.shared, same.of) == (3, 5)
    assert source_with_same_events(connection, shows(at, "Tide", "Ferry", "Herons", "Moon")) is None
    assert source_with_same_events(connection, shows(at, "Herons", "Tide")) is None
    assert source_with_same_events(connection, []) is None
