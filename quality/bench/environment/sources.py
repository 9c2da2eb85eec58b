"""Sources of the bench's site, in the bench's database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from quality.bench.figures import BenchFailed
from storage.database.engine import transaction
from storage.sources import records as sources
from storage.sources.records import SourceSeed


def add(urls: Sequence[str]) -> list[int]:
    """Adds a source for each base URL, numbered from 1."""
    seeds = [
        SourceSeed(
            id=number, name=f"bench-{number}", title=f"Bench {number}", base_url=url, timezone="America/New_York"
        )
        for number, url in enumerate(urls, 1)
    ]
    with transaction() as connection:
        sources.seed(connection, seeds)
    return [seed.id for seed in seeds if seed.id is not None]


def add_feeds(source_id: int, urls: Sequence[str]) -> None:
    """Adds iCalendar feeds to a source."""
    statement = "INSERT INTO source_feeds (source_id, url, kind, label) VALUES (:source_id, :url, 'ics', '')"
    with transaction() as connection:
        connection.execute(text(statement), [{"source_id": source_id, "url": url} for url in urls])


def count(statement: str, **parameters: object) -> int:
    """The single number that a query returns."""
    with transaction() as connection:
        return int(connection.execute(text(statement), parameters).scalar_one())


def require_events(expected: int) -> None:
    """Raises BenchFailed unless this many events are stored and every run is ok, so that no failure counts as speed."""
    bad = count("SELECT count(*) FROM runs WHERE status <> 'ok'")
    stored = count("SELECT count(*) FROM events")
    if bad or stored != expected:
        with transaction() as connection:
            reasons = connection.execute(text("SELECT DISTINCT reason FROM runs WHERE status <> 'ok' LIMIT 3")).all()
        raise BenchFailed(f"{stored} of {expected} events stored, {bad} runs not ok: {[row.reason for row in reasons]}")
