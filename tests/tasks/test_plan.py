"""The harvest of a large town, spread over the day and handed out by a real worker."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from app.tasks import MOST_AT_ONCE
from storage.database.engine import transaction, trial
from storage.tasks.plan import hand_out, plan_day
from storage.tasks.schedules import set_schedule
from tests.tasks.test_worker import until

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)


def town(number, host="site-' || n || '"):
    with transaction() as connection:
        connection.execute(
            text(f"""INSERT INTO sources (id, name, title, spider, base_url, timezone)
                     SELECT 1000 + n, 'source-' || n, 'Source', 'tribe', 'https://{host}.example', 'America/New_York'
                       FROM generate_series(1, :number) AS n"""),
            {"number": number},
        )


def plan(**given):
    with transaction() as connection:
        return plan_day(connection, **{"spiders": ("tribe",), "resting": (), "now": NOON, **given})


def hand(now, **given):
    with transaction() as connection:
        return hand_out(connection, now, **given)


def test_each_source_has_its_moment_of_the_day(service_environment):
    town(300)
    assert plan() == 300
    due = hand(NOON + A_DAY, most=1000, per_host=1000)
    assert {one.source_id for one in due} == set(range(1001, 1301))
    assert all(NOON <= one.due_at < NOON + A_DAY for one in due)
    hours = Counter((one.due_at - NOON) // timedelta(hours=6) for one in due)
    assert min(hours.values()) > 40
    plan(now=NOON + A_DAY)
    again = hand(NOON + 2 * A_DAY, most=1000, per_host=1000)
    assert {(one.source_id, one.due_at - A_DAY) for one in again} == {(one.source_id, one.due_at) for one in due}


def test_the_learned_rate_counts(service_environment):
    town(3)
    with transaction() as connection:
        connection.execute(
            text("""INSERT INTO source_feeds (source_id, url, kind, label, poll_interval, next_poll_at)
                    VALUES (1001, 'u', 'ics', '', interval '6 hours', :now),
                           (1002, 'u', 'ics', '', interval '7 days', :now + interval '3 days')"""),
            {"now": NOON},
        )
        connection.execute(text("UPDATE sources SET spider = 'ics' WHERE id < 1003"))
    assert plan() == 5
    assert Counter(one.source_id for one in hand(NOON + A_DAY)) == {1001: 4, 1003: 1}


def test_what_is_left_out(service_environment):
    town(5)
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET enabled = false WHERE id = 1001"))
        connection.execute(text("UPDATE sources SET spider = 'vanwezel' WHERE id = 1003"))
        set_schedule(
            connection,
            name="own",
            task="app.tasks.scrape_source",
            cron="0 5 * * *",
            kwargs={"source_id": 1004},
            enabled=True,
            updated_by="test",
        )
    assert plan(resting=(1002,)) == 1
    assert [one.source_id for one in hand(NOON + A_DAY)] == [1005]


def test_batches_are_bounded_and_fair_to_hosts(service_environment):
    town(40, host="one")
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET base_url = 'https://two.example' WHERE id = 1040"))
    plan()
    first = hand(NOON + A_DAY, most=10, per_host=3)
    assert len(first) == 4
    assert 1040 in {one.source_id for one in first}
    rest = [hand(NOON + A_DAY, most=10, per_host=100) for _ in range(5)]
    assert [len(batch) for batch in rest] == [10, 10, 10, 6, 0]


def test_nothing_is_lost_if_sending_fails(service_environment):
    town(3)
    plan()
    with trial() as connection:  # as if the broker were away: the transaction is rolled back
        assert len(hand_out(connection, NOON + A_DAY)) == 3
    assert len(hand(NOON + A_DAY)) == 3


def test_a_large_town_is_planned_and_harvested(worker, crawls):
    town(MOST_AT_ONCE)
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET base_url = 'http://127.0.0.1:9' WHERE id > 1000"))
    planned = worker.run("ingest_all_sources", due_only=True)
    assert planned["planned"] >= MOST_AT_ONCE
    with transaction() as connection:
        connection.execute(text("DELETE FROM source_plan WHERE source_id <> 1001"))
        connection.execute(text("UPDATE source_plan SET due_at = now() - interval '1 minute'"))
    worker.send("send_planned")

    def harvested():
        with transaction() as connection:
            return connection.execute(text("SELECT status FROM runs WHERE source_id = 1001")).scalar()

    until(harvested, "the planned harvest")
