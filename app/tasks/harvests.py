"""Which sources `ingest_all_sources` harvests, and how."""

from __future__ import annotations

from celery import Signature, chain

from celery_app import app
from scrapers.platforms.registry import platforms
from storage.sources.records import SourceRecord


def reads_pages(source: SourceRecord) -> bool:
    """Whether a platform's spider harvests its pages. A source with its own file has its own schedule instead."""
    return source.spider != "ics" and source.spider in platforms()


def is_included(source: SourceRecord) -> bool:
    """Whether the harvest of all sources has something to ask: pages or feeds."""
    return source.feeds > 0 or reads_pages(source)


def harvest(
    source: SourceRecord, limit: int, *, due_only: bool, pause: dict[str, float], first_id: str | None = None
) -> Signature | None:
    """The task that harvests a source, None for one that has its own schedule and no feeds. `first_id`: the id of the
    first task."""
    named = {} if first_id is None else {"task_id": first_id}
    if not reads_pages(source):
        given = {"tolerant": True, "due_only": due_only, **pause}
        feeds = app.signature("app.tasks.ingest_source", (source.id, limit), given, immutable=True, options=named)
        return feeds if source.feeds else None
    given = {"tolerant": True, **pause}
    pages = app.signature("app.tasks.scrape_source", (source.id,), given, immutable=True, options=named)
    if not source.feeds:
        return pages
    after = app.signature("app.tasks.ingest_after_pages", (source.id, limit), {"due_only": due_only, **pause})
    return chain(pages, after)
