"""One event for what several sources list: groups of occurrences, links between events, and what searches find of them.

A covered occurrence has the search entry 0, which doesn't exist, so no search finds it. Adding `covered` to the
generated `entry_id` rewrites the table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OWN = "WHEN coalesce(title, description) IS NULL AND venue_id IS NULL THEN event_id ELSE -id END"
ENTRY, ENTRY_BEFORE = f"CASE WHEN covered THEN 0 {OWN}", f"CASE {OWN}"
LOOKED_AT = ["local_date", "ends_at", "all_day", "time_known", "status", "withdrawn_at"]
LONG = ["id", "entry_id", "starts_at", "all_day", "time_known", "status", "withdrawn_at"]

FUNCTIONS = """
CREATE OR REPLACE FUNCTION index_events(ids bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    WITH known AS (
        SELECT id, source_id, coalesce(venue_id, cast(merged ->> 'venue_id' AS integer)) AS venue_id,
               coalesce(cast(merged #>> '{price,is_free}' AS boolean), is_free) AS is_free,
               coalesce(merged ->> 'organizer', organizer) AS organizer,
               CASE WHEN merged IS NULL THEN categories
                    ELSE ARRAY(SELECT jsonb_array_elements_text(merged -> 'categories')) END AS categories,
               CASE WHEN merged IS NOT NULL
                    THEN ARRAY(SELECT '#s:' || one FROM jsonb_array_elements_text(merged -> 'source_ids') one) END
                    AS sources,
               merged ->> 'titles' AS titles, status, hidden_at IS NOT NULL OR covered AS hidden, withdrawn_at, title,
               coalesce(merged ->> 'description', description) AS description
          FROM events WHERE id = ANY (ids)),
    entries AS (
        SELECT id AS entry_id, id AS event_id, source_id, venue_id, is_free, organizer, categories, sources, titles,
               status, hidden, withdrawn_at, title, description
          FROM known
        UNION ALL
        SELECT o.entry_id, e.id, e.source_id, coalesce(o.venue_id, e.venue_id), e.is_free, e.organizer, e.categories,
               e.sources, e.titles, e.status, e.hidden, e.withdrawn_at, coalesce(o.title, e.title),
               coalesce(o.description, e.description)
          FROM occurrences o JOIN known e ON e.id = o.event_id
         WHERE o.event_id = ANY (ids) AND o.entry_id < 0),
    alike AS (
        SELECT source_id, venue_id, is_free, organizer, categories, sources, titles AS others,
               array_agg(entry_id) AS ids, array_agg(event_id) AS events, array_agg(status) AS statuses,
               array_agg(hidden) AS hidden, array_agg(withdrawn_at IS NOT NULL) AS withdrawn,
               array_agg(left(title, 2000)) AS titles, array_agg(left(description, 4000)) AS descriptions
          FROM entries GROUP BY source_id, venue_id, is_free, organizer, categories, sources, titles),
    named AS MATERIALIZED (
        SELECT a.*, v.place_id, v.latitude, v.longitude, m.marks, array_to_tsvector(m.marks) AS marked,
               setweight(to_tsvector('marquee', n.names) || to_tsvector('marquee_plain', n.names), 'B') AS names
          FROM alike a
          LEFT JOIN LATERAL (SELECT * FROM shown_venues WHERE venue_id = a.venue_id OFFSET 0) v ON true
         CROSS JOIN LATERAL (
            SELECT left(concat_ws(' ', a.organizer, v.name, nullif(v.spelled, v.name),
                                array_to_string(a.categories, ' '), a.others), 2000) AS names OFFSET 0) n
         CROSS JOIN LATERAL (
            SELECT array_remove(ARRAY(SELECT DISTINCT '#c:' || left(lower(c), 200) FROM unnest(a.categories) c)
                                || ARRAY['#s:' || a.source_id, '#v:' || v.id,
                                         '#v:' || nullif(v.place_id, v.id),
                                         CASE a.is_free WHEN true THEN '#free' WHEN false THEN '#paid' END]
                                || coalesce(a.sources, '{}'),
                                NULL) AS marks OFFSET 0) m),
    said AS MATERIALIZED (
        SELECT e.id, e.event_id, e.status, e.hidden, e.withdrawn, n.source_id, n.place_id AS venue_id,
               n.latitude, n.longitude, n.marks, n.marked, n.names,
               to_tsvector('marquee', coalesce(e.description, '')) AS described,
               setweight(to_tsvector('marquee', e.title) || to_tsvector('marquee_plain', e.title), 'A') AS titled
          FROM named n
         CROSS JOIN LATERAL unnest(n.ids, n.events, n.statuses, n.hidden, n.withdrawn, n.titles, n.descriptions)
                         AS e (id, event_id, status, hidden, withdrawn, title, description)
         ORDER BY e.id),
    looked_at AS (
        INSERT INTO event_search (entry_id, event_id, source_id, venue_id, status, hidden, withdrawn, latitude,
                                  longitude, marks)
        SELECT id, event_id, source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks FROM said
        ON CONFLICT (entry_id) DO UPDATE
           SET (source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks)
             = (excluded.source_id, excluded.venue_id, excluded.status, excluded.hidden, excluded.withdrawn,
                excluded.latitude, excluded.longitude, excluded.marks)),
    indexed AS (
        INSERT INTO event_words (entry_id, words) SELECT id, titled || names || described || marked FROM said
        ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words WHERE event_words.words <> excluded.words)
    INSERT INTO search_words (word)
    SELECT word FROM (SELECT DISTINCT word
                        FROM (SELECT titled AS words FROM said UNION ALL SELECT names FROM named) w,
                             unnest(tsvector_to_array(words)) word OFFSET 0) w
     WHERE length(word) BETWEEN 4 AND 40 AND word !~ '[0-9]'
       AND (SELECT true FROM search_words k WHERE k.word = w.word LIMIT 1) IS NULL
$$;
CREATE OR REPLACE FUNCTION index_changed_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint[] := ARRAY(
        SELECT DISTINCT event_id FROM (
            (SELECT id, event_id, entry_id, title, venue_id, description FROM changed WHERE entry_id < 0
             EXCEPT SELECT id, event_id, entry_id, title, venue_id, description FROM before)
            UNION ALL
            (SELECT id, event_id, entry_id, title, venue_id, description FROM before WHERE entry_id < 0
             EXCEPT SELECT id, event_id, entry_id, title, venue_id, description FROM changed)) looked_at);
    ids bigint[] := own || ARRAY(
        SELECT DISTINCT event_id FROM (
            SELECT id, event_id, starts_at, ends_at, all_day, time_known, covered, withdrawn_at IS NULL FROM changed
            EXCEPT
            SELECT id, event_id, starts_at, ends_at, all_day, time_known, covered, withdrawn_at IS NULL FROM before)
            looked_at);
BEGIN
    IF own <> '{}' THEN
        PERFORM drop_entries(ARRAY(SELECT entry_id FROM before WHERE entry_id < 0
                                   EXCEPT SELECT entry_id FROM changed));
        PERFORM index_events(own);
    END IF;
    IF ids <> '{}' THEN
        PERFORM index_times(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_gone_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    groups bigint[] := ARRAY(SELECT DISTINCT group_id FROM before WHERE group_id IS NOT NULL AND NOT covered);
BEGIN
    PERFORM drop_entries(ARRAY(SELECT entry_id FROM before WHERE entry_id < 0));
    PERFORM index_times(ARRAY(SELECT DISTINCT event_id FROM before));
    IF groups <> '{}' THEN
        UPDATE events SET covered = false
         WHERE covered AND id IN (SELECT event_id FROM occurrences WHERE group_id = ANY (groups));
        UPDATE occurrences SET covered = false WHERE covered AND group_id = ANY (groups);
    END IF;
    RETURN NULL;
END $$;
"""


INDEX_CHANGED_EVENTS = """
CREATE OR REPLACE FUNCTION index_changed_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(
        SELECT id FROM (
            SELECT id, source_id, venue_id, status, is_free, title, description, organizer, categories, {more}
                   hidden_at IS NULL, withdrawn_at IS NULL FROM changed
            EXCEPT
            SELECT id, source_id, venue_id, status, is_free, title, description, organizer, categories, {more}
                   hidden_at IS NULL, withdrawn_at IS NULL FROM before) looked_at);
BEGIN
    IF ids <> '{{}}' THEN
        PERFORM index_events(ids);
    END IF;
    RETURN NULL;
END $$;
"""


def upgrade() -> None:
    op.add_column("sources", sa.Column("role", sa.Text()))
    op.add_column("runs", sa.Column("matched_at", MOMENT))
    op.create_index("ix_runs_unmatched", "runs", ["id"], postgresql_where=sa.text("matched_at IS NULL"))
    _create_tables()
    op.add_column("events", sa.Column("covered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("events", sa.Column("merged", postgresql.JSONB()))
    op.add_column("occurrences", sa.Column("group_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_occurrences_group_id"), "occurrences", "event_groups", ["group_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(
        "ix_occurrences_group_id", "occurrences", ["group_id"], postgresql_where=sa.text("group_id IS NOT NULL")
    )
    op.add_column("occurrences", sa.Column("covered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    _find_entries_by(ENTRY)
    op.execute(FUNCTIONS)
    op.execute(INDEX_CHANGED_EVENTS.format(more="covered, merged,"))


def downgrade() -> None:
    """People's decisions about which events are one are lost."""
    op.execute("UPDATE occurrences SET covered = false WHERE covered")
    op.execute(
        context.script.get_revision("0016").module.index_events(context.script.get_revision("0013").module.FUNCTIONS)
    )
    op.execute("DROP FUNCTION index_events_of_venue()")
    op.execute(INDEX_CHANGED_EVENTS.format(more=""))
    op.execute("SELECT index_events(ARRAY(SELECT id FROM events WHERE covered OR merged IS NOT NULL))")
    _find_entries_by(ENTRY_BEFORE)
    for table, columns in (("occurrences", ("covered", "group_id")), ("events", ("covered", "merged"))):
        for name in columns:
            op.drop_column(table, name)
    for table in ("match_keys", "event_links", "event_groups"):
        op.drop_table(table)
    op.drop_index("ix_runs_unmatched", "runs")
    op.drop_column("runs", "matched_at")
    op.drop_column("sources", "role")


def _create_tables() -> None:
    op.create_table(
        "event_groups",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("conflicts", postgresql.JSONB()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_groups")),
    )
    op.create_index(
        "ix_event_groups_conflicts", "event_groups", ["id"], postgresql_where=sa.text("conflicts IS NOT NULL")
    )
    op.create_table(
        "event_links",
        sa.Column("low_id", sa.BigInteger(), nullable=False),
        sa.Column("high_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("score", sa.Double()),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("rules", sa.Text()),
        sa.Column("judged_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_because", sa.Text()),
        sa.ForeignKeyConstraint(["low_id"], ["events.id"], name=op.f("fk_event_links_low_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["high_id"], ["events.id"], name=op.f("fk_event_links_high_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_event_links")),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_event_links_ordered")),
    )
    op.create_index("ix_event_links_high_id", "event_links", ["high_id"])
    op.create_index(
        "ix_event_links_suggested",
        "event_links",
        ["score", "low_id", "high_id"],
        postgresql_where=sa.text("state = 'suggested'"),
    )
    op.create_table(
        "match_keys",
        sa.Column("occurrence_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_match_keys_occurrence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_match_keys")),
    )
    op.create_index("ix_match_keys_keys", "match_keys", ["keys"], postgresql_using="gin")


def _find_entries_by(expression: str) -> None:
    """Generates `entry_id` again, with the indexes that contain it."""
    for name in ("own", "long", "entry_id_starts_at", "starts_at"):
        op.drop_index(f"ix_occurrences_{name}", "occurrences")
    op.drop_column("occurrences", "entry_id")
    computed = sa.Computed(expression, persisted=True)
    op.add_column("occurrences", sa.Column("entry_id", sa.BigInteger, computed, nullable=False))
    op.create_index(
        "ix_occurrences_starts_at", "occurrences", ["starts_at", "id"], postgresql_include=["entry_id", *LOOKED_AT]
    )
    op.create_index(
        "ix_occurrences_entry_id_starts_at",
        "occurrences",
        ["entry_id", "starts_at", "id"],
        postgresql_include=LOOKED_AT,
    )
    op.create_index(
        "ix_occurrences_long",
        "occurrences",
        ["ends_at"],
        postgresql_include=LONG,
        postgresql_where=sa.text("ends_at - starts_at > '1 day'::interval"),
    )
    op.create_index("ix_occurrences_own", "occurrences", ["event_id"], postgresql_where=sa.text("entry_id < 0"))
