"""Makes indexing a new event cheaper: triggers that only look at what changed, and no foreign keys.

`index_events` groups events that share everything but their texts, and parses their shared words once. Sequential scans
are off, because Postgres uses them while tables have no statistics, and the cost of a batch would grow with the
calendar. A new occurrence can only widen its event's span, so the other occurrences are not read.

Downgrading changes nothing: the earlier triggers made the same rows, only slower.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FUNCTIONS = """
CREATE OR REPLACE FUNCTION index_events(ids bigint[]) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
    WITH alike AS (
        SELECT source_id, venue_id, is_free, organizer, categories, array_agg(id) AS ids, array_agg(status) AS statuses,
               array_agg(hidden_at IS NOT NULL) AS hidden, array_agg(withdrawn_at IS NOT NULL) AS withdrawn,
               array_agg(left(title, 2000)) AS titles, array_agg(left(description, 4000)) AS descriptions
          FROM events WHERE id = ANY (ids) GROUP BY source_id, venue_id, is_free, organizer, categories),
    grouped AS MATERIALIZED (
        SELECT a.*, v.latitude, v.longitude, m.marks, array_to_tsvector(m.marks) AS marked,
               setweight(to_tsvector('marquee', n.names) || to_tsvector('marquee_plain', n.names), 'B') AS named
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
        SELECT e.id, e.status, e.hidden, e.withdrawn, t.source_id, t.venue_id, t.latitude, t.longitude, t.marks,
               t.marked, t.named, to_tsvector('marquee', coalesce(e.description, '')) AS described,
               setweight(to_tsvector('marquee', e.title) || to_tsvector('marquee_plain', e.title), 'A') AS titled
          FROM grouped t
         CROSS JOIN LATERAL unnest(t.ids, t.statuses, t.hidden, t.withdrawn, t.titles, t.descriptions)
                         AS e (id, status, hidden, withdrawn, title, description)
         ORDER BY e.id),
    looked_at AS (
        INSERT INTO event_search (event_id, source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks)
        SELECT id, source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks FROM said
        ON CONFLICT (event_id) DO UPDATE
           SET (source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks)
             = (excluded.source_id, excluded.venue_id, excluded.status, excluded.hidden, excluded.withdrawn,
                excluded.latitude, excluded.longitude, excluded.marks)),
    indexed AS (
        INSERT INTO event_words (event_id, words) SELECT id, titled || named || described || marked FROM said
        ON CONFLICT (event_id) DO UPDATE SET words = excluded.words WHERE event_words.words <> excluded.words)
    INSERT INTO search_words (word)
    SELECT word FROM (SELECT DISTINCT word
                        FROM (SELECT titled AS words FROM said UNION ALL SELECT named FROM grouped) w,
                             unnest(tsvector_to_array(words)) word OFFSET 0) w
     WHERE length(word) BETWEEN 4 AND 40 AND word !~ '[0-9]'
       AND (SELECT true FROM search_words k WHERE k.word = w.word LIMIT 1) IS NULL
$$;
CREATE OR REPLACE FUNCTION index_times(ids bigint[]) RETURNS void LANGUAGE sql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    UPDATE event_search x SET first_at = t.first_at, last_at = t.last_at, first_is_live = t.first_is_live
      FROM (SELECT DISTINCT unnest(ids) AS id) i
     CROSS JOIN LATERAL (
        SELECT min(o.starts_at) AS first_at,
               max(coalesce(o.ends_at, CASE WHEN o.all_day OR NOT o.time_known
                   THEN o.starts_at + interval '24 hours' ELSE o.starts_at END)) AS last_at,
               coalesce(min(o.starts_at) = min(o.starts_at) FILTER (WHERE o.withdrawn_at IS NULL), false)
                   AS first_is_live
          FROM occurrences o WHERE o.event_id = i.id) t
     WHERE x.event_id = i.id AND (x.first_at, x.last_at, x.first_is_live)
           IS DISTINCT FROM (t.first_at, t.last_at, t.first_is_live)
