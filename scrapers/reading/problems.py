"""Adds the address to a parser's problem, since only the reader knows it."""

from __future__ import annotations

from copy import copy

from core.errors import BadRecord
from scrapers.reading.contract import Context


def located(problem: BadRecord, context: Context, *, url: str | None = None, field: str | None = None) -> BadRecord:
    """The same problem with the source, the record's URL (default: the page's), and the field unless it names one."""
    placed = copy(problem)
    placed.url = url or problem.url or context.url
    placed.source = context.source
    placed.field = problem.field or field or ""
    return placed
