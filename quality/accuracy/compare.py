"""Holds a reading against what a corpus lists of the file: every fact gets a verdict, and so does every extra event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from core.items import EventItem, Occurrence
from quality.accuracy.agreement import Told, agrees, plain, value
from quality.accuracy.listed import Document, Field, Listed
from quality.accuracy.verdicts import Check, Verdict
from scrapers.reading.contract import Reading

_NEEDS_A_VALUE = (Field.STATUS, Field.SOLD_OUT)
"""Every event has one, so that there is none to be invented."""


class _Events:
    """The events of a reading, by title and by uid, and which of them were taken for a listed one."""

    def __init__(self, reading: Reading) -> None:
        self.all = [Told(event, one) for event in reading.events for one in (event.occurrences or (None,))]
        self.taken: set[int] = set()
        self._by_title: defaultdict[str, list[Told]] = defaultdict(list)
        self._by_uid: defaultdict[str, list[Told]] = defaultdict(list)
        for told in self.all:
            self._by_title[plain(told.title)].append(told)
            self._by_uid[told.event.uid].append(told)

    def like(self, listed: Listed) -> Sequence[Told]:
        """Those that may be the listed one: by its uid, by its title, or else all."""
        if listed.uid is not None:
            return self._by_uid.get(listed.uid, [])
        title = listed.facts.get(Field.TITLE)
        return self._by_title.get(plain(title), self.all) if title else self.all

    def find(self, listed: Listed) -> Told | None:
        """The one that says most of what is listed. One that agrees in neither title, address nor start is another
        event; of several that agree alike the first that was not taken yet."""
        best, most = None, (0, False)
        for told in self.like(listed):
            if listed.uid is None and not _is_recognised(listed, told):
                continue
            agreed = sum(_agrees(field, wanted, told) for field, wanted in listed.facts.items())
            rank = (agreed, id(told) not in self.taken)
            if best is None or rank > most:
                best, most = told, rank
        if best is not None:
            self.taken.add(id(best))
        return best

    def others(self) -> list[EventItem]:
        """Events of which no occurrence was taken."""
        taken = {id(told.event) for told in self.all if id(told) in self.taken}
        rest = {id(told.event): told.event for told in self.all if id(told.event) not in taken}
        return list(rest.values())


def compare(document: Document, reading: Reading) -> list[Check]:
    """Facts in the order of the corpus, then the number of events, or each invented one where all are listed."""
    events = _Events(reading)
    checks: list[Check] = []
    for listed in document.listed:
        told = events.find(listed)
        if document.complete:
            checks.append(_presence(document, listed, told))
        for field, wanted in listed.facts.items():
            checks += _judge(document, listed, field, wanted, told)
    if document.complete:
        checks += [_check(document, "", Field.EVENTS, Verdict.INVENTED, "", event.title) for event in events.others()]
    elif document.count is not None:
        dates = sum(len(event.occurrences) for event in reading.events)
        checks += _count(document, dates if document.counts_dates else len(reading.events))
    return checks


def refused(document: Document, error: str) -> list[Check]:
    """The verdicts where the reader ended with a SourceError: right for a bad body, else everything is missing."""
    if document.is_bad:
        return [_check(document, "INDEX", Field.EVENTS, Verdict.RIGHT, "a named error", error)]
    checks = compare(document, Reading())
    wanted = "a good body"
    return checks or [_check(document, "INDEX", Field.EVENTS, Verdict.MISSING, wanted, error)]


def _is_recognised(listed: Listed, told: Told) -> bool:
    """A listed title, address or whole start that agrees; where none of these is listed it may be any event."""
    facts = listed.facts
    if not facts.keys() & {Field.TITLE, Field.URL, Field.DATE}:
        return True
    if any(facts.get(one) and agrees(one, facts[one], told) for one in (Field.TITLE, Field.URL)):
        return True
    if Field.DATE not in facts or not _agrees(Field.DATE, facts[Field.DATE], told):
        return False
    return Field.TIME not in facts or _agrees(Field.TIME, facts[Field.TIME], told)


def _agrees(field: Field, wanted: Any, told: Told) -> bool:
    if field is Field.INSTANCES:
        return False
    return value(field, told) is None if wanted is None else agrees(field, wanted, told)


def _judge(document: Document, listed: Listed, field: Field, wanted: Any, told: Told | None) -> Iterator[Check]:
    if field is Field.INSTANCES:
        yield from _instances(document, listed, wanted, told)
        return
    own = None if told is None else value(field, told)
    if wanted is None:
        if own is not None and field not in _NEEDS_A_VALUE:
            yield _check(document, listed.origin, field, Verdict.INVENTED, "nothing", own)
        return
    reason = ""
    if told is not None and agrees(field, wanted, told):
        verdict = Verdict.RIGHT
    elif field in listed.disputed:
        verdict, reason = Verdict.DISPUTED, listed.disputed[field]
    else:
        verdict = Verdict.MISSING if own is None else Verdict.WRONG
    yield _check(document, listed.origin, field, verdict, str(wanted), own or "nothing", reason)


def _presence(document: Document, listed: Listed, told: Told | None) -> Check:
    reason = listed.disputed.get(Field.EVENTS, "") if told is None else ""
    verdict = Verdict.RIGHT if told else Verdict.DISPUTED if reason else Verdict.MISSING
    name = "nothing" if told is None else told.title
    return _check(document, listed.origin, Field.EVENTS, verdict, _name(listed), name, reason)


def _instances(document: Document, listed: Listed, wanted: tuple[str, ...], told: Told | None) -> Iterator[Check]:
    """Each start by itself. A listed one of 16 characters leaves seconds and offset open; `start/end` tells both."""
    own = Counter(_spelled(one, wanted) for one in told.event.occurrences) if told else Counter[str]()
    for start in wanted:
        found = own[start] > 0
        own[start] -= found
        reason = "" if found else listed.disputed.get(Field.INSTANCES, "")
        verdict = Verdict.RIGHT if found else Verdict.DISPUTED if reason else Verdict.MISSING
        yield _check(document, listed.origin, Field.INSTANCES, verdict, f"{_name(listed)} {start}", "", reason)
    for start in own.elements():
        yield _check(document, listed.origin, Field.INSTANCES, Verdict.INVENTED, _name(listed), start)


def _spelled(one: Occurrence, wanted: tuple[str, ...]) -> str:
    told = one.to_json()
    if any("/" in start for start in wanted):
        return f"{told['starts_at']}/{told['ends_at']}"
    return str(told["starts_at"])[: max(map(len, wanted), default=25)]


def _count(document: Document, read: int) -> list[Check]:
    listed = document.count or 0
    texts = (str(listed), str(read))
    units = {
        Verdict.RIGHT: min(listed, read),
        Verdict.MISSING: max(0, listed - read),
        Verdict.INVENTED: max(0, read - listed),
    }
    return [
        _check(document, "INDEX count", Field.EVENTS, verdict, *texts, units=number)
        for verdict, number in units.items()
        if number
    ]


def _name(listed: Listed) -> str:
    return str(listed.facts.get(Field.TITLE) or listed.uid or listed.origin)


def _check(
    document: Document,
    origin: str,
    field: Field,
    verdict: Verdict,
    wanted: str,
    told: str,
    reason: str = "",
    units: int = 1,
) -> Check:
    return Check(
        corpus=document.corpus,
        kind=document.kind,
        file=document.file,
        field=field,
        verdict=verdict,
        wanted=wanted,
        told=told,
        origin=origin,
        reason=reason,
        units=units,
    )
