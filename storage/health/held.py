"""What a source has on the calendar, as parts of statements. `{source}` stands for the source's id."""

from __future__ import annotations

_VISIBLE = """FROM events e WHERE e.source_id = {source} AND e.withdrawn_at IS NULL AND e.hidden_at IS NULL
   AND EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL AND o.starts_at >= now())"""

UPCOMING = f"(SELECT count(*) {_VISIBLE})"
"""How many visible upcoming events it has."""

IS_SHARED = f"""EXISTS (
    SELECT {_VISIBLE}
       AND EXISTS (SELECT FROM occurrences o JOIN occurrences p ON p.group_id = o.group_id AND p.event_id <> o.event_id
                     JOIN events other ON other.id = p.event_id AND other.source_id <> {{source}}
                    WHERE o.event_id = e.id))"""
"""Whether another source lists one of them, too. Postgres stops at the first: counting them took five times as long."""
