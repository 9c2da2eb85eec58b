"""Shows moments to operators: in the town's zone, with the zone's abbreviation."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from core.config import settings


def shown(moment: datetime | None, zone: str | None = None) -> str:
    """`2026-12-01 07:30 EST`, or a dash. `zone`: an event's, where that counts instead of the town's."""
    return "–" if moment is None else f"{in_town(moment, zone):%Y-%m-%d %H:%M %Z}"


def in_town(moment: datetime, zone: str | None = None) -> datetime:
    return moment.astimezone(ZoneInfo(zone or settings().timezone))
