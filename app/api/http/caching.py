"""Caches answers to reads until the database changes.

An answer is reused only when Postgres shows that nothing was committed since it was made: two equal snapshots
(`pg_current_snapshot`) see the same rows. So the next answer has what a crawl committed, and no writer has to
invalidate anything.
"""

from __future__ import annotations

import asyncio
import copy
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.api.http.conditional import names_etag, not_modified, weak_tag
from core.config import settings
from storage.database import snapshots

CACHE_BYTES = 32 * 2**20
"""The most that the bodies may take up in one process."""


def json_response(body: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """The body as JSON. FastAPI would validate it against the route's response model once more."""
    return Response(body.__pydantic_serializer__.to_json(body), media_type="application/json", headers=headers)


Key = tuple[str, bytes, int, str]


class Answers:
    """Responses by address. When they take up too much, those unused for longest go first."""

    def __init__(self) -> None:
        self.cached: OrderedDict[Key, tuple[str, Response]] = OrderedDict()
        self.bytes = 0

    def find(self, key: Key, version: str) -> Response | None:
        found = self.cached.get(key)
        if found is None or found[0] != version:
            return None
        self.cached.move_to_end(key)
        return found[1]

    def store(self, key: Key, version: str, response: Response) -> None:
        self._drop(key)
        self.cached[key] = (version, response)
        self.bytes += len(response.body)
        while self.bytes > CACHE_BYTES:
            self._drop(next(iter(self.cached)))

    def _drop(self, key: Key) -> None:
        if (old := self.cached.pop(key, None)) is not None:
            self.bytes -= len(old[1].body)


class Versions:
    """Asks Postgres for the database's version, once for all requests that are waiting. Each request gets an answer to
    a question asked after the request came in."""

    def __init__(self) -> None:
        self.watch = snapshots.Watch()
        self.running: asyncio.Task[str] | None = None
        self.next: asyncio.Task[str] | None = None

    async def current(self) -> str:
        if self.next is None:
            self.next = asyncio.create_task(self._ask(self.running))
        return await asyncio.shield(self.next)

    async def _ask(self, before: asyncio.Task[str] | None) -> str:
        if before is not None:
            await asyncio.wait([before])
        self.running, self.next = self.next, None
        return await run_in_threadpool(self.watch.current)


class Cache:
    """One application's cache."""

    def __init__(self) -> None:
        self.answers, self.versions = Answers(), Versions()


def cache_of(request: Request) -> Cache:
    state = request.app.state
    if not hasattr(state, "cache"):
        state.cache = Cache()
    found: Cache = state.cache
    return found


class CachedRoute(APIRoute):
    """A route for reading whose answer depends only on its address, the database, and the current minute. `freshness`:
    the part of Cache-Control that says how long others may use an answer."""

    freshness = "no-cache"
    """Clients must revalidate every time, because a crawl may end at any moment."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        make = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if not settings().public_reads:
                return conditional(request, with_etag(await make(request), "private, no-cache"))
            minute = int(time.time() // 60)
            key = (request.scope["path"], request.scope["query_string"], minute, self.part_of_key(request))
            cache = cache_of(request)
            version = await cache.versions.current()
            found = cache.answers.find(key, version)
            if found is None:
                found = await make(request)
                if isinstance(found, FileResponse):  # has its own entity tag
                    return found
                found = with_etag(found, f"public, {self.freshness}")
                cache.answers.store(key, version, found)
            return conditional(request, found)

        return handle

    @staticmethod
    def part_of_key(request: Request) -> str:
        """What else an answer depends on."""
        return ""


def with_etag(response: Response, cache_control: str) -> Response:
    response.headers["ETag"] = weak_tag(hashlib.sha256(response.body).hexdigest()[:32])
    response.headers["Cache-Control"] = cache_control
    return response


def conditional(request: Request, response: Response) -> Response:
    """304 without a body if the client has this response, else a copy: headers added to it on its way out must not end
    up in the cache."""
    if names_etag(request, response.headers["ETag"]):
        repeated = ("etag", "cache-control", "link", "vary", "content-security-policy")
        return not_modified({name.title(): response.headers[name] for name in repeated if name in response.headers})
    copied = copy.copy(response)
    copied.raw_headers = list(response.raw_headers)
    return copied
