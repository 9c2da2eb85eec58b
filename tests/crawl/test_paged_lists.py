"""Lists of platforms: read page by page into the database, and what disappears from them is withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from storage.runs.ledger import Run, RunStatus

from .feed_server import FeedServer, serving
from .running import FEEDS, Crawls, stored, withdrawn

PAGE = "/api/2/events?days=365&pp=100&page={}"


def listed(days: Sequence[int], page: int, total: int) -> bytes:
    events: list[dict[str, Any]] = [
        {
            "event": {
                "id": day,
                "title": f"Tide {day}",
                "urlname": f"tide-{day}",
                "event_instances": [{"event_instance": {"start": f"2028-12-{day:02}T19:00:00-05:00"}}],
            }
        }
        for day in days
    ]
    return json.dumps({"events": events, "page": {"current": page, "size": len(days), "total": total}}).encode()


def harvest(crawls: Crawls, server: FeedServer) -> RunStatus:
    return crawls(FEEDS, spider="localist", base_url=server.url("/")).status


def titles() -> set[str]:
    return {facts[0] for facts in stored(FEEDS).values()}


def test_all_pages_are_harvested_and_what_disappears_is_withdrawn(crawls: Crawls) -> None:
    with serving() as server:
        server.bodies = {PAGE.format(1): listed(range(1, 11), 1, 2), PAGE.format(2): listed(range(11, 15), 2, 2)}
        assert harvest(crawls, server) is RunStatus.OK
        assert titles() == {f"Tide {day}" for day in range(1, 15)}
        server.bodies[PAGE.format(2)] = listed((11, 12, 14), 2, 2)
        assert harvest(crawls, server) is RunStatus.OK
        assert titles() == {f"Tide {day}" for day in range(1, 15) if day != 13}


def test_a_list_with_a_page_missing_withdraws_nothing(crawls: Crawls) -> None:
    with serving() as server:
        server.bodies = {PAGE.format(1): listed(range(1, 11), 1, 2), PAGE.format(2): listed(range(11, 15), 2, 2)}
        assert harvest(crawls, server) is RunStatus.OK
        del server.bodies[PAGE.format(2)]
        assert harvest(crawls, server) is not RunStatus.OK
        assert withdrawn() == 0
        assert len(titles()) == 14


TABLE = "/calendar_data_handler.php?webspace=tern"


def table(*titles: str) -> bytes:
    rows = [
        {
            "rid": str(number),
            "title": title,
            "primary_calendar_name": "Town",
            "start": f"2028-12-{number + 1:02}T19:00:00",
            "end": f"2028-12-{number + 1:02}T20:00:00",
        }
        for number, title in enumerate(titles)
    ]
    return json.dumps(rows).encode()


def test_a_list_that_is_one_answer_is_read_only_if_it_changed(crawls: Crawls) -> None:
    names = [f"Board {letter}" for letter in "ABCDEFGH"]
    with serving() as server:
        server.bodies = {TABLE: table(*names)}

        def revize() -> Run:
            return crawls(FEEDS, spider="revize", base_url=server.url(TABLE))

        assert revize().status is RunStatus.OK
        assert server.statuses() == [200]
        known = revize()
        assert (known.status, server.statuses()) == (RunStatus.OK, [304])
        assert titles() == set(names)
        server.bodies[TABLE] = table(*names[:-1])
        assert revize().status is RunStatus.OK
        assert titles() == set(names[:-1])


@pytest.mark.parametrize("after", ["2030-03-02", "2025-12-02"], ids=["beyond", "past"])
def test_a_date_that_moves_out_of_one_answer_is_no_withdrawal(crawls: Crawls, after: str) -> None:
    names = [f"Board {letter}" for letter in "ABCDEFGH"]
    with serving() as server:
        server.bodies = {TABLE: table(*names, "Board Z").replace(b"2028-12-09", b"2033-12-09")}
        crawls(FEEDS, spider="revize", base_url=server.url(TABLE))
        server.bodies = {TABLE: table(*names).replace(b"2028-12-02", after.encode())}
        moved = crawls(FEEDS, spider="revize", base_url=server.url(TABLE))
        assert (moved.status, moved.new, moved.changed, moved.withdrawn) == (RunStatus.OK, 0, 1, 0)
        again = crawls(FEEDS, spider="revize", base_url=server.url(TABLE))
        assert (again.status, again.changed, again.withdrawn, titles()) == (RunStatus.OK, 0, 0, set(names))
    starts = {facts[0]: facts[-1][0][:10] for facts in stored(FEEDS).values()}
    assert starts["Board B"] == after
