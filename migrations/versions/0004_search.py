"""Search and hiding: a narrow search row per event, the words of titles, and hidden events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CONFIGURATIONS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION marquee (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION marquee ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION marquee_plain (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION marquee_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""

INDEX_EVENTS = """
CREATE FUNCTION index_events(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH said AS (
        SELECT e.id, e.source_id, e.venue_id, e.status, e.hidden_at IS NOT NULL AS hidden,
               e.withdrawn_at IS NOT NULL AS withdrawn, v.latitude, v.longitude,
               array_remove(ARRAY(SELECT DISTINCT '#c:' || left(lower(c), 200) FROM unnest(e.categories) c)
                            || ARRAY['#s:' || e.source_id, '#v:' || e.venue_id,
                                     CASE e.is_free WHEN true THEN '#free' WHEN false THEN '#paid' END], NULL) AS marks,
               left(e.title, 2000) AS title, left(e.description, 4000) AS description,
               left(concat_ws(' ', e.organizer, v.name, array_to_string(e.categories, ' ')), 2000) AS names
          FROM events e LEFT JOIN venues v ON v.id = e.venue_id WHERE e.id = ANY (ids)),
    looked_at AS (
        INSERT INTO event_search (event_id, source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks)
        SELECT id, source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks FROM said
        ON CONFLICT (event_id) DO UPDATE
           SET (source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks)
             = (excluded.source_id, excluded.venue_id, excluded.status, excluded.hidden, excluded.withdrawn,
                excluded.latitude, excluded.longitude, excluded.marks)),
    indexed AS (
        INSERT INTO event_words (event_id, words)
        SELECT id, setweight(to_tsvector('marquee', title) || to_tsvector('marquee_plain', title), 'A')
               || setweight(to_tsvector('marquee', names) || to_tsvector('marquee_plain', names), 'B')
               || to_tsvector('marquee', coalesce(description, ''))
               || array_to_tsvector(marks)
          FROM said
        ON CONFLICT (event_id) DO UPDATE SET words = excluded.words WHERE event_words.words <> excluded.words
        RETURNING words)
    INSERT INTO search_words (word)
    SELECT DISTINCT w FROM indexed, unnest(tsvector_to_array(ts_filter(words, '{a,b}'))) w
     WHERE length(w) BETWEEN 4 AND 40 AND w !~ '[0-9]' AND NOT EXISTS (SELECT FROM search_words k WHERE k.word = w)
$$;
CREATE FUNCTION index_times(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE event_search x SET first_at = t.first_at, last_at = t.last_at, first_is_live = t.first_is_live
      FROM (SELECT i.id, min(o.starts_at) AS first_at,
                   max(coalesce(o.ends_at, CASE WHEN o.all_day OR NOT o.time_known
                       THEN o.starts_at + interval '24 hours' ELSE o.starts_at END)) AS last_at,
                   coalesce(min(o.starts_at) = min(o.starts_at) FILTER (WHERE o.withdrawn_at IS NULL), false)
                       AS first_is_live
              FROM (SELECT DISTINCT unnest(ids) AS id) i
              LEFT JOIN occurrences o ON o.event_id = i.id GROUP BY i.id) t
     WHERE x.event_id = t.id AND (x.first_at, x.last_at, x.first_is_live)
           IS DISTINCT FROM (t.first_at, t.last_at, t.first_is_live)
$$;
CREATE FUNCTION index_changed_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE FUNCTION index_events_of_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT id FROM events WHERE venue_id = NEW.id));
    RETURN NULL;
END $$;
CREATE FUNCTION index_changed_times() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_times(ARRAY(SELECT DISTINCT event_id FROM changed));
    RETURN NULL;
