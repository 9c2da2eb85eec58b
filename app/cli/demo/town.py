"""The sources of the sandbox's town, and what people see of its events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from sandbox.server import Sandbox, today_in_sarasota
from sandbox.town.data import NEW_YORK, listings, source_forms
from sandbox.town.site import address
from storage.database.engine import connected
from storage.events import feed_listings
from storage.search.filters import EventFilter
from storage.sources.edits import add_source, change_source, set_feeds
from storage.sources.records import list_sources

MOST = 500


@dataclass(frozen=True, slots=True)
class TownSeen:
    """`listed`: by all sources together; `shared`: shown events that several sources list; `wrong`: a line for each
    event that people don't see once with all its sources."""

    sources: int
    listed: int
    shown: int
    shared: int
    wrong: tuple[str, ...]


def seed_town(database_url: str, sandbox: Sandbox) -> None:
    """Adds the town's sources; those of an earlier demo move to the sandbox's new address."""
    with connected(database_url) as connection:
        known = {one.name: one.id for one in list_sources(connection)}
        for name, (title, form) in source_forms().items():
            url = sandbox.url("town", address(name))
            if name in known:
                change_source(connection, known[name], {"base_url": url})
                source_id: int | None = known[name]
            else:
                source_id = add_source(
                    connection,
                    name=name,
                    title=title,
                    spider=form,
                    base_url=url,
                    timezone=str(NEW_YORK),
                    floor=0,
                    settings={},
                )
            if source_id is not None and form == "ics":
                set_feeds(connection, source_id, [url])


def town_seen(connection: Connection, sandbox: Sandbox) -> TownSeen:
    """Compares the calendar with what the town's sources list."""
    base_url, today = sandbox.url("town"), today_in_sarasota()
    listed = listings(today)
    expected: dict[int, set[str | None]] = defaultdict(set)
    for one in listed:
        expected[one.event].add(base_url + one.page)
    asked = EventFilter(from_=datetime.now(UTC), sources=tuple(source_forms()))
    shown = list(feed_listings.look(connection, asked, limit=MOST)[1])
    pages = [{one.url, *(other.url for other in (one.merged.also if one.merged else ()))} for one in shown]
    titles = {one.event: f"{one.title}, {one.starts:%Y-%m-%d %H:%M}" for one in reversed(listed)}
    return TownSeen(
        sources=len(source_forms()),
        listed=len(listed),
        shown=len(shown),
        shared=sum(one.merged is not None and bool(one.merged.also) for one in shown),
        wrong=tuple(
            f"{titles[event]}: not shown once with all its sources"
            for event in expected
            if pages.count(expected[event]) != 1
        ),
    )
