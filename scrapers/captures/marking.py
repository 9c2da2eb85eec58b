"""Notes on each event which kept answer it was read from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from scrapy.http import Request, Response

from core.items import EventItem
from scrapers.platforms.base import CAPTURE, captured

PARENT = "parent_capture_id"
"""In a request's meta: the id of the kept answer that led to it."""


class MarkEvents:
    """Spider middleware for crawls whose answers have the id under which they are kept in their meta (CAPTURE)."""

    def process_spider_output(self, response: Response, result: Iterable[Any]) -> Iterator[Any]:
        for found in result:
            yield _marked(found, response)

    async def process_spider_output_async(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for found in result:
            yield _marked(found, response)


def _marked(found: Any, response: Response) -> Any:
    """An event with the capture that it was read from, a request with the one that led to it."""
    if isinstance(found, EventItem):
        return captured(found, response)
    if isinstance(found, Request) and CAPTURE in response.meta:
        found.meta.setdefault(PARENT, response.meta[CAPTURE])
    return found
