"""Which sources `ingest_all_sources` harvests, and how."""

from __future__ import annotations

from scrapers.platforms.registry import platforms
from storage.sources.records import SourceRecord


def reads_pages(source: SourceRecord) -> bool:
    """Whether a platform's spider harvests its pages. A source with its own file has its own schedule instead."""
    return source.spider != "ics" and source.spider in platforms()


def is_included(source: SourceRecord) -> bool:
    """Whether the harvest of all sources has something to ask: pages or feeds."""
    return source.feeds > 0 or reads_pages(source)
