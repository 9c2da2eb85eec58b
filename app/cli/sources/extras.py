"""What a file of sources says besides how each is read: floor, role, settings, pause, schedule, feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection

from app.cli.acting import ACTOR
from core.addresses import http_address
from scrapers.platforms.arguments import address
from scrapers.platforms.registry import platform, platforms
from storage.merging.policy import Role
from storage.sources import edits
from storage.sources.records import SourceRecord, list_sources
from storage.tasks.schedules import list_schedules, set_schedule

_TASK = "app.tasks.scrape_source"


class BadExtra(ValueError):
    """A value that a source can't have; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """None: the file says nothing, so a new source's default counts. `schedule`: five fields, or `every 1800 s`.
    `feeds`: all iCalendar addresses of the source; empty: the one that it is read at, if it is a feed."""

    floor: int | None
    role: Role | None
    settings: Mapping[str, Any] | None
    enabled: bool
    schedule: str | None
    feeds: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Raises BadExtra."""
        floor, role, settings = row.get("floor"), row.get("role") or None, row.get("settings")
        if floor in (None, ""):
            floor = None
        elif not str(floor).isdecimal():
            raise BadExtra(f"floor {floor!r} is not a number of events")
        if role is not None and role not in tuple(Role):
            raise BadExtra(f"role {role!r} isn't one of {', '.join(Role)}")
        if settings is not None and not isinstance(settings, dict):
            raise BadExtra(f"settings {settings!r} are not a JSON object")
        if row.get("enabled") not in (None, True, False):
            raise BadExtra(f"enabled {row['enabled']!r} is neither true nor false")
        return cls(
            floor=None if floor is None else int(floor),
            role=None if role is None else Role(role),
            settings=settings,
            enabled=row.get("enabled") is not False,
            schedule=_cron(row.get("schedule") or None),
            feeds=_feeds(row.get("feeds") or ()),
        )

    def give(self, connection: Connection, source: SourceRecord) -> None:
        """Sets what the file says on a source that was just added."""
        role = None if self.role is None else self.role.value
        given = {"floor": self.floor, "role": role, "settings": self.settings, "enabled": self.enabled}
        changes = {name: value for name, value in given.items() if value is not None}
        edits.change_source(connection, source.id, changes)
        if self.feeds:
            edits.set_feeds(connection, source.id, self.feeds)
        if self.schedule is not None:
            set_schedule(
                connection,
                name=source.name,
                task=_TASK,
                cron=self.schedule,
                kwargs={"source_id": source.id},
                enabled=True,
                updated_by=ACTOR,
            )


def own_schedules(connection: Connection) -> dict[int, str]:
    """The cron fields by which a source is harvested besides the daily harvest of all, by source id."""
    return {
        int(one.kwargs["source_id"]): one.cron
        for one in list_schedules(connection)
        if one.task == _TASK and one.enabled and "source_id" in one.kwargs
    }


def own_feeds(connection: Connection) -> dict[int, list[str]]:
    """The feeds of the sources whose feeds people set, by source id; the others find theirs themselves."""
    rows = [row for row in list_sources(connection) if row.feeds and row.spider in platforms()]
    return {row.id: edits.list_feeds(connection, row.id) for row in rows if not platform(row.spider).finds_feeds}


def _feeds(written: object) -> tuple[str, ...]:
    if not isinstance(written, list | tuple):
        raise BadExtra(f"feeds {written!r} are not a list of addresses")
    for url in written:
        try:
            address(http_address(str(url)))
        except ValueError as error:
            raise BadExtra(f"feed {url!r}: {error}") from error
    return tuple(dict.fromkeys(written))


def _cron(written: str | None) -> str | None:
    if written is None:
        return None
    from app.worker.planning import check_fields  # Celery takes half a second to import

    try:
        return check_fields(str(written))
    except ValueError as error:
        raise BadExtra(f"schedule {written!r}: {error}") from error
