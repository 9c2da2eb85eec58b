"""Problems that several readers report, with the address and source of the record."""

from __future__ import annotations

from copy import copy

from core.errors import BadRecord, Doubt
from scrapers.reading.contract import Context


def located(
    problem: BadRecord,
    context: Context,
    *,
    url: str | None = None,
    field: str | None = None,
    uid: str = "",
    title: str = "",
) -> BadRecord:
    """The same problem with the source and the record's URL (default: the page's), and with the field, uid, and title
    unless it has its own: they say which stored event must not be withdrawn."""
    placed = copy(problem)
    placed.url = url or problem.url or context.url
    placed.source = context.source
    placed.field = problem.field or field or ""
    placed.uid = problem.uid or uid
    placed.title = problem.title or title
    return placed


def unknown_status(text: str, title: str, context: Context, *, url: str | None = None) -> Doubt:
    """An unknown word for a status never hides an event: it is shown, and the word is reported."""
    found = f"unknown status {text!r} of {title!r}"
    return Doubt(found, url=url or context.url, source=context.source, field="status", title=title)
