"""The statements of a search have the plans that `storage.search.pages.plans` relies on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, text

from core.items import EventItem
from storage.database.prepared import ONE_PLAN
from storage.search import listings
from storage.search.filters import EventFilter

MONDAY = datetime(2031, 12, 1, tzinfo=UTC)


FILL = """
INSERT INTO occurrences (event_id, key, starts_at, ends_at, local_date, timezone, all_day, time_known, status)
SELECT e.id, 'o' || n, '2031-01-01'::timestamptz + n * interval '1 hour',
       CASE WHEN n % 100 = 0 THEN '2031-01-08'::timestamptz + n * interval '1 hour' END,
       '2031-01-01', 'UTC', false, true, 'scheduled' FROM events e, generate_series(1, 20000) n
"""


@pytest.fixture
def connection(fresh_connection):
    """The planner looks at the sizes of the tables."""
    return fresh_connection


@pytest.fixture
def plan_of(connection, harvest, at):
    """The plans of a page's searches, in a calendar of 20,000 occurrences of which one in 100 lasts a week."""
    harvest(EventItem(uid="a", title="Open studio", occurrences=(at(1, 20),)))
    connection.execute(text(FILL))
    connection.execute(text("ANALYZE occurrences"))

    def explained(wanted: EventFilter) -> str:
        searches = []

        def note(_, cursor, statement, parameters, *__):
            if statement.startswith("EXECUTE"):
                searches.append(cursor.mogrify(statement, parameters).decode())

        connection.execute(text(ONE_PLAN))
        event.listen(connection, "before_cursor_execute", note)
        listings.page(connection, wanted)
        event.remove(connection, "before_cursor_execute", note)
        names = connection.execute(
            text("SELECT name FROM pg_prepared_statements WHERE statement LIKE '%event_search x%'")
        ).scalars()
        walks = [search for name in names for search in searches if name in search]
        with connection.connection.cursor() as cursor:
            cursor.execute("; ".join(f"EXPLAIN {walk}" for walk in walks))
            return "\n".join(line for (line,) in cursor)

    return explained


def test_a_walk_reads_occurrences_only_from_indexes(plan_of):
    plan = plan_of(EventFilter(from_=MONDAY))
    assert "Index Only Scan using ix_occurrences_starts_at" in plan
    assert "Index Only Scan using ix_occurrences_long" in plan
    assert "Scan on occurrences" not in plan
