"""When the weekly letter is made: a weekday and an hour, off until someone sets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from sqlalchemy import Connection

from storage.tasks import schedules

NAME, TASK = "weekly-letter", "app.tasks.weekly_letter"
"""In the table `schedules`, which Beat reads every few seconds."""
_CRON = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* ([0-6])")


class Weekday(StrEnum):
    """In the order of cron, where Sunday is 0."""

    SUNDAY = "sunday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"


@dataclass(frozen=True, slots=True)
class Weekly:
    """`at`: in the zone of the Celery application."""

    weekday: Weekday
    at: time

    def __str__(self) -> str:
        return f"Every {self.weekday.value.capitalize()} at {self.at:%H:%M}"


def weekly(connection: Connection) -> Weekly | None:
    """None: the letter isn't sent on a schedule, or someone gave it one that isn't weekly."""
    found = next((one for one in schedules.list_schedules(connection) if one.name == NAME and one.enabled), None)
    fields = _CRON.fullmatch(found.cron) if found else None
    if fields is None:
        return None
    minute, hour, number = map(int, fields.groups())
    return Weekly(list(Weekday)[number], time(hour, minute))


def set_weekly(connection: Connection, when: Weekly, *, by: str) -> None:
    number = list(Weekday).index(when.weekday)
    cron = f"{when.at.minute} {when.at.hour} * * {number}"
    schedules.set_schedule(connection, name=NAME, task=TASK, cron=cron, kwargs={}, enabled=True, updated_by=by)


def unset_weekly(connection: Connection) -> bool:
    """False if there was no schedule."""
    return schedules.remove_schedule(connection, NAME)
