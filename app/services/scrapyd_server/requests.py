"""Which requests scrapyd refuses: those of other web pages, and jobs with settings or ids that could do harm."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapyd import webservice, website
from scrapyd.config import Config
from scrapyd.exceptions import ConfigError
from twisted.python.components import Componentized
from twisted.web import error, http
from twisted.web.resource import Resource
from twisted.web.server import Request

from core import scrapyd_nodes
from core.config import settings
from core.logs.run_files import PLAIN_NAME

SETTINGS = (
    "CLOSESPIDER_ERRORCOUNT",
    "CLOSESPIDER_ITEMCOUNT",
    "CLOSESPIDER_PAGECOUNT",
    "CLOSESPIDER_TIMEOUT",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_TIMEOUT",
    "LOG_LEVEL",
    "STORE_EVENTS",
)
"""What `setting=` may change. Scrapy's other settings name files to write, classes to load, and ports to open."""


class Root(website.Root):  # type: ignore[misc]  # scrapyd has no types
    """Every request passes here, after the login. A browser that is logged in sends the login with the requests of any
    web page, so the login alone does not prove that a person sent them."""

    def __init__(self, config: Config, app: Componentized) -> None:
        super().__init__(config, app)
        try:
            self.names = allowed_names()
        except ValueError as problem:
            raise ConfigError(str(problem)) from problem

    def getChildWithDefault(self, path: bytes, request: Request) -> Resource:  # noqa: N802  # twisted's name
        reason = foreign(request, self.names)
        return super().getChildWithDefault(path, request) if reason is None else Refusal(reason)


class Refusal(Resource):
    """403 with a sentence, in the form of scrapyd's other errors."""

    isLeaf = True  # noqa: N815  # twisted's name

    def __init__(self, reason: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # twisted's
        self.reason = reason

    def render(self, request: Request) -> bytes:
        request.setResponseCode(http.FORBIDDEN)
        request.responseHeaders.setRawHeaders("Content-Type", ["application/json"])
        return json.dumps({"status": "error", "message": self.reason}).encode() + b"\n"


class Schedule(webservice.Schedule):  # type: ignore[misc]  # scrapyd has no types
    """`schedule.json`, which refuses settings that could run code and ids that could lead out of a folder."""

    def render_POST(self, request: Request) -> Any:  # noqa: N802  # twisted's name
        reason = unfit(request.args or {})
        if reason is not None:
            raise error.Error(code=http.BAD_REQUEST, message=reason.encode())
        return super().render_POST(request)


def allowed_names() -> frozenset[str]:
    """The host names of this scrapyd: the loopback ones, those in SCRAPYD_URL, and those in SCRAPYD_HOSTS."""
    nodes = (urlsplit(node.url).hostname for node in scrapyd_nodes.addresses(settings()))
    further = (name.strip().lower() for name in settings().scrapyd_hosts.split(","))
    return scrapyd_nodes.LOOPBACK_NAMES | {name for name in (*nodes, *further) if name}


def foreign(request: Request, names: frozenset[str]) -> str | None:
    """Why a request comes from a web page of another site (DNS rebinding, RFC 6454 origins), or None if it doesn't."""
    hosts = request.requestHeaders.getRawHeaders("Host", [])
    own = request.getHost().host  # type: ignore[no-untyped-call]  # twisted's
    if len(hosts) != 1 or _name(hosts[0]) not in names | {own}:
        return "The Host header does not name this scrapyd. SCRAPYD_HOSTS can list further names."
    for origin in request.requestHeaders.getRawHeaders("Origin", []):
        scheme, _, authority = origin.partition("://")
        if scheme not in ("http", "https") or authority.lower() != hosts[0].lower():
            return "The Origin header names another site: web pages of other sites cannot use this scrapyd."
    return None


def _name(host: str) -> str | None:
    """The name or address in a Host header, in lower case. None if it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    return parts.hostname if parts.netloc == host and "@" not in host else None


def unfit(arguments: Mapping[bytes, Sequence[bytes]]) -> str | None:
    """Why a job with these form fields must not start, or None if it may."""
    for field, values in arguments.items():
        if any(b"\0" in text for text in (field, *values)):
            return "A field contains a NUL character."
    for value in arguments.get(b"setting", ()):
        name, equals, _ = value.partition(b"=")
        if not equals or name.decode(errors="replace") not in SETTINGS:
            return f"setting= must be NAME=VALUE, and NAME one of {', '.join(SETTINGS)}."
    for value in arguments.get(b"jobid", ()):
        if PLAIN_NAME.fullmatch(value.decode(errors="replace")) is None:
            return "jobid must be a plain name: up to 100 letters, digits, dots, hyphens, and underscores."
    return None
