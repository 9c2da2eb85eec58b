"""What feeds held when they were last asked for: known again for as long as nothing is committed."""

from __future__ import annotations

from collections import OrderedDict

from sqlalchemy import Connection

from app.storage import feeds
from app.storage.feeds import FeedState
from app.storage.listings import EventFilter

KEPT = 500
"""Feeds, in one process."""


class FeedStates:
    """States with the database's snapshot in which they were read; the ones not asked for longest go first."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[EventFilter, int], tuple[str, FeedState]] = OrderedDict()

    def read(self, connection: Connection, wanted: EventFilter, limit: int) -> FeedState:
        """Of the transaction's snapshot; reads the events only where another was seen before, or none."""
        snapshot = feeds.snapshot_of(connection)
        key = (wanted, limit)
        found = self.kept.get(key)
        if found is None or found[0] != snapshot:
            found = (snapshot, feeds.state(connection, wanted, limit=limit))
        self.kept.pop(key, None)  # and not move_to_end: another thread may just have dropped it
        self.kept[key] = found
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)
        return found[1]


STATES = FeedStates()
