"""What feeds held when they were last asked for: known again for as long as nothing is committed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from sqlalchemy import Connection

from storage.events import feed_listings as feeds
from storage.events.feed_listings import FeedState
from storage.search.listings import EventFilter, Listing

KEPT = 500
"""Feeds, in one process."""


class FeedStates:
    """States with the database's snapshot in which they were read; the ones not asked for longest go first."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[EventFilter, int], tuple[str, FeedState]] = OrderedDict()

    def read(self, connection: Connection, wanted: EventFilter, limit: int) -> tuple[FeedState, Iterable[Listing]]:
        """Of the transaction's snapshot, with the listings, which are read when they are taken; those of another
        snapshot, or of none, are read at once."""
        snapshot = feeds.snapshot_of(connection)
        key = (wanted, limit)
        found = self.kept.get(key)
        if found is None or found[0] != snapshot:
            state, told = feeds.look(connection, wanted, limit=limit)
            found = (snapshot, state)
        else:
            told = feeds.stream(connection, wanted, limit=limit)
        self.kept.pop(key, None)  # and not move_to_end: another thread may just have dropped it
        self.kept[key] = found
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)
        return found[1], told


STATES = FeedStates()
