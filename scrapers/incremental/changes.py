"""Reads only the parts of a feed that changed since its last answer; the events of the others are marked as seen.

A reading depends on the body, its address and charset (all in the digests), and on the `Conditions`.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType

from scrapy.http import Response
from sqlalchemy.exc import SQLAlchemyError

from core.items import EventItem
from scrapers.incremental.conditions import Conditions
from scrapers.incremental.parts import PartsRead, Split, SplitBody
from scrapers.incremental.pending import FeedEvent, PendingAnswer
from scrapers.reading.contract import Context, Reading
from storage.database.engine import transaction
from storage.events.queries import upcoming_uids
from storage.feed_cache import answers, poll_rate
from storage.feed_cache.answers import Answer, KnownParts, Validators
from storage.runs.ledger import RunToken, StaleRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedChanges:
    """What is new in an answer.

    reading     the events to store and the problems to report.
    answer      what to cache once those are stored; None for nothing.
    parts_gone  a part of the previous answer is missing, or may be: its events may have moved to another feed.
    all_read    no part was left out because it is known: `reading` has all events of the answer.
    """

    reading: Reading
    answer: PendingAnswer | None = None
    parts_gone: bool = False
    all_read: bool = True


def read_changes(
    run: RunToken, url: str, response: Response, context: Context, conditions: Conditions, split: Split
) -> FeedChanges:
    """Mark the known events of a feed as seen and read the rest. Raises what `split` raises.

    url  the address that was asked for, before redirects: the answer is cached under it.
    """
    salt = repr((context.url, context.encoding)).encode()
    body_hash = sha256(salt + response.body).digest()
    validators = _validators(response)
    if _mark_seen_if_same_body(run, url, body_hash, validators, conditions):
        return FeedChanges(Reading(), all_read=False)
    body = split(response.body, context, salt)
    cached = _mark_known_parts_seen(run, url, body, conditions)
    if cached is None:
        return FeedChanges(body.read(()).reading, parts_gone=True)
    found = _with_moved_out(run, body, body.read(cached.known), conditions)
    before = cached.known | cached.outdated
    parts_gone = not before.issubset(body.digests)
    if not found.traceable:
        return FeedChanges(found.reading, parts_gone=parts_gone, all_read=not cached.known)
    answer = Answer(
        url=url,
        answered_by=response.url,
        validators=validators,
        body_hash=body_hash,
        conditions=conditions.digest,
        parts=len(body.digests),
        trouble_free=not found.reading.problems,
        outdated=cached.outdated,
        empty=found.empty,
    )
    expected = MappingProxyType(Counter(digest for digest in found.digests if digest is not None))
    pending = PendingAnswer(run, answer, expected, changed=parts_gone or not before.issuperset(expected))
    return FeedChanges(_with_parts(found, pending), pending, parts_gone, not cached.known)


def _with_moved_out(run: RunToken, body: SplitBody, found: PartsRead, conditions: Conditions) -> PartsRead:
    """Adds the stored events that people still expect, and that the body now has outside the window: they moved. Other
    events outside the window are left out. Without the database, none of these parts counts as known."""
    if not found.outside:
        return found
    try:
        with transaction() as connection:
            expected = upcoming_uids(connection, run.source_id, found.outside, first_day=conditions.first_day)
    except SQLAlchemyError as error:
        logger.warning("Cannot look up which events are expected: %s", error)
        return replace(found, traceable=False)
    if not expected:
        return found
    moved = body.read_outside(expected)
    return replace(
        found,
        reading=replace(found.reading, events=(*found.reading.events, *moved.reading.events)),
        digests=(*found.digests, *moved.digests),
        empty=set(found.empty).difference(digest for digest in moved.digests if digest is not None),
    )


def cached_with(event: EventItem, run: RunToken, url: str, response: Response, conditions: Conditions) -> FeedEvent:
    """The event of an answer that has no other; once it is stored, the answer's validators are cached."""
    part = sha256(url.encode()).digest()[: answers.DIGEST_BYTES]
    answer = Answer(
        url=url,
        answered_by=response.url,
        validators=_validators(response),
        body_hash=sha256(response.body).digest(),
        conditions=conditions.digest,
        parts=1,
        trouble_free=True,
        outdated=(part,),
    )
    return FeedEvent.of(event, PendingAnswer(run, answer, {part: 1}, changed=True), part)


def _with_parts(found: PartsRead, answer: PendingAnswer) -> Reading:
    events = (
        event if digest is None else FeedEvent.of(event, answer, digest)
        for event, digest in zip(found.reading.events, found.digests, strict=True)
    )
    return replace(found.reading, events=tuple(events))


def _mark_seen_if_same_body(
    run: RunToken, url: str, body_hash: bytes, validators: Validators, conditions: Conditions
) -> bool:
    try:
        with transaction() as connection:
            same = answers.mark_seen_if_same_body(
                connection,
                run,
                url,
                conditions=conditions.digest,
                starts=conditions.first_day,
                body_hash=body_hash,
                validators=validators,
            )
            if same:
                poll_rate.record_answers(connection, run, [url], changed=False)
            return same
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("Cannot look up the cached answer of %s: %s", url, error)
        return False


def _mark_known_parts_seen(run: RunToken, url: str, body: SplitBody, conditions: Conditions) -> KnownParts | None:
    """None: the database is away, so everything must be read and nothing can be cached."""
    try:
        with transaction() as connection:
            return answers.mark_known_parts_seen(
                connection, run, url, set(body.digests), conditions=conditions.digest, starts=conditions.first_day
            )
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("Cannot look up the cached parts of %s: %s", url, error)
        return None


def _validators(response: Response) -> Validators:
    etag, modified = (
        value.decode("latin-1") if (value := response.headers.get(name)) else None for name in ("ETag", "Last-Modified")
    )
    return Validators(etag, modified)
