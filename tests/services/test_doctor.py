"""The doctor finds what is up, and gives advice about what is down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import redis

from app.services import ports, record
from app.services.doctor import Check, all_up, checks
from app.services.probes import BEAT_LOCK, place
from app.services.stack import PROCFILE, Stack
from core.config import Settings


class Answers(BaseHTTPRequestHandler):
    """Answers health checks like the API, Flower, and scrapyd."""

    def do_GET(self) -> None:
        known = {
            "/healthcheck": b"OK",
            "/readyz": b'{"status": "ok"}',
            "/daemonstatus.json": b'{"pending": 1, "running": 2, "finished": 3, "status": "ok"}',
            "/stuck/daemonstatus.json": b'{"pending": 8, "running": 0, "finished": 3, "status": "ok"}',
        }
        body = known.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def http_port() -> Iterator[int]:
    with ThreadingHTTPServer((ports.LOOPBACK, 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def examine(
    settings: Settings, folder: Path, *, pending: bool = False, workers: Sequence[str] = ("celery@here",)
) -> dict[str, Check]:
    found = checks(settings, folder, migrations_pending=lambda url: pending, ping_worker=lambda url: workers)
    return {check.name: check for check in found}


@pytest.fixture
def all_is_up(tmp_path: Path, plain_settings: Settings, database_url: str, redis_url: str, http_port: int) -> Settings:
    env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    env |= {"API_PORT": str(http_port), "FLOWER_PORT": str(http_port)}
    env |= {"SCRAPYD_URL": f"http://{ports.LOOPBACK}:{http_port}"}
    record.write(tmp_path, ("postgres", "redis"), env)
    with redis.Redis.from_url(redis_url) as client:
        client.set(BEAT_LOCK, "held")
    return plain_settings


def test_all_is_up(all_is_up: Settings, tmp_path: Path, database_url: str, redis_url: str) -> None:
    found = examine(all_is_up, tmp_path)
    assert all_up(list(found.values())), [str(check) for check in found.values()]
    assert f"Postgres is up at {place(database_url)} (18." in found["postgres"].seen
    assert found["redis"].seen.startswith(f"Redis is up at {place(redis_url)} (")
    assert "append-only" in found["redis"].advice
    assert "celery@here" in found["worker"].seen
    assert "1 pending, 2 running, 3 finished" in found["scrapyd"].seen
    assert "CONTACT_URL" in found["contact"].advice
    assert str(found["contact"]).startswith("warn")
    assert str(found["postgres"]).startswith("ok")


def test_a_database_behind_its_schema(all_is_up: Settings, tmp_path: Path) -> None:
    found = examine(all_is_up, tmp_path, pending=True)
    assert not all_up(list(found.values()))
    assert not found["migrations"].ok
    assert "python -m app migrate" in found["migrations"].advice


def test_no_worker_and_no_beat(all_is_up: Settings, tmp_path: Path, redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.delete(BEAT_LOCK)
    found = examine(all_is_up, tmp_path, workers=())
    assert [name for name, check in found.items() if not check.ok] == ["worker", "beat"]


def test_a_redis_that_takes_no_writes(all_is_up: Settings, tmp_path: Path, redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.execute_command("REPLICAOF", "127.0.0.1", str(ports.choose()))
        found = examine(all_is_up, tmp_path)
        client.execute_command("REPLICAOF", "NO", "ONE")
    assert [name for name, check in found.items() if not check.ok] == ["redis"]
    assert "takes no writes, so no task runs (You can't write against a read only replica" in found["redis"].seen


def test_a_part_that_is_left_down_is_named(all_is_up: Settings, tmp_path: Path) -> None:
    running = record.read(tmp_path)
    assert running is not None
    record.write(tmp_path, running.embedded, running.env, {"flower": "exited with status 1"})
    found = examine(all_is_up, tmp_path)
    assert [name for name, check in found.items() if not check.ok] == ["flower left down"]
    assert "flower died too often and is left down (exited with status 1)" in found["flower left down"].seen


def test_nothing_runs(tmp_path: Path, plain_settings: Settings) -> None:
    idle = plain_settings.model_copy(
        update={
            "api_port": ports.choose(),
            "flower_port": ports.choose(),
            "scrapyd_url": f"http://127.0.0.1:{ports.choose()}",
        }
    )
    found = examine(idle, tmp_path)
    down = {name for name, check in found.items() if not check.ok}
    assert down == {"postgres", "redis", "worker", "beat", "api", "flower", "scrapyd"}
    assert all("python -m app up" in found[name].advice for name in down)


@pytest.mark.parametrize(
    "database",
    ["postgresql://u:s3cret@127.0.0.1:{port}/d", "host=127.0.0.1,127.0.0.1 port={port},1 password=s3cret dbname=d"],
)
def test_named_servers_that_are_down_are_reported_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_settings: Settings, database: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.format(port=ports.choose()))
    monkeypatch.setenv("REDIS_URL", f"redis://:s3cret@127.0.0.1:{ports.choose()}/0")
    found = examine(Settings(_env_file=None), tmp_path)
    assert not found["postgres"].ok
    assert "set DATABASE_URL" in found["postgres"].advice
    assert "Redis is not reachable at 127.0.0.1:" in found["redis"].seen
    assert "s3cret" not in "".join(map(str, found.values()))


def test_services_in_other_containers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    plain_settings: Settings,
    database_url: str,
    redis_url: str,
    http_port: int,
) -> None:
    """Nothing runs on this machine's ports, and nothing is recorded in the data folder: all addresses are settings."""
    there = f"http://localhost:{http_port}"
    for name, value in {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SCRAPYD_URL": there,
        "API_INTERNAL_URL": there,
        "FLOWER_INTERNAL_URL": f"{there}/",
        "API_PORT": str(ports.choose()),
        "FLOWER_PORT": str(ports.choose()),
        "CONTACT_URL": "https://example.org/us",
    }.items():
        monkeypatch.setenv(name, value)
    with redis.Redis.from_url(redis_url) as client:
        client.set(BEAT_LOCK, "held")
    found = examine(Settings(_env_file=None), tmp_path)
    assert all_up(list(found.values())), [str(check) for check in found.values()]
    assert found["marquee"].advice == ""
    assert f"localhost:{http_port}" in found["api"].seen


