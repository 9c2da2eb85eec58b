"""Records a trace span for each request if tracing is on."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from core.tracing import span


class Traced:
    """ASGI middleware. A span is named after method and path, without the query: people type into that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with span(f"{scope['method']} {scope['path']}"):
            await self.app(scope, receive, send)
