"""The current schedule: the application's fixed entries, and those that people changed or added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from celery import Celery
from celery.schedules import ParseException, crontab, crontab_parser
from cron_descriptor import (  # type: ignore[import-untyped]  # it has no types
    FormatException,
    Options,
    get_description,
)
from sqlalchemy import Connection

from storage.tasks.schedules import Schedule, list_schedules

FIELDS = {
    "minute": crontab_parser(60),
    "hour": crontab_parser(24),
    "day of the month": crontab_parser(31, 1),
    "month": crontab_parser(12, 1),
    "day of the week": crontab_parser(7),
}
"""Sunday is 0."""


class NeverDue(ValueError):
    """The date never occurs, such as February 30."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An entry of the schedule. `fixed`: the application has one with this name; `changed`: people set it."""

    name: str
    task: str
    cron: str
    kwargs: dict[str, Any]
    enabled: bool
    fixed: bool
    changed: bool


def in_force(connection: Connection, app: Celery) -> list[Planned]:
    """All entries, by name."""
    return merged(app.conf.beat_schedule, list_schedules(connection))


def merged(fixed: Mapping[str, Mapping[str, Any]], set_by_people: Iterable[Schedule]) -> list[Planned]:
    entries = {
        name: Planned(
            name=name,
            task=entry["task"],
            cron=text_of(entry["schedule"]),
            kwargs=dict(entry.get("kwargs", {})),
            enabled=True,
            fixed=True,
            changed=False,
        )
        for name, entry in fixed.items()
    }
    for row in set_by_people:
        entries[row.name] = Planned(
            name=row.name,
            task=row.task,
            cron=row.cron,
            kwargs=row.kwargs,
            enabled=row.enabled,
            fixed=row.name in fixed,
            changed=True,
        )
    return [entries[name] for name in sorted(entries)]


def check_fields(cron: str) -> str:
    """Returns the five fields with one space between them. Raises ValueError unless Celery can parse each."""
    fields = cron.split()
    if len(fields) != len(FIELDS):
        raise ValueError(f"a schedule has five fields: {', '.join(FIELDS)}")
    for (name, parser), field in zip(FIELDS.items(), fields, strict=True):
        try:
            parser.parse(field)
        except (ParseException, ValueError) as error:
            raise ValueError(f"{name} `{field}`: {error}") from error
    return " ".join(fields)


def text_of(schedule: crontab) -> str:
    """The five fields."""
    return " ".join(
        str(getattr(schedule, f"_orig_{field}"))
        for field in ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
    )


def times_of(cron: str, app: Celery, now: Callable[[], datetime] | None = None) -> crontab:
    """Parses the five fields. Times are in the application's zone. Raises ValueError if there are not five."""
    minute, hour, day, month, weekday = cron.split()
    return crontab(
        minute=minute, hour=hour, day_of_month=day, month_of_year=month, day_of_week=weekday, app=app, nowfun=now
    )


def next_run(cron: str, app: Celery, after: datetime) -> datetime:
    """The first due time after `after`, in UTC. Raises NeverDue."""
    try:
        schedule = times_of(cron, app, lambda: after)
        due: datetime = after + schedule.remaining_estimate(after)
    except (RuntimeError, ValueError) as error:
        raise NeverDue(f"`{cron}` is never due: there is no such day") from error
    return due.astimezone(UTC)


def in_words(cron: str) -> str:
    """`At 06:00 AM, every day`. Given a day of the month and a weekday, Celery needs both to match, cron only one."""
    options = Options()
    options.verbose = True
    try:
        words = str(get_description(cron, options))
    except FormatException:  # Celery also takes `sunday`, for example
        return cron
    _, _, day, _, weekday = cron.split()
    return words if "*" in (day, weekday) else words.replace(", or on ", ", if it is ").replace(", or ", ", if it is ")
