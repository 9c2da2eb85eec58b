"""Look up what addresses answered last, and sight what need not be read again: the rows that its parts stand for."""

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
    """What a server tells its answer's copies apart by (RFC 9110, 8.8), as it wrote them."""

    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """Digests of an answer's parts. known: their events were sighted, they need not be read. outdated: no longer part
    of the answer, or to be read again."""

    known: frozenset[bytes] = frozenset()
    outdated: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be remembered of an answer, once its events are stored.

    parts     how many it has, those recognised included; `flawless`: none of them was doubtful.
    outdated  digests to forget.
    empty     digests of the parts that tell of no event in the window.
    told      the events of each other part that was read, as they were given to `store_batch`.
    """

    url: str
    answered_by: str
    validators: Validators
    body_hash: bytes
    conditions: bytes
    parts: int
    flawless: bool
    outdated: Collection[bytes] = ()
    empty: Collection[bytes] = ()
    told: Sequence[tuple[bytes, EventItem]] = ()


def validators(connection: Connection, source_id: int, conditions: bytes) -> dict[str, Validators]:
    """By URL, of the answers that a 304 can stand for."""
    found = connection.execute(text(_VALIDATORS), {"source_id": source_id, "conditions": conditions})
    return {row.url: Validators(row.etag, row.modified) for row in found}


def recognise_whole(
    connection: Connection,
    run: RunToken,
    url: str,
    *,
    conditions: bytes,
    starts: date,
    answered_by: str | None = None,
    body_hash: bytes | None = None,
    validators: Validators | None = None,
) -> bool:
    """Whether the address answers as it did: its events are sighted then. Known by the hash of its body, or, after a
    304, by where it came from. False: something of it is to be read again. Raises StaleRun.

    validators  new ones of a body that is the same, to be remembered.
    """
    require_current(connection, run)
    answer = connection.execute(
        text("""SELECT id FROM remembered_answers
                 WHERE source_id = :source_id AND url = :url AND conditions = :conditions AND whole
                   AND (body_hash = :body_hash OR answered_by = :answered_by)"""),
        {
            "source_id": run.source_id,
            "url": url,
            "conditions": conditions,
            "body_hash": body_hash,
            "answered_by": answered_by,
        },
    ).scalar()
    if answer is None or _recall(connection, run, answer)[1]:
        return False
    _sight(connection, run, answer, starts, ())
    if validators is not None:
        connection.execute(
            text("""UPDATE remembered_answers SET etag = :etag, modified = :modified
                     WHERE id = :id AND (etag, modified) IS DISTINCT FROM (:etag, :modified)"""),
            {"id": answer, "etag": validators.etag, "modified": validators.modified},
        )
    return True


def recognise_unmodified(
    connection: Connection, run: RunToken, answered_by: Mapping[str, str], *, conditions: bytes, starts: date
) -> frozenset[str]:
    """As `recognise_whole` after 304s, for many addresses in a few statements: those whose events are sighted now. Of
    the others something is to be read again. `answered_by`: by address, where the 304 came from. Raises StaleRun."""
    require_current(connection, run)
    found = connection.execute(
        text("""SELECT a.id, a.url FROM remembered_answers a
                  JOIN unnest(cast(:urls AS text[]), cast(:origins AS text[])) AS told (url, origin)
                    ON told.url = a.url AND told.origin = a.answered_by
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
            text(_SIGHT), {"run_id": run.run_id, "answer_ids": list(agreed), "starts": starts, "except_for": []}
        )
    return frozenset(agreed.values())


def recognise(
    connection: Connection, run: RunToken, url: str, digests: Collection[bytes], *, conditions: bytes, starts: date
) -> Recognised:
    """Sight the events of all parts that the database still agrees with, in one statement. `starts`: the first day of
    the window, in each occurrence's own zone; occurrences that ended before it are not seen. Raises StaleRun."""
    require_current(connection, run)
    row = connection.execute(
        text("SELECT id, conditions FROM remembered_answers WHERE source_id = :source_id AND url = :url"),
        {"source_id": run.source_id, "url": url},
    ).one_or_none()
    if row is None:
        return Recognised()
    agreed, others = _recall(connection, run, row.id)
    if bytes(row.conditions) != conditions:
        return Recognised(outdated=agreed | others)
    known = agreed.intersection(digests)
    outdated = (agreed | others) - known
    if known:
        _sight(connection, run, row.id, starts, outdated)
    return Recognised(known, outdated)


def _recall(connection: Connection, run: RunToken, answer_id: int) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """The digests of the parts that the database agrees with, and of the others."""
    parameters = {"answer_ids": [answer_id], "source_id": run.source_id}
    if connection.execute(text(_ALL_AGREE), parameters).scalar_one():
        return _cut(connection.execute(text(_DIGESTS), parameters).scalar_one()), frozenset()
    agreed, others = connection.execute(text(_RECALL), parameters).one()
    return _cut(agreed), _cut(others)


