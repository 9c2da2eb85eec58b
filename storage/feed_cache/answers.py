"""Finds what is already known of a feed's answer, and marks the events of those parts as seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.events.write import OCCURRENCE_FIELDS
from storage.runs.ledger import RunToken, require_current

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Validators:
    """The ETag and Last-Modified headers of an answer (RFC 9110, 8.8), as the server wrote them."""

    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class KnownParts:
    """Digests of an answer's parts.

    known     unchanged: their events were marked as seen, so the parts need not be read.
    outdated  no longer in the answer, or must be read again.
    """

    known: frozenset[bytes] = frozenset()
    outdated: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to cache once its events are stored.

    parts         how many it has, the known ones included.
    trouble_free  none of its parts was in doubt.
    outdated      digests to delete.
    empty         digests of the parts that have no event in the window.
    events        the events of every other part that was read, each with its part's digest, as given to `store_batch`.
    """

    url: str
    answered_by: str
    validators: Validators
    body_hash: bytes
    conditions: bytes
    parts: int
    trouble_free: bool
    outdated: Collection[bytes] = ()
    empty: Collection[bytes] = ()
    events: Sequence[tuple[bytes, EventItem]] = ()


def validators(connection: Connection, source_id: int, conditions: bytes) -> dict[str, Validators]:
    """By URL, for the answers that a 304 would confirm."""
    found = connection.execute(text(_VALIDATORS), {"source_id": source_id, "conditions": conditions})
    return {row.url: Validators(row.etag, row.modified) for row in found}


def mark_seen_if_same_body(
    connection: Connection,
    run: RunToken,
    url: str,
    *,
    body_hash: bytes,
    conditions: bytes,
    starts: date,
    validators: Validators | None = None,
) -> bool:
    """If the address answers with the body it had last time, mark its events as seen. False: some of it must be read
    again. Raises StaleRun.

    validators  new ones for the same body, to be stored.
    """
    require_current(connection, run)
    answer = connection.execute(
        text("""SELECT id FROM remembered_answers
                 WHERE source_id = :source_id AND url = :url AND conditions = :conditions AND whole
                   AND body_hash = :body_hash"""),
        {"source_id": run.source_id, "url": url, "conditions": conditions, "body_hash": body_hash},
    ).scalar()
    if answer is None or _compare_parts(connection, run, answer)[1]:
        return False
    _mark_seen(connection, run, answer, starts, ())
    if validators is not None:
        connection.execute(
            text("""UPDATE remembered_answers SET etag = :etag, modified = :modified
                     WHERE id = :id AND (etag, modified) IS DISTINCT FROM (:etag, :modified)"""),
            {"id": answer, "etag": validators.etag, "modified": validators.modified},
        )
    return True


def mark_seen_after_304(
    connection: Connection, run: RunToken, answered_by: Mapping[str, str], *, conditions: bytes, starts: date
) -> frozenset[str]:
    """Mark the events of feeds that answered 304 as seen, many feeds in a few statements. Raises StaleRun.

    answered_by  by the feed's address, the address the 304 came from.

    Returns the addresses whose events are now seen. The others must be asked again without conditions.
    """
    require_current(connection, run)
    found = connection.execute(
        text("""SELECT a.id, a.url FROM remembered_answers a
                  JOIN unnest(cast(:urls AS text[]), cast(:origins AS text[])) AS asked (url, origin)
                    ON asked.url = a.url AND asked.origin = a.answered_by
                 WHERE a.source_id = :source_id AND a.conditions = :conditions AND a.whole"""),
        {
            "source_id": run.source_id,
            "urls": list(answered_by),
            "origins": list(answered_by.values()),
            "conditions": conditions,
        },
    )
    urls = {row.id: row.url for row in found}
    parameters = {"answer_ids": list(urls), "source_id": run.source_id}
    disagreeing: set[int] = set()
    if not connection.execute(text(_ALL_AGREE), parameters).scalar_one():
        disagreeing.update(connection.execute(text(_DISAGREEING), parameters).scalars())
    agreed = {number: url for number, url in urls.items() if number not in disagreeing}
    if agreed:
        connection.execute(
            text(_MARK_SEEN), {"run_id": run.run_id, "answer_ids": list(agreed), "starts": starts, "except_for": []}
        )
    return frozenset(agreed.values())


