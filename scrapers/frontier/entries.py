"""A request as JSON and back: whatever stands in Redis, reading it can never run code."""

from __future__ import annotations

import base64
import binascii
import inspect
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Request

_PLAIN = {"encoding": str, "priority": int, "dont_filter": bool, "flags": list, "cookies": dict | list}
_OPEN = ("meta", "cb_kwargs")
_METHODS = ("callback", "errback")
_FIELDS = {"url", "method", "headers", "body", *_PLAIN, *_OPEN, *_METHODS}


class Unserialisable(ValueError):
    """A request that JSON cannot hold, with the field that is to blame."""


class Garbled(ValueError):
    """An entry that is not one of ours."""


def encode(request: Request, spider: scrapy.Spider) -> bytes:
    """The request as JSON text. Raises Unserialisable: its class is not `Request` itself, its callback is not a method
    of the spider, or `meta` or `cb_kwargs` hold something that comes back from JSON as something else."""
    if type(request) is not Request:
        raise Unserialisable(f"{request}: a {type(request).__name__}; only a plain Request goes through Redis")
    record = {
        "url": request.url,
        "method": request.method,
        "headers": {name.decode("latin-1"): [v.decode("latin-1") for v in vs] for name, vs in request.headers.items()},
        "body": base64.b64encode(request.body).decode(),
        **{name: getattr(request, name) for name in _PLAIN},
        **{name: _same_in_json(getattr(request, name), name, request) for name in _OPEN},
        **{name: _method_name(getattr(request, name), name, request, spider) for name in _METHODS},
    }
    return json.dumps(_same_in_json(record, "record", request), separators=(",", ":")).encode()


def decode(entry: bytes, spider: scrapy.Spider) -> Request:
    """The request of an entry, http(s) only and called back only at the spider's own methods. Raises Garbled."""
    try:
        record = json.loads(entry)
    except (ValueError, RecursionError) as error:
        raise Garbled(f"no JSON: {entry[:60]!r}") from error
    if not isinstance(record, dict) or set(record) != _FIELDS:
        raise Garbled(f"not the fields of a request: {entry[:60]!r}")
    if not _is_web_address(record["url"]):
        raise Garbled(f"no web address: {record['url']!r}")
    headers = record["headers"]
    types = {**_PLAIN, "method": str, "headers": dict, "body": str, **dict.fromkeys(_OPEN, dict)}
    for name, kind in types.items():
        if not isinstance(record[name], kind):
            raise Garbled(f"{name} is {record[name]!r}")
    if not all(isinstance(values, list) and all(isinstance(v, str) for v in values) for values in headers.values()):
        raise Garbled(f"headers are {headers!r}")
    try:
        return Request(
            **{
                **record,
                "body": base64.b64decode(record["body"], validate=True),
                **{name: _method(record[name], name, spider) for name in _METHODS},
            }
        )
    except (TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise Garbled(f"no request: {error}") from error


def identity(request: Request, fingerprint: bytes) -> str:
    """What makes two requests one and the same of a run. A page that is fetched again, since its worker died, asks
    for the same pages again: they are known by this also where `dont_filter` passes them by the duplicate filter.

    A retry and the next hop of a redirect are requests of their own: their counters are part of it."""
    if not request.dont_filter:
        return fingerprint.hex()
    named = [getattr(getattr(request, name), "__name__", None) for name in _METHODS]
    counters = [request.meta.get(name, 0) for name in ("retry_times", "redirect_times")]
    rest = json.dumps([named, counters, request.cb_kwargs], sort_keys=True)
    return sha256(fingerprint + rest.encode()).hexdigest()


def _same_in_json(value: dict[str, Any], field: str, request: Request) -> dict[str, Any]:
    for name, part in value.items():
        try:
            same = isinstance(name, str) and json.loads(json.dumps(part, allow_nan=False)) == part
        except (TypeError, ValueError, RecursionError):
            same = False
        if not same:
            raise Unserialisable(f"{request}: {field}[{name!r}] is {part!r}, which JSON cannot hold as it is")
    return value


def _is_web_address(url: object) -> bool:
    try:
        return isinstance(url, str) and urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _method_name(
    function: Callable[..., Any] | None, field: str, request: Request, spider: scrapy.Spider
) -> str | None:
    if function is None:
        return None
    name: str = getattr(function, "__name__", "")
    if getattr(function, "__self__", None) is not spider or not _is_own(name, spider):
        raise Unserialisable(f"{request}: {field} {function!r} is not a method of the spider {spider.name}")
    return name


def _method(name: object, field: str, spider: scrapy.Spider) -> Callable[..., Any] | None:
    if name is None:
        return None
    if not isinstance(name, str) or not _is_own(name, spider):
        raise Garbled(f"{field} {name!r} is not a method of the spider {spider.name}")
    method: Callable[..., Any] = getattr(spider, name)
    return method


def _is_own(name: str, spider: scrapy.Spider) -> bool:
    """Whether it is a method that our classes define, and not one with which Scrapy steers a spider."""
    inherited = name != "parse" and hasattr(scrapy.Spider, name)
    return not inherited and inspect.isfunction(getattr(type(spider), name, None))
