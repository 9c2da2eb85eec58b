"""Answers to reads that are kept while the database stands still, and known again by their entity tag.

An answer is used again only when Postgres says that nothing was committed since it was made: two equal snapshots
(`pg_current_snapshot`) see the same rows. So what a crawl commits is in the next answer, and no writer has to tell.
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
from fastapi.routing import APIRoute
from pydantic import BaseModel

from core.config import settings
from storage.database import snapshots

KEPT_BYTES = 32 * 2**20
"""Of bodies, in one process."""


def answered(body: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """JSON, written by pydantic's own serializer; the response model of the route is the body's."""
    return Response(body.__pydantic_serializer__.to_json(body), media_type="application/json", headers=headers)


Key = tuple[str, bytes, int]


class Answers:
    """Bodies with their headers, by address; the ones not used for longest go first."""

    def __init__(self) -> None:
        self.kept: OrderedDict[Key, tuple[str, Response]] = OrderedDict()
        self.bytes = 0

    def find(self, key: Key, version: str) -> Response | None:
        found = self.kept.get(key)
        if found is None or found[0] != version:
            return None
        self.kept.move_to_end(key)
        return found[1]

    def keep(self, key: Key, version: str, response: Response) -> None:
        self._drop(key)
        self.kept[key] = (version, response)
        self.bytes += len(response.body)
        while self.bytes > KEPT_BYTES:
            self._drop(next(iter(self.kept)))

    def _drop(self, key: Key) -> None:
        if (old := self.kept.pop(key, None)) is not None:
            self.bytes -= len(old[1].body)


class Versions:
    """The database's version, asked once for all requests that wait: each gets an answer that was asked for after it
    came."""

    def __init__(self) -> None:
        self.watch = snapshots.Watch()
        self.asking: asyncio.Task[str] | None = None
        self.waiting: asyncio.Task[str] | None = None

    async def current(self) -> str:
        if self.waiting is None:
            self.waiting = asyncio.create_task(self._ask(self.asking))
        return await asyncio.shield(self.waiting)

    async def _ask(self, before: asyncio.Task[str] | None) -> str:
        if before is not None:
            await asyncio.wait([before])
        self.asking, self.waiting = self.waiting, None
        return await run_in_threadpool(self.watch.current)


class Kept:
    """What one application keeps."""

    def __init__(self) -> None:
        self.answers, self.versions = Answers(), Versions()


def kept(request: Request) -> Kept:
    state = request.app.state
    if not hasattr(state, "kept"):
        state.kept = Kept()
    found: Kept = state.kept
    return found


class CachedRoute(APIRoute):
    """A reading route whose answer depends on its address, the database and the minute alone."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        make = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if not settings().public_reads:
                return known(request, tagged(await make(request), "private"))
            key = (request.scope["path"], request.scope["query_string"], int(time.time() // 60))
            here = kept(request)
            version = await here.versions.current()
            found = here.answers.find(key, version)
            if found is None:
                found = tagged(await make(request), "public")
                here.answers.keep(key, version, found)
            return known(request, found)

        return handle


def tagged(response: Response, audience: str) -> Response:
    """With an entity tag, and told to be asked for again: a crawl may end at any moment."""
    response.headers["ETag"] = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = f"{audience}, no-cache"
    return response


def known(request: Request, response: Response) -> Response:
    """304 without a body where the client names the tag (RFC 9110 13.1.2, weak comparison)."""
    told = request.headers.get("if-none-match")
    if told is None:
        return again(response)
    tags = {tag.strip().removeprefix("W/") for tag in told.split(",")}
    if "*" not in tags and response.headers["ETag"] not in tags:
        return again(response)
    kept = {name: response.headers[name] for name in ("etag", "cache-control", "link") if name in response.headers}
    return Response(status_code=304, headers=kept)


def again(response: Response) -> Response:
    """A copy, so that what is added to its headers on the way out is not added to the one that is kept."""
    copied = copy.copy(response)
    copied.raw_headers = list(response.raw_headers)
    return copied
