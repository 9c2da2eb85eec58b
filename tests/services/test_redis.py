"""The embedded Redis keeps its data and its secret."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import redis

from app.services import ports
from app.services.embedded.redis import RedisServer
from app.services.embedded.start import started
from app.services.errors import PortTaken, StartFailed


def new(folder: Path) -> RedisServer:
    return started(lambda port: RedisServer(folder, port))


def test_keeps_what_it_was_given_in_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = tmp_path / 'a "folder" of Müller\\s' / "redis"
    with new(folder) as server, redis.Redis.from_url(server.url) as client:
        client.lpush("queue", "task")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("dir") == {"dir": str(folder)}
    with new(folder) as server, redis.Redis.from_url(server.url) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]
    assert server.process is None


def test_nobody_enters_without_the_password(redis_server: RedisServer) -> None:
    with (
        redis.Redis(host=ports.LOOPBACK, port=redis_server.port) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    for name in ("password", "redis.conf"):
        assert (redis_server.data_dir / name).stat().st_mode & 0o777 == 0o600


def test_a_log_cut_short_by_a_crash_loses_only_its_last_command(tmp_path: Path) -> None:
    with new(tmp_path / "redis") as server, redis.Redis.from_url(server.url) as client:
        client.set("kept", "yes")
    (newest,) = (tmp_path / "redis" / "appendonlydir").glob("*.incr.aof")
    with newest.open("ab") as file:
        file.write(b"*3\r\n$3\r\nSET\r\n$4\r\nlo")
    with new(tmp_path / "redis") as server, redis.Redis.from_url(server.url) as client:
        assert client.get("kept") == b"yes"


def test_a_taken_port_has_its_own_error(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        with pytest.raises(PortTaken):
            RedisServer(tmp_path / "redis", other.getsockname()[1]).start()


def test_a_start_that_fails_quotes_the_log(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="maxmemory"):
        RedisServer(tmp_path / "redis", ports.choose(), options={"maxmemory": "a lot"}).start()
