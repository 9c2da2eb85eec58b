"""What changed is compared once, no matter what dies and how often it runs again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from app.feeds.identity import uuid_of
from core.items import EventItem
from storage.database.engine import transaction
from storage.merging import match
from tests.storage.merging.conftest import HERON, at, jazz, others

STORED = """
SELECT string_agg(s::text, ' ' ORDER BY s.id) FROM (
    SELECT o.id, o.group_id, o.covered, e.covered, e.merged, g.sequence, g.changed_at
      FROM occurrences o JOIN events e ON e.id = o.event_id LEFT JOIN event_groups g ON g.id = o.group_id) s"""


def test_again_changes_nothing(town):
    for source in ("paper", "city", "hall"):
        town.harvest(source, jazz(source))
    before, links = town.value(STORED), town.value("SELECT count(*) FROM event_links")
    assert match.match_all().groups == 1
    assert match.match_runs().compared == 0
    assert (town.value(STORED), town.value("SELECT count(*) FROM event_links")) == (before, links)


def test_a_dry_run_stores_nothing(town):
    town.harvest("paper", jazz("paper"), compare=False)
    town.harvest("hall", jazz("hall"), compare=False)
    assert match.match_all(dry_run=True).groups == 1
    assert len(town.listings()) == 2
    assert match.match_all().groups == 1
    assert len(town.listings()) == 1


def test_what_a_killed_process_left_is_done_after_the_next_run(town):
    town.harvest("paper", jazz("paper"), compare=False)
    town.harvest("city", jazz("city"), compare=False)
    assert len(town.listings()) == 2
    town.harvest("hall", jazz("hall"))
    (one,) = town.listings()
    assert len(others(one)) == 2


def test_only_what_changed_is_compared(town):
    town.harvest("paper", jazz("paper"), EventItem(uid="p2", title="Flower show", occurrences=(at(9),)))
    assert town.harvest("hall", jazz("hall")).compared == 1
    assert town.harvest("hall", jazz("hall")).compared == 0


def test_two_at_once(town):
    nights = range(1, 40)
    for source in ("hall", "city", "paper"):
        items = [jazz(source, at(day), uid=f"{source}-{day}") for day in nights]
        town.harvest(source, *items, compare=False)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(match.match_all) for _ in range(2)] + [
            pool.submit(match.match_runs) for _ in range(2)
        ]:
            done.result()
    assert len(town.listings()) == len(nights)
    assert town.value("SELECT count(*) FROM event_groups") == len(nights)


def test_a_crawl_that_writes_the_same_rows_is_waited_for(town):
    town.harvest("hall", jazz("hall"))
    town.harvest("paper", jazz("paper"), compare=False)
    with ThreadPoolExecutor(1) as pool:
        with transaction() as crawl:
            crawl.execute(text("UPDATE events SET description = 'other' WHERE uid = 'hall-jazz'"))
            matched = pool.submit(match.match_runs)
            while not town.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                assert not matched.done()
        assert matched.result().groups == 1
    assert len(town.listings()) == 1


def test_a_group_survives_the_end_of_a_source(town):
    for source in ("paper", "city", "hall"):
        town.harvest(source, jazz(source))
    (before,) = town.listings()
    with transaction() as connection:
        connection.execute(text("DELETE FROM sources WHERE name IN ('hall', 'paper')"))
    (one,) = town.listings()
    assert (one.source, uuid_of(one)) == ("city", uuid_of(before))
    town.harvest("city", jazz("city", title="Marlowe Quartet, live"))
    (one,) = town.listings()
    assert (others(one), uuid_of(one)) == ((), uuid_of(before))
    with transaction() as connection:
        connection.execute(text("DELETE FROM events WHERE uid = 'city-jazz'"))
    town.harvest("tickets", jazz("tickets"))
    assert town.value("SELECT count(*) FROM event_groups") == 0


def test_5000_candidates_on_one_day(town):
    """Storytimes of a library system, all with the same title, at places of their own."""
    items = [
        EventItem(uid=f"s{number}", title="Story Time", occurrences=(at(5, 10 + number % 6),), venue=HERON)
        if number % 50 == 0
        else EventItem(uid=f"s{number}", title=f"Story Time at Branch {number}", occurrences=(at(5, 10),))
        for number in range(1, 5001)
    ]
    town.harvest("city", *items)
    town.harvest("hall", jazz("hall"))
    assert town.value("SELECT count(*) FROM match_keys") == 5001