def mark_known_parts_seen(
    connection: Connection, run: RunToken, url: str, digests: Collection[bytes], *, conditions: bytes, starts: date
) -> KnownParts:
    """Mark the events of all parts that the database still agrees with as seen, in one statement. Raises StaleRun.

    digests  of the parts the address answers with now.
    starts   first day of the window, in each occurrence's own zone; occurrences that ended before it are not seen.
    """
    require_current(connection, run)
    row = connection.execute(
        text("SELECT id, conditions FROM remembered_answers WHERE source_id = :source_id AND url = :url"),
        {"source_id": run.source_id, "url": url},
    ).one_or_none()
    if row is None:
        return KnownParts()
    agreed, others = _compare_parts(connection, run, row.id)
    if bytes(row.conditions) != conditions:
        return KnownParts(outdated=agreed | others)
    known = agreed.intersection(digests)
    outdated = (agreed | others) - known
    if known:
        _mark_seen(connection, run, row.id, starts, outdated)
    return KnownParts(known, outdated)


def _compare_parts(connection: Connection, run: RunToken, answer_id: int) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The digests of the parts that the database agrees with, and those of the others."""
    parameters = {"answer_ids": [answer_id], "source_id": run.source_id}
    if connection.execute(text(_ALL_AGREE), parameters).scalar_one():
        return _split_digests(connection.execute(text(_DIGESTS), parameters).scalar_one()), frozenset()
    agreed, others = connection.execute(text(_AGREEING_DIGESTS), parameters).one()
    return _split_digests(agreed), _split_digests(others)


def _split_digests(digests: Any) -> frozenset[bytes]:
    """The digests come as one value: thousands of rows take five times as long."""
    octets = bytes(digests or b"")
    return frozenset(octets[start : start + DIGEST_BYTES] for start in range(0, len(octets), DIGEST_BYTES))


def _mark_seen(
    connection: Connection, run: RunToken, answer_id: int, starts: date, except_for: Iterable[bytes]
) -> None:
    connection.execute(
        text(_MARK_SEEN),
        {"run_id": run.run_id, "answer_ids": [answer_id], "starts": starts, "except_for": list(except_for)},
    )


_EVENT = "hash_record_extended(ROW(e.id, e.content_hash), 0)"
_OCCURRENCE = f"hash_record_extended(ROW(o.id, {', '.join(f'o.{field}' for field in OCCURRENCE_FIELDS)}), 0)"

CURRENT_STATE = f"""
current_state AS (
    SELECT answer_id, digest, bit_xor(hash) AS state FROM (
        SELECT g.answer_id, g.digest, {_EVENT} AS hash
          FROM g CROSS JOIN LATERAL unnest(g.events) AS own (id) JOIN events e ON e.id = own.id
         WHERE e.withdrawn_at IS NULL
        UNION ALL
        SELECT g.answer_id, g.digest, {_OCCURRENCE}
          FROM g CROSS JOIN LATERAL unnest(g.occurrences) AS own (id) JOIN source_occurrences o ON o.id = own.id
         WHERE o.withdrawn_at IS NULL) hashes
     GROUP BY answer_id, digest)
"""
"""A hash of the rows each part of `g` stands for, as they are now: it differs if one changed, was withdrawn or is gone.
A part without rows is missing here; its state is 0."""

_DOUBTFUL = """
SELECT coalesce(array_agg(DISTINCT event_id), '{}') AS events
  FROM (SELECT unnest(d.events) AS event_id FROM remembered_groups d JOIN remembered_answers a ON a.id = d.answer_id
         WHERE d.state IS NULL AND a.source_id = :source_id) doubtful_events
