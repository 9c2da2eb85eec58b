"""Adds what a log line is about (run, task, source, spider, url) to each record."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

FIELDS = ("run", "task", "source", "spider", "url")

_here: ContextVar[Mapping[str, Any]] = ContextVar("about", default=MappingProxyType({}))
_process: dict[str, Any] = {}


@contextmanager
def about(**fields: Any) -> Iterator[None]:
    """Labels the lines logged inside, including in coroutines and threads started inside, with these FIELDS."""
    token = _here.set({**_here.get(), **fields})
    try:
        yield
    finally:
        _here.reset(token)


def about_process(**fields: Any) -> None:
    """Labels all lines of this process, unless they carry their own labels: for a process with one crawl."""
    _process.update(fields)


class About(logging.Filter):
    """Passes every record and sets its `about` to those of FIELDS that are known.

    Takes them first from the record's own `extra`, then from the spider named in Scrapy's records, then from `about`,
    then from `about_process`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "about"):
            known = {**_process, **_here.get(), **_of_spider(record), **_of_arguments(record), **_own(record)}
            record.about = {name: known[name] for name in FIELDS if known.get(name) is not None}
        return True


def _own(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name in FIELDS if isinstance(value := getattr(record, name, None), str | int)}


def _of_spider(record: logging.LogRecord) -> dict[str, Any]:
    spider = getattr(record, "spider", None)
    if spider is None or isinstance(spider, str):
        return {}
    return {
        "spider": spider.name,
        "source": getattr(spider, "source_id", None),
        "run": getattr(spider, "run_id", None),
    }


def _of_arguments(record: logging.LogRecord) -> dict[str, Any]:
    """Scrapy's own lines have their request among their arguments."""
    if not isinstance(record.args, Mapping):
        return {}
    url = getattr(record.args.get("request"), "url", None)
    return {"url": url} if isinstance(url, str) else {}
