"""Makes the town's categories cheap in `index_events`, and phrases exact.

A rule is compared only with texts that have its first word, a category of a source once for each batch, and a source
only for events that no other rule maps. The plan is made once for each connection: planning took longer than indexing a
single event. A phrase is looked for in the title's stems alone: in `titled`, the unstemmed title follows them.

The plan assumes ten events, which is also a good plan for a thousand, but not for a hundred thousand: its nested loops
would take hours. So `index_events` takes a thousand at a time. Before Postgres 18, functions in SQL are planned at each
call, and the setting changes nothing.
"""

from __future__ import annotations

from alembic import context, op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEX_EVENTS = """
CREATE OR REPLACE FUNCTION index_events(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR place IN 1 .. coalesce(cardinality(ids), 0) BY 1000 LOOP
        PERFORM index_batch(ids[place : place + 999]);
    END LOOP;
END $$;
"""

INDEX_BATCH = """
CREATE FUNCTION index_batch(ids bigint[]) RETURNS void LANGUAGE sql
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
    WITH rules AS MATERIALIZED (
        SELECT kind, pattern, query, '#k:' || category AS mark, split_part(query::text, '''', 2) AS first_word
          FROM category_rules),
    known AS (
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
    by_category AS (
        SELECT category, array_agg(r.mark) AS marks
          FROM (SELECT category, said, unnest(tsvector_to_array(said)) AS word
                  FROM (SELECT category, to_tsvector('marquee', translate(left(category, 200), '/_', '  ')) AS said
                          FROM (SELECT DISTINCT unnest(categories) AS category FROM alike) c OFFSET 0) c OFFSET 0) w
          JOIN rules r ON r.kind = 'word' AND r.first_word = w.word AND w.said @@ r.query
         GROUP BY category HAVING bool_and(r.mark IS NOT NULL)),
    by_categories AS (
        SELECT categories, array_agg(DISTINCT mark) AS by_categories
          FROM (SELECT DISTINCT categories FROM alike) a
         CROSS JOIN LATERAL unnest(categories) category
          JOIN by_category USING (category)
         CROSS JOIN LATERAL unnest(marks) mark
         GROUP BY categories),
    by_source AS MATERIALIZED (
        SELECT s.id, array_agg(DISTINCT r.mark) AS marks
          FROM (SELECT id, name, to_tsvector('marquee', concat_ws(' ', translate(name, '_', ' '), title)) AS said
                  FROM sources WHERE id IN (SELECT source_id FROM known) OFFSET 0) s
          JOIN rules r
            ON r.pattern = s.name
            OR (s.said @@ r.query AND NOT EXISTS (SELECT FROM rules n WHERE n.kind = 'source' AND n.pattern = s.name))
         WHERE r.kind = 'source' AND r.mark IS NOT NULL
         GROUP BY s.id),
    named AS MATERIALIZED (
        SELECT a.*, k.by_categories, v.place_id, v.latitude, v.longitude, m.marks,
               setweight(to_tsvector('marquee', n.names) || to_tsvector('marquee_plain', n.names), 'B') AS names
          FROM alike a
          LEFT JOIN by_categories k USING (categories)
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
        SELECT e.id, e.event_id, e.status, e.hidden, e.withdrawn, e.title, n.source_id, n.place_id AS venue_id,
               n.latitude, n.longitude, n.marks, n.by_categories, n.names,
               to_tsvector('marquee', coalesce(e.description, '')) AS described,
               setweight(to_tsvector('marquee', e.title) || to_tsvector('marquee_plain', e.title), 'A') AS titled
          FROM named n
         CROSS JOIN LATERAL unnest(n.ids, n.events, n.statuses, n.hidden, n.withdrawn, n.titles, n.descriptions)
                         AS e (id, event_id, status, hidden, withdrawn, title, description)
         ORDER BY e.id),
    by_title AS (
        SELECT id, array_agg(DISTINCT r.mark) AS by_title
          FROM (SELECT id, title, titled, by_categories, unnest(tsvector_to_array(titled)) AS word
                  FROM said OFFSET 0) w
          JOIN rules r ON r.kind = 'title' AND r.first_word = w.word AND w.titled @@ r.query
         WHERE r.mark IS NOT NULL AND r.mark <> ALL (coalesce(w.by_categories, '{}'))
           AND (numnode(r.query) = 1 OR to_tsvector('marquee', w.title) @@ r.query)
         GROUP BY id),
    marked AS MATERIALIZED (
        SELECT s.id, s.marks || coalesce(s.by_categories || k.by_title,
                                         (SELECT b.marks FROM by_source b WHERE b.id = s.source_id),
                                         '{#k:other}') AS marks
          FROM said s LEFT JOIN by_title k USING (id)),
    looked_at AS (
        INSERT INTO event_search (entry_id, event_id, source_id, venue_id, status, hidden, withdrawn, latitude,
                                  longitude, marks)
        SELECT id, event_id, source_id, venue_id, status, hidden, withdrawn, latitude, longitude, m.marks
          FROM said JOIN marked m USING (id) ORDER BY id
        ON CONFLICT (entry_id) DO UPDATE
           SET (source_id, venue_id, status, hidden, withdrawn, latitude, longitude, marks)
             = (excluded.source_id, excluded.venue_id, excluded.status, excluded.hidden, excluded.withdrawn,
                excluded.latitude, excluded.longitude, excluded.marks)),
    indexed AS (
        INSERT INTO event_words (entry_id, words)
        SELECT id, titled || names || described || array_to_tsvector(m.marks)
          FROM said JOIN marked m USING (id) ORDER BY id
        ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words WHERE event_words.words <> excluded.words)
    INSERT INTO search_words (word)
    SELECT word FROM (SELECT DISTINCT word
                        FROM (SELECT titled AS words FROM said UNION ALL SELECT names FROM named) w,
                             unnest(tsvector_to_array(words)) word OFFSET 0) w
     WHERE length(word) BETWEEN 4 AND 40 AND word !~ '[0-9]'
       AND (SELECT true FROM search_words k WHERE k.word = w.word LIMIT 1) IS NULL
$$;
"""


def upgrade() -> None:
    op.execute(INDEX_BATCH)
    op.execute(INDEX_EVENTS)


def downgrade() -> None:
    op.execute(context.script.get_revision("0020").module.index_events())
    op.execute("DROP FUNCTION index_batch(bigint[])")
