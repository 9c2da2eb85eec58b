"""What the calendar has stored: its listings, and what changed."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from core.items import Venue
from storage.events import feed_listings
from storage.search.listings import EventFilter

HALL = Venue(name="The Hall", address="1 Main St")


def listings(connection):
    wanted = EventFilter(from_=datetime.now(UTC), include_withdrawn=True)
    return {one.starts_at: one for one in feed_listings.look(connection, wanted, limit=100)[1]}


def changes(connection):
    rows = connection.execute(
        text("""SELECT e.title, c.field, c.old, c.new FROM event_changes c JOIN events e ON e.id = c.event_id
                 ORDER BY c.id""")
    )
    return [tuple(row) for row in rows]


def starts(item):
    return [one.starts_at for one in item.occurrences]


def row_ids(connection, table):
    return connection.execute(text(f"SELECT id FROM {table} ORDER BY id")).scalars().all()
