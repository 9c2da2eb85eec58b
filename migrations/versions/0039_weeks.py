"""Lets searches find entries by week, and writes an entry once, when its times are known.

An entry's marks name the weeks in which it takes place, so that one index finds what a category, a place, or a word has
in a week, instead of reading thousands of rows to find the fifty that come next. `index_events` reads the times, too:
`index_times`, and the second version of each new row, are gone. The triggers sort the ids: in any other order, indexing
a thousand new events took 170 instead of 110 ms.
"""

from __future__ import annotations

from alembic import context, op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TIMES = "first_at, last_at, first_is_live"
OVER = """coalesce(o.ends_at, CASE WHEN o.all_day OR NOT o.time_known
                       THEN o.starts_at + interval '24 hours' ELSE o.starts_at END)"""
TIMED = """
    marked AS MATERIALIZED (
        SELECT s.id, t.first_at, t.last_at, t.first_is_live,"""
WEEK_OF = "floor(extract(epoch FROM {moment}) / 604800)::int"
LAST_WEEK = WEEK_OF.format(moment=f"greatest(o.starts_at, {OVER})")
WEEKS = f"""'{{#k:other}}')
               || CASE WHEN t.last_at > t.first_at + interval '1 year' THEN ARRAY['#w:long']
                       ELSE ARRAY(SELECT DISTINCT '#w:' || week FROM occurrences o
                                   CROSS JOIN generate_series({WEEK_OF.format(moment="o.starts_at")},
                                                              {LAST_WEEK}) week
                                   WHERE o.entry_id = s.id) END AS marks
          FROM said s LEFT JOIN by_title k USING (id)
         CROSS JOIN LATERAL (
            SELECT min(o.starts_at) AS first_at, max({OVER}) AS last_at,
                   coalesce(min(o.starts_at) = min(o.starts_at) FILTER (WHERE o.withdrawn_at IS NULL), false)
                       AS first_is_live
              FROM occurrences o WHERE o.entry_id = s.id) t),"""

TRIGGERS = """
CREATE OR REPLACE FUNCTION index_new_times() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_events(ARRAY(SELECT DISTINCT event_id FROM changed ORDER BY event_id));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_changed_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(
        SELECT DISTINCT event_id FROM (
            (SELECT id, event_id, entry_id, title, venue_id, description, starts_at, ends_at, all_day, time_known,
                    withdrawn_at IS NULL FROM changed
             EXCEPT
             SELECT id, event_id, entry_id, title, venue_id, description, starts_at, ends_at, all_day, time_known,
                    withdrawn_at IS NULL FROM before)
            UNION ALL
            (SELECT id, event_id, entry_id, title, venue_id, description, starts_at, ends_at, all_day, time_known,
                    withdrawn_at IS NULL FROM before
             EXCEPT
             SELECT id, event_id, entry_id, title, venue_id, description, starts_at, ends_at, all_day, time_known,
                    withdrawn_at IS NULL FROM changed)) looked_at ORDER BY event_id);
BEGIN
    IF ids <> '{}' THEN
        PERFORM drop_entries(ARRAY(SELECT entry_id FROM before WHERE entry_id < 0
                                   EXCEPT SELECT entry_id FROM changed));
        PERFORM index_events(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION index_gone_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    groups bigint[] := ARRAY(SELECT DISTINCT group_id FROM before WHERE group_id IS NOT NULL AND NOT covered);
BEGIN
    PERFORM drop_entries(ARRAY(SELECT entry_id FROM before WHERE entry_id < 0));
    PERFORM index_events(ARRAY(SELECT DISTINCT event_id FROM before ORDER BY event_id));
    IF groups <> '{}' THEN
        UPDATE events SET covered = false
         WHERE covered AND id IN (SELECT event_id FROM occurrences WHERE group_id = ANY (groups));
        UPDATE occurrences SET covered = false WHERE covered AND group_id = ANY (groups);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER index_new_events ON events;
DROP FUNCTION index_new_events();
DROP FUNCTION index_times(bigint[]);
ALTER TABLE event_search RESET (fillfactor);
"""
TRIGGERS_BEFORE = """
CREATE TRIGGER index_new_events AFTER INSERT ON events REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_events();
ALTER TABLE event_search SET (fillfactor = 50);
"""
BEFORE = (
    ("0012", "index_new_events"),
    ("0013", "index_times"),
    ("0013", "index_new_times"),
    ("0018", "index_changed_times"),
    ("0018", "index_gone_times"),
)


def index_batch() -> str:
    """Reads the times of each entry, and marks it with its weeks."""
    statement: str = context.script.get_revision("0022").module.index_batch()
    for old, new in (
        ("\n    marked AS MATERIALIZED (\n        SELECT s.id,", TIMED),
        ("'{#k:other}') AS marks\n          FROM said s LEFT JOIN by_title k USING (id)),", WEEKS),
        ("longitude, marks)\n        SELECT id,", f"longitude, marks, {TIMES})\n        SELECT id,"),
        ("latitude, longitude, m.marks\n", f"latitude, longitude, m.marks, {times('m')}\n"),
        ("latitude, longitude, marks)\n             =", f"latitude, longitude, marks, {TIMES})\n             ="),
        ("excluded.longitude, excluded.marks)),", f"excluded.longitude, excluded.marks, {times('excluded')})),"),
    ):
        assert statement.count(old) == 1, old
        statement = statement.replace(old, new)
    return statement


def times(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in TIMES.split(", "))


def upgrade() -> None:
    op.execute(index_batch())
    op.execute(TRIGGERS)
    _index_all()


def downgrade() -> None:
    op.execute(context.script.get_revision("0022").module.index_batch())
    for number, name in BEFORE:
        functions = context.script.get_revision(number).module.FUNCTIONS
        start = functions.index(f"CREATE OR REPLACE FUNCTION {name}(")
        op.execute(functions[start : functions.index("$$;", start) + 3])
    op.execute(TRIGGERS_BEFORE)
    _index_all()


def _index_all() -> None:
    op.execute("SELECT index_events(ARRAY(SELECT id FROM events))")
