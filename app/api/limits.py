"""How long a request's body may be, and how many requests a client may make."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.clients import address_of
from app.api.problems import answer
from app.config import settings

UNLIMITED = ("/healthz", "/readyz", "/metrics")
"""Asked by machines that watch, from one address."""
BURST_S = 10.0
"""A client may use up what these seconds would give at once: a page loads many things together."""
MOST_CLIENTS = 50_000


class BodyLimit:
    """ASGI middleware: 413 for a body over MAX_BODY_BYTES, before it is read where its length is announced."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most, came = settings().max_body_bytes, 0
        detail = f"A body may have {most} bytes."
        if _announced(scope) > most:
            refusal = answer(Request(scope), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"Connection": "close"})
            await refusal(scope, receive, send)
            return

        async def receive_bounded() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            return message

        await self.app(scope, receive_bounded, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0


class RateLimit:
    """ASGI middleware: a token bucket per client, RATE_LIMIT_PER_MINUTE; 429 with Retry-After when it is empty."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        per_minute = settings().rate_limit_per_minute
        if scope["type"] != "http" or not per_minute or scope["path"] in UNLIMITED:
            await self.app(scope, receive, send)
            return
        wait = self.take(address_of(Request(scope)), per_minute / 60)
        if wait == 0:
            await self.app(scope, receive, send)
            return
        detail = f"{per_minute} requests a minute are allowed; wait {wait} s."
        refusal: Any = answer(Request(scope), HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait)})
        await refusal(scope, receive, send)

    def take(self, client: str, per_second: float) -> int:
        """Take a token; 0, or the seconds until there is one."""
        now, most = time.monotonic(), max(1.0, per_second * BURST_S)
        tokens, at = self.buckets.get(client, (most, now))
        tokens = min(most, tokens + (now - at) * per_second)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / per_second)
        self.buckets[client] = (tokens if wait else tokens - 1, now)
        self.buckets.move_to_end(client)
        if len(self.buckets) > MOST_CLIENTS:
            self.buckets.popitem(last=False)
        return wait
