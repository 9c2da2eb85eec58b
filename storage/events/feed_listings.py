"""Reads the listings of a feed with their last change, and detects whether the feed changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, text

from storage.merging.standing import shown_id
from storage.search import listings
from storage.search.filters import EventFilter
from storage.search.listings import Listing


@dataclass(frozen=True, slots=True)
class FeedState:
    """`digest` differs when the feed does; `changed_at` and `first_start` are None for a feed without listings."""

    digest: str
    count: int
    changed_at: datetime | None
    first_start: datetime | None


def stream(connection: Connection, wanted: EventFilter, *, limit: int | None = None) -> Iterator[Listing]:
    """Like `listings.stream`, but `updated_at` is the last visible change of the occurrence or its event (an event's
    row does not change when a showing is moved, canceled, or withdrawn), and `sequence` counts how many runs or people
    changed it, including deleted changes, instead of the number that its source gives. A new UID at the source
    doesn't count."""
    return _changed(connection, listings.stream(connection, wanted, limit=limit))


def stream_soonest(connection: Connection, wanted: EventFilter, limit: int) -> Iterator[Listing]:
    """The same as `listings.stream_soonest`."""
    return _changed(connection, listings.stream_soonest(connection, wanted, limit))


def look(connection: Connection, wanted: EventFilter, *, limit: int) -> tuple[FeedState, Iterable[Listing]]:
    """The state of a feed, and its listings, to be read once within the transaction. A short feed is read from the
    database once, a long one twice."""
    ids = listings.soonest(connection, wanted, limit)
    if len(ids) <= listings.READ_AT_ONCE:
        short = list(_changed(connection, listings.read(connection, wanted, ids)))
        return _state(short), short
    return (
        _state(_changed(connection, listings.read(connection, wanted, ids))),
        _changed(connection, listings.read(connection, wanted, ids)),
    )


def _changed(connection: Connection, found: Iterator[Listing]) -> Iterator[Listing]:
    while batch := list(islice(found, listings.READ_AT_ONCE)):
        yield from _with_changes(connection, batch)


def _with_changes(connection: Connection, batch: Sequence[Listing]) -> Iterator[Listing]:
    rows = connection.execute(
        text("""SELECT event_id, occurrence_key, array_agg(DISTINCT changed_at) AS changes FROM event_changes
                 WHERE event_id = ANY (:ids) AND field <> 'uid' GROUP BY event_id, occurrence_key"""),
        {"ids": sorted({listing.event_id for listing in batch})},
    )
    known = {(row.event_id, row.occurrence_key): row.changes for row in rows}
    for listing in batch:
        changes = {moment for key in (None, listing.key) for moment in known.get((listing.event_id, key), ())}
        sequence = len(changes) + listing.changes_gone + listing.group_sequence
        if listing.group_changed_at is not None:
            changes.add(listing.group_changed_at)
        if not changes and listing.sequence == sequence:
            yield listing
        else:
            yield listing._replace(updated_at=max((listing.updated_at, *changes)), sequence=sequence)


def state(connection: Connection, wanted: EventFilter, *, limit: int | None = None) -> FeedState:
    """The state of what `stream` would return."""
    return _state(stream(connection, wanted, limit=limit))


def _state(found: Iterable[Listing]) -> FeedState:
    digest = hashlib.sha256()
    count, changed_at, first_start = 0, None, None
    for listing in found:
        count += 1
        digest.update(repr(tuple(listing)).encode("utf-8", "surrogatepass"))
        changed = listing.updated_at if listing.withdrawn_at is None else max(listing.updated_at, listing.withdrawn_at)
        changed_at = changed if changed_at is None else max(changed_at, changed)
        first_start = listing.starts_at if first_start is None else min(first_start, listing.starts_at)
    return FeedState(digest.hexdigest(), count, changed_at, first_start)


def snapshot_of(connection: Connection) -> str:
    """Equal texts mean equal rows (see `Watch.current`), in a transaction that sees one moment of the database."""
    return str(connection.execute(text("SELECT pg_current_snapshot()::text")).scalar_one())


def venue_name(connection: Connection, venue_id: int) -> str | None:
    """Its address if it has no name; None if there is no such venue."""
    return connection.execute(
        text("SELECT coalesce(name, address, 'unnamed venue') FROM shown_venues WHERE venue_id = :id"), {"id": venue_id}
    ).scalar_one_or_none()


def source_title(connection: Connection, name: str) -> str | None:
    """None if there is no such source."""
    return connection.execute(text("SELECT title FROM sources WHERE name = :name"), {"name": name}).scalar_one_or_none()


def shown_events(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """For those of these events that exist, the one that people see, which is itself unless another one stands for it;
    not the hidden ones."""
    rows = connection.execute(
        text(f"""SELECT i.id, e.id AS shown_id FROM unnest(cast(:ids AS bigint[])) i (id)
                   JOIN events e ON e.id = {shown_id("i.id")} AND e.hidden_at IS NULL"""),
        {"ids": list(ids)},
    )
    return {row.id: row.shown_id for row in rows}
