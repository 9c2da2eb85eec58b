"""Sources and their feeds."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Integer,
    Interval,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("name", Text, unique=True),
    required("title", Text),
    required("spider", Text),
    required("base_url", Text),
    required("timezone", Text),
    required("floor", Integer, server_default=text("0")),
    required("settings", JSONB, server_default=text("'{}'")),
    required("enabled", Boolean, server_default=text("true")),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    Column("found", JSONB),
    Column("role", Text),
    required("rules", JSONB, server_default=text("'{}'")),
    Column("recipe", JSONB(none_as_null=True)),
    Column("recipe_offer", JSONB(none_as_null=True)),
    Column("confirmed_at", TIMESTAMPTZ),
)
"""A site that publishes events. `floor`: a run with fewer events than this is suspicious. `found`: the evidence for how
it publishes, if discovery added it. `rules`: a `storage.sources.rules.SourceRules`, only those that are set.
`role`: a `storage.merging.policy.Role`. `recipe`: a `core.recipe.Recipe`, by which its pages are read.
`recipe_offer`: a `storage.sources.recipes.RecipeOffer`. `confirmed_at`: when its last good run ended."""

source_feeds = Table(
    "source_feeds",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("url", Text),
    required("kind", Text),
    required("label", Text),
    Column("covers_from", Date),
    Column("covers_until", Date),
    required("first_seen_at", TIMESTAMPTZ, server_default=NOW),
    Column("first_seen_run_id", Text, ForeignKey("runs.id", ondelete="SET NULL")),
    required("last_seen_at", TIMESTAMPTZ, server_default=NOW),
    Column("poll_interval", Interval),
    Column("next_poll_at", TIMESTAMPTZ),
    Column("polled_at", TIMESTAMPTZ),
    Column("polled_run_id", Text, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("changed_at", TIMESTAMPTZ),
    required("unchanged_polls", Integer, server_default=text("0")),
    UniqueConstraint("source_id", "url"),
)
"""A feed of a source. `covers_*`: the local days that it covers.

poll_interval   how often to fetch it, as learned (`storage.feed_cache.poll_rate`); schedules skip it until
                `next_poll_at`. Both null: it was never read.
polled_at, polled_run_id   when, and by which run, its response was last stored or found unchanged.
changed_at, unchanged_polls   when its response last changed, and how many times it has been the same since.
"""
