"""Events, their occurrences and venues, and how they changed."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

SEARCHED = ("local_date", "ends_at", "all_day", "time_known", "status", "withdrawn_at")
"""Columns that searches read in thousands of occurrences: the indexes include them, so the table is not read."""
ENTRY_ID = (
    "CASE WHEN covered THEN 0 WHEN coalesce(title, description) IS NULL AND venue_id IS NULL THEN event_id ELSE -id END"
)

venues = Table(
    "venues",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text),
    Column("address", Text),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("place_id", Integer, ForeignKey("places.id"), index=True),
    Column("placed_by", Text),
    Column("placed_because", Text),
)
"""A place as one source spells it. Rows never change, except that `place_id` says which place it is.

place_id        NULL until it was compared with the known places (`storage.places.link`).
placed_by       who put it there: `rules`, `import`, or a person. `placed_because`: the reason in words.
"""

venue_aliases = Table(
    "venue_aliases",
    metadata,
    Column("alias", Text, primary_key=True),
    required("venue_id", Integer, ForeignKey("venues.id", ondelete="CASCADE")),
)
"""How a venue is found: name and address separated by `|`, in lower case and with single spaces."""

events = Table(
    "events",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE")),
    required("uid", Text),
    Column("public_uid", Text),
    required("title", Text),
    Column("url", Text),
    Column("description", Text),
    required("status", Text),
    required("sold_out", Boolean),
    Column("venue_id", Integer, ForeignKey("venues.id"), index=True),
    Column("organizer", Text),
    Column("price_text", Text),
    Column("price_min_cents", Integer),
    Column("price_max_cents", Integer),
    Column("price_currency", Text),
    Column("is_free", Boolean),
    Column("ticket_url", Text),
    Column("image_url", Text),
    required("categories", ARRAY(Text)),
    Column("sequence", Integer),
    Column("last_modified", TIMESTAMPTZ),
    required("raw", JSONB),
    required("content_hash", LargeBinary),
    required("first_seen_at", TIMESTAMPTZ, server_default=NOW),
    Column("first_seen_run_id", Text),
    required("updated_at", TIMESTAMPTZ, server_default=NOW),
    Column("updated_run_id", Text),
    Column("withdrawn_at", TIMESTAMPTZ),
    Column("withdrawn_run_id", Text),
    Column("withdrawn_because", Text),
    Column("last_seen_at", TIMESTAMPTZ),
    Column("hidden_at", TIMESTAMPTZ),
    Column("hidden_by", Text),
    Column("hidden_reason", Text),
    required("changes_gone", Integer, server_default=text("0")),
    required("covered", Boolean, server_default=text("false")),
    Column("merged", JSONB),
    Column("edited", JSONB),
    Column("said", JSONB),
    required("featured", Boolean, server_default=text("false")),
    UniqueConstraint("source_id", "uid"),
    Index("ix_events_edited", "id", postgresql_where=text("edited IS NOT NULL")),
    Index("ix_events_online", "id", postgresql_where=text("raw ? 'online'")),
    Index("ix_events_first_seen_at", "first_seen_at", "id"),
    Index("ix_events_source_id_public_uid", "source_id", "public_uid", postgresql_where=text("public_uid IS NOT NULL")),
)
"""An event of a source.

public_uid     the uid that feeds show, if the source has renamed the event.
withdrawn_because   a `storage.runs.withdrawal.WithdrawalReason`.
last_seen_at   of a withdrawn event: when the last run that saw it ended.
content_hash   covers everything that people see, except the occurrences.
hidden_*       an operator hid the event from people; crawls don't change that.
changes_gone   how many of its changes were deleted because of their age; feeds still count them.
covered        other events stand for all its occurrences, so people see those instead.
merged         of an event that stands for others: what people see of them, see `storage.merging.shown`.
*_run_id       not foreign keys, also in `occurrences`: each row would be checked against the one run that its writer
               holds. `storage.database.retention` cleans up after deleted runs.
