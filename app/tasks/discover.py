"""The task that finds out how a site publishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection

from app.tasks.arguments import one_of, zone
from app.tasks.arguments import rules as checked_rules
from app.tasks.progress import Asked
from celery_app import app
from core.addresses import NotPublic
from core.errors import SourceError
from core.items import EventItem
from scrapers.platforms.registry import platforms
from storage.database.engine import transaction
from storage.sources import found as found_sources


class DiscoveryFailed(RuntimeError):
    """The look at the site ended early; the message says why."""


@app.task(name="app.tasks.discover_source", bind=True, soft_time_limit=150, time_limit=180)
def discover_source(
    self: Task,
    url: str,
    timezone: str | None = None,
    kind: str | None = None,
    rules: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The ways in which a site publishes, the best first, each with its evidence, its first events, and the source that
    reads it already. `rules`: shows only what they leave. Its state names each address that was asked. Stores nothing.
    Raises DiscoveryFailed."""
    # As in `preview_source`: no other task needs httpx and the readers in this process.
    from app.tasks.discovering import as_result, explored
    from core.fetching.fetcher import FetchFailed

    try:
        named = None if kind is None else one_of(kind, "kind", tuple(platforms()))
        given = None if timezone is None else zone(timezone, "timezone")
        narrowed = checked_rules(rules or {}, "rules")
        findings = explored(url, named, given, narrowed, on_asked=Asked(self).show)
        result = as_result(findings)
    except SoftTimeLimitExceeded as error:
        raise DiscoveryFailed("The site answers too slowly: the look at it took over two minutes.") from error
    except (SourceError, NotPublic, FetchFailed, ValueError) as error:
        raise DiscoveryFailed(str(error)) from error
    with transaction() as connection:
        for candidate, one in zip(findings.candidates, result["candidates"], strict=True):
            twin = found_sources.twin_of(connection, candidate.base_url)
            one["twin"] = None if twin is None else {"id": twin.id, "title": twin.title}
            one["same_events"] = None if twin is not None else _same_events(connection, candidate.events)
    return result


def _same_events(connection: Connection, events: Sequence[EventItem]) -> dict[str, Any] | None:
    same = found_sources.source_with_same_events(connection, events)
    return (
        None
        if same is None
        else {"id": same.source.id, "title": same.source.title, "shared": same.shared, "of": same.of}
    )
