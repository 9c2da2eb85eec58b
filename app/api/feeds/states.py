"""Caches the state of feeds (digest, last change) until the database changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from sqlalchemy import Connection

from storage.events import feed_listings as feeds
from storage.events.feed_listings import FeedState
from storage.search.filters import EventFilter
from storage.search.listings import Listing

MOST_FEEDS = 500
"""In one process."""


class FeedStates:
    """States, each with the database snapshot in which it was read. Those unused for longest go first."""

    def __init__(self) -> None:
        self.cached: OrderedDict[tuple[EventFilter, int], tuple[str, FeedState]] = OrderedDict()

    def read(self, connection: Connection, wanted: EventFilter, limit: int) -> tuple[FeedState, Iterable[Listing]]:
        """Returns the feed's state and its listings in the transaction's snapshot. The listings are streamed if the
        state is cached, else read at once."""
        snapshot = feeds.snapshot_of(connection)
        key = (wanted, limit)
        found = self.cached.get(key)
        if found is None or found[0] != snapshot:
            state, listings = feeds.look(connection, wanted, limit=limit)
            found = (snapshot, state)
        else:
            listings = feeds.stream(connection, wanted, limit=limit)
        self.cached.pop(key, None)  # not move_to_end: another thread may just have dropped it
        self.cached[key] = found
        while len(self.cached) > MOST_FEEDS:
            self.cached.popitem(last=False)
        return found[1], listings


STATES = FeedStates()
