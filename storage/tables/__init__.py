"""All tables. Moments are `timestamptz`; the IANA zone is stored beside those that people see.

One folder because all tables share one `metadata`, a module for each subject.
"""

from storage.tables import (
    access,
    alerts,
    branding,
    captures,
    categories,
    edits,
    events,
    feed_cache,
    health,
    inbox,
    letters,
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
    "alerts",
    "branding",
    "captures",
    "categories",
    "edits",
    "events",
    "feed_cache",
    "health",
    "inbox",
    "letters",
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
