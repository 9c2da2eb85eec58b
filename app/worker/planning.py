"""The current schedule: the application's fixed entries, and those that people changed or added."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import Celery
from celery.schedules import BaseSchedule, ParseException, crontab, crontab_parser, schedule
from cron_descriptor import (  # type: ignore[import-untyped]  # it has no types
    FormatException,
    Options,
    get_description,
)
from redbeat.decoder import RedBeatJSONEncoder
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


INTERVAL = re.compile(r"every (\d+(?:\.\d+)?) s( by the clock)?")
"""How an interval is written where the others have five fields. By the clock: an hour's begins at the full hour."""
ALWAYS = re.compile(
    r"^(Every (?:minute|hour|\d+ \w+)|At .+ past the hour, every hour)(?:, every hour)?(?:, every day)?"
)
"""What is said of a time that the words after it don't limit."""
KEYS = frozenset({"task", "schedule", "args", "kwargs", "options", "relative"})
"""What an entry of `beat_schedule` may have: see Celery's guide to periodic tasks."""
UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


class NeverDue(ValueError):
    """The date never occurs, such as February 30."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An entry of the schedule. `cron`: five fields, or an INTERVAL. `fixed`: the application has one with this name;
    `changed`: people set it. `problem`: why Beat cannot use the entry, or ""."""

    name: str
    task: str
    cron: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)
    enabled: bool
    fixed: bool
    changed: bool
    problem: str = ""


def in_force(connection: Connection, app: Celery) -> list[Planned]:
    """All entries, by name."""
    return merged(app.conf.beat_schedule, list_schedules(connection))


def merged(fixed: Mapping[str, Any], set_by_people: Iterable[Schedule]) -> list[Planned]:
    """A changed entry keeps the arguments and options that people cannot set."""
    entries = {name: _fixed(name, entry) for name, entry in fixed.items()}
    for row in set_by_people:
        before = entries.get(row.name)
        kept = before if before is not None and before.task == row.task else None
        entries[row.name] = Planned(
            name=row.name,
            task=row.task,
            cron=row.cron,
            args=kept.args if kept else (),
            kwargs=row.kwargs,
            options=kept.options if kept else {},
            enabled=row.enabled,
            fixed=row.name in fixed,
            changed=True,
        )
    return [entries[name] for name in sorted(entries)]


def _fixed(name: str, entry: Any) -> Planned:
    """An entry of `beat_schedule`, in any form of Celery's guide."""
    try:
        return _read(name, entry)
    except ValueError as error:
        problem = f"The schedule {name} in celery_app.py can't run: {error}"
        return Planned(
            name=name, task="", cron="", kwargs={}, enabled=False, fixed=True, changed=False, problem=problem
        )


