"""Checks whether each service answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import psycopg2
import redis
from psycopg2.extensions import make_dsn

from app.services.errors import ServiceError
from app.services.ports import LOOPBACK
from core import database_url
from core.redis_client import connect

TIMEOUT_S = 5
BEAT_LOCK = "marquee:beat::lock"
"""redbeat's lock: `redbeat_key_prefix` of the Celery application, then `:lock`. A live Beat renews it."""


class Unreachable(ServiceError):
    """The service did not answer as it should. The message never contains a password."""


@dataclass(frozen=True)
class RedisState:
    version: str
    append_only: bool
    refusal: str
    """Why it takes no writes, such as a full memory or disk; empty if it does."""


def place(url: str) -> str:
    """Host and port of a service's http:// or https:// address, without its credentials."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or 'localhost'}:{parts.port or {'https': 443}.get(parts.scheme, 80)}"
    except ValueError:
        return "an address that is not a URL"


def postgres(url: str) -> str:
    """The server's version. Raises Unreachable."""
    parameters = {"connect_timeout": str(TIMEOUT_S), **database_url.parameters(url)}
    try:
        connection = psycopg2.connect(make_dsn(None, **parameters))
    except (psycopg2.OperationalError, psycopg2.ProgrammingError) as error:
        raise Unreachable(_reason(error)) from error
    try:
        return str(connection.info.parameter_status("server_version")).split()[0]
    finally:
        connection.close()


def redis_client(url: str) -> redis.Redis:
    return connect(url, TIMEOUT_S, retry=None)


def redis_server(url: str) -> RedisState:
    """What the server is and does. Raises Unreachable."""
    try:
        with redis_client(url) as client:
            info = client.info()
            refusal = _refusal(client)
    except (redis.RedisError, ValueError) as error:
        raise Unreachable(_reason(error)) from error
    return RedisState(str(info["redis_version"]), bool(info.get("aof_enabled")), refusal)


def _refusal(client: redis.Redis) -> str:
    try:
        client.set("marquee:takes-writes", 1, ex=1)
    except redis.ResponseError as error:
        return _reason(error)
    return ""


def local(port: int | str) -> str:
    """The address of a service on this machine."""
    return f"http://{LOOPBACK}:{port}"


def api(url: str) -> None:
    """Raises Unreachable unless the API reports that it is ready, including its database."""
    _get(f"{url.rstrip('/')}/readyz")


def flower(url: str) -> None:
    """Raises Unreachable unless Flower reports that it is healthy."""
    _get(f"{url.rstrip('/')}/healthcheck")


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
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(_reason(error)) from error
    if not response.is_success:
        raise Unreachable(f"it answers {response.status_code} {response.reason_phrase}".rstrip())
    return response


def _reason(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
