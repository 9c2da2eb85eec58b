"""The usual pipeline: one SELECT by the unique key, then one INSERT with its occurrences, per event, by the ORM."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage import models, rows
from app.storage.engine import engine
from bench import sources
from bench.figures import BenchFailed
from bench.rounds import seconds
from pipelines.store import BATCH
from scrapers.items import EventItem


def orm_rate(items: Sequence[EventItem]) -> float:
    """Events a second into an empty database. It commits as seldom as ours does, which is kind: most commit each."""
    (source_id,) = sources.add(["https://bench.example"])

    def work() -> None:
        for first in range(0, len(items), BATCH):
            with Session(engine()) as session, session.begin():
                for item in items[first : first + BATCH]:
                    _store_one(session, source_id, item)

    took = seconds(work)
    stored = sources.count("SELECT count(*) FROM events")
    if stored != len(items):
        raise BenchFailed(f"the ORM stored {stored} of {len(items)} events")
    return len(items) / took


def _store_one(session: Session, source_id: int, item: EventItem) -> None:
    wanted = select(models.Event).where(models.Event.source_id == source_id, models.Event.uid == item.uid)
    event = session.scalars(wanted).one_or_none()
    values = dict(zip(rows.EVENT_COLUMNS, rows.event_row(item), strict=True))
    if event is None:
        columns = {name: value for name, value in values.items() if name in models.Event.__table__.columns}
        event = models.Event(**{**columns, "source_id": source_id, "raw": dict(item.raw)})
        session.add(event)
    session.flush()
    for row in rows.occurrence_rows(item):
        times = dict(zip(rows.OCCURRENCE_COLUMNS[1:], row[1:], strict=True))
        session.add(models.OccurrenceRow(event_id=event.id, **times))
    session.flush()
