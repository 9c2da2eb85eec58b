"""Deletes captures that are too old or too many, and files without a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text

from core.config import Settings
from storage.captures.bodies import Folder, folder
from storage.captures.records import LOCK, batches, existing
from storage.database.engine import transaction

BATCH = 500
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many captures were, or would be, deleted for their age and for the size of all; and files without a row."""

    old: int = 0
    too_many: int = 0
    orphans: int = 0

    @property
    def captures(self) -> int:
        return self.old + self.too_many


def count(settings: Settings) -> Pruned:
    """What `prune` would delete now."""
    bodies = folder(settings)
    with transaction() as connection:
        old = _old(connection, settings)
        too_many = _too_many(connection, bodies, settings, leave_out=frozenset(old))
        digests = [one.digest for one in bodies.list()]
        known = existing(connection, digests)
    return Pruned(len(old), len(too_many), len(set(digests) - known))


def prune(settings: Settings, stop: Callable[[], bool] = lambda: False) -> Pruned:
    """Deletes first what is older than CAPTURES_DAYS, except for what a listed event was last read from; then the
    oldest, until all files together have at most CAPTURES_MAX_MB, and those of listed events last. Each batch is its
    own transaction; stops between two if `stop` returns true.

    Rows go before files, so a row always has its file, even if this process is killed.
    """
    bodies = folder(settings)
    with transaction() as connection:
        old = _old(connection, settings)
    deleted = _delete(old, bodies, stop)
    with transaction() as connection:
        too_many = _too_many(connection, bodies, settings)
    return Pruned(deleted, _delete(too_many, bodies, stop), _delete_orphans(bodies, stop))


def _old(connection: Connection, settings: Settings) -> Sequence[str]:
    if not settings.captures_days:
        return []
    parameters = {"age": timedelta(days=settings.captures_days)}
    return connection.execute(text(_OLD), parameters).scalars().all()


def _too_many(
    connection: Connection, bodies: Folder, settings: Settings, leave_out: frozenset[str] = frozenset()
) -> Sequence[str]:
    """`leave_out`: ids that will be deleted anyway."""
    sizes = {one.digest: one.size for one in bodies.list()}
    rows = connection.execute(text(_IN_ORDER)).all()
    uses = Counter(row.hash for row in rows if row.id not in leave_out)
    total = sum(sizes.get(digest, 0) for digest in uses)
    chosen = []
    for row in rows:
        if total <= settings.captures_max_mb * _MB:
            break
        if row.id in leave_out:
            continue
        chosen.append(row.id)
        uses[row.hash] -= 1
        if not uses[row.hash]:
            total -= sizes.get(row.hash, 0)
    return chosen


def _delete(ids: Sequence[str], bodies: Folder, stop: Callable[[], bool]) -> int:
    deleted = 0
    for batch in batches(ids, BATCH):
        if stop():
            break
        with transaction() as connection:
            for statement in (_EVENTS_TO_NEWEST, _CHILDREN_TO_NEWEST):
                connection.execute(text(statement), {"ids": list(batch)})
            digests = connection.execute(text(_DELETE), {"ids": list(batch)}).scalars().all()
            deleted += len(digests)
        _delete_unused(bodies, digests)
    return deleted


def _delete_orphans(bodies: Folder, stop: Callable[[], bool]) -> int:
    digests = [one.digest for one in bodies.list()]
    deleted = 0
    for batch in batches(digests, BATCH):
        if stop():
            return deleted
        deleted += _delete_unused(bodies, batch)
    with _nobody_writes():
        return deleted + bodies.delete_drafts()


def _delete_unused(bodies: Folder, digests: Sequence[str]) -> int:
    with transaction() as connection:
        known = existing(connection, digests)
    if not (unused := set(digests) - known):
        return 0
    with _nobody_writes() as connection:
        unused -= existing(connection, unused)
        for digest in unused:
            bodies.delete(digest)
    return len(unused)


@contextmanager
def _nobody_writes() -> Iterator[Connection]:
    with transaction() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


_LISTED = """
SELECT l.capture_id AS id FROM event_captures l JOIN events e ON e.id = l.event_id
 WHERE e.withdrawn_at IS NULL AND EXISTS (
       SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
          AND greatest(o.starts_at, o.ends_at) >= now())
"""

_IN_USE = f"""
WITH RECURSIVE led_there AS (
    SELECT c.id, c.parent_id, c.source_id, c.request FROM ({_LISTED}) listed JOIN captures c ON c.id = listed.id
    UNION
    SELECT p.id, p.parent_id, p.source_id, p.request FROM led_there t JOIN captures p ON p.id = t.parent_id),
in_use AS (
    SELECT id FROM led_there UNION
    SELECT newest.id FROM (SELECT DISTINCT source_id, request FROM led_there) t
     CROSS JOIN LATERAL (SELECT n.id FROM captures n WHERE n.source_id = t.source_id AND n.request = t.request
                          ORDER BY n.seen_at DESC, n.fetched_at DESC, n.id LIMIT 1) newest)
"""
"""What listed events were last read from, the answers that led there, and the last answer to each of these requests:
without it, a replay would take an older one for the last."""

_OLD = f"""{_IN_USE}
SELECT cast(c.id AS text) FROM captures c
 WHERE c.seen_at < now() - :age AND NOT EXISTS (SELECT FROM in_use WHERE in_use.id = c.id) ORDER BY c.seen_at
"""

_IN_ORDER = f"""{_IN_USE}
SELECT cast(c.id AS text) AS id, c.hash FROM captures c
 ORDER BY EXISTS (SELECT FROM in_use WHERE in_use.id = c.id), c.seen_at, c.id
"""

_DELETE = "DELETE FROM captures WHERE id = ANY (cast(:ids AS uuid[])) RETURNING hash"

_NEWEST = """
SELECT DISTINCT ON (c.id) c.id AS old_id, n.id AS new_id
  FROM captures c JOIN captures n ON n.source_id = c.source_id AND n.request = c.request
 WHERE c.id = ANY (cast(:ids AS uuid[])) AND n.id <> ALL (cast(:ids AS uuid[]))
 ORDER BY c.id, n.seen_at DESC
"""
"""For each capture to delete, what the same request was answered last: a feed still lists most of its events there."""

_EVENTS_TO_NEWEST = f"""
UPDATE event_captures l SET capture_id = newest.new_id FROM ({_NEWEST}) newest WHERE l.capture_id = newest.old_id
"""

_CHILDREN_TO_NEWEST = f"""
UPDATE captures c SET parent_id = newest.new_id FROM ({_NEWEST}) newest WHERE c.parent_id = newest.old_id
"""
