"""Tasks and runs over HTTP, with a queue without workers."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest
import redis

from app.api.runs.progress import Streams
from app.api.tasks.state import TaskState, state_of
from app.tasks.discover import discover_source
from app.tasks.progress import Asked
from core.config import settings
from storage.database.engine import transaction
from storage.events import write as events
from storage.runs import finish as reconcile
from storage.runs import ledger as runs
from storage.runs.ledger import RunStatus
from tests.api import harvest


def queued(queue):
    with redis.Redis.from_url(settings().redis_url) as client:
        messages = [json.loads(each) for each in client.lrange(queue, 0, -1)]
    return [(each["headers"]["id"], each["headers"]["task"], each["headers"]["kwargsrepr"]) for each in messages]


@pytest.fixture
def seeded(acting):
    harvest.seed()


def test_start_show_cancel(acting, editor, reader, seeded):
    sent = acting.post("/api/tasks/scrape_vanwezel", json={"source_id": 1, "delay": 2}, headers=editor)
    assert sent.status_code == 202
    where, number = sent.headers["location"], sent.json()["task_id"]
    assert where == f"/api/tasks/{number}"
    assert queued("crawl") == [(number, "app.tasks.scrape_vanwezel", "{'source_id': 1, 'delay': 2.0}")]
    task = acting.get(where, headers=reader).json()
    assert (task["state"], task["ordered_by"], task["progress"]) == ("queued", "key:1 (edit)", None)
    assert acting.post(f"{where}/cancel", headers=editor).json()["state"] == "cancelled"
    again = acting.post(f"{where}/cancel", headers=editor)
    assert (again.status_code, again.json()["cancelled_by"]) == (202, "key:1 (edit)")


@pytest.mark.filterwarnings("ignore:Call to deprecated setex:DeprecationWarning")  # by Celery
def test_a_look_at_a_site_names_what_it_has_asked(acting, editor, reader):
    sent = acting.post("/api/sources/discover", json={"url": "https://example.com/"}, headers=editor)
    where, number = sent.headers["location"], sent.json()["task_id"]
    assert acting.get(where, headers=reader).json()["asked"] == []
    discover_source.push_request(id=number, called_directly=False)
    try:
        asked = Asked(discover_source)
        for line in ("https://example.com/robots.txt: HTTP 404, 0 bytes", "https://example.com/: HTTP 200, 9 bytes"):
            asked.show(line)
    finally:
        discover_source.pop_request()
    task = acting.get(where, headers=reader).json()
    assert (task["state"], task["asked"]) == ("running", asked.lines)


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("scrape_vanwezel", {"source_id": 77}, 404),
        ("scrape_vanwezel", {"source_id": "one"}, 422),
        ("scrape_vanwezel", {"source_id": 1, "delay": -1}, 422),
        ("scrape_vanwezel", {"source_id": 1, "tolerant": True}, 422),
        ("scrape_mote", {}, 422),
        ("ingest_all_sources", {"limit_per_source": 0}, 422),
        ("summarise", {"results": []}, 404),  # prose: ok, the name of a task
        ("preview_source", {"url": "http://127.0.0.1/"}, 404),
        ("app.tasks.health_check", {}, 404),
    ],
)
def test_invalid_tasks_are_refused(acting, editor, seeded, name, body, status):
    answer = acting.post(f"/api/tasks/{name}", json=body, headers=editor)
    assert answer.status_code == status
    assert queued("crawl") == queued("default") == []


def test_unknown_task(acting, editor):
    for method, path in (("GET", "/api/tasks/none"), ("POST", "/api/tasks/none/cancel"), ("GET", "/api/runs/none")):
        assert acting.request(method, path, headers=editor).status_code == 404


@pytest.mark.parametrize(
    ("celery_state", "run", "cancelled", "state"),
    [
        ("PENDING", None, False, TaskState.QUEUED),
        ("PENDING", None, True, TaskState.CANCELLED),
        ("STARTED", None, True, TaskState.CANCELLING),
        ("PROGRESS", RunStatus.RUNNING, False, TaskState.RUNNING),
        ("PROGRESS", RunStatus.RUNNING, True, TaskState.CANCELLING),
        ("RETRY", RunStatus.FAILED, False, TaskState.WAITING),
        ("RETRY", RunStatus.FAILED, True, TaskState.CANCELLED),
        ("FAILURE", RunStatus.CANCELLED, True, TaskState.CANCELLED),
        ("SUCCESS", RunStatus.OK, True, TaskState.SUCCEEDED),
        ("PENDING", RunStatus.SUSPECT, False, TaskState.SUCCEEDED),
        ("PENDING", RunStatus.LOST, False, TaskState.FAILED),
    ],
)
def test_state(celery_state, run, cancelled, state):
    row = None if run is None else a_run(run)
    assert state_of(celery_state, row, "ada" if cancelled else None) is state


def a_run(status):
    counts = dict.fromkeys(
        ("seen", "new", "changed", "unchanged", "withdrawn", "rejected", "feeds", "pages", "left_out", "error_count"), 0
    )
    return runs.Run(
        id="a", source_id=1, source="hall", spider="hall", launched_by="test", attempt=1, status=status, reason=None,
        lease_until=None, started_at=datetime.now(UTC), finished_at=None, errors=[], **counts,
    )  # fmt: skip


def test_runs_in_pages(acting, reader, seeded):
    for _ in range(5):
        harvest.harvest(harvest.concert("a"))
    first = acting.get("/api/runs?limit=3", headers=reader)
    rest = acting.get("/api/runs", params={"limit": 3, "cursor": first.json()["next"]}, headers=reader).json()
    found = [run["id"] for run in first.json()["runs"] + rest["runs"]]
    assert len(set(found)) == 5
    assert rest["next"] is None
    assert 'rel="next"' in first.headers["link"]
    assert acting.get("/api/runs?status=ok&source=1", headers=reader).json()["runs"][0]["status"] == "ok"
    assert acting.get("/api/runs?status=suspect", headers=reader).json()["runs"] == []
    for cursor in ("nonsense", "WzFd", "WyJhIiwiYiJd"):
        assert acting.get(f"/api/runs?cursor={cursor}", headers=reader).status_code == 422


def test_diff(acting, reader, seeded):
    harvest.harvest(*(harvest.concert(uid) for uid in "abc"))
    first = acting.get("/api/runs", headers=reader).json()["runs"][0]["id"]
    harvest.harvest(harvest.concert("a", title="Concert A"), harvest.concert("b"))
    second = acting.get("/api/runs", headers=reader).json()["runs"][0]["id"]
    new = acting.get(f"/api/runs/{first}/diff", headers=reader).json()
    assert sorted(event["uid"] for event in new["new"]) == ["a", "b", "c"]
    body = acting.get(f"/api/runs/{second}/diff?limit=1", headers=reader).json()
    assert [(one["field"], one["old"], one["new"]) for one in body["changes"]] == [("title", "Concert a", "Concert A")]
    assert [event["title"] for event in body["withdrawn"]] == ["Concert c"]
    assert body["totals"]["withdrawn"] == 1
    assert body["missing"] == []


def suspect_run():
    """A run that sees one of ten events."""
    with transaction() as connection:
        run = runs.open_run(connection, run_id="half", source_id=1, spider="hall", launched_by="test")
        events.store_batch(connection, run, [harvest.concert("0")])
        end = reconcile.RunEnd(finish_reason="finished", pages=1, rejected=0, errors=[], essential_errors=[])
        reconcile.finish_run(connection, run, end)


def test_what_a_suspect_run_missed(acting, reader, editor, seeded):
    harvest.harvest(*(harvest.concert(str(n)) for n in range(10)))
    suspect_run()
    body = acting.get("/api/runs/half/diff?limit=4", headers=reader).json()
    assert body["totals"]["missing"] == 9
    assert len(body["missing"]) == 4
    assert body["withdrawn"] == []
    source = acting.get("/api/health/sources", headers=reader).json()["sources"][0]
    assert (source["state"], source["upcoming"]) == ("suspect", 10)
    assert source["reason"] == "saw 1, less than half of the usual 10"
    assert [each["seen"] for each in source["spiders"][0]["yields"]] == [10, 1]
    assert source["last_good_at"] is not None
    repeated = acting.post("/api/runs/half/repeat", headers=editor)
    assert repeated.status_code == 202
    assert queued("crawl") == [(repeated.json()["task_id"], "app.tasks.scrape_source", "{'source_id': 1}")]


def test_progress_stream_ends_with_the_run(acting, reader, seeded):
    harvest.harvest(harvest.concert("a"))
    number = acting.get("/api/runs", headers=reader).json()["runs"][0]["id"]
    with acting.stream("GET", f"/api/runs/{number}/events", headers=reader) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        said = "".join(stream.iter_text())
    kinds = [line.removeprefix("event: ") for line in said.splitlines() if line.startswith("event: ")]
    assert kinds == ["run", "end"]
    assert json.loads(said.split("data: ")[1].splitlines()[0])["status"] == "ok"
    assert acting.get("/api/runs/none/events", headers=reader).status_code == 404


def test_streams_that_open_at_once_are_bounded(service, acting, reader, seeded, monkeypatch):
    """Twelve clients at the same moment, six slots: never more than six streams, and all slots are free afterward."""
    monkeypatch.setenv("MAX_STREAMS", "6")
    settings.cache_clear()
    with transaction() as connection:
        runs.open_run(connection, run_id="going", source_id=1, spider="hall", launched_by="test")
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/runs/going/events",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in reader.items()],
        "client": ("192.0.2.1", 1),
    }

    async def open_all() -> list[int]:
        answered: asyncio.Queue[int] = asyncio.Queue()
        everybody_answered = asyncio.Event()

        async def receive():
            await everybody_answered.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            if message["type"] == "http.response.start":
                answered.put_nowait(message["status"])
                await everybody_answered.wait()  # as for a client that reads slowly

        clients = [asyncio.create_task(service(dict(scope), receive, send)) for _ in range(12)]
        statuses = [await answered.get() for _ in clients]
        everybody_answered.set()
        await asyncio.gather(*clients)
        return statuses

    assert sorted(asyncio.run(open_all())) == [200] * 6 + [503] * 6
    assert Streams.open == 0


def test_streams_are_bounded(acting, reader, seeded, monkeypatch):
    harvest.harvest(harvest.concert("a"))
    number = acting.get("/api/runs", headers=reader).json()["runs"][0]["id"]
    monkeypatch.setattr(Streams, "open", settings().max_streams)
    refused = acting.get(f"/api/runs/{number}/events", headers=reader)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
