"""Lets scripts of other sites read what everyone may read (CORS)."""

from __future__ import annotations

from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access.public_reads import readable

READS = ("GET", "HEAD")
OPEN = ("/api/", "/feeds/", "/widget/", "/oembed")
ASKABLE = "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match, Range"
"""What a script may send. `Authorization` isn't in it, so no key gets into another site's page."""
READABLE = "Content-Disposition, ETag, Last-Modified, Link, Retry-After"
A_DAY = "86400"


class CrossOrigin:
    """ASGI middleware. It always says that any site may read, without cookies, so that shared caches keep one answer
    for all sites. It must run inside of HeadRequests, which copies the scope that the route is noted in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _asks_before(scope):
            headers = {
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Methods": ", ".join(READS),
                "Access-Control-Allow-Headers": ASKABLE,
                "Access-Control-Max-Age": A_DAY,
            }
            encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": 204, "headers": encoded})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["method"] in READS and _is_public(scope):
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = READABLE
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _asks_before(scope: Scope) -> bool:
    """Whether a browser asks if a script may read here (Fetch standard, CORS-preflight request)."""
    asked = Headers(scope=scope).get("access-control-request-method", "").upper()
    return scope["method"] == "OPTIONS" and asked in READS and str(scope["path"]).startswith(OPEN)


def _is_public(scope: Scope) -> bool:
    """Whether the answer is from a route for reading, which has the dependency `readable`."""
    route = scope.get("route")
    return isinstance(route, APIRoute) and any(one.call is readable for one in route.dependant.dependencies)
