"""SQL for a change c of the log: what people saw before and after it, and the titles of that time."""

from __future__ import annotations

OWN_TEXTS = ("title", "venue_id", "url", "description")
"""Fields that an occurrence may have of its own. Without them, it has its event's."""

ITSELF = "cast(ARRAY[] AS text[])"
"""The path to a whole JSON value, as text: `'{}'` would be a place in a template."""
FIELD = "CASE c.field WHEN 'venue_id' THEN 'venue' ELSE c.field END"


def _event_value(field: str, since: str) -> str:
    """The event's value of a field at a moment, as JSON: the next change from then on knows it, or else the event.
    `since`: a comparison with `changed_at`."""
    return f"""
    coalesce((SELECT l.old FROM event_changes l
               WHERE l.event_id = c.event_id AND l.occurrence_key IS NULL AND l.field = {field} AND l.changed_at {since}
               ORDER BY l.changed_at, l.id LIMIT 1),
             (SELECT to_jsonb(v) -> {field} FROM events v WHERE v.id = c.event_id))"""


def _named(value: str) -> str:
    """A venue's name in place of its id."""
    return f"""
    CASE c.field WHEN 'venue_id'
                 THEN (SELECT to_jsonb(coalesce(name, address)) FROM shown_venues WHERE to_jsonb(venue_id) = {value})
                 ELSE {value} END"""


OLD_VALUE = f"""
    (CASE WHEN c.occurrence_key IS NOT NULL AND coalesce(c.old, 'null') = 'null'
           AND c.field IN ({", ".join(f"'{field}'" for field in OWN_TEXTS)})
          THEN {_event_value("c.field", ">= c.changed_at")} ELSE c.old END)"""
"""An occurrence that gets its first own title, place, page, or description had its event's before."""
OLD, NEW = _named(OLD_VALUE), _named("c.new")
"""With venues by name, as FIELD calls them."""


def hour_known(since: str) -> str:
    """Whether the hour of c's occurrence o was known at a moment, like `_event_value`. NULL if the occurrence is gone.

    The log doesn't have that an hour was announced: it only has the new start, under a key that is still a day.
    """

    def value(field: str) -> str:
        return f"""
        coalesce((SELECT l.old FROM event_changes l
                   WHERE l.event_id = c.event_id AND l.occurrence_key = c.occurrence_key AND l.field = '{field}'
                     AND l.changed_at {since} ORDER BY l.changed_at, l.id LIMIT 1), to_jsonb(o.{field}))"""

    return f"""
    ({value("time_known")} = 'true' AND {value("all_day")} = 'false'
     AND (c.occurrence_key LIKE '%T%' OR EXISTS (
            SELECT FROM event_changes l WHERE l.event_id = c.event_id AND l.occurrence_key = c.occurrence_key
                                          AND l.field IN ('time_known', 'all_day'))))"""


def event_title(moment: str) -> str:
    """The title of c's event after what happened at a moment."""
    value = _event_value("'title'", f"> {moment}")
    return f"(({value}) #>> {ITSELF})"


def title(moment: str) -> str:
    """The title of c's occurrence o, or of its event, after what happened at a moment."""
    return f"""
    coalesce((SELECT own.title FROM (
        (SELECT 0 AS place, l.old #>> {ITSELF} AS title FROM event_changes l
          WHERE l.event_id = c.event_id AND l.occurrence_key = c.occurrence_key AND l.field = 'title'
            AND l.changed_at > {moment} ORDER BY l.changed_at, l.id LIMIT 1)
        UNION ALL SELECT 1, o.title) own ORDER BY own.place LIMIT 1), {event_title(moment)})"""
