"""Decides how often a source that can't be read is still asked, and when it is paused. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.health.judge import SourceState

UNREADABLE = (SourceState.FAILING, SourceState.BLOCKED, SourceState.DEAD)
WAITS = (
    (timedelta(days=14), timedelta(days=7)),
    (timedelta(days=7), timedelta(days=4)),
    (timedelta(days=3), timedelta(days=2)),
)
"""Once it has been unreadable for so long, so much time passes between two runs."""
PAUSED_AFTER = timedelta(days=30)
EARLY_SHARE = 0.125
"""A run may start this share of its wait early: a daily schedule is some seconds early every other day."""


def wait(state: SourceState, since: datetime, now: datetime) -> timedelta:
    """The least time between two scheduled runs; zero unless the source has been unreadable for days."""
    if state not in UNREADABLE:
        return timedelta()
    return next((pause for after, pause in WAITS if now - since >= after), timedelta()) * (1 - EARLY_SHARE)


def is_hopeless(state: SourceState, since: datetime, now: datetime) -> bool:
    """Whether it is paused now."""
    return state in UNREADABLE and now - since >= PAUSED_AFTER
