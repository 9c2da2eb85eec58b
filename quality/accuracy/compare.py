"""Compares what was read of a file with what is expected. Every fact gets a verdict, and so does every extra event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from core.items import EventItem, Occurrence
from quality.accuracy.agreement import Showing, agrees, plain, value
from quality.accuracy.facts import Dispute, Document, ExpectedEvent, Field
from quality.accuracy.verdicts import Check, Verdict
from scrapers.reading.contract import Reading

_NEVER_EMPTY = (Field.STATUS, Field.SOLD_OUT)
"""Every event has a value for these, so none can be invented."""

_BAD = (Verdict.WRONG, Verdict.MISSING, Verdict.INVENTED)


class _Events:
    """The events of a reading by title and by UID, and which of them were matched with an expected one."""

    def __init__(self, reading: Reading) -> None:
        self.all = [Showing(event, one) for event in reading.events for one in (event.occurrences or (None,))]
        self.matched: set[int] = set()
        self._by_title: defaultdict[str, list[Showing]] = defaultdict(list)
        self._by_uid: defaultdict[str, list[Showing]] = defaultdict(list)
        for showing in self.all:
            self._by_title[plain(showing.title)].append(showing)
            self._by_uid[showing.event.uid].append(showing)

    def candidates(self, expected: ExpectedEvent) -> Sequence[Showing]:
        """Those with its UID or its title; all if no title agrees."""
        if expected.uid is not None:
            return self._by_uid.get(expected.uid, [])
        title = expected.facts.get(Field.TITLE)
        return self._by_title.get(plain(title), self.all) if title else self.all

    def match(self, expected: ExpectedEvent) -> Showing | None:
        """The one that agrees in most facts; of several that agree alike, the first that is not matched yet. One that
        agrees in neither title, address nor start is another event."""
        best, most = None, (0, False)
        for showing in self.candidates(expected):
            if expected.uid is None and not _is_recognized(expected, showing):
                continue
            agreed = sum(_agrees(field, wanted, showing) for field, wanted in expected.facts.items())
            rank = (agreed, id(showing) not in self.matched)
            if best is None or rank > most:
                best, most = showing, rank
        if best is not None:
            self.matched.add(id(best))
        return best

    def unmatched(self) -> list[EventItem]:
        """Events without a matched occurrence."""
        matched = {id(showing.event) for showing in self.all if id(showing) in self.matched}
        rest = {id(showing.event): showing.event for showing in self.all if id(showing.event) not in matched}
        return list(rest.values())


def compare(document: Document, reading: Reading) -> list[Check]:
    """The facts in order, then the number of events, or each invented event where all are expected."""
    events = _Events(reading)
    checks: list[Check] = []
    if document.is_refused:
        checks.append(_check(document, "file", Field.EVENTS, Verdict.MISSING, "a named error", "no error"))
    for expected in document.events:
        showing = events.match(expected)
        if document.complete:
            checks.append(_presence(document, expected, showing))
        for field, wanted in expected.facts.items():
            checks += _judge(document, expected, field, wanted, showing)
    if document.complete:
        checks += [
            _check(document, "", Field.EVENTS, Verdict.INVENTED, "", event.title) for event in events.unmatched()
        ]
    elif document.count is not None:
        occurrences = sum(len(event.occurrences) for event in reading.events)
        checks += _count(document, occurrences if document.counts_occurrences else len(reading.events))
    return checks


def refused(document: Document, error: str) -> list[Check]:
    """The verdicts after a SourceError: right for a bad body, otherwise everything is missing."""
    if document.is_refused:
        return [_check(document, "file", Field.EVENTS, Verdict.RIGHT, "a named error", error)]
    checks = compare(document, Reading())
    return checks or [_check(document, "file", Field.EVENTS, Verdict.MISSING, "a good body", error)]


def _is_recognized(expected: ExpectedEvent, showing: Showing) -> bool:
    """An expected title, address or whole start that agrees; without any of these it may be any event."""
    facts = expected.facts
    if not facts.keys() & {Field.TITLE, Field.URL, Field.DATE}:
        return True
    if any(facts.get(one) and agrees(one, facts[one], showing) for one in (Field.TITLE, Field.URL)):
        return True
    if Field.DATE not in facts or not _agrees(Field.DATE, facts[Field.DATE], showing):
        return False
    return Field.TIME not in facts or _agrees(Field.TIME, facts[Field.TIME], showing)


def _agrees(field: Field, wanted: Any, showing: Showing) -> bool:
    if field is Field.INSTANCES:
        return False
    return value(field, showing) is None if wanted is None else agrees(field, wanted, showing)


def _judge(
    document: Document, expected: ExpectedEvent, field: Field, wanted: Any, showing: Showing | None
) -> Iterator[Check]:
    if field is Field.INSTANCES:
        yield from _instances(document, expected, wanted, showing)
        return
    own = None if showing is None else value(field, showing)
    dispute = expected.disputed.get(field)
    if wanted is None:
        if own is not None and field not in _NEVER_EMPTY:
            yield _check(document, expected.origin, field, Verdict.INVENTED, "nothing", own, dispute)
        return
    if showing is not None and agrees(field, wanted, showing):
        verdict = Verdict.RIGHT
    else:
        verdict = Verdict.MISSING if own is None else Verdict.WRONG
    yield _check(document, expected.origin, field, verdict, str(wanted), own or "nothing", dispute)


def _presence(document: Document, expected: ExpectedEvent, showing: Showing | None) -> Check:
    verdict, name = (Verdict.RIGHT, showing.title) if showing else (Verdict.MISSING, "nothing")
    return _check(document, expected.origin, Field.EVENTS, verdict, expected.name, name)


def _instances(
    document: Document, expected: ExpectedEvent, wanted: tuple[str, ...], showing: Showing | None
) -> Iterator[Check]:
    """A check for each start. One of 16 characters leaves seconds and offset open; `start/end` has both."""
    own = Counter(_spelled(one, wanted) for one in showing.event.occurrences) if showing else Counter[str]()
    dispute = expected.disputed.get(Field.INSTANCES)
    for start in wanted:
        verdict = Verdict.RIGHT if own[start] > 0 else Verdict.MISSING
        own[start] -= verdict is Verdict.RIGHT
        yield _check(document, expected.origin, Field.INSTANCES, verdict, f"{expected.name} {start}", "", dispute)
    for start in own.elements():
        yield _check(document, expected.origin, Field.INSTANCES, Verdict.INVENTED, expected.name, start)


def _spelled(one: Occurrence, wanted: tuple[str, ...]) -> str:
    read = one.to_json()
    if any("/" in start for start in wanted):
        return f"{read['starts_at']}/{read['ends_at']}"
    return str(read["starts_at"])[: max(map(len, wanted), default=25)]


def _count(document: Document, read: int) -> list[Check]:
    wanted = document.count or 0
    units = {
        Verdict.RIGHT: min(wanted, read),
        Verdict.MISSING: max(0, wanted - read),
        Verdict.INVENTED: max(0, read - wanted),
    }
    return [
        _check(document, "count", Field.EVENTS, verdict, str(wanted), str(read), document.count_dispute, units=number)
        for verdict, number in units.items()
        if number
    ]


def _check(
    document: Document,
    origin: str,
    field: Field,
    verdict: Verdict,
    wanted: str,
    read: str,
    dispute: Dispute | None = None,
    units: int = 1,
) -> Check:
    """A bad verdict is disputed instead where the dispute covers what was read."""
    reason = dispute.reason if dispute and verdict in _BAD and dispute.covers(read) else ""
    return Check(
        corpus=document.corpus,
        kind=document.kind,
        file=document.file,
        field=field,
        verdict=Verdict.DISPUTED if reason else verdict,
        wanted=wanted,
        read=read,
        origin=origin,
        reason=reason,
        units=units,
    )
