"""`up` starts, runs, and stops as documented."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from app.services import environment, record
from tests.services.conftest import Up, until

NewUp = Callable[..., Up]

STEADY = "steady: echo steady runs; exec sleep 600\n"
FAMILY = "family: setsid sleep 601 & sleep 602 & echo family runs; exec sleep 603\n"
STUBBORN = "stubborn: trap '' TERM; echo stubborn runs; while :; do sleep 1; done\n"


def starts(url: str) -> int:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM starts")
        return int(cursor.fetchone()[0])


def running_env(up: Up) -> dict[str, str]:
    running = record.read(up.data_dir)
    assert running is not None, up.output
    return dict(running.env)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_with_success(new_up: NewUp, number: signal.Signals) -> None:
    up = new_up().start_and_wait(STEADY + FAMILY)
    until(lambda: "family runs" in up.output and "steady runs" in up.output, "the children run")
    up.send(number)
    assert up.wait() == 0, up.output
    assert up.survivors() == []
    assert record.read(up.data_dir) is None
    assert not (up.data_dir / "services.json").exists()
    assert "stopped; your data is kept" in up.output


def test_data_stay_from_one_start_to_the_next(new_up: NewUp) -> None:
    first = new_up(first=True).start_and_wait(STEADY)
    with redis.Redis.from_url(running_env(first)["REDIS_URL"]) as client:
        client.set("kept", "yes")
    first.send(signal.SIGTERM)
    assert first.wait() == 0

    second = new_up(first.data_dir).start_and_wait(STEADY)
    assert starts(running_env(second)["DATABASE_URL"]) == 2
    with redis.Redis.from_url(running_env(second)["REDIS_URL"]) as client:
        assert client.get("kept") == b"yes"


def test_kill_9_leaves_nothing_that_stops_the_next_start(new_up: NewUp) -> None:
    first = new_up().start_and_wait(STEADY + FAMILY + STUBBORN)
    until(lambda: "family runs" in first.output, "the family runs")
    with redis.Redis.from_url(running_env(first)["REDIS_URL"]) as client:
        client.set("kept", "yes")
    first.send(signal.SIGKILL)
    first.wait()

    second = new_up(first.data_dir).start_and_wait(STEADY)
    assert first.survivors() == []
    assert starts(running_env(second)["DATABASE_URL"]) == 2
    with redis.Redis.from_url(running_env(second)["REDIS_URL"]) as client:
        assert client.get("kept") == b"yes"


def test_kill_9_of_everything_at_once_does_not_stop_the_next_start(new_up: NewUp) -> None:
    """Like a power cut: neither supervisor nor reaper nor server has time to clean up."""
    first = new_up().start_and_wait(STEADY + FAMILY)
    while first.survivors():
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if f"UP_MARK={first.mark}".encode() in environ.read_bytes():
                    os.kill(int(environ.parent.name), signal.SIGKILL)
            except OSError:
                continue
        if first.process is not None:
            first.process.poll()
    first.wait()

    second = new_up(first.data_dir).start_and_wait(STEADY)
    assert starts(running_env(second)["DATABASE_URL"]) == 2


def test_a_child_that_dies_starts_again(new_up: NewUp) -> None:
    up = new_up().start_and_wait("mortal: echo alive as $$; test -e twin || { touch twin; exit 7; }; exec sleep 600\n")
    until(lambda: up.output.count("mortal  | alive as") == 2, "the child's second life")
    assert "mortal exited with status 7; its last lines:" in up.output
    assert "starting mortal again in 0.5 s" in up.output
    up.send(signal.SIGTERM)
    assert up.wait() == 0
    assert up.survivors() == []


def test_a_child_that_keeps_dying_is_left_down_and_named(new_up: NewUp) -> None:
    up = new_up().start_and_wait(STEADY + "doomed: echo cannot find the moon; exit 7\n")
    until(lambda: "is left down" in up.output, "the child is given up")
    assert up.output.count("doomed exited with status 7") == 5
    assert "doomed ended 5 times within 60 s and is left down: its last lines say why" in up.output
    assert "    cannot find the moon" in up.output
    running = record.read(up.data_dir)
    assert running is not None
    assert running.left_down == {"doomed": "exited with status 7"}
    assert any("sleep 600" in line for line in up.survivors())


@pytest.mark.parametrize("server", ["postgres", "redis"])
def test_a_server_that_dies_starts_again_in_place(new_up: NewUp, server: str) -> None:
    """On its old port, with its data; the children stay."""
    up = new_up().start_and_wait(STEADY)
    env = running_env(up)
    with redis.Redis.from_url(env["REDIS_URL"]) as client:
        client.set("kept", "yes")
        pid = int(client.info("server")["process_id"])
    if server == "postgres":
        pid = int((up.data_dir / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    until(lambda: f"{server} started again" in up.output, "the server is back")
    assert running_env(up) == env
    assert starts(env["DATABASE_URL"]) == 1
    with redis.Redis.from_url(env["REDIS_URL"]) as client:
        assert client.get("kept") == b"yes"
    assert up.output.count("steady runs") == 1


def test_a_second_ctrl_c_does_not_wait(new_up: NewUp) -> None:
    up = new_up().start_and_wait(STUBBORN)
    until(lambda: "stubborn runs" in up.output, "the child runs")
    up.send(signal.SIGINT)
    until(lambda: "stopping" in up.output, "up has heard the first")
    up.send(signal.SIGINT)
    assert up.wait() == 0
    assert "stubborn did not stop in time: killed" in up.output
    assert up.survivors() == []


def test_it_runs_on_when_nobody_reads_its_output(new_up: NewUp) -> None:
    up = new_up()
    unread, output = os.pipe()
    os.close(unread)
    up.start(STEADY, output=output)
    os.close(output)
    until(lambda: any("sleep 600" in line for line in up.survivors()), "the child runs")
    assert up.process is not None
    assert up.process.poll() is None
    up.send(signal.SIGTERM)
    assert up.wait() == 0
    assert up.survivors() == []


def test_a_signal_during_the_start_ends_it_cleanly(new_up: NewUp) -> None:
    up = new_up(first=True).start(STEADY)
    until(lambda: (up.data_dir / "postgres").exists(), "the start is under way")
    up.send(signal.SIGTERM)
    assert up.wait() == 0, up.output
    until(lambda: not up.survivors(), "nothing is left of it")
    again = new_up(up.data_dir).start_and_wait(STEADY)
    assert starts(running_env(again)["DATABASE_URL"]) >= 1


def test_a_second_up_on_the_same_folder_is_refused_by_name(new_up: NewUp) -> None:
    first = new_up().start_and_wait(STEADY)
    assert first.process is not None
    second = new_up(first.data_dir).start(STEADY)
    assert second.wait() == 1
    assert f"process {first.process.pid} already runs on {first.data_dir}" in second.output
    assert "Traceback" not in second.output
    assert starts(running_env(first)["DATABASE_URL"]) == 1


def test_two_folders_run_at_the_same_time(new_up: NewUp, tmp_path: Path) -> None:
    one = new_up(tmp_path / "one").start_and_wait(STEADY)
    two = new_up(tmp_path / "two").start_and_wait(STEADY)
    assert running_env(one)["DATABASE_URL"] != running_env(two)["DATABASE_URL"]
    assert starts(running_env(one)["DATABASE_URL"]) == starts(running_env(two)["DATABASE_URL"]) == 1


def test_given_servers_are_used_and_none_is_started(new_up: NewUp, database_url: str, redis_url: str) -> None:
    up = new_up(first=True, env={"DATABASE_URL": database_url, "REDIS_URL": redis_url}).start_and_wait(STEADY)
    running = record.read(up.data_dir)
    assert running is not None
    assert running.embedded == ()
    assert (running.env["DATABASE_URL"], running.env["REDIS_URL"]) == (database_url, redis_url)
    assert not (up.data_dir / "postgres").exists()
    assert not [line for line in up.survivors() if "valkey" in line or "bin/postgres" in line]
    assert starts(database_url) == 1


def test_up_again_in_a_shell_that_still_has_the_last_addresses(new_up: NewUp) -> None:
    first = new_up().start_and_wait(STEADY)
    env = running_env(first)
    first.send(signal.SIGTERM)
    first.wait()
    second = new_up(first.data_dir, env=env).start_and_wait(STEADY)
    assert starts(running_env(second)["DATABASE_URL"]) == 2


def test_another_shell_reaches_the_services(new_up: NewUp) -> None:
    up = new_up().start_and_wait(STEADY)
    script = environment.exports(up.data_dir) + 'printf "%s" "$DATABASE_URL"'
    seen = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert starts(seen) == 1


@pytest.fixture
def folder_of_nobody() -> Iterator[Path]:
    """A folder owned by the user nobody, outside pytest's folders, which only their owner may enter."""
    with tempfile.TemporaryDirectory(prefix="marquee-nobody-") as name:
        os.chown(name, 65534, 65534)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user; then all tests here run as one")
def test_it_runs_as_an_ordinary_user(new_up: NewUp, folder_of_nobody: Path) -> None:
    prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", f"HOME={folder_of_nobody}")
    if subprocess.run([*prefix, sys.executable, "-c", "import psycopg2"], capture_output=True, check=False).returncode:
        pytest.skip("an ordinary user cannot read the virtual environment here")
    up = Up(folder_of_nobody / "data", folder_of_nobody, prefix=prefix).start_and_wait(STEADY)
    try:
        assert starts(running_env(up)["DATABASE_URL"]) == 1
        assert (folder_of_nobody / "data" / "services.json").stat().st_uid == 65534
    finally:
        up.send(signal.SIGTERM)
    assert up.wait() == 0, up.output
    assert up.survivors() == []