def _cut(digests: Any) -> frozenset[bytes]:
    """One value instead of thousands of rows: it is a fifth of the time."""
    octets = bytes(digests or b"")
    return frozenset(octets[start : start + DIGEST_BYTES] for start in range(0, len(octets), DIGEST_BYTES))


def _sight(connection: Connection, run: RunToken, answer_id: int, starts: date, except_for: Iterable[bytes]) -> None:
    connection.execute(
        text(_SIGHT),
        {"run_id": run.run_id, "answer_ids": [answer_id], "starts": starts, "except_for": list(except_for)},
    )


_EVENT = "hash_record_extended(ROW(e.id, e.content_hash), 0)"
_OCCURRENCE = f"hash_record_extended(ROW(o.id, {', '.join(f'o.{field}' for field in OCCURRENCE_FIELDS)}), 0)"

HELD = f"""
held AS (
    SELECT answer_id, digest, bit_xor(hash) AS state FROM (
        SELECT g.answer_id, g.digest, {_EVENT} AS hash
          FROM g CROSS JOIN LATERAL unnest(g.events) AS told (id) JOIN events e ON e.id = told.id
         WHERE e.withdrawn_at IS NULL
        UNION ALL
        SELECT g.answer_id, g.digest, {_OCCURRENCE}
          FROM g CROSS JOIN LATERAL unnest(g.occurrences) AS told (id) JOIN occurrences o ON o.id = told.id
         WHERE o.withdrawn_at IS NULL) hashes
     GROUP BY answer_id, digest)
"""
"""Of the rows that each part of `g` stands for, as they are now: one that changed, was withdrawn or is gone makes it
another. Without any such row there is none, which is 0."""

_DOUBTFUL = """
SELECT coalesce(array_agg(DISTINCT event_id), '{}') AS events
  FROM (SELECT unnest(d.events) AS event_id FROM remembered_groups d JOIN remembered_answers a ON a.id = d.answer_id
         WHERE d.state IS NULL AND a.source_id = :source_id) told
"""
"""Events that two answers tell differently: every answer that tells of them is read, so that the order of the answers
decides as it does when all is read."""

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
{HELD},
checked AS (
    SELECT g.answer_id, g.digest,
           coalesce(g.state = coalesce(h.state, 0), false) AND NOT g.events && doubtful.events AS agreed
      FROM g CROSS JOIN doubtful LEFT JOIN held h ON h.answer_id = g.answer_id AND h.digest = g.digest)
"""

_ALL_AGREE = f"""
WITH g AS MATERIALIZED (
    SELECT events, occurrences, state FROM remembered_groups WHERE answer_id = ANY (cast(:answer_ids AS bigint[]))),
told AS (
    SELECT coalesce(bit_xor(state), 0) AS state, coalesce(bool_and(state IS NOT NULL), true) AS certain,
           coalesce(sum(cardinality(events)), 0) AS events, coalesce(sum(cardinality(occurrences)), 0) AS occurrences
      FROM g),
of_events AS (
    SELECT coalesce(bit_xor({_EVENT}), 0) AS state, count(*) AS found FROM events e
     WHERE e.id = ANY (ARRAY(SELECT unnest(events) FROM g)) AND e.withdrawn_at IS NULL),
of_occurrences AS (
    SELECT coalesce(bit_xor({_OCCURRENCE}), 0) AS state, count(*) AS found FROM occurrences o
     WHERE o.id = ANY (ARRAY(SELECT unnest(occurrences) FROM g)) AND o.withdrawn_at IS NULL)
SELECT told.certain AND told.events = of_events.found AND told.occurrences = of_occurrences.found
       AND told.state = of_events.state # of_occurrences.state
       AND NOT EXISTS (
           SELECT FROM remembered_groups d JOIN remembered_answers a ON a.id = d.answer_id
            WHERE d.state IS NULL AND a.source_id = :source_id)
  FROM told, of_events, of_occurrences
"""
"""Whether all parts of the answers agree, which is so nearly always, at a third of the cost of asking each. Where two
parts tell of the same row, it is not known by this."""

_DIGESTS = "SELECT string_agg(digest, ''::bytea) FROM remembered_groups WHERE answer_id = ANY (:answer_ids)"

_RECALL = f"""{_CHECKED}
SELECT string_agg(digest, ''::bytea) FILTER (WHERE agreed), string_agg(digest, ''::bytea) FILTER (WHERE NOT agreed)
  FROM checked
"""

_DISAGREEING = f"{_CHECKED} SELECT DISTINCT answer_id FROM checked WHERE NOT agreed"

_SIGHT = """
INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
SELECT :run_id, '{}', '{}', coalesce(array_agg(DISTINCT o.event_id), '{}'), coalesce(array_agg(o.id), '{}')
  FROM occurrences o
 WHERE o.id = ANY (ARRAY(SELECT unnest(occurrences) FROM remembered_groups
                          WHERE answer_id = ANY (cast(:answer_ids AS bigint[]))
                            AND digest <> ALL (cast(:except_for AS bytea[]))))
   AND (o.local_date >= :starts OR o.ends_at > cast(:starts AS timestamp) AT TIME ZONE o.timezone)
"""