def test_what_answers_but_is_not_scrapyd(tmp_path: Path, plain_settings: Settings, http_port: int) -> None:
    wrong = plain_settings.model_copy(update={"scrapyd_url": f"http://127.0.0.1:{http_port}/healthcheck?"})
    found = examine(wrong, tmp_path)
    assert not found["scrapyd"].ok


def test_jobs_that_wait_while_none_runs(tmp_path: Path, plain_settings: Settings, http_port: int) -> None:
    url = f"http://{ports.LOOPBACK}:{http_port}"
    busy = examine(plain_settings.model_copy(update={"scrapyd_url": url}), tmp_path)["scrapyd"]
    assert (busy.ok, busy.advice) == (True, "")
    stuck = examine(plain_settings.model_copy(update={"scrapyd_url": f"{url}/stuck"}), tmp_path)["scrapyd"]
    assert str(stuck).startswith("warn")
    assert "8 pending, 0 running" in stuck.seen
    assert "jobs wait but none runs" in stuck.advice


@pytest.mark.parametrize("known", ["record", "file"])
def test_the_login_of_a_scrapyd_that_asks_for_one(
    tmp_path: Path, plain_settings: Settings, new_stack: Callable[..., Stack], known: str
) -> None:
    lines = [line for line in PROCFILE.read_text().splitlines() if line.startswith("scrapyd:")]
    with new_stack(lines[0] + "\n", extra_env={"PYTHONPATH": str(PROCFILE.parent)}) as stack:
        stack.wait_until_ready()
        if known == "file":
            record.remove(stack.data_dir)
        here = plain_settings.model_copy(update={"scrapyd_url": stack.env["SCRAPYD_URL"]})
        assert examine(here, stack.data_dir)["scrapyd"].ok
        assert not examine(here, tmp_path / "elsewhere")["scrapyd"].ok


def test_each_node_of_scrapyd_is_checked(tmp_path: Path, plain_settings: Settings, http_port: int) -> None:
    gone = ports.choose()
    two = f"http://{ports.LOOPBACK}:{http_port}, http://u:s3cret@{ports.LOOPBACK}:{gone}"
    found = examine(plain_settings.model_copy(update={"scrapyd_url": two}), tmp_path)
    assert found[f"scrapyd at {ports.LOOPBACK}:{http_port}"].ok
    assert not found[f"scrapyd at {ports.LOOPBACK}:{gone}"].ok
    assert "s3cret" not in "".join(map(str, found.values()))
    wrong = examine(plain_settings.model_copy(update={"scrapyd_url": "localhost"}), tmp_path)
    assert "SCRAPYD_URL" in wrong["scrapyd"].seen
