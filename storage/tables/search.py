"""What searches read, and saved searches."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Computed, Double, Identity, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

SERIES_ID = """
    CASE WHEN series_key < 0 THEN series_key
         ELSE hashint8extended(coalesce(venue_id, -source_id), series_key) & 9223372036854775807 END"""
"""Postgres computes it, so that a person who joins two places joins their series too."""

event_search = Table(
    "event_search",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    required("event_id", BigInteger),
    required("source_id", Integer, index=True),
    Column("venue_id", Integer, index=True),
    required("status", Text),
    required("hidden", Boolean),
    required("withdrawn", Boolean),
    Column("latitude", Double),
    Column("longitude", Double),
    required("marks", ARRAY(Text)),
    Column("first_at", TIMESTAMPTZ),
    Column("last_at", TIMESTAMPTZ),
    required("first_is_live", Boolean, server_default=text("false")),
    Column("series_key", BigInteger),
    required("each_date", Boolean, server_default=text("false")),
    Column("series_id", BigInteger, Computed(SERIES_ID, persisted=True)),
    Index("ix_event_search_latitude_longitude", "latitude", "longitude"),
    Index("ix_event_search_marks", "marks", postgresql_using="gin"),
    Index("ix_event_search_series_id", "series_id", postgresql_where=text("series_id IS NOT NULL")),
    Index("ix_event_search_without_key", "entry_id", postgresql_where=text("series_key IS NULL")),
    Index("ix_event_search_own", "event_id", postgresql_where=text("entry_id < 0")),
)
"""What searches read instead of the events, in narrow rows: thousands are read in milliseconds. Triggers on events,
occurrences, and venues maintain it, and also delete from it: checking a foreign key for each stored event would cost a
tenth of the indexing. An occurrence with its own title, venue, or description has an entry of its own, and the event's
entry leaves it out.

entry_id            the event's id, or the occurrence's, negated.
hidden              an operator hid the event, or other events stand for it.
marks               to look events up by: `#c:category` (as a source gives it, in lower case), `#k:slug` of the town's
                    categories, `#v:place id` (a room's and its building's), `#s:source id` (of each source that
                    lists it), `#free`, `#paid`, `#w:3231` of each week in which it takes place (see
                    `storage.search.weeks`).
first_at, last_at   start of its first occurrence and end of its last one, withdrawn or not; NULL if it has none.
first_is_live       whether an occurrence that is not withdrawn starts at `first_at`.
series_key          what it shares with others of its series (see `storage.series.keys`), or the negated id of the
                    series in which a person put it; NULL until the task that compares events has seen it.
series_id           the same at the same place: entries with one id are one series, which lists show once.
each_date           a person wants lists to show each of its dates.
"""

event_words = Table(
    "event_words",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    required("words", TSVECTOR),
    Index("ix_event_words_words", "words", postgresql_using="gin"),
)
"""The words of an entry of `event_search` and its marks, so that one index finds both.

words   title (A), organizer, venue, and categories (B), verbatim and stemmed; description (D), stemmed; the marks of
        `event_search`, which no text can produce.
"""

search_words = Table(
    "search_words",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("word", Text(collation="C"), index=True),
    Index("ix_search_words_similar", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
)
"""A word of a title, organizer, venue, or category, to compare misspelled words with. Words may be in it twice: with a
unique constraint, runs that store at the same time would wait for each other."""

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("slug", Text, primary_key=True),
    required("title", Text),
    required("filters", JSONB),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    required("created_by", Text),
)
"""Filters under a name, so that they have a feed of their own."""
