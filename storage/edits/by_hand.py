"""Adds events by hand, to the town's own source, which isn't crawled."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.events import insert, venues
from storage.merging.match import match_events
from storage.merging.policy import Role
from storage.merging.turns import writing
from storage.places.link import link

NAME, TITLE = "editors", "Editors"


class NotCrawled(ValueError):
    """The town's own source has no site."""


def check_crawled(name: str) -> None:
    """Raises NotCrawled for the town's own source."""
    if name == NAME:
        raise NotCrawled(f"“{TITLE}” has no site to read: it keeps the events that people add. It can't be resumed.")


def source_id(connection: Connection, timezone: str) -> int:
    """Of the town's own source. Adds it the first time, paused: there is nothing to crawl."""
    connection.execute(
        text("""INSERT INTO sources (name, title, spider, base_url, timezone, enabled, role)
                VALUES (:name, :title, :name, '', :timezone, false, :role) ON CONFLICT (name) DO NOTHING"""),
        {"name": NAME, "title": TITLE, "timezone": timezone, "role": Role.EDITOR.value},
    )
    found: int = connection.execute(text("SELECT id FROM sources WHERE name = :name"), {"name": NAME}).scalar_one()
    return found


def add_event(connection: Connection, item: EventItem, timezone: str) -> int:
    """Stores a new event and compares it with those of the sources. Returns its id. Raises RowsBusy.

    A place without an address is the town's place of that name, if there is exactly one."""
    with writing(connection):
        known = None if item.venue is None else venues.known_place(connection, item.venue)
        stored = item if known is None else replace(item, venue=None)
        (event_id,) = insert.add(connection, source_id(connection, timezone), None, [stored]).events
        if known is not None:
            connection.execute(
                text("UPDATE events SET venue_id = :venue WHERE id = :id"), {"venue": known, "id": event_id}
            )
        link(connection)
        match_events(connection, [event_id])
    return event_id
