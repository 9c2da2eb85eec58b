"""Connects redis-py to REDIS_URL, with the options that it knows."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import redis
import redis.asyncio

from core.redis_url import parse

CLIENT_OPTIONS = (
    "client_name",
    "health_check_interval",
    "max_connections",
    "protocol",
    "retry_on_timeout",
    "socket_connect_timeout",
    "socket_keepalive",
    "socket_read_size",
    "socket_timeout",
)
"""redis-py's options that text can set and that don't change what its methods return. It also knows those that begin
with `ssl_`."""


def check(url: str) -> None:
    """Raises ValueError, whose message has no password, unless the clients can use the address."""
    address = parse(url)
    parsers: Mapping[str, Any] = redis.connection.URL_QUERY_ARGUMENT_PARSERS
    for name, text in address.options.items():
        try:
            parsers.get(name, str)(text)
        except ValueError as error:
            raise ValueError(f"REDIS_URL's option {name} has an invalid value") from error


def connect(url: str, timeout_s: float, **options: Any) -> redis.Redis:
    """A client. `timeout_s`: how long Redis may take to connect and to answer. `options`: redis-py's own. Those in the
    address have precedence over both."""
    return redis.Redis.from_url(client_url(url), socket_timeout=timeout_s, socket_connect_timeout=timeout_s, **options)


def client_url(url: str, *, asynchronous: bool = False) -> str:
    """The address for redis-py's `from_url`, with the options that redis-py knows."""
    address = parse(url)
    options = {name: text for name, text in address.options.items() if name in _known(address.scheme, asynchronous)}
    if address.tls:
        options = {"ssl_cert_reqs": "required", **options}
    if address.path:
        options["db"] = str(address.db)
        return f"unix://{address.login}{quote(address.path)}?{urlencode(options)}"
    query = f"?{urlencode(options)}" if options else ""
    return f"{address.scheme}://{address.server}/{address.db}{query}"


@cache
def _known(scheme: str, asynchronous: bool) -> frozenset[str]:
    """The options that redis-py's connection of this kind takes: a unix socket has no keepalive, for example."""
    library = redis.asyncio.connection if asynchronous else redis.connection
    kinds = {
        "redis": library.Connection,
        "rediss": library.SSLConnection,
        "unix": library.UnixDomainSocketConnection,
    }
    taken = {
        name
        for kind in kinds[scheme].__mro__
        if kind is not object
        for name in inspect.signature(kind.__init__).parameters
    }
    return frozenset(name for name in {*taken, "max_connections"} if name in CLIENT_OPTIONS or name.startswith("ssl_"))
