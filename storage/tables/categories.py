"""The town's categories, and the rules by which events get them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Identity, Integer, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSQUERY

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

categories = Table(
    "categories",
    metadata,
    Column("slug", Text, primary_key=True),
    required("name", Text, unique=True),
    required("position", Integer),
)
"""A category of the town, in the order that people see. An event that no rule maps is in `other`."""

category_rules = Table(
    "category_rules",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("kind", Text),
    required("pattern", Text),
    Column("category", Text, ForeignKey("categories.slug", ondelete="CASCADE", onupdate="CASCADE")),
    required("query", TSQUERY),
    Column("created_by", Text),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    UniqueConstraint("kind", "pattern", "category", postgresql_nulls_not_distinct=True),
)
"""Maps a word of a source, a source, or a title to a category; `index_events` applies them.

kind        `word`: a category that a source gives has these words. `title`: an event's title has them. `source`: a
            source's name or title has them; this counts for events that the others map to nothing.
pattern     in lower case. Words count in any form ("concert" also finds "Concerts"); several must follow each other.
            The name of a source is that source, and replaces other rules for it.
category    NULL: a category of a source with these words says nothing.
query       the pattern for full-text search.
created_by  NULL: Marquee brought it.
"""
