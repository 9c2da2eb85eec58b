"""Checks whether each service answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import psycopg2
import redis

from app.services.errors import ServiceError
from app.services.ports import LOOPBACK

TIMEOUT_S = 5


class Unreachable(ServiceError):
    """The service did not answer as it should. The message never contains a password."""


@dataclass(frozen=True)
class RedisState:
    version: str
    append_only: bool


def place(url: str) -> str:
    """Host and port of an address, without its credentials."""
    defaults = {"redis": 6379, "rediss": 6379, "http": 80, "https": 443}
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or 'localhost'}:{parts.port or defaults.get(parts.scheme, 5432)}"
    except ValueError:
        return "an address that is not a URL"


def libpq(url: str) -> str:
    """The address in libpq's format, without SQLAlchemy's driver name."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"


def postgres(url: str) -> str:
    """The server's version. Raises Unreachable."""
    try:
        connection = psycopg2.connect(libpq(url), connect_timeout=TIMEOUT_S)
    except (psycopg2.OperationalError, psycopg2.ProgrammingError) as error:
        raise Unreachable(_reason(error, url)) from error
    try:
        return str(connection.info.parameter_status("server_version")).split()[0]
    finally:
        connection.close()


def redis_client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=None)


def redis_server(url: str) -> RedisState:
    """The server's version, and whether it keeps an append-only file. Raises Unreachable."""
    try:
        with redis_client(url) as client:
            info = client.info()
    except (redis.RedisError, ValueError) as error:
        raise Unreachable(_reason(error, url)) from error
    return RedisState(str(info["redis_version"]), bool(info.get("aof_enabled")))


def api(port: int) -> None:
    """Raises Unreachable unless the API reports that it is ready, including its database."""
    _get(f"http://{LOOPBACK}:{port}/readyz")


def flower(port: int) -> None:
    """Raises Unreachable unless Flower reports that it is healthy."""
    _get(f"http://{LOOPBACK}:{port}/healthcheck")


def scrapyd(url: str, credentials: tuple[str, str] | None = None) -> dict[str, int]:
    """Jobs by state: pending, running, finished. Raises Unreachable."""
    response = _get(f"{url.rstrip('/')}/daemonstatus.json", credentials)
    try:
        answer = response.json()
        return {state: int(answer[state]) for state in ("pending", "running", "finished")}
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable("the server there is not scrapyd") from error


def _get(url: str, credentials: tuple[str, str] | None = None) -> httpx.Response:
    try:
        with httpx.Client(trust_env=False, timeout=TIMEOUT_S) as client:  # a proxy cannot reach our loopback
            response = client.get(url, auth=credentials)
            response.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(_reason(error, url)) from error
    return response


def _reason(error: Exception, url: str) -> str:
    """The error's first line, without the address: a driver that cannot parse one may quote it with its password."""
    line = (str(error).strip() or type(error).__name__).splitlines()[0]
    credentials = url.partition("://")[2].rpartition("@")[0]
    for secret in (url, libpq(url), credentials, credentials.partition(":")[2]):
        line = line.replace(secret, "…") if secret else line
    return line