def _read(name: str, entry: Any) -> Planned:
    """Raises ValueError."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("task"), str):
        raise ValueError("it must be a dictionary with `task`, a task's name, and `schedule`")
    if unknown := sorted(set(entry) - KEYS):
        raise ValueError(f"`{unknown[0]}` is not one of {', '.join(sorted(KEYS))}")
    args, kwargs, options = entry.get("args") or (), entry.get("kwargs") or {}, entry.get("options") or {}
    if not isinstance(args, list | tuple):
        raise ValueError("`args` must be a list or a tuple; a tuple of one needs a comma: (16,)")
    if not isinstance(kwargs, Mapping) or not isinstance(options, Mapping):
        raise ValueError("`kwargs` and `options` must be dictionaries")
    try:
        json.dumps([args, kwargs, options], cls=RedBeatJSONEncoder)
    except TypeError as error:
        raise ValueError(f"its arguments and options must fit in JSON, but {error}") from error
    return Planned(
        name=name,
        task=entry["task"],
        cron=text_of(entry.get("schedule"), relative=bool(entry.get("relative"))),
        args=tuple(args),
        kwargs=dict(kwargs),
        options=dict(options),
        enabled=True,
        fixed=True,
        changed=False,
    )


def check_fields(cron: str) -> str:
    """Returns the five fields with one space between them, or the INTERVAL. Raises ValueError unless Celery can parse
    each field."""
    fields = cron.split()
    if INTERVAL.fullmatch(" ".join(fields)):
        return _checked_interval(" ".join(fields))
    if len(fields) != len(FIELDS):
        raise ValueError(f"a schedule has five fields: {', '.join(FIELDS)}")
    for (name, parser), written in zip(FIELDS.items(), fields, strict=True):
        try:
            parser.parse(written)
        except (ParseException, ValueError) as error:
            raise ValueError(f"{name} `{written}`: {error}") from error
    return " ".join(fields)


def _checked_interval(text: str) -> str:
    if not interval_of(text):
        raise ValueError("an interval must be a number of seconds greater than 0")
    return text


def text_of(times: object, *, relative: bool = False) -> str:
    """The five fields of a crontab, or the INTERVAL of a timedelta, a number of seconds, or Celery's `schedule`. Raises
    ValueError for anything else, and for a date that never occurs."""
    if isinstance(times, crontab):
        names = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
        text = check_fields(" ".join(_field(getattr(times, f"_orig_{name}")) for name in names))
        next_run(text, times.app, datetime.now(UTC))
        return text
    if type(times) is schedule:
        every, relative = times.run_every, times.relative or relative  # type: ignore[attr-defined]  # celery has no types
    elif isinstance(times, timedelta):
        every = times
    elif isinstance(times, int | float) and not isinstance(times, bool):
        every = timedelta(seconds=times)
    else:
        raise ValueError("`schedule` must be a crontab, a timedelta, or a number of seconds")
    return _checked_interval(f"every {every.total_seconds():.15g} s{' by the clock' if relative else ''}")


def _field(written: object) -> str:
    """crontab takes numbers, texts that may have spaces, and collections of numbers."""
    if isinstance(written, str | int):
        return re.sub(r"\s+", "", str(written))
    assert isinstance(written, Iterable)
    return ",".join(map(str, sorted(written)))


def interval_of(cron: str) -> timedelta | None:
    """An INTERVAL's length; None for five fields."""
    found = INTERVAL.fullmatch(cron)
    return timedelta(seconds=float(found[1])) if found else None


def times_of(cron: str, app: Celery, now: Callable[[], datetime] | None = None) -> BaseSchedule:
    """Parses the five fields or the INTERVAL. Times are in the application's zone. Raises ValueError if it is
    neither."""
    every = interval_of(cron)
    if every is not None:
        return schedule(every, relative=cron.endswith("clock"), app=app, nowfun=now)
    minute, hour, day, month, weekday = cron.split()
    return crontab(
        minute=minute, hour=hour, day_of_month=day, month_of_year=month, day_of_week=weekday, app=app, nowfun=now
    )


def next_run(cron: str, app: Celery, after: datetime) -> datetime:
    """The first due time after `after`, in UTC; of an INTERVAL, if it last ran at `after`. Raises NeverDue."""
    try:
        times = times_of(cron, app, lambda: after)
        due: datetime = after + times.remaining_estimate(after)
    except (RuntimeError, ValueError) as error:
        raise NeverDue(f"`{cron}` is never due: there is no such day") from error
    return due.astimezone(UTC)


def in_words(cron: str) -> str:
    """`At 06:00 AM, every day`. Given a day of the month and a weekday, Celery needs both to match, cron only one."""
    every = interval_of(cron)
    if every is not None:
        return f"Every {_length(every)}{', by the clock' if cron.endswith('clock') else ''}"
    options = Options()
    options.verbose = True
    try:
        words = str(get_description(_short_names(cron), options))
    except FormatException:
        return cron
    words = ALWAYS.sub(r"\1", words)
    _, _, day, _, weekday = cron.split()
    return words if "*" in (day, weekday) else words.replace(", or on ", ", if it is ").replace(", or ", ", if it is ")


def _short_names(cron: str) -> str:
    """Celery also takes `sunday` and `january`; the description knows `sun` and `jan`."""
    return re.sub(r"[A-Za-z]{4,}", lambda name: name[0][:3], cron)


def _length(every: timedelta) -> str:
    """In the largest unit that fits: `90 minutes`; `30 seconds`; `minute`."""
    seconds = every.total_seconds()
    size, unit = next((each for each in UNITS if seconds % each[0] == 0), UNITS[-1])
    count = seconds / size
    return unit if count == 1 else f"{count:.15g} {unit}s"
