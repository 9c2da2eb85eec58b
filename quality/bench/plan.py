"""Plans a day of 100,000 sources and hands it out minute by minute, with the clock of a simulation."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from quality.bench.figures import BenchFailed, Figure, Place
from storage.database.engine import transaction
from storage.tasks.plan import hand_out, plan_day

SOURCES, QUICK = 100_000, 2_000
MINUTES = 24 * 60
WARM = 60
"""Minutes after which the memory is compared."""
QUICK_STEP = 10
"""Minutes between two looks at the plan in a quick run."""


def lateness(place: Place) -> Figure:
    """How long after its moment the 99th percentile of the harvests is handed out, in seconds."""
    late = sorted(_seconds(place))
    return Figure(
        late[int(len(late) * 0.99)], f"{len(late)} harvests in a day, at most {late[-1]:.0f} s late", unit="s"
    )


def memory(place: Place) -> Figure:
    """The most memory of the planner during the day, beside that of its first hour."""
    first = 0
    for minute, _ in _minutes(place):
        if minute == WARM:
            first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    last = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Figure(last / first, f"{last / 1024:.0f} MiB, {first / 1024:.0f} MiB after an hour")


def _seconds(place: Place) -> Iterator[float]:
    for _, late in _minutes(place):
        yield from late


def _minutes(place: Place) -> Iterator[tuple[int, list[float]]]:
    """Each minute, and how late what it hands out is, in seconds. A third of the sources is on 13 hosts, the others
    on hosts of their own; one in ten has a feed that changes each hour, one in ten one that changes once a week."""
    start = datetime(2027, 3, 1, 11, 30, tzinfo=UTC)
    number = place.size(SOURCES, QUICK)
    with place.servers.database():
        with transaction() as connection:
            connection.execute(text(_TOWN), {"number": number})
            connection.execute(text(_FEEDS), {"now": start})
        with transaction() as connection:
            planned = plan_day(connection, spiders=("tribe",), resting=(), now=start)
        handed = 0
        step = place.size(1, QUICK_STEP)
        for minute in range(0, MINUTES + 1 + step, step):
            now = start + timedelta(minutes=minute)
            with transaction() as connection:
                due = hand_out(connection, now)
            handed += len(due)
            yield minute, [(now - one.due_at).total_seconds() for one in due]
        if handed != planned:
            raise BenchFailed(f"{handed} of {planned} harvests were handed out")


_TOWN = """
INSERT INTO sources (name, title, spider, base_url, timezone)
SELECT 'source-' || n, 'Source ' || n, CASE WHEN n % 10 < 2 THEN 'ics' ELSE 'tribe' END,
       CASE WHEN n % 3 = 0 THEN 'https://host-' || n % 13 || '.example/' || n
            ELSE 'https://site-' || n || '.example' END,
       'America/New_York'
  FROM generate_series(1, :number) AS n
"""
_FEEDS = """
INSERT INTO source_feeds (source_id, url, kind, label, poll_interval, next_poll_at)
SELECT id, base_url || '/events.ics', 'ics', 'events',
       CASE WHEN id % 10 = 0 THEN interval '1 hour' ELSE interval '7 days' END,
       CASE WHEN id % 10 = 0 THEN cast(:now AS timestamptz) ELSE :now + interval '1 day' * (id % 7) END
  FROM sources WHERE spider = 'ics'
"""
