"""Caches the public pages like answers of the API."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from app.api.http.caching import CachedRoute
from app.api.pages import page
from app.api.pages.language.choice import words_for
from core.config import settings


class CachedByHost(CachedRoute):
    """An answer with addresses of this service, which depend on the host that the client asked."""

    @staticmethod
    def part_of_key(request: Request) -> str:
        words = words_for(request)
        return f"{request.headers.get('host', '')} {page.version()} {words.language} {words.locale}"


class CachedPage(CachedByHost):
    """A page, which depends on the built page, too. Nothing is shown of the events if PUBLIC_READS is false: the script
    asks for a login."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        shown = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await shown(request) if settings().public_reads else page.built_for(request)

        return handle
