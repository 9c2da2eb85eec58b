"""Know what a feed told before, and read only the rest of it; what is read is remembered once it is stored.

A reading depends on the body, on its address and charset, on the code (`reading_version`), on the source's zone and on
the window's end: all of that must be the same. The window's start moves daily and need not be: it only takes
occurrences away that are over, and these are left out when the others are sighted. `now` counts beside the window only
where a zone without a name is compared with named ones, around the present year: the window's end moves once a month,
and then everything is read anew.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from hashlib import sha256

from scrapy.http import Response
from sqlalchemy.exc import SQLAlchemyError

from core.errors import SourceError
from core.items import EventItem
from scrapers.incremental import changed_uids as renamed
from scrapers.incremental.reading_version import reading_version
from scrapers.platforms.ics.blocks import split_calendars
from scrapers.platforms.ics.body import decode_body
from scrapers.platforms.ics.groups import Group, as_one, digest_without_uids, group_blocks, only, stamped_together
from scrapers.platforms.ics.reader import read_blocks_and_troubled
from scrapers.reading.contract import Context, Reading
from scrapers.reading.stable_uids import stable_uid
from storage.database.engine import transaction
from storage.feed_cache import answers, poll_rate
from storage.feed_cache import save as remember
from storage.feed_cache.answers import Answer, Validators
from storage.runs.ledger import RunToken, StaleRun

_TOLD_APART = re.compile(r"#[0-9a-f]{8}$")
_EVENT_FIELDS = tuple(one.name for one in fields(EventItem))

logger = logging.getLogger(__name__)


def conditions(context: Context) -> bytes:
    """A hash of what readings of this source now depend on, besides the answer itself."""
    ends = None if context.window is None else context.window.ends
    told = (reading_version(), context.timezone, ends, context.utc_is_local, context.uids_change)
    return sha256(repr(told).encode()).digest()


@dataclass(slots=True, eq=False)
class PendingAnswer:
    """An answer of which the events are on their way to the database. `expected`: how many each of its parts gave;
    `changed`: it tells of its events otherwise than the answer before it."""

    run: RunToken
    answer: Answer
    expected: Counter[bytes]
    changed: bool = True
    arrived: list[tuple[bytes, EventItem]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return len(self.arrived) == self.expected.total()

    def settled(self) -> Answer:
        """The answer with the events that came through; a part of which one was dropped is not among them."""
        came = Counter(part for part, _ in self.arrived)
        told = [(part, item) for part, item in self.arrived if came[part] == self.expected[part]]
        return replace(self.answer, events=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent(EventItem):
    """An event that knows which answer, and which part of it, it comes from."""

    part: bytes = field(repr=False, compare=False)
    pending: PendingAnswer = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be done with an answer: events to store, problems to report. `pending`: what is then to be remembered,
    None for nothing. `lacks`: a part of the answer before is gone from it, and what that told of may stand in another
    feed now. `warning`: what is to be said of the answer as a whole."""

    reading: Reading
    pending: PendingAnswer | None = None
    lacks: bool = False
    warning: SourceError | None = None


def known_validators(source_id: int, context: Context) -> dict[str, Validators]:
    """By address, for conditional requests; none while the database is away."""
    try:
        with transaction() as connection:
            return answers.validators(connection, source_id, conditions(context))
    except SQLAlchemyError as error:
        logger.warning("What is remembered could not be looked up, so all is asked for: %s", error)
        return {}


def conditional_headers(validators: Validators | None) -> dict[str, str]:
    """If-None-Match and If-Modified-Since (RFC 9110, 13.1)."""
    if validators is None:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {name: value for name, value in headers.items() if value is not None}


def sight_unmodified(run: RunToken, answered_by: Mapping[str, str], context: Context) -> frozenset[str]:
    """After 304s, by address where each came from: those addresses whose events are sighted. Of the others something
    must be read again: they are to be asked without conditions."""
    try:
        with transaction() as connection:
            known = answers.mark_seen_after_304(
                connection, run, answered_by, conditions=conditions(context), starts=first_day(context)
            )
            poll_rate.record_answers(connection, run, known, changed=False)
            return known
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("What is remembered of %d feeds could not be looked up: %s", len(answered_by), error)
        return frozenset()


