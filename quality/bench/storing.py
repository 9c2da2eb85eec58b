"""Stores events as the pipeline does: in its batches, with a transaction each, in one run."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from core.items import EventItem
from pipelines.store import BATCH
from quality.bench.environment import sources
from quality.bench.figures import BenchFailed
from quality.bench.rounds import seconds
from storage.database.engine import transaction
from storage.events import write as events
from storage.runs import ledger as runs


def upsert_rate(items: Sequence[EventItem]) -> float:
    """Events per second into an empty database, from items to the last commit. Raises BenchFailed if any is lost."""
    (source_id,) = sources.add(["https://bench.example"])
    with transaction() as connection:
        run = runs.open_run(
            connection, run_id=str(uuid.uuid4()), source_id=source_id, spider="bench", launched_by="bench"
        )
    took = seconds(lambda: _store(run, items))
    stored = sources.count("SELECT count(*) FROM events")
    if stored != len(items):
        raise BenchFailed(f"{stored} of {len(items)} events were stored")
    return len(items) / took


def _store(run: runs.RunToken, items: Sequence[EventItem]) -> None:
    for first in range(0, len(items), BATCH):
        with transaction() as connection:
            events.store_batch(connection, run, items[first : first + BATCH])
