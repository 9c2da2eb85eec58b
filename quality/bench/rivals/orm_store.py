"""The usual pipeline: for each event one SELECT by its unique key and one INSERT with its occurrences, by the ORM."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from core.items import EventItem, Price
from pipelines.store import BATCH
from quality.bench.environment import sources
from quality.bench.figures import BenchFailed
from quality.bench.rounds import seconds
from storage.database.engine import engine
from storage.events import rows
from storage.tables import events as tables


class Base(DeclarativeBase):
    """Classes that the ORM maps to Marquee's own tables."""


class Event(Base):
    __table__ = tables.events
    id: Mapped[int]


class StoredOccurrence(Base):
    __table__ = tables.occurrences


def orm_rate(items: Sequence[EventItem]) -> float:
    """Events per second into an empty database. It commits as rarely as ours; most commit every event."""
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
    wanted = select(Event).where(tables.events.c.source_id == source_id, tables.events.c.uid == item.uid)
    event = session.scalars(wanted).one_or_none()
    if event is None:
        event = Event(source_id=source_id, uid=item.uid)
        session.add(event)
    for name, value in _columns(item).items():
        setattr(event, name, value)
    session.flush()
    for occurrence in item.occurrences:
        times = {name: getattr(occurrence, name) for name in _TIMES}
        times |= {"key": rows.occurrence_key(occurrence), "status": occurrence.status.value}
        session.add(StoredOccurrence(event_id=event.id, **times))
    session.flush()


def _columns(item: EventItem) -> dict[str, Any]:
    price = item.price or Price()
    return {
        **{name: getattr(item, name) for name in _SAME},
        "status": item.status.value,
        "price_text": price.text,
        "price_min_cents": price.min_cents,
        "price_max_cents": price.max_cents,
        "price_currency": price.currency,
        "is_free": price.is_free,
        "categories": list(item.categories),
        "raw": dict(item.raw),
        "content_hash": rows.event_fields(item)[-1].encode(),
    }


_SAME = (
    "title",
    "url",
    "description",
    "sold_out",
    "organizer",
    "ticket_url",
    "image_url",
    "sequence",
    "last_modified",
)
_TIMES = ("starts_at", "ends_at", "local_date", "timezone", "all_day", "time_known", "recurrence_id")