def read_unknown(run: RunToken, url: str, response: Response, context: Context) -> Told:
    """Read what is not known of a feed; the events of the rest are sighted. Raises what the reader raises.

    url  under which the answer is remembered: the one that was asked for.
    """
    salt = repr((context.url, context.encoding)).encode()
    body_hash = sha256(salt + response.body).digest()
    if _recognise_whole(run, url, context, body_hash=body_hash, validators=_validators(response)):
        return Told(Reading())
    calendars = split_calendars(decode_body(response.body, context))
    groups = group_blocks(calendars, salt)
    if context.uids_change:
        groups = {"": as_one(groups.values(), digest_without_uids(calendars, salt))}
    elif stamped_together(groups.values(), least=len(groups) // 2):
        groups = {"": as_one(groups.values(), body_hash)}
    recognised = _recognise(run, url, context, groups.values())
    unread = _unread(groups.values(), recognised)
    reading, troubled = read_blocks_and_troubled(only(calendars, unread), context)
    if recognised is None:
        return Told(reading, lacks=True)
    answer = Answer(
        url=url,
        answered_by=response.url,
        validators=_validators(response),
        body_hash=body_hash,
        conditions=conditions(context),
        parts=len(groups),
        trouble_free=not reading.problems,
        outdated=recognised.outdated,
    )
    told = _attributed(reading, PendingAnswer(run, answer, Counter()), groups, unread, troubled)
    before = recognised.known | recognised.outdated
    told = replace(told, lacks=not before.issubset(group.digest for group in groups.values()))
    if told.pending is not None:
        told.pending.changed = told.lacks or not before.issuperset(told.pending.expected)
    if recognised.known or not recognised.outdated or context.uids_change:
        return told
    return replace(told, warning=renamed.all_new_uids(run, url, reading))


def write_down(pending: Iterable[PendingAnswer]) -> None:
    """Remember answers whose events are stored. A failure costs only that they are read again."""
    for one in pending:
        try:
            with transaction() as connection:
                remember.save_answer(connection, one.run, one.settled())
                poll_rate.record_answers(connection, one.run, [one.answer.url], changed=one.changed)
        except (SQLAlchemyError, StaleRun) as error:
            logger.warning("%s will be read again: %s", one.answer.url, error)


def _recognise_whole(
    run: RunToken,
    url: str,
    context: Context,
    *,
    body_hash: bytes,
    validators: Validators,
) -> bool:
    try:
        with transaction() as connection:
            whole = answers.mark_seen_if_same_body(
                connection,
                run,
                url,
                conditions=conditions(context),
                starts=first_day(context),
                body_hash=body_hash,
                validators=validators,
            )
            if whole:
                poll_rate.record_answers(connection, run, [url], changed=False)
            return whole
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("What is remembered of %s could not be looked up: %s", url, error)
        return False


def _recognise(run: RunToken, url: str, context: Context, groups: Collection[Group]) -> answers.KnownParts | None:
    """None: nothing may be left out, and nothing remembered, because the database is away."""
    try:
        with transaction() as connection:
            return answers.mark_known_parts_seen(
                connection,
                run,
                url,
                {group.digest for group in groups},
                conditions=conditions(context),
                starts=first_day(context),
            )
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("What is remembered of %s could not be looked up: %s", url, error)
        return None


def _unread(groups: Collection[Group], recognised: answers.KnownParts | None) -> list[Group]:
    if recognised is None:
        return list(groups)
    unread = [group for group in groups if group.digest not in recognised.known]
    return list(groups) if stamped_together(unread) else unread


def _attributed(
    reading: Reading,
    pending: PendingAnswer,
    groups: Mapping[str, Group],
    unread: Sequence[Group],
    troubled: Collection[str],
) -> Told:
    """The events with the parts that they come from. What cannot be told apart, or was doubtful, stays unremembered."""
    sources = [_group_of(event, groups) for event in reading.events]
    if None in sources:
        return Told(reading)
    doubtful = {uid if uid in groups else "" for uid in map(stable_uid, troubled)} | {
        group.uid
        for event, group in zip(reading.events, sources, strict=True)
        if group is not None and len({one.status for one in event.occurrences}) > 1 and group.only_instances
    }
    events = [
        event if group is None or group.uid in doubtful else _marked(event, group.digest, pending)
        for event, group in zip(reading.events, sources, strict=True)
    ]
    pending.expected.update(event.part for event in events if isinstance(event, FeedEvent))
    empty = [g.digest for g in unread if g.uid not in doubtful and g.digest not in pending.expected]
    pending.answer = replace(pending.answer, empty=empty)
    return Told(replace(reading, events=tuple(events)), pending)


def _group_of(event: EventItem, groups: Mapping[str, Group]) -> Group | None:
    """By its uid, with which the reader may have told two events of one UID apart, or which it made itself."""
    for uid in (event.uid, _TOLD_APART.sub("", event.uid)):
        if (found := groups.get(stable_uid(uid))) is not None:
            return found
    return groups.get("") if event.uid.startswith("fp-") or len(groups) == 1 else None


def _marked(event: EventItem, part: bytes, pending: PendingAnswer) -> FeedEvent:
    return FeedEvent(**{name: getattr(event, name) for name in _EVENT_FIELDS}, part=part, pending=pending)


def _validators(response: Response) -> Validators:
    etag, modified = (
        value.decode("latin-1") if (value := response.headers.get(name)) else None for name in ("ETag", "Last-Modified")
    )
    return Validators(etag, modified)


def first_day(context: Context) -> date:
    assert context.window is not None
    assert context.window.starts is not None
    return context.window.starts
