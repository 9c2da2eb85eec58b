"""Security headers for every answer."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.config import settings

STRICT = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For answers that no browser renders."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=()",
}


def page_policy(script_hashes: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a page of the static export. `script_hashes`: `sha256-…` of the inline scripts
    that Next.js writes into the page. Images come from the sources' sites, data only from this service and the map's
    tiles."""
    scripts = " ".join(["'self'", *(f"'{each}'" for each in script_hashes)])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self'; "
        f"img-src 'self' data: blob: https: http:; font-src 'self'; connect-src {data_hosts()}; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def data_hosts() -> str:
    """The sources of a `connect-src` directive: this service, and the host of the map's tiles."""
    tiles = urlsplit(settings().map_tiles or "")
    return f"'self' {tiles.scheme}://{tiles.netloc}" if tiles.netloc else "'self'"


def install(app: FastAPI) -> None:
    """Adds the headers outside of all other middleware, so that the answer to an unhandled exception has them too."""
    build = app.build_middleware_stack
    app.build_middleware_stack = lambda: SecurityHeaders(build())  # type: ignore[method-assign]  # no hook for it


class SecurityHeaders:
    """ASGI middleware. Keeps a header that a route has set: pages have their own policy."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                policy = headers.setdefault("Content-Security-Policy", STRICT)
                if "frame-ancestors" not in policy.replace("frame-ancestors 'none'", ""):
                    headers.setdefault("X-Frame-Options", "DENY")  # browsers ignore it where a policy says who may
            await send(message)

        await self.app(scope, receive, send_with_headers)
