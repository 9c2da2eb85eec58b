"""Limits how many requests a client may make in a minute."""

from __future__ import annotations

from http import HTTPStatus

from limits import RateLimitItemPerMinute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.http.clients import address_of
from app.api.http.problems import answer
from app.api.http.shared_counts import shared_counts
from core.config import settings

PROBES = ("/healthz", "/readyz", "/metrics")
"""Monitoring asks for these, often from one address."""
FILES = ("/_next/", "/maplibre/")
"""Scripts, styles, and fonts of the page. One view asks for thirty, and a page that misses one does not work, though a
library's or a newsroom's computers share an address."""
NAMESPACE = "requests"


class RateLimit:
    """ASGI middleware: answers 429 with Retry-After to a client that made RATE_LIMIT_PER_MINUTE requests.

    The minute begins with a client's first request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        per_minute = settings().rate_limit_per_minute
        if scope["type"] != "http" or not per_minute or _is_free(scope["path"]):
            await self.app(scope, receive, send)
            return
        request, limit = Request(scope), RateLimitItemPerMinute(per_minute, namespace=NAMESPACE)
        wait_s = await run_in_threadpool(shared_counts().hit, limit, address_of(request))
        if not wait_s:
            await self.app(scope, receive, send)
            return
        detail = f"You may make {per_minute} requests a minute. Try again in {wait_s} seconds."
        refusal = answer(request, HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait_s)})
        await refusal(scope, receive, send)


def _is_free(path: str) -> bool:
    return path in PROBES or path.startswith(FILES)
