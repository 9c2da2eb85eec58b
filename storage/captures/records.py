"""Writes and reads the rows of captures: which answer is kept, and which events were read from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.captures.bodies import Bodies

LOCK = 0x6D61_7271
"""Of Postgres' advisory locks. Writers share it, so that pruning never deletes a file that gets its row now."""
MOST_ANCESTORS = 100
"""As many as a list has pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to keep. `parent`: the id of the capture that led to the request, if it is known."""

    source_id: int
    run_id: str
    request: str
    parent: str | None
    url: str
    content_type: str
    encoding: str | None
    body: bytes
    digest: str
    fetched_at: datetime

    @property
    def id(self) -> str:
        return capture_id(self.source_id, self.request, self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A row of `captures`, with its source's name and how many events were last read from it."""

    id: str
    source_id: int
    source: str
    request: str
    hash: str
    parent_id: str | None
    run_id: str
    url: str
    content_type: str
    encoding: str | None
    size: int
    fetched_at: datetime
    seen_at: datetime
    events: int


def capture_id(source_id: int, request: str, digest: str) -> str:
    """A UUID that is known before the row is written."""
    return str(UUID(bytes=sha256(f"{source_id}\n{request}\n{digest}".encode()).digest()[:16]))


def keep(connection: Connection, bodies: Bodies, answers: Sequence[Answer]) -> None:
    """Writes the bodies that the store doesn't have, then the rows. An answer that is known is only seen again. Raises
    OSError, and then no row is written."""
    connection.execute(text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": LOCK})
    for answer in answers:
        bodies.put(answer.digest, answer.body)
    latest = {answer.id: answer for answer in answers}
    connection.execute(text(_KEEP), [_row(key, answer) for key, answer in sorted(latest.items())])


def confirm(connection: Connection, source_id: int, requests: Mapping[str, datetime]) -> None:
    """The last answers to these requests were still true then: the source said that nothing has changed."""
    parameters = {"source_id": source_id, "requests": list(requests), "at": list(requests.values())}
    connection.execute(text(_CONFIRM), parameters)


def link(connection: Connection, source_id: int, items: Iterable[EventItem]) -> None:
    """Records which capture each stored event was read from, if that is kept."""
    read = {item.uid: item.capture_id for item in items if item.capture_id is not None}
    if read:
        parameters = {"source_id": source_id, "uids": list(read), "captures": list(read.values())}
        connection.execute(text(_LINK), parameters)


def list_captures(
    connection: Connection, *, source_id: int | None = None, since: datetime | None = None, limit: int | None = None
) -> Sequence[Capture]:
    """The last seen first."""
    parameters = {"source_id": source_id, "since": since, "limit": limit}
    return [Capture(**row) for row in connection.execute(text(_LIST), parameters).mappings()]


def latest_captures(connection: Connection, source_id: int, until: datetime | None = None) -> Mapping[str, Capture]:
    """By request, what the source answered last. `until`: as it was known then."""
    found = connection.execute(text(_LATEST), {"source_id": source_id, "until": until}).mappings()
    return {row["request"]: Capture(**row) for row in found}


def read_capture(connection: Connection, key: str) -> Capture | None:
    """`key`: an id, or the beginning of one if only one capture has it."""
    rows = connection.execute(text(_FIND), {"key": f"{key}%"}).mappings().all()
    return Capture(**rows[0]) if len(rows) == 1 else None


def of_event(connection: Connection, event_id: int) -> tuple[Capture, ...] | None:
    """The capture that an event was last read from, then those that led to it. None: it was read before captures were
    kept, or without; empty: the capture is gone."""
    known = connection.execute(text("SELECT capture_id FROM event_captures WHERE event_id = :id"), {"id": event_id})
    if (key := known.scalar()) is None:
        return None
    rows = connection.execute(text(_CHAIN), {"key": key, "most": MOST_ANCESTORS}).mappings()
    return tuple(Capture(**row) for row in rows)


def answers_gone(connection: Connection, source_id: int) -> bool:
    """Whether a capture is gone that a listed event of the source was last read from."""
    return bool(connection.execute(text(_GONE), {"source_id": source_id}).scalar_one())


def existing(connection: Connection, digests: Collection[str]) -> frozenset[str]:
    """Those of the digests that a row refers to."""
    found = connection.execute(text("SELECT hash FROM captures WHERE hash = ANY (:hashes)"), {"hashes": list(digests)})
    return frozenset(found.scalars())


def batches(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _row(key: str, answer: Answer) -> dict[str, Any]:
    return {
        "id": key,
        "source_id": answer.source_id,
        "request": answer.request,
        "hash": answer.digest,
        "parent": answer.parent,
        "run_id": answer.run_id,
        "url": answer.url,
        "content_type": answer.content_type,
        "encoding": answer.encoding,
        "size": len(answer.body),
        "at": answer.fetched_at,
    }


_KEEP = """
INSERT INTO captures (id, source_id, request, hash, parent_id, run_id, url, content_type, encoding, size, fetched_at,
                      seen_at)
VALUES (cast(:id AS uuid), :source_id, :request, :hash, cast(:parent AS uuid), :run_id, :url, :content_type, :encoding,
        :size, :at, :at)
    ON CONFLICT (id) DO UPDATE
   SET seen_at = greatest(captures.seen_at, excluded.seen_at),
       parent_id = coalesce(excluded.parent_id, captures.parent_id)
"""

_CONFIRM = """
UPDATE captures c SET seen_at = newest.at
  FROM (SELECT DISTINCT ON (n.request) n.id, r.at
          FROM captures n
          JOIN unnest(cast(:requests AS text[]), cast(:at AS timestamptz[])) AS r (request, at) ON r.request = n.request
         WHERE n.source_id = :source_id ORDER BY n.request, n.seen_at DESC, n.fetched_at DESC, n.id) newest
 WHERE c.id = newest.id AND c.seen_at < newest.at
"""
"""Not a lookup for each request: without statistics, Postgres would read the whole table for each of them."""

_LINK = """
INSERT INTO event_captures (event_id, capture_id)
SELECT e.id, r.capture_id
  FROM unnest(cast(:uids AS text[]), cast(:captures AS uuid[])) AS r (uid, capture_id)
  JOIN events e ON e.source_id = :source_id AND e.uid = r.uid
 WHERE EXISTS (SELECT FROM captures c WHERE c.id = r.capture_id)
    ON CONFLICT (event_id) DO UPDATE SET capture_id = excluded.capture_id
 WHERE event_captures.capture_id <> excluded.capture_id
"""

_COLUMNS = """
cast(c.id AS text) AS id, c.source_id, s.name AS source, c.request, c.hash, cast(c.parent_id AS text) AS parent_id,
c.run_id, c.url, c.content_type, c.encoding, c.size, c.fetched_at, c.seen_at,
(SELECT count(*) FROM event_captures l WHERE l.capture_id = c.id) AS events
"""

_LIST = f"""
SELECT {_COLUMNS} FROM captures c JOIN sources s ON s.id = c.source_id
 WHERE (cast(:source_id AS integer) IS NULL OR c.source_id = :source_id)
   AND (cast(:since AS timestamptz) IS NULL OR c.seen_at >= :since)
 ORDER BY c.seen_at DESC, c.id LIMIT :limit
"""

_LATEST = f"""
SELECT DISTINCT ON (c.request) {_COLUMNS} FROM captures c JOIN sources s ON s.id = c.source_id
 WHERE c.source_id = :source_id AND (cast(:until AS timestamptz) IS NULL OR c.fetched_at <= :until)
 ORDER BY c.request, least(c.seen_at, cast(:until AS timestamptz)) DESC, c.fetched_at DESC, c.id
"""

_GONE = """
SELECT EXISTS (
    SELECT FROM event_captures l JOIN events e ON e.id = l.event_id
     WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL
       AND NOT EXISTS (SELECT FROM captures c WHERE c.id = l.capture_id)
       AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
                      AND greatest(o.starts_at, o.ends_at) >= now()))
"""

_FIND = f"""
SELECT {_COLUMNS} FROM captures c JOIN sources s ON s.id = c.source_id WHERE cast(c.id AS text) LIKE :key LIMIT 2
"""

_CHAIN = f"""
WITH RECURSIVE chain AS (
    SELECT id AS link, parent_id AS next, 0 AS depth FROM captures WHERE id = cast(:key AS uuid)
    UNION ALL
    SELECT p.id, p.parent_id, depth + 1 FROM chain JOIN captures p ON p.id = chain.next WHERE depth < :most
) CYCLE link SET looped USING path
SELECT {_COLUMNS} FROM chain JOIN captures c ON c.id = chain.link JOIN sources s ON s.id = c.source_id
 WHERE NOT looped ORDER BY depth
"""
