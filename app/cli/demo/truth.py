"""Compares the database with what the sandbox's sites publish."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from core.items import EventItem, Occurrence
from pipelines.identify import stable_uid
from sandbox.server import Sandbox, today_in_sarasota
from sandbox.truth import expected
from scrapers.reading.contract import Window

SITES = ("vanwezel", "mote")


def missing(connection: Connection, sandbox: Sandbox) -> list[str]:
    """A line for each occurrence, from today on, that a site publishes and that is missing or different in the
    database."""
    today = today_in_sarasota()
    lines: list[str] = []
    for site in SITES:
        stored = _stored(connection, site)
        ahead = Window(starts=today, ends=today + timedelta(days=366))
        for event in expected(site, today, base_url=sandbox.url(site), window=ahead):
            lines += [f"{site}: {line}" for line in _absent(event, stored)]
    return lines


def _absent(event: EventItem, stored: set[tuple[str, str, str, str]]) -> list[str]:
    return [
        f"{event.title}, {_local(occurrence)}"
        for occurrence in event.occurrences
        if (stable_uid(event.uid), event.title, _local(occurrence), event.status.value) not in stored
    ]


def _local(occurrence: Occurrence) -> str:
    """Local time as text; only the day if the hour is unknown."""
    local = occurrence.starts_at.astimezone(ZoneInfo(occurrence.timezone))
    return f"{local:%Y-%m-%d}" if occurrence.all_day or not occurrence.time_known else f"{local:%Y-%m-%d %H:%M}"


def _stored(connection: Connection, site: str) -> set[tuple[str, str, str, str]]:
    rows = connection.execute(
        text("""
            SELECT e.uid, e.title, e.status, to_char(o.starts_at AT TIME ZONE o.timezone,
                   CASE WHEN o.all_day OR NOT o.time_known THEN 'YYYY-MM-DD' ELSE 'YYYY-MM-DD HH24:MI' END) AS starts
              FROM events e JOIN sources s ON s.id = e.source_id JOIN occurrences o ON o.event_id = e.id
             WHERE s.name = :site AND e.withdrawn_at IS NULL AND o.withdrawn_at IS NULL"""),
        {"site": site},
    )
    return {(row.uid, row.title, row.starts, row.status) for row in rows}
