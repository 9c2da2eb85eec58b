"""The weeks in which entries of `event_search` take place, as marks, so that an index finds those of a range."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
MOST = 6
"""Weeks that a search names; for longer ranges it reads the entries of all weeks."""
LONG = "#w:long"
"""Stands for all weeks of an entry that lasts for more than a year."""


def marks(since: datetime, until: datetime) -> tuple[str, ...] | None:
    """Each entry that takes place in the range has at least one of them. `until`: exclusive. None if they are many.

    Weeks are counted from 1970, in UTC, as the migration does for the index.
    """
    first, last = (since - EPOCH) // WEEK, (until - EPOCH - timedelta(microseconds=1)) // WEEK
    return None if last - first >= MOST else (*(f"#w:{week}" for week in range(first, last + 1)), LONG)


def end_of(moment: datetime) -> datetime:
    """When the moment's week ends."""
    return EPOCH + WEEK * ((moment - EPOCH) // WEEK + 1)