$$;
CREATE OR REPLACE FUNCTION index_new_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_changed_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(
        SELECT id FROM (
            SELECT id, source_id, venue_id, status, is_free, title, description, organizer, categories,
                   hidden_at IS NULL, withdrawn_at IS NULL FROM changed
            EXCEPT
            SELECT id, source_id, venue_id, status, is_free, title, description, organizer, categories,
                   hidden_at IS NULL, withdrawn_at IS NULL FROM before) looked_at);
BEGIN
    IF ids <> '{}' THEN
        PERFORM index_events(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_gone_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM event_search WHERE event_id = ANY (ARRAY(SELECT id FROM before));
    DELETE FROM event_words WHERE event_id = ANY (ARRAY(SELECT id FROM before));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_events_of_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT id FROM events WHERE venue_id = NEW.id FOR KEY SHARE));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_new_times() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    UPDATE event_search x
       SET first_at = least(x.first_at, n.first_at), last_at = greatest(x.last_at, n.last_at),
           first_is_live = CASE WHEN x.first_at < n.first_at THEN x.first_is_live
                                WHEN x.first_at = n.first_at THEN x.first_is_live OR n.first_is_live
                                ELSE n.first_is_live END
      FROM (SELECT event_id, min(starts_at) AS first_at,
                   max(coalesce(ends_at, CASE WHEN all_day OR NOT time_known
                       THEN starts_at + interval '24 hours' ELSE starts_at END)) AS last_at,
                   coalesce(min(starts_at) = min(starts_at) FILTER (WHERE withdrawn_at IS NULL), false)
                       AS first_is_live
              FROM changed GROUP BY event_id) n
     WHERE x.event_id = n.event_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_changed_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(
        SELECT DISTINCT event_id FROM (
            SELECT id, event_id, starts_at, ends_at, all_day, time_known, withdrawn_at IS NULL FROM changed
            EXCEPT
            SELECT id, event_id, starts_at, ends_at, all_day, time_known, withdrawn_at IS NULL FROM before) looked_at);
BEGIN
    IF ids <> '{}' THEN
        PERFORM index_times(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_gone_times() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_times(ARRAY(SELECT DISTINCT event_id FROM before));
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER index_new_events AFTER INSERT ON events REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_events();
CREATE TRIGGER index_changed_events AFTER UPDATE ON events REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_events();
CREATE TRIGGER index_gone_events AFTER DELETE ON events REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION index_gone_events();
CREATE TRIGGER index_events_of_venue AFTER UPDATE OF name, latitude, longitude ON venues
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION index_events_of_venue();
CREATE TRIGGER index_new_times AFTER INSERT ON occurrences REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_times();
CREATE TRIGGER index_changed_times AFTER UPDATE ON occurrences REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_changed_times();
CREATE TRIGGER index_gone_times AFTER DELETE ON occurrences REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION index_gone_times();
"""

REPLACED = {
    "events": ("index_new_events", "index_changed_events", "index_gone_events"),
    "venues": ("index_events_of_venue",),
    "occurrences": ("index_new_times", "index_changed_times", "index_gone_times"),
}


def upgrade() -> None:
    for table, triggers in REPLACED.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
    op.execute(FUNCTIONS)
    op.execute(TRIGGERS)
    op.execute("ALTER TABLE event_words DROP CONSTRAINT IF EXISTS fk_event_words_event_id_event_search")
    op.execute("ALTER TABLE event_search DROP CONSTRAINT IF EXISTS fk_event_search_event_id_events")
    # A row is written with its event and again with its times. The second version fits on the same page, so that no
    # index must be updated.
    op.execute("ALTER TABLE event_search SET (fillfactor = 50)")


def downgrade() -> None:
    """Keeps the functions and triggers; only the downgrade of 0004 removes them."""
