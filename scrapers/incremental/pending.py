"""Answers that were read and whose events are on their way to the database; they are cached once those are stored."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from sqlalchemy.exc import SQLAlchemyError

from core.items import EventItem
from storage.database.engine import transaction
from storage.feed_cache import poll_rate
from storage.feed_cache.answers import Answer
from storage.feed_cache.save import save_answer
from storage.runs.ledger import RunToken, StaleRun

_EVENT_FIELDS = tuple(one.name for one in fields(EventItem))

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class PendingAnswer:
    """An answer to cache once its events are stored.

    answer    without its events.
    expected  how many events each of its parts gave.
    changed   it differs from the feed's previous answer.
    """

    run: RunToken
    answer: Answer
    expected: Mapping[bytes, int]
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent(EventItem):
    """An event with the answer and the part it came from. Pipeline steps pass both on (`dataclasses.replace`)."""

    answer: PendingAnswer = field(repr=False, compare=False)
    part: bytes = field(repr=False, compare=False)

    @classmethod
    def of(cls, event: EventItem, answer: PendingAnswer, part: bytes) -> FeedEvent:
        return cls(**{name: getattr(event, name) for name in _EVENT_FIELDS}, answer=answer, part=part)


class PendingAnswers:
    """The answers of one crawl, with those of their events that have reached the store."""

    def __init__(self) -> None:
        self._arrived: dict[PendingAnswer, list[FeedEvent]] = {}

    def add(self, event: FeedEvent) -> None:
        self._arrived.setdefault(event.answer, []).append(event)

    def take_complete(self) -> dict[PendingAnswer, list[FeedEvent]]:
        """Remove and return the answers whose events have all arrived."""
        complete = [answer for answer, events in self._arrived.items() if len(events) == sum(answer.expected.values())]
        return {answer: self._arrived.pop(answer) for answer in complete}

    def take_all(self) -> dict[PendingAnswer, list[FeedEvent]]:
        """Remove and return all answers; of some, a pipeline step may have dropped events."""
        arrived, self._arrived = self._arrived, {}
        return arrived


def save_answers(stored: Mapping[PendingAnswer, Sequence[FeedEvent]]) -> None:
    """Cache answers whose events are stored. A part of which an event was dropped is not cached. If this fails, the
    answers are only read again."""
    for pending, events in stored.items():
        arrived = Counter(event.part for event in events)
        kept = tuple((event.part, event) for event in events if arrived[event.part] == pending.expected[event.part])
        try:
            with transaction() as connection:
                save_answer(connection, pending.run, replace(pending.answer, events=kept))
                poll_rate.record_answers(connection, pending.run, [pending.answer.url], changed=pending.changed)
        except (SQLAlchemyError, StaleRun) as error:
            logger.warning("%s was not cached and will be read again: %s", pending.answer.url, error)
