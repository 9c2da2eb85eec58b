"""The stack starts what is missing, passes on the addresses, and always cleans up."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from app.services import addresses, ports, record
from app.services.errors import AlreadyRunning, ServiceError
from app.services.probes import postgres, redis_server
from app.services.stack import PROCFILE, Stack
from core import database_url
from core.config import Settings
from tests.services.conftest import until

NewStack = Callable[..., Stack]


def test_children_learn_where_everything_is(new_stack: NewStack) -> None:
    said: list[tuple[str, str]] = []
    names = "DATABASE_URL REDIS_URL FLOWER_PORT SCRAPYD_PORT SCRAPYD_URL SCRAPYD_USERNAME SCRAPYD_PASSWORD API_PORT"
    names += " DATA_DIR EXTRA"
    line = "; ".join(f'echo "{name}=${name}"' for name in names.split())
    order: list[str] = []
    stack = new_stack(
        f"asker: {line}; command -v celery; exec sleep 600\n",
        sink=lambda name, line: said.append((name, line)),
        migrate=lambda url: order.append(f"migrate {url}"),
        seed=lambda url: order.append(f"seed {url}"),
        extra_env={"EXTRA": "a b"},
        first=True,
    )
    with stack:
        until(lambda: len(said) >= 11, "the child has spoken")
        heard = dict(line.split("=", 1) for name, line in said if name == "asker" and "=" in line)
        assert heard == stack.env
        assert heard["EXTRA"] == "a b"
        assert said[10][1].endswith(".venv/bin/celery") or said[10][1].endswith("bin/celery")
        assert order == [f"migrate {heard['DATABASE_URL']}", f"seed {heard['DATABASE_URL']}"]
        assert postgres(heard["DATABASE_URL"]).startswith("18")
        assert redis_server(heard["REDIS_URL"]).append_only
        assert stack.ended() is None
    assert (stack.data_dir / "postgres" / "cluster").is_dir()


def test_a_taken_port_is_replaced(new_stack: NewStack, plain_settings: Settings) -> None:
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        taken = other.getsockname()[1]
        chosen = plain_settings.model_copy(update={"flower_port": taken, "scrapyd_port": taken, "api_port": taken})
        with new_stack(settings=chosen) as stack:
            found = [int(stack.env[name]) for name in ("FLOWER_PORT", "SCRAPYD_PORT", "API_PORT")]
            assert taken not in found
            assert len(set(found)) == 3
            assert stack.env["SCRAPYD_URL"].endswith(f":{stack.env['SCRAPYD_PORT']}")


def test_a_migration_that_fails_leaves_nothing_running(new_stack: NewStack) -> None:
    def fail(url: str) -> None:
        raise LookupError(url)

    stack = new_stack("never: echo must not run\n", migrate=fail, sink=lambda name, line: pytest.fail(line))
    with pytest.raises(LookupError) as failure:
        stack.start()
    with pytest.raises(ServiceError):
        postgres(str(failure.value.args[0]))
    assert not (stack.data_dir / record.NAME).exists()
    with new_stack() as again:
        assert postgres(again.env["DATABASE_URL"])


def test_one_stack_a_folder(new_stack: NewStack) -> None:
    with new_stack() as first:
        with pytest.raises(AlreadyRunning, match="already runs"):
            new_stack().start()
        assert record.read(first.data_dir) is not None
        assert postgres(first.env["DATABASE_URL"])


def test_only_the_wanted_children_run(new_stack: NewStack) -> None:
    with new_stack("one: exec sleep 600\ntwo: exit 1\n", only={"one"}) as stack:
        assert list(stack.commands) == ["one"]


def test_the_first_service_to_exit_is_reported_with_its_last_lines(new_stack: NewStack) -> None:
    with new_stack("quitter: echo out of tickets; exit 5\n") as stack:
        until(lambda: stack.ended() is not None, "the child has ended")
        with pytest.raises(ServiceError, match=r"(?s)quitter exited with status 5.*out of tickets"):
            stack.wait_until_ready()


def test_a_sink_that_breaks_does_not_block_a_child(new_stack: NewStack, tmp_path: Path) -> None:
    def broken(name: str, line: str) -> None:
        raise BrokenPipeError

    lines = "i=0; while [ $i -lt 5000 ]; do echo a line that fills the pipe in time; i=$((i+1)); done"
    with new_stack(f"talker: {lines}; touch {tmp_path}/done; exec sleep 600\n", sink=broken):
        until((tmp_path / "done").exists, "the child has said all")
        assert (tmp_path / "done").exists()


def test_hasten_ends_the_wait_for_a_stubborn_child(new_stack: NewStack) -> None:
    said: list[str] = []
    stack = new_stack(
        "stubborn: trap '' TERM; echo up; while :; do sleep 0.1; done\n", sink=lambda name, line: said.append(line)
    )
    stack.start()
    until(lambda: "up" in said, "the child is up")
    threading.Timer(0.3, stack.hasten).start()
    stack.stop(grace_s=3600)
    assert "stubborn did not stop in time: killed" in said


def test_a_named_server_that_is_down_is_an_error_with_advice(plain_settings: Settings) -> None:
    url = f"postgresql://u:secret@{ports.LOOPBACK}:{ports.choose()}/db"
    with pytest.raises(ServiceError, match="DATABASE_URL is set, but nothing answers at") as failure:
        addresses.wait_for("DATABASE_URL", url, database_url.place(url), postgres, patience_s=0)
    assert "unset DATABASE_URL" in str(failure.value)
    assert "secret" not in str(failure.value)


def test_the_servers_outlast_a_child_that_takes_its_time(new_stack: NewStack) -> None:
    ask = f"{sys.executable} -c 'import os, redis; print(redis.Redis.from_url(os.environ[\"REDIS_URL\"]).ping())'"
    said: list[str] = []
    stack = new_stack(
        "slow: trap 'sleep 1; . ./ask; exit 0' TERM; echo up; while :; do sleep 0.1; done\n",
        sink=lambda name, line: said.append(line),
    )
    (stack.data_dir.parent / "ask").write_text(ask)
    with stack:
        until(lambda: "up" in said, "the child is up")
    assert said == ["up", "True"]


@pytest.mark.parametrize(
    ("url", "given"),
    [
        (None, None),
        ("http://127.0.0.1:6801/", None),
        ("http://127.0.0.1:6800", "http://127.0.0.1:6800"),
        ("https://crawls.example", "https://crawls.example"),
    ],
)
def test_another_scrapyd_is_used_when_it_is_named(
    monkeypatch: pytest.MonkeyPatch, plain_settings: Settings, url: str | None, given: str | None
) -> None:
    monkeypatch.setenv("SCRAPYD_PORT", "6801")
    if url is not None:
        monkeypatch.setenv("SCRAPYD_URL", url)
    assert addresses.given_scrapyd(Settings(_env_file=None)) == given


def test_scrapyd_runs_from_the_data_folder(new_stack: NewStack) -> None:
    """The real scrapyd, with the stack's configuration and the real Procfile's line."""
    lines = [line for line in PROCFILE.read_text().splitlines() if line.startswith("scrapyd:")]
    with new_stack(lines[0] + "\n", extra_env={"PYTHONPATH": str(PROCFILE.parent)}) as stack:
        stack.wait_until_ready()
        home = stack.data_dir / "scrapyd"
        assert (home / "dbs" / "jobs.db").exists()
        assert (home / "password").stat().st_mode & 0o777 == 0o600
        login = (stack.env["SCRAPYD_USERNAME"], stack.env["SCRAPYD_PASSWORD"])
        where = f"http://127.0.0.1:{stack.env['SCRAPYD_PORT']}/daemonstatus.json"
        assert httpx.get(where, trust_env=False).status_code == 401
        assert httpx.get(where, auth=login, trust_env=False).status_code == 200
    assert not (stack.data_dir / "twistd.pid").exists()


def test_a_child_moves_when_its_port_is_taken_while_it_is_down(new_stack: NewStack) -> None:
    """What calls scrapyd starts again with its new address."""
    said: list[str] = []
    lines = (
        'scrapyd: echo "listens on $SCRAPYD_PORT as $$"; exec sleep 600\n'
        'worker: echo "calls $SCRAPYD_URL"; exec sleep 600\n'
    )
    with new_stack(lines, sink=lambda name, line: said.append(line)) as stack:
        before = stack.env["SCRAPYD_PORT"]
        until(lambda: len(said) == 2, "both run")
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind((ports.LOOPBACK, int(before)))
            other.listen()
            os.kill(int(next(line for line in said if "listens" in line).split()[-1]), signal.SIGKILL)

            def moved() -> bool:
                stack.tend()
                return f"calls {stack.env['SCRAPYD_URL']}" in said and before not in stack.env["SCRAPYD_URL"]

            until(moved, "both run again")
        after = stack.env["SCRAPYD_PORT"]
        assert f"another program took port {before}: scrapyd moves to http://127.0.0.1:{after}/" in said
        running = record.read(stack.data_dir)
        assert running is not None
        assert running.env == stack.env


def test_stacks_that_start_together_choose_different_ports(
    new_stack: NewStack, plain_settings: Settings, tmp_path: Path
) -> None:
    """Their children do not listen yet."""
    port = ports.choose()
    wanted = plain_settings.model_copy(update={"api_port": port, "flower_port": port, "scrapyd_port": port})
    with (
        new_stack(settings=wanted, data_dir=tmp_path / "one") as one,
        new_stack(settings=wanted, data_dir=tmp_path / "two") as two,
    ):
        chosen = [stack.env[name] for stack in (one, two) for name in ("API_PORT", "FLOWER_PORT", "SCRAPYD_PORT")]
        assert len(set(chosen)) == 6
        assert str(port) in chosen


def test_another_scrapyd_never_gets_the_random_password(
    new_stack: NewStack, monkeypatch: pytest.MonkeyPatch, plain_settings: Settings
) -> None:
    monkeypatch.setenv("SCRAPYD_URL", "http://crawls.example:6800,http://127.0.0.1:6800")
    with new_stack(settings=Settings(_env_file=None)) as stack:
        assert stack.env["SCRAPYD_URL"] == "http://crawls.example:6800,http://127.0.0.1:6800"
        assert "SCRAPYD_PASSWORD" not in stack.env


def test_scrapyd_has_the_set_login(
    new_stack: NewStack, monkeypatch: pytest.MonkeyPatch, plain_settings: Settings
) -> None:
    monkeypatch.setenv("SCRAPYD_USERNAME", "operator")
    monkeypatch.setenv("SCRAPYD_PASSWORD", "of their own")
    with new_stack(settings=Settings(_env_file=None)) as stack:
        assert (stack.env["SCRAPYD_USERNAME"], stack.env["SCRAPYD_PASSWORD"]) == ("operator", "of their own")
        assert not (stack.data_dir / "scrapyd" / "password").exists()