featured       an editor put it first; sources never do.
edited         columns that a person corrected, with their values, which are also in the columns themselves. `said`:
               what the source says in their place. The view `source_events` has the source's values.
"""

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE")),
    required("key", Text),
    Column("public_key", Text),
    required("starts_at", TIMESTAMPTZ),
    Column("ends_at", TIMESTAMPTZ),
    required("local_date", Date),
    required("timezone", Text),
    required("all_day", Boolean),
    required("time_known", Boolean),
    Column("recurrence_id", Text),
    required("status", Text),
    Column("title", Text),
    Column("venue_id", Integer, ForeignKey("venues.id")),
    Column("url", Text),
    Column("description", Text),
    Column("sold_out", Boolean),
    Column("group_id", BigInteger, ForeignKey("event_groups.id", ondelete="SET NULL")),
    required("covered", Boolean, server_default=text("false")),
    required("entry_id", BigInteger, Computed(ENTRY_ID, persisted=True)),
    required("first_seen_at", TIMESTAMPTZ, server_default=NOW),
    Column("first_seen_run_id", Text),
    Column("updated_run_id", Text),
    Column("withdrawn_at", TIMESTAMPTZ),
    Column("withdrawn_run_id", Text),
    Column("edited", JSONB),
    Column("said", JSONB),
    UniqueConstraint("event_id", "key"),
    Index("ix_occurrences_edited", "event_id", postgresql_where=text("edited IS NOT NULL")),
    Index("ix_occurrences_starts_at", "starts_at", "id", postgresql_include=["entry_id", *SEARCHED]),
    Index("ix_occurrences_entry_id_starts_at", "entry_id", "starts_at", "id", postgresql_include=[*SEARCHED]),
    Index(
        "ix_occurrences_long",
        "ends_at",
        postgresql_include=["id", "entry_id", "starts_at", "all_day", "time_known", "status", "withdrawn_at"],
        postgresql_where=text("ends_at - starts_at > '1 day'::interval"),
    ),
    Index("ix_occurrences_status", "status", "event_id", postgresql_where=text("status <> 'scheduled'")),
    Index("ix_occurrences_own", "event_id", postgresql_where=text("entry_id < 0")),
    Index("ix_occurrences_group_id", "group_id", postgresql_where=text("group_id IS NOT NULL")),
    Index("ix_occurrences_venue_id", "venue_id", postgresql_where=text("venue_id IS NOT NULL")),
    Index(
        "ix_occurrences_event_id_public_key", "event_id", "public_key", postgresql_where=text("public_key IS NOT NULL")
    ),
)
"""One time of an event.

key        its RECURRENCE-ID, or its start (`20261129T003000Z`, or `20261129` for a date).
public_key the key that feeds and the change log show, if the occurrence has moved.
title, venue_id, url, description, sold_out   its own; NULL if they are the event's.
group_id   the group of one happening, in which several sources list it.
covered    another occurrence of its group stands for it, so people see that one.
entry_id   the row of `event_search` that finds it: the event's, or its own (the negated id) if it has its own title,
           venue, or description; 0, which finds nothing, if it is covered.
edited, said   as in `events`; the view is `source_occurrences`.
"""

event_changes = Table(
    "event_changes",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE"), index=True),
    Column("occurrence_key", Text),
    required("field", Text),
    Column("old", JSONB),
    Column("new", JSONB),
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), index=True),
    required("changed_at", TIMESTAMPTZ, server_default=NOW),
    Index("ix_event_changes_changed_at", "changed_at", "id"),
)
"""A field of an event, or of one of its occurrences, before and after a run."""

event_absences = Table(
    "event_absences",
    metadata,
    Column("event_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    required("since", TIMESTAMPTZ),
    required("run_ids", ARRAY(Text)),
    Column("page_asked_at", TIMESTAMPTZ),
)
"""An upcoming event that complete runs no longer see. The row is deleted when a run sees the event again.

since     when the first run that missed it started.
run_ids   the complete runs that missed it, the earliest first.
page_asked_at   when a crawl last asked the event's own page, by the time that the crawl took as the present.
"""