END $$;
CREATE TRIGGER index_new_events AFTER INSERT ON events REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_events();
CREATE TRIGGER index_changed_events AFTER UPDATE ON events REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_events();
CREATE TRIGGER index_events_of_venue AFTER UPDATE OF name, latitude, longitude ON venues
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION index_events_of_venue();
CREATE TRIGGER index_new_times AFTER INSERT ON occurrences REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_times();
CREATE TRIGGER index_changed_times AFTER UPDATE ON occurrences REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_times();
CREATE TRIGGER index_gone_times AFTER DELETE ON occurrences REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_times();
SELECT index_events(ARRAY(SELECT id FROM events));
SELECT index_times(ARRAY(SELECT id FROM events));
"""

LOOKED_AT = ("local_date", "ends_at", "all_day", "time_known", "status", "withdrawn_at")


def upgrade() -> None:
    for name, kind in (("hidden_at", sa.DateTime(timezone=True)), ("hidden_by", sa.Text), ("hidden_reason", sa.Text)):
        op.add_column("events", sa.Column(name, kind))
    op.execute(CONFIGURATIONS)
    op.create_table(
        "event_search",
        sa.Column("event_id", sa.BigInteger, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("venue_id", sa.Integer),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("marks", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True)),
        sa.Column("last_at", sa.DateTime(timezone=True)),
        sa.Column("first_is_live", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_search"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_search_event_id_events", ondelete="CASCADE"
        ),
    )
    op.execute("ALTER TABLE event_search SET (fillfactor = 80)")
    op.create_index("ix_event_search_marks", "event_search", ["marks"], postgresql_using="gin")
    op.create_index("ix_event_search_venue_id", "event_search", ["venue_id"])
    op.create_index("ix_event_search_source_id", "event_search", ["source_id"])
    op.create_index("ix_event_search_latitude_longitude", "event_search", ["latitude", "longitude"])
    op.create_table(
        "event_words",
        sa.Column("event_id", sa.BigInteger, nullable=False),
        sa.Column("words", postgresql.TSVECTOR, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_words"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event_search.event_id"], name="fk_event_words_event_id_event_search", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_event_words_words", "event_words", ["words"], postgresql_using="gin")
    op.create_table(
        "search_words",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_words"),
    )
    op.create_index("ix_search_words_word", "search_words", ["word"])
    op.create_index(
        "ix_search_words_similar",
        "search_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.drop_index("ix_occurrences_starts_at", "occurrences")
    op.create_index(
        "ix_occurrences_starts_at", "occurrences", ["starts_at", "id"], postgresql_include=["event_id", *LOOKED_AT]
    )
    op.create_index(
        "ix_occurrences_event_id_starts_at",
        "occurrences",
        ["event_id", "starts_at", "id"],
        postgresql_include=[*LOOKED_AT],
    )
    op.create_index(
        "ix_occurrences_long",
        "occurrences",
        ["ends_at"],
        postgresql_include=["id", "event_id", "starts_at", "all_day", "time_known", "status", "withdrawn_at"],
        postgresql_where=sa.text("ends_at - starts_at > '1 day'::interval"),
    )
    op.create_index(
        "ix_occurrences_status",
        "occurrences",
        ["status", "event_id"],
        postgresql_where=sa.text("status <> 'scheduled'"),
    )
    op.create_index("ix_event_changes_changed_at", "event_changes", ["changed_at", "id"])
    op.create_index("ix_events_first_seen_at", "events", ["first_seen_at", "id"])
    op.execute(INDEX_EVENTS)


def downgrade() -> None:
    op.execute("""
        DROP TRIGGER index_gone_times ON occurrences;
        DROP TRIGGER index_changed_times ON occurrences;
        DROP TRIGGER index_new_times ON occurrences;
        DROP TRIGGER index_events_of_venue ON venues;
        DROP TRIGGER IF EXISTS index_gone_events ON events;
        DROP TRIGGER index_changed_events ON events;
        DROP TRIGGER index_new_events ON events;
        DROP FUNCTION IF EXISTS index_gone_times, index_new_times, index_gone_events, index_new_events;  -- of 0012
        DROP FUNCTION index_changed_times, index_events_of_venue, index_changed_events, index_times, index_events;
    """)
    op.drop_index("ix_events_first_seen_at", "events")
    op.drop_index("ix_event_changes_changed_at", "event_changes")
    for name in ("status", "long", "event_id_starts_at", "starts_at"):
        op.drop_index(f"ix_occurrences_{name}", "occurrences")
    op.create_index(
        "ix_occurrences_starts_at", "occurrences", ["starts_at"], postgresql_where=sa.text("withdrawn_at IS NULL")
    )
    op.drop_table("search_words")
    op.drop_table("event_words")
    op.drop_table("event_search")
    op.execute("DROP TEXT SEARCH CONFIGURATION marquee_plain; DROP TEXT SEARCH CONFIGURATION marquee")
    op.execute("DROP EXTENSION unaccent; DROP EXTENSION pg_trgm")
    for name in ("hidden_reason", "hidden_by", "hidden_at"):
        op.drop_column("events", name)
