"""A span for each request, where traces are wanted."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from core.tracing import span


class Traced:
    """ASGI middleware. Named by method and path; the query is left out, as people type into it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with span(f"{scope['method']} {scope['path']}"):
            await self.app(scope, receive, send)
