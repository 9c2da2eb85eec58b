"""Runs the reader that is meant for a document and holds what it says against what is listed."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from core.errors import SourceError
from quality.accuracy.compare import compare, refused
from quality.accuracy.listed import NO_READER, Document, Field
from quality.accuracy.verdicts import Check, Verdict
from scrapers.platforms.recognition import Kind, Reader, read_events
from scrapers.reading.contract import Reading

GUESSES = (Kind.AUTO, Kind.JSONLD)
"""What a document without a reader of its own is read as, to see that nothing is made of it."""


def reader_of(kind: str) -> Reader:
    """The `read_events` of the readers' module of that name."""
    return cast("Reader", import_module(f"scrapers.platforms.{kind}.reader").read_events)


def checks_of(document: Document) -> list[Check]:
    if document.kind == NO_READER:
        return _unread(document)
    try:
        reading = reader_of(document.kind)(document.body, document.context)
    except SourceError as error:
        return refused(document, error.kind)
    return [*_remarks(document), *compare(document, reading)]


def _unread(document: Document) -> list[Check]:
    """Every fact disputed, and any event that comes of it invented."""
    invented = [event.title for kind in GUESSES for event in _guessed(document, kind).events]
    checks = _remarks(document)
    for listed in document.listed:
        for field, wanted in listed.facts.items():
            checks.append(_check(document, field, Verdict.DISPUTED, str(wanted), document.why_unread))
    for title in invented:
        checks.append(_check(document, Field.EVENTS, Verdict.INVENTED, "nothing", told=title))
    if not invented:
        checks.append(_check(document, Field.EVENTS, Verdict.RIGHT, "nothing invented"))
    return checks


def _guessed(document: Document, kind: Kind) -> Reading:
    try:
        return read_events(kind, document.body, document.context)
    except SourceError:
        return Reading()


def _remarks(document: Document) -> list[Check]:
    """Texts that stand where facts stand are shown, and count as none."""
    reason = "a remark, no fact"
    return [_check(document, Field.EVENTS, Verdict.DISPUTED, text, reason, units=0) for text in document.remarks]


def _check(
    document: Document, field: Field, verdict: Verdict, wanted: str, reason: str = "", *, told: str = "", units: int = 1
) -> Check:
    return Check(
        corpus=document.corpus,
        kind=document.kind,
        file=document.file,
        field=field,
        verdict=verdict,
        wanted=wanted,
        told=told or "nothing",
        origin="listed",
        reason=reason,
        units=units,
    )
