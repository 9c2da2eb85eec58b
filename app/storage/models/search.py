"""What searching reads instead of the events themselves; triggers on `events` and `venues` keep it (migration 0004)."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import Base


class EventSearch(Base):
    """By what an event is found, in a row narrow enough that thousands are looked at in milliseconds.

    categories   in lower case.
    words        title (A), organizer, venue and categories (B), as they are and stemmed; description (D), stemmed.
    """

    __tablename__ = "event_search"
    __table_args__ = (
        Index("ix_event_search_words", "words", postgresql_using="gin"),
        Index("ix_event_search_categories", "categories", postgresql_using="gin"),
        Index("ix_event_search_latitude_longitude", "latitude", "longitude"),
        Index("ix_event_search_free", "event_id", postgresql_where=text("is_free")),
        Index("ix_event_search_status", "status", postgresql_where=text("status <> 'scheduled'")),
    )

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[int] = mapped_column(index=True)
    venue_id: Mapped[int | None] = mapped_column(index=True)
    is_free: Mapped[bool | None]
    status: Mapped[str]
    hidden: Mapped[bool]
    withdrawn: Mapped[bool]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    categories: Mapped[list[str]]
    words: Mapped[str] = mapped_column(TSVECTOR)


class SearchWord(Base):
    """A word of some title, organizer, venue or category, for slips of the pen to be held against. May stand there
    twice: a unique constraint would let crawls that store at the same time wait for each other."""

    __tablename__ = "search_words"
    __table_args__ = (
        Index("ix_search_words_similar", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    word: Mapped[str] = mapped_column(Text(collation="C"), index=True)
