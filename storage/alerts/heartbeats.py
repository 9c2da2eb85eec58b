"""Records when a part of Marquee last did its work, so that another part notices when it stops."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, text


class Part(StrEnum):
    """alerter: the task of each minute, which needs Beat and a worker. switch_tried, switch_pinged: the outside
    dead-man's switch."""

    ALERTER = "alerter"
    SWITCH_TRIED = "switch_tried"
    SWITCH_PINGED = "switch_pinged"


def record(connection: Connection, part: Part) -> None:
    connection.execute(
        text("INSERT INTO heartbeats (name) VALUES (:name) ON CONFLICT (name) DO UPDATE SET at = now()"),
        {"name": part.value},
    )


def last(connection: Connection, part: Part) -> datetime | None:
    """By the database's clock."""
    found: datetime | None = connection.execute(
        text("SELECT at FROM heartbeats WHERE name = :name"), {"name": part.value}
    ).scalar_one_or_none()
    return found
