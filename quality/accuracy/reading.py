"""Runs the reader that a document is meant for and compares what it read with what is expected."""

from __future__ import annotations

from core.errors import SourceError
from quality.accuracy.compare import compare, refused
from quality.accuracy.facts import NO_READER, Document, Field
from quality.accuracy.verdicts import Check, Verdict
from scrapers.platforms.recognition import read_events
from scrapers.reading.contract import Reading

GUESS = "jsonld"
"""The reader for a document without one of its own, to see that it invents nothing. What `cards` makes of such pages is
measured on whole lists of their events, see `quality.accuracy.cards`."""


def checks_of(document: Document) -> list[Check]:
    if document.kind == NO_READER:
        return _unread(document)
    try:
        reading = read_events(document.kind, document.body, document.context)
    except SourceError as error:
        return refused(document, error.kind)
    return compare(document, reading)


def _unread(document: Document) -> list[Check]:
    """Every fact is disputed, and every event that is read is invented."""
    reason = f"no reader is meant for this: {document.why_unread}"
    checks = [
        _check(document, expected.origin, field, Verdict.DISPUTED, str(wanted), reason=reason)
        for expected in document.events
        for field, wanted in expected.facts.items()
    ]
    invented = [event.title for event in _guessed(document).events]
    checks += [_check(document, "file", Field.EVENTS, Verdict.INVENTED, "nothing", read=title) for title in invented]
    if not invented:
        checks.append(_check(document, "file", Field.EVENTS, Verdict.RIGHT, "nothing invented"))
    return checks


def _guessed(document: Document) -> Reading:
    try:
        return read_events(GUESS, document.body, document.context)
    except SourceError:
        return Reading()


def _check(
    document: Document,
    origin: str,
    field: Field,
    verdict: Verdict,
    wanted: str,
    *,
    reason: str = "",
    read: str = "nothing",
) -> Check:
    return Check(
        corpus=document.corpus,
        kind=document.kind,
        file=document.file,
        field=field,
        verdict=verdict,
        wanted=wanted,
        read=read,
        origin=origin,
        reason=reason,
    )
