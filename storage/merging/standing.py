"""SQL for the event that people see instead of another one."""

from __future__ import annotations

from sqlalchemy import Connection, text


def shown_id(event: str) -> str:
    """The id of the event that stands for the event with the id `event` (SQL): its own unless others stand for all its
    occurrences; then the one that stands for the next of these, or for the last."""
    return f"""
    coalesce((SELECT s.event_id FROM events c
                JOIN occurrences m ON m.event_id = c.id
                JOIN occurrences s ON s.group_id = m.group_id AND NOT s.covered
               WHERE c.id = {event} AND c.covered
               ORDER BY m.starts_at < now(), CASE WHEN m.starts_at < now() THEN now() - m.starts_at
                                                  ELSE m.starts_at - now() END, s.event_id LIMIT 1), {event})"""


def find_shown(connection: Connection, event_id: int) -> int:
    """The id of the event that people see; the same id if there is no such event."""
    found: int = connection.execute(text(f"SELECT {shown_id('cast(:id AS bigint)')}"), {"id": event_id}).scalar_one()
    return found
