"""What a file of sources says besides how each is read: floor, role, settings, pause, schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection

from app.cli.source_rows import ACTOR
from storage.merging.policy import Role
from storage.sources import edits
from storage.sources.records import SourceRecord
from storage.tasks.schedules import list_schedules, set_schedule

_TASK = "app.tasks.scrape_source"


class BadExtra(ValueError):
    """A value that a source can't have; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """None: the file says nothing, so a new source's default counts. `schedule`: five fields, or `every 1800 s`."""

    floor: int | None
    role: Role | None
    settings: Mapping[str, Any] | None
    enabled: bool
    schedule: str | None

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
        )

    def give(self, connection: Connection, source: SourceRecord) -> None:
        """Sets what the file says on a source that was just added."""
        role = None if self.role is None else self.role.value
        given = {"floor": self.floor, "role": role, "settings": self.settings, "enabled": self.enabled}
        changes = {name: value for name, value in given.items() if value is not None}
        edits.change_source(connection, source.id, changes)
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


def _cron(written: str | None) -> str | None:
    if written is None:
        return None
    from app.worker.planning import check_fields  # Celery takes half a second to import

    try:
        return check_fields(str(written))
    except ValueError as error:
        raise BadExtra(f"schedule {written!r}: {error}") from error
