"""What searching reads instead of the events themselves; triggers on events, their times and venues keep it.

They delete too: a foreign key would be checked for every event stored, a tenth of what its indexing costs.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class EventSearch(Base):
    """By what an event is found, in a row narrow enough that thousands are looked at in milliseconds.

    marks               it is looked up by: `#c:category` (lower case), `#v:venue id`, `#s:source id`, `#free`, `#paid`.
    first_at, last_at   when its first occurrence begins and its last one is over, withdrawn or not; NULL: none.
    first_is_live       whether an occurrence that is not withdrawn begins at `first_at`.
    """

    __tablename__ = "event_search"
    __table_args__ = (
        Index("ix_event_search_latitude_longitude", "latitude", "longitude"),
        Index("ix_event_search_marks", "marks", postgresql_using="gin"),
    )

    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(index=True)
    venue_id: Mapped[int | None] = mapped_column(index=True)
    status: Mapped[str]
    hidden: Mapped[bool]
    withdrawn: Mapped[bool]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    marks: Mapped[list[str]]
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    first_is_live: Mapped[bool] = mapped_column(server_default=text("false"))


class EventWords(Base):
    """The words of an event, and its marks, so that one index intersects all of it.

    words   title (A), organizer, venue and categories (B), as they are and stemmed; description (D), stemmed; the marks
            of EventSearch, which no text can yield.
    """

    __tablename__ = "event_words"
    __table_args__ = (Index("ix_event_words_words", "words", postgresql_using="gin"),)

    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
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
