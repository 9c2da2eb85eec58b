"""An occurrence has its own title, venue, address, and description, and searches find it by them.

An occurrence with texts of its own has its own search entry. The others share their event's entry, so they
cost the index nothing. `entry_id` is generated, so it always fits the texts. Adding it rewrites the table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OWN = {"title": sa.Text(), "venue_id": sa.Integer(), "url": sa.Text(), "description": sa.Text()}
LOOKED_AT = ["local_date", "ends_at", "all_day", "time_known", "status", "withdrawn_at"]
LONG = ["id", "{key}", "starts_at", "all_day", "time_known", "status", "withdrawn_at"]

ENTRIES = """
ALTER TABLE event_search RENAME COLUMN event_id TO entry_id;
ALTER TABLE event_search ADD COLUMN event_id bigint;
UPDATE event_search SET event_id = entry_id;
ALTER TABLE event_search ALTER COLUMN event_id SET NOT NULL;
CREATE INDEX ix_event_search_own ON event_search (event_id) WHERE entry_id < 0;
ALTER TABLE event_words RENAME COLUMN event_id TO entry_id;
"""

WITHOUT_ENTRIES = """
DELETE FROM event_words WHERE entry_id < 0;
DELETE FROM event_search WHERE entry_id < 0;
ALTER TABLE event_words RENAME COLUMN entry_id TO event_id;
DROP INDEX ix_event_search_own;
ALTER TABLE event_search DROP COLUMN event_id;
ALTER TABLE event_search RENAME COLUMN entry_id TO event_id;
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION index_events(ids bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    WITH entries AS (
        SELECT id AS entry_id, id AS event_id, source_id, venue_id, is_free, organizer, categories, status, hidden_at,
               withdrawn_at, title, description
          FROM events WHERE id = ANY (ids)
        UNION ALL
        SELECT o.entry_id, e.id, e.source_id, coalesce(o.venue_id, e.venue_id), e.is_free, e.organizer, e.categories,
               e.status, e.hidden_at, e.withdrawn_at, coalesce(o.title, e.title),
               coalesce(o.description, e.description)
          FROM occurrences o
         CROSS JOIN LATERAL (SELECT * FROM events WHERE id = o.event_id OFFSET 0) e
         WHERE o.event_id = ANY (ids) AND o.entry_id < 0),
    alike AS (
        SELECT source_id, venue_id, is_free, organizer, categories, array_agg(entry_id) AS ids,
               array_agg(event_id) AS events, array_agg(status) AS statuses,
               array_agg(hidden_at IS NOT NULL) AS hidden, array_agg(withdrawn_at IS NOT NULL) AS withdrawn,
               array_agg(left(title, 2000)) AS titles, array_agg(left(description, 4000)) AS descriptions
          FROM entries GROUP BY source_id, venue_id, is_free, organizer, categories),
    named AS MATERIALIZED (
        SELECT a.*, v.latitude, v.longitude, m.marks, array_to_tsvector(m.marks) AS marked,
               setweight(to_tsvector('marquee', n.names) || to_tsvector('marquee_plain', n.names), 'B') AS names
          FROM alike a
          LEFT JOIN LATERAL (SELECT name, latitude, longitude FROM venues WHERE id = a.venue_id OFFSET 0) v ON true
         CROSS JOIN LATERAL (
            SELECT left(concat_ws(' ', a.organizer, v.name, array_to_string(a.categories, ' ')), 2000) AS names
            OFFSET 0) n
         CROSS JOIN LATERAL (
            SELECT array_remove(ARRAY(SELECT DISTINCT '#c:' || left(lower(c), 200) FROM unnest(a.categories) c)
                                || ARRAY['#s:' || a.source_id, '#v:' || a.venue_id,
                                         CASE a.is_free WHEN true THEN '#free' WHEN false THEN '#paid' END],
                                NULL) AS marks OFFSET 0) m),
    said AS MATERIALIZED (
        SELECT e.id, e.event_id, e.status, e.hidden, e.withdrawn, n.source_id, n.venue_id, n.latitude, n.longitude,
               n.marks, n.marked, n.names, to_tsvector('marquee', coalesce(e.description, '')) AS described,
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
CREATE OR REPLACE FUNCTION index_times(ids bigint[]) RETURNS void LANGUAGE sql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    UPDATE event_search x SET first_at = t.first_at, last_at = t.last_at, first_is_live = t.first_is_live
      FROM (SELECT DISTINCT unnest(ids) AS id
            UNION ALL SELECT entry_id FROM occurrences WHERE event_id = ANY (ids) AND entry_id < 0) i
     CROSS JOIN LATERAL (
        SELECT min(o.starts_at) AS first_at,
               max(coalesce(o.ends_at, CASE WHEN o.all_day OR NOT o.time_known
                   THEN o.starts_at + interval '24 hours' ELSE o.starts_at END)) AS last_at,
               coalesce(min(o.starts_at) = min(o.starts_at) FILTER (WHERE o.withdrawn_at IS NULL), false)
                   AS first_is_live
          FROM occurrences o WHERE o.entry_id = i.id) t
     WHERE x.entry_id = i.id AND (x.first_at, x.last_at, x.first_is_live)
           IS DISTINCT FROM (t.first_at, t.last_at, t.first_is_live)
$$;
CREATE OR REPLACE FUNCTION drop_entries(ids bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    DELETE FROM event_search WHERE entry_id = ANY (ids);
    DELETE FROM event_words WHERE entry_id = ANY (ids);
$$;
CREATE OR REPLACE FUNCTION index_gone_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_entries(ARRAY(SELECT id FROM before));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_events_of_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT id FROM events
                                WHERE venue_id = NEW.id
                                   OR id IN (SELECT event_id FROM occurrences WHERE venue_id = NEW.id)
                                  FOR KEY SHARE));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_new_times() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    own bigint[] := ARRAY(SELECT DISTINCT event_id FROM changed WHERE entry_id < 0);
BEGIN
    IF own <> '{}' THEN
        PERFORM index_events(own);
    END IF;
    UPDATE event_search x
       SET first_at = least(x.first_at, n.first_at), last_at = greatest(x.last_at, n.last_at),
           first_is_live = CASE WHEN x.first_at < n.first_at THEN x.first_is_live
                                WHEN x.first_at = n.first_at THEN x.first_is_live OR n.first_is_live
                                ELSE n.first_is_live END
      FROM (SELECT entry_id, min(starts_at) AS first_at,
                   max(coalesce(ends_at, CASE WHEN all_day OR NOT time_known
                       THEN starts_at + interval '24 hours' ELSE starts_at END)) AS last_at,
                   coalesce(min(starts_at) = min(starts_at) FILTER (WHERE withdrawn_at IS NULL), false)
                       AS first_is_live
              FROM changed GROUP BY entry_id) n
     WHERE x.entry_id = n.entry_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_changed_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint[] := ARRAY(
        SELECT DISTINCT event_id FROM (
            (SELECT id, event_id, title, venue_id, description FROM changed WHERE entry_id < 0
             EXCEPT SELECT id, event_id, title, venue_id, description FROM before)
            UNION ALL
            (SELECT id, event_id, title, venue_id, description FROM before WHERE entry_id < 0
             EXCEPT SELECT id, event_id, title, venue_id, description FROM changed)) looked_at);
    ids bigint[] := own || ARRAY(
        SELECT DISTINCT event_id FROM (
            SELECT id, event_id, starts_at, ends_at, all_day, time_known, withdrawn_at IS NULL FROM changed
            EXCEPT
            SELECT id, event_id, starts_at, ends_at, all_day, time_known, withdrawn_at IS NULL FROM before) looked_at);
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
BEGIN
    PERFORM drop_entries(ARRAY(SELECT entry_id FROM before WHERE entry_id < 0));
    PERFORM index_times(ARRAY(SELECT DISTINCT event_id FROM before));
    RETURN NULL;
END $$;
"""


def upgrade() -> None:
    for name, kind in OWN.items():
        op.add_column("occurrences", sa.Column(name, kind))
    op.create_foreign_key(op.f("fk_occurrences_venue_id"), "occurrences", "venues", ["venue_id"], ["id"])
    _drop_indexes("event_id")
    own = "CASE WHEN coalesce(title, description) IS NULL AND venue_id IS NULL THEN event_id ELSE -id END"
    op.add_column("occurrences", sa.Column("entry_id", sa.BigInteger, sa.Computed(own, persisted=True), nullable=False))
    _create_indexes("entry_id")
    op.create_index("ix_occurrences_own", "occurrences", ["event_id"], postgresql_where=sa.text("entry_id < 0"))
    op.create_index(
        "ix_occurrences_venue_id", "occurrences", ["venue_id"], postgresql_where=sa.text("venue_id IS NOT NULL")
    )
    op.execute(ENTRIES)
    op.execute(FUNCTIONS)


def downgrade() -> None:
    op.execute(WITHOUT_ENTRIES)
    op.execute(context.script.get_revision("0012").module.FUNCTIONS)
    op.execute("DROP FUNCTION drop_entries")
    for name in ("venue_id", "own"):
        op.drop_index(f"ix_occurrences_{name}", "occurrences")
    _drop_indexes("entry_id")
    for name in ("entry_id", *OWN):
        op.drop_column("occurrences", name)
    _create_indexes("event_id")
    op.execute("SELECT index_times(ARRAY(SELECT id FROM events))")


def _drop_indexes(key: str) -> None:
    for name in ("long", f"{key}_starts_at", "starts_at"):
        op.drop_index(f"ix_occurrences_{name}", "occurrences")


def _create_indexes(key: str) -> None:
    """Of `occurrences`: `key` leads from one to its search entry."""
    op.create_index(
        "ix_occurrences_starts_at", "occurrences", ["starts_at", "id"], postgresql_include=[key, *LOOKED_AT]
    )
    op.create_index(
        f"ix_occurrences_{key}_starts_at", "occurrences", [key, "starts_at", "id"], postgresql_include=LOOKED_AT
    )
    op.create_index(
        "ix_occurrences_long",
        "occurrences",
        ["ends_at"],
        postgresql_include=[name.format(key=key) for name in LONG],
        postgresql_where=sa.text("ends_at - starts_at > '1 day'::interval"),
    )
