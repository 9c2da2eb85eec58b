"""Refuses request bodies that are too long."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.http.problems import answer
from core.config import settings


class BodyLimit:
    """ASGI middleware: answers 413 to a body over MAX_BODY_BYTES, at once when Content-Length announces it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit, received = settings().max_body_bytes, 0
        detail = f"The request body is over the limit of {limit} bytes."
        if _content_length(scope) > limit:
            refusal = answer(Request(scope), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"Connection": "close"})
            await refusal(scope, receive, send)
            return

        async def receive_bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            return message

        await self.app(scope, receive_bounded, send)


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0
