"""`index_batch` compares a rule only with texts that have its first word."""

from __future__ import annotations

from sqlalchemy import text

PREPARE = """
DO $$ BEGIN
    EXECUTE 'PREPARE indexing (bigint[]) AS '
        || (SELECT replace(prosrc, '(ids)', '($1)') FROM pg_proc WHERE proname = 'index_batch');
END $$
"""


def test_rules_are_found_by_a_hash_of_their_first_word(fresh_connection):
    """Also while the tables have no statistics, as in a new database, whose plan the connection keeps."""
    fresh_connection.execute(text("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan"))
    fresh_connection.execute(text(PREPARE))
    plan = fresh_connection.execute(text("EXPLAIN EXECUTE indexing('{}')")).scalars().all()
    conditions = [line for line in plan if "first_word" in line]
    assert len(conditions) == 2
    assert all("Hash Cond" in line for line in conditions)
