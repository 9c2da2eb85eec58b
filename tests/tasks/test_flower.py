"""Flower, as docs/celery.md describes it: a real Flower, a real worker, and Flower's REST API."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest

from tests.plugins.starts import NewProcess
from tests.services.conftest import until

from .conftest import PATIENCE_S, flower

LOGIN = ("somebody", "s3cret")


@pytest.fixture
def with_login(worker, tmp_path):
    with (
        flower(worker, tmp_path, start=NewProcess, FLOWER_BASIC_AUTH=":".join(LOGIN)) as url,
        httpx.Client(base_url=url, auth=LOGIN, trust_env=False, timeout=30) as client,
    ):
        yield client


def workers(client: httpx.Client) -> Mapping[str, dict]:
    return client.get("/api/workers", params={"refresh": "1"}).raise_for_status().json()


def processes(client: httpx.Client, name: str) -> set[int]:
    return set(workers(client)[name]["stats"]["pool"]["processes"])


def test_an_operator_grows_and_shrinks_a_pool(with_login, worker):
    (name,) = workers(with_login)
    assert len(processes(with_login, name)) == 2
    with_login.post(f"/api/worker/pool/grow/{name}", params={"n": 1}).raise_for_status()
    until(lambda: len(processes(with_login, name)) == 3, "the pool has grown")
    with_login.post(f"/api/worker/pool/shrink/{name}", params={"n": 1}).raise_for_status()
    until(lambda: len(processes(with_login, name)) == 2, "the pool has shrunk")
    assert worker.run("health_check")["status"] == "ok"


def test_a_restart_replaces_every_process_of_an_idle_pool(with_login, worker):
    (name,) = workers(with_login)
    before = processes(with_login, name)
    with_login.post(f"/api/worker/pool/restart/{name}").raise_for_status()
    until(lambda: len(now := processes(with_login, name)) == 2 and not now & before, "the pool has restarted")
    assert worker.run("health_check")["status"] == "ok"


def test_a_restart_lets_a_crawl_finish(with_login, worker):
    sent = worker.send("scrape_vanwezel", source_id=1, delay=0.1)
    until(lambda: sent.state not in ("PENDING", "RECEIVED"), "the crawl runs")
    (name,) = workers(with_login)
    before = processes(with_login, name)
    with_login.post(f"/api/worker/pool/restart/{name}").raise_for_status()
    assert sent.get(timeout=PATIENCE_S, interval=0.1)["new"] == 24
    until(lambda: len(now := processes(with_login, name)) == 2 and not now & before, "the pool has restarted")


def test_tasks_and_queues_are_visible(with_login, worker):
    sent = with_login.post("/api/task/async-apply/app.tasks.health_check", json={"kwargs": {}}).raise_for_status()
    task_id = sent.json()["task-id"]
    until(lambda: with_login.get(f"/api/task/result/{task_id}").json()["state"] == "SUCCESS", "the task has run")
    until(lambda: task_id in with_login.get("/api/tasks").json(), "Flower shows the task")
    queues = with_login.get("/api/queues/length").raise_for_status().json()["active_queues"]
    assert {queue["name"]: queue["messages"] for queue in queues} == {"default": 0, "crawl": 0, "celery": 0}
    page = with_login.get("/broker").raise_for_status().text
    assert "crawl" in page


def test_without_a_login_the_api_is_closed_until_asked_for(worker, tmp_path):
    with flower(worker, tmp_path, FLOWER_BASIC_AUTH="", FLOWER_PORT="", FLOWER_PERSISTENT="") as url:
        assert httpx.get(f"{url}/api/workers", trust_env=False).status_code == 401
        assert httpx.get(f"{url}/", trust_env=False, follow_redirects=True).status_code == 200
    with flower(worker, tmp_path, FLOWER_UNAUTHENTICATED_API="true") as url:
        assert httpx.get(f"{url}/api/workers", trust_env=False).status_code == 200