"""
"""Events on which two answers differ. Every answer that has them is read, so that the last answer wins, as it does when
everything is read."""

_VALIDATORS = f"""
WITH doubtful AS ({_DOUBTFUL})
SELECT url, etag, modified FROM remembered_answers a CROSS JOIN doubtful
 WHERE a.source_id = :source_id AND a.conditions = :conditions AND a.whole
   AND (a.etag IS NOT NULL OR a.modified IS NOT NULL)
   AND (cardinality(doubtful.events) = 0 OR NOT EXISTS (
           SELECT FROM remembered_groups g WHERE g.answer_id = a.id AND g.events && doubtful.events))
"""

_CHECKED = f"""
WITH doubtful AS ({_DOUBTFUL}),
g AS (SELECT * FROM remembered_groups WHERE answer_id = ANY (cast(:answer_ids AS bigint[]))),
{CURRENT_STATE},
checked AS (
    SELECT g.answer_id, g.digest,
           coalesce(g.state = coalesce(h.state, 0), false) AND NOT g.events && doubtful.events AS agreed
      FROM g CROSS JOIN doubtful LEFT JOIN current_state h ON h.answer_id = g.answer_id AND h.digest = g.digest)
"""

_ALL_AGREE = f"""
WITH g AS MATERIALIZED (
    SELECT events, occurrences, state FROM remembered_groups WHERE answer_id = ANY (cast(:answer_ids AS bigint[]))),
cached AS (
    SELECT coalesce(bit_xor(state), 0) AS state, coalesce(bool_and(state IS NOT NULL), true) AS certain,
           coalesce(sum(cardinality(events)), 0) AS events, coalesce(sum(cardinality(occurrences)), 0) AS occurrences
      FROM g),
of_events AS (
    SELECT coalesce(bit_xor({_EVENT}), 0) AS state, count(*) AS found FROM events e
     WHERE e.id = ANY (ARRAY(SELECT unnest(events) FROM g)) AND e.withdrawn_at IS NULL),
of_occurrences AS (
    SELECT coalesce(bit_xor({_OCCURRENCE}), 0) AS state, count(*) AS found FROM source_occurrences o
     WHERE o.id = ANY (ARRAY(SELECT unnest(occurrences) FROM g)) AND o.withdrawn_at IS NULL)
SELECT cached.certain AND cached.events = of_events.found AND cached.occurrences = of_occurrences.found
       AND cached.state = of_events.state # of_occurrences.state
       AND NOT EXISTS (
           SELECT FROM remembered_groups d JOIN remembered_answers a ON a.id = d.answer_id
            WHERE d.state IS NULL AND a.source_id = :source_id)
  FROM cached, of_events, of_occurrences
"""
"""Whether all parts of the answers agree with the database. They nearly always do, and this costs a third of checking
each part. It is false where two parts stand for the same row, whether or not they agree."""

_DIGESTS = "SELECT string_agg(digest, ''::bytea) FROM remembered_groups WHERE answer_id = ANY (:answer_ids)"

_AGREEING_DIGESTS = f"""{_CHECKED}
SELECT string_agg(digest, ''::bytea) FILTER (WHERE agreed), string_agg(digest, ''::bytea) FILTER (WHERE NOT agreed)
  FROM checked
"""

_DISAGREEING = f"{_CHECKED} SELECT DISTINCT answer_id FROM checked WHERE NOT agreed"

_MARK_SEEN = """
INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
SELECT :run_id, '{}', '{}', coalesce(array_agg(DISTINCT o.event_id), '{}'), coalesce(array_agg(o.id), '{}')
  FROM occurrences o
 WHERE o.id = ANY (ARRAY(SELECT unnest(occurrences) FROM remembered_groups
                          WHERE answer_id = ANY (cast(:answer_ids AS bigint[]))
                            AND digest <> ALL (cast(:except_for AS bytea[]))))
   AND (o.local_date >= :starts OR o.ends_at > cast(:starts AS timestamp) AT TIME ZONE o.timezone)
"""
