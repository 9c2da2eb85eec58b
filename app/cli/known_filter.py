"""Checks that what a filter names exists, because a misspelled name would find nothing without a word."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from app.cli.naming import unknown
from app.cli.sources.rows import meant, no_source
from storage.categories.rules import category_names
from storage.search.filters import EventFilter
from storage.search.unknown import is_category, is_venue
from storage.sources.records import list_sources


class UnknownName(LookupError):
    """A filter names what doesn't exist. The message names what may have been meant."""


def with_known(connection: Connection, wanted: EventFilter) -> EventFilter:
    """The filter with its sources by name, which may be given by id or title. Raises UnknownName."""
    for category in wanted.categories:
        if not is_category(connection, category):
            town = category_names(connection)
            where = "`python -m app categories list` lists the town's."
            raise UnknownName(unknown("category", category, list(town), where, list(town.values())))
    if wanted.venue_id is not None and not is_venue(connection, wanted.venue_id):
        raise UnknownName(f"There is no venue {wanted.venue_id}; `python -m app venues` lists them.")
    return replace(wanted, sources=tuple(_source(connection, given) for given in wanted.sources))


def _source(connection: Connection, given: str) -> str:
    rows = list_sources(connection)
    found = meant(rows, given)
    if found is None:
        raise UnknownName(no_source(rows, given))
    return found.name
