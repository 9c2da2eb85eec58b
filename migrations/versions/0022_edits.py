"""What people correct about events.

The corrected values are in the columns that everything reads. The views have what sources say instead.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EVENT = {
    **dict.fromkeys(("title", "url", "description", "status", "organizer", "price_text", "price_currency"), "text"),
    **dict.fromkeys(("ticket_url", "image_url"), "text"),
    **dict.fromkeys(("venue_id", "price_min_cents", "price_max_cents"), "integer"),
    "is_free": "boolean",
}
OCCURRENCE = {
    **dict.fromkeys(("starts_at", "ends_at"), "timestamptz"),
    "local_date": "date",
    **dict.fromkeys(("all_day", "time_known"), "boolean"),
    **dict.fromkeys(("title", "url", "description", "status"), "text"),
    "venue_id": "integer",
}
EVENT_PLAIN = (
    *("id", "source_id", "uid", "public_uid", "sold_out", "sequence", "last_modified", "raw", "content_hash"),
    *("first_seen_at", "first_seen_run_id", "withdrawn_at", "hidden_at", "covered", "merged", "edited"),
)
OCCURRENCE_PLAIN = (
    *("id", "event_id", "key", "public_key", "timezone", "recurrence_id", "sold_out", "group_id", "covered"),
    *("first_seen_run_id", "withdrawn_at", "withdrawn_run_id", "edited"),
)
CATEGORIES = """
    CASE WHEN said ? 'categories' THEN ARRAY(SELECT jsonb_array_elements_text(said -> 'categories'))
         ELSE categories END AS categories"""

INDEX_CHANGED_EVENTS = """
CREATE OR REPLACE FUNCTION index_changed_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(
        SELECT id FROM (
            SELECT id, source_id, venue_id, status, is_free, title, description, organizer, categories, covered, merged,
                   {more} hidden_at IS NULL, withdrawn_at IS NULL FROM changed
            EXCEPT
            SELECT id, source_id, venue_id, status, is_free, title, description, organizer, categories, covered, merged,
                   {more} hidden_at IS NULL, withdrawn_at IS NULL FROM before) looked_at);
BEGIN
    IF ids <> '{{}}' THEN
        PERFORM index_events(ids);
    END IF;
    RETURN NULL;
END $$;
"""

CHOSEN = """
            CASE WHEN edited ? 'categories'
                 THEN ARRAY(SELECT '#k:' || slug FROM categories k
                             WHERE k.name IN (SELECT jsonb_array_elements_text(events.edited -> 'categories')))
                 END AS chosen,"""


def view(columns: dict[str, str], plain: tuple[str, ...]) -> list[str]:
    """Of an edited column, what the source says."""
    edited = [
        f"CASE WHEN said ? '{name}' THEN cast(said ->> '{name}' AS {kind}) ELSE {name} END AS {name}"
        for name, kind in columns.items()
    ]
    return [*plain, *edited]


def index_batch() -> str:
    """Categories that a person chose take the place of those by the rules."""
    before: str = context.script.get_revision("0021").module.INDEX_BATCH
    after = before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for old, new in (
        (
            "        SELECT id, source_id, coalesce(venue_id,",
            f"        SELECT id, source_id,{CHOSEN} coalesce(venue_id,",
        ),
        (
            "SELECT id AS entry_id, id AS event_id, source_id, venue_id,",
            "SELECT id AS entry_id, id AS event_id, source_id, chosen, venue_id,",
        ),
        ("SELECT o.entry_id, e.id, e.source_id, coalesce", "SELECT o.entry_id, e.id, e.source_id, e.chosen, coalesce"),
        (
            "        SELECT source_id, venue_id, is_free, organizer, categories, sources, titles AS others,",
            "        SELECT source_id, chosen, venue_id, is_free, organizer, categories, sources, titles AS others,",
        ),
        ("FROM entries GROUP BY source_id, venue_id,", "FROM entries GROUP BY source_id, chosen, venue_id,"),
        (
            "e.withdrawn, e.title, n.source_id, n.place_id AS venue_id,",
            "e.withdrawn, e.title, n.source_id, n.chosen, n.place_id AS venue_id,",
        ),
        (
            "s.marks || coalesce(s.by_categories || k.by_title,",
            "s.marks || coalesce(s.chosen, s.by_categories || k.by_title,",
        ),
    ):
        assert after.count(old) == 1, old
        after = after.replace(old, new)
    return after


def upgrade() -> None:
    op.create_table(
        "event_edits",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_key", sa.Text()),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_because", sa.Text()),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", sa.Text()),
        sa.Column("withdrawn_because", sa.Text()),
        sa.Column("said", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("says", postgresql.JSONB()),
        sa.Column("says_by", sa.BigInteger()),
        sa.Column("asked_at", MOMENT),
        sa.Column("kept_at", MOMENT),
        sa.Column("kept_by", sa.Text()),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_edits_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_edits")),
    )
    op.create_index("ix_event_edits_event_id", "event_edits", ["event_id"])
    op.create_index(
        "ix_event_edits_asked_at", "event_edits", ["asked_at", "id"], postgresql_where=sa.text("asked_at IS NOT NULL")
    )
    for table, indexed in (("events", "id"), ("occurrences", "event_id")):
        op.add_column(table, sa.Column("edited", postgresql.JSONB()))
        op.add_column(table, sa.Column("said", postgresql.JSONB()))
        op.create_index(f"ix_{table}_edited", table, [indexed], postgresql_where=sa.text("edited IS NOT NULL"))
    events = ", ".join([*view(EVENT, EVENT_PLAIN), CATEGORIES])
    op.execute(f"CREATE VIEW source_events AS SELECT {events} FROM events")
    op.execute(
        f"CREATE VIEW source_occurrences AS SELECT {', '.join(view(OCCURRENCE, OCCURRENCE_PLAIN))} FROM occurrences"
    )
    op.execute(INDEX_CHANGED_EVENTS.format(more="edited,"))
    op.execute(index_batch())


def downgrade() -> None:
    """What people corrected is lost: events say what their sources say."""
    op.execute("DROP VIEW source_events, source_occurrences")
    for table, columns in (("events", {**EVENT, "categories": "text[]"}), ("occurrences", OCCURRENCE)):
        names = ", ".join(columns)
        op.execute(
            f"UPDATE {table} t SET ({names}) = (SELECT {names} FROM jsonb_populate_record(t, t.said)) "
            "WHERE said IS NOT NULL"
        )
    op.execute(
        context.script.get_revision("0021").module.INDEX_BATCH.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    )
    op.execute(INDEX_CHANGED_EVENTS.format(more=""))
    op.execute("SELECT index_events(ARRAY(SELECT id FROM events WHERE edited IS NOT NULL))")
    for table in ("events", "occurrences"):
        op.drop_index(f"ix_{table}_edited", table)
        op.drop_column(table, "said")
        op.drop_column(table, "edited")
    op.drop_table("event_edits")
