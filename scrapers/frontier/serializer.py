"""Requests as JSON. scrapy-redis pickles them by default, and anyone who can write a pickle to Redis can run code."""

from __future__ import annotations

import base64
import inspect
import json
from typing import Any
from urllib.parse import urlsplit

import scrapy

_TYPES = {
    "url": str,
    "callback": str | None,
    "errback": str | None,
    "method": str,
    "headers": dict,
    "body": str,
    "cookies": dict | list,
    "meta": dict,
    "encoding": str,
    "priority": int,
    "dont_filter": bool,
    "flags": list,
    "cb_kwargs": dict,
}


class UnfitRequest(ValueError):
    """A request that JSON cannot hold, or an entry in Redis that is not one of our requests."""


class RequestJson:
    """Converts what `Request.to_dict` returns to JSON and back, for one spider. Accepts http(s) addresses only, plain
    `Request` objects only, and as callbacks only methods that our own classes define."""

    def __init__(self, spider: scrapy.Spider) -> None:
        self.spider = spider

    def dumps(self, request: dict[str, Any]) -> str:
        """Raises UnfitRequest, also where a value would come back from JSON as a different one."""
        headers = {name.decode("latin-1"): [v.decode("latin-1") for v in vs] for name, vs in request["headers"].items()}
        record = {**request, "headers": headers, "body": base64.b64encode(request["body"]).decode()}
        self._check(record)
        for field in ("meta", "cb_kwargs"):
            _check_same_in_json(record[field], field)
        _check_same_in_json(record, "request")
        return json.dumps(record, separators=(",", ":"))

    def loads(self, text: bytes) -> dict[str, Any]:
        """Raises UnfitRequest."""
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UnfitRequest(f"not JSON: {text[:60]!r}") from error
        if not isinstance(record, dict):
            raise UnfitRequest(f"not a JSON object: {text[:60]!r}")
        self._check(record)
        try:
            "".encode(record["encoding"])
            headers = {name: [v.encode("latin-1") for v in values] for name, values in record["headers"].items()}
            return {**record, "headers": headers, "body": base64.b64decode(record["body"], validate=True)}
        except (LookupError, ValueError) as error:
            raise UnfitRequest(str(error)) from error

    def _check(self, record: dict[str, Any]) -> None:
        for field in record.keys() ^ _TYPES.keys():
            raise UnfitRequest(f"{field} is {record.get(field, 'missing')!r}")
        for field, kind in _TYPES.items():
            if not isinstance(record[field], kind):
                raise UnfitRequest(f"{field} is {record[field]!r}")
        for values in record["headers"].values():
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                raise UnfitRequest(f"headers are {record['headers']!r}")
        if not _is_web_address(record["url"]):
            raise UnfitRequest(f"not a web address: {record['url']!r}")
        for field in ("callback", "errback"):
            if record[field] is not None and not self._is_own_method(record[field]):
                raise UnfitRequest(f"{field} {record[field]!r} is not a method of the spider {self.spider.name}")

    def _is_own_method(self, name: str) -> bool:
        """Whether our classes define the method; Scrapy's own methods, which control the crawl, are not callbacks."""
        inherited = name != "parse" and hasattr(scrapy.Spider, name)
        return not inherited and inspect.isfunction(getattr(type(self.spider), name, None))


def _check_same_in_json(values: dict[str, Any], field: str) -> None:
    for name, value in values.items():
        try:
            same = isinstance(name, str) and json.loads(json.dumps(value, allow_nan=False)) == value
        except (TypeError, ValueError, RecursionError):
            same = False
        if not same:
            raise UnfitRequest(f"{field}[{name!r}] is {value!r}, which JSON cannot hold unchanged")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
