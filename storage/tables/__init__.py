"""All tables. Moments are `timestamptz`; the IANA zone is stored beside those that people see."""

from storage.tables import (
    access,
    captures,
    categories,
    edits,
    events,
    feed_cache,
    merging,
    places,
    queue,
    runs,
    search,
    series,
    sources,
    tasks,
)
from storage.tables.base import metadata

__all__ = [
    "access",
    "captures",
    "categories",
    "edits",
    "events",
    "feed_cache",
    "merging",
    "metadata",
    "places",
    "queue",
    "runs",
    "search",
    "series",
    "sources",
    "tasks",
]
