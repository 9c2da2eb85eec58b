"""Writes REDIS_URL as Celery's options: kombu, the result backend, and Flower each read it differently."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import redis
from kombu.transport.redis import Channel
from redis.connection import URL_QUERY_ARGUMENT_PARSERS

from core import redis_client, redis_url
from core.redis_url import RedisAddress

CERT_REQS = {"none": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL, "required": ssl.CERT_REQUIRED}


def celery_options(url: str, **transport: Any) -> dict[str, Any]:
    """The options of a Celery application on this Redis. `transport`: kombu's own, where the address has none.

    TLS options are separate from the addresses, because kombu checks no certificate, and the result backend refuses to
    start, if the address does not name `ssl_cert_reqs`; and Flower reads only `broker_use_ssl`.
    """
    address = redis_url.parse(url)
    return {
        "broker_url": _url(address),
        "result_backend": _url(address, dict(parse_qsl(urlsplit(redis_client.client_url(url)).query))),
        "broker_transport_options": {**transport, **_transport_options(address)},
        **({"broker_use_ssl": _tls(address), "redis_backend_use_ssl": _tls(address)} if address.tls else {}),
    }


def lists_of(queue: str) -> list[str]:
    """kombu's Redis lists of a queue: one for each step of `priority`, which most tasks leave at 0."""
    return [f"{queue}{Channel.sep}{step}" if step else queue for step in Channel.priority_steps]


def depth(client: redis.Redis, queue: str) -> int:
    """How many tasks wait in a queue."""
    return sum(int(client.llen(name)) for name in lists_of(queue))


def _url(address: RedisAddress, options: dict[str, str] | None = None) -> str:
    """Celery's spelling of the address, with redis-py's options apart from those for TLS."""
    plain = {name: text for name, text in (options or {}).items() if name != "db" and not name.startswith("ssl_")}
    if address.path:
        plain = {"virtual_host": str(address.db), **plain}
        path = quote(address.path, safe="/ ")  # Flower doesn't decode it
        return f"redis+socket://{address.login}{path}?{urlencode(plain)}"
    query = f"?{urlencode(plain)}" if plain else ""
    return f"{address.scheme}://{address.server}/{address.db}{query}"


def _transport_options(address: RedisAddress) -> dict[str, Any]:
    return {
        name: _value(name, text) for name, text in address.options.items() if name in Channel.from_transport_options
    }


def _tls(address: RedisAddress) -> dict[str, Any]:
    given = {name: text for name, text in address.options.items() if name.startswith("ssl_")}
    parsed = {name: _value(name, text) for name, text in given.items()}
    return {**parsed, "ssl_cert_reqs": CERT_REQS[given.get("ssl_cert_reqs", "required")]}


def _value(name: str, text: str) -> Any:
    """The option as its library expects it: a number, true or false, or else the text."""
    parsers: Mapping[str, Any] = URL_QUERY_ARGUMENT_PARSERS
    if name in parsers:
        return parsers[name](text)
    try:
        return json.loads(text.lower())
    except ValueError:
        return text
