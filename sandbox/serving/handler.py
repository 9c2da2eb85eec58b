"""HTTP/1.1 for one connection: logging, the control path, faults, conditional requests, and the answer."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import time
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from sandbox.serving.faults import Sent, plain, spoil
from sandbox.serving.seen import SeenRequest
from sandbox.serving.trouble import Fault
from sandbox.site import CHANGED, JSON, Answer, not_found

if TYPE_CHECKING:
    from sandbox.server import SiteServer

CONTROL_PATH = "/_trouble"
_LARGEST_BODY = 64 * 1024
MODIFIED = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
_ROBOTS = Answer(b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    server: SiteServer

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        body = self._request_body()
        if url.path == CONTROL_PATH:
            self._control(body)
            return
        troubles = self.server.troubles.take(self.server.name, self.path)
        if Fault.SLOW in troubles and self.server.stopping.wait(float(troubles[Fault.SLOW] or 1)):
            self.close_connection = True
            return
        changed = troubles.get(Fault.CHANGED, "")
        own = _ROBOTS if url.path == "/robots.txt" else self._own_answer(url.path, url.query, changed)
        if troubles.keys() - {Fault.CHANGED}:
            self._send(spoil(own, troubles, self.path))
        else:
            self._send(self._fresh(own))

    do_HEAD = do_GET  # noqa: N815 - names of http.server
    do_POST = do_GET  # noqa: N815
    do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name of http.server
        """Write nothing to stderr: `Sandbox.requests` is the log."""

    def _request_body(self) -> bytes:
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > _LARGEST_BODY:
            self.close_connection = True
            return b""
        return self.rfile.read(int(length))

    def _own_answer(self, path: str, query: str, changed: str) -> Answer:
        asked = dict(parse_qsl(query, keep_blank_values=True))
        target = self.path
        if changed:
            asked[CHANGED], target = changed, f"{target} {changed}"
        return self.server.answer(target, path, asked) or not_found()

    def _fresh(self, answer: Answer) -> Sent:
        """304 if the client's copy is current (RFC 9110 13.1.2 and 13.1.3: If-None-Match takes precedence)."""
        if answer.status != 200 or not answer.repeatable:
            return plain(answer)
        tag = entity_tag(answer.body)
        validators = {"ETag": tag, "Last-Modified": format_datetime(MODIFIED, usegmt=True)}
        known = self.headers.get("If-None-Match")
        since = self.headers.get("If-Modified-Since")
        if tag in known if known is not None else since is not None and _not_before(since):
            return Sent(304, answer.content_type, (), 0, validators)
        sent = plain(answer)
        return Sent(sent.status, sent.content_type, sent.chunks, sent.declared_length, {**sent.headers, **validators})

    def _send(self, sent: Sent) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(
            SeenRequest(self.server.name, self.command, self.path, headers, time.monotonic(), sent.status)
        )
        self.send_response(sent.status)
        for name, value in sent.headers.items():
            self.send_header(name, value)
        if sent.status != 304:
            self.send_header("Content-Type", sent.content_type)
            self.send_header("Content-Length", str(sent.declared_length))
        if sent.close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            for chunk in sent.chunks:
                self.wfile.write(chunk)

    def _control(self, body: bytes) -> None:
        """GET lists the site's switches and all faults, POST adds one, DELETE clears them. Only loopback is allowed."""
        if not ipaddress.ip_address(self.client_address[0]).is_loopback:
            self._reply(403, {"error": "the control path is only for loopback clients"})
            return
        name, troubles = self.server.name, self.server.troubles
        if self.command == "DELETE":
            troubles.clear(name)
        elif self.command == "POST":
            try:
                troubles.add_described(name, json.loads(body))
            except (ValueError, TypeError) as error:
                self._reply(400, {"error": str(error)})
                return
        self._reply(200, {"switches": troubles.listed(name), "faults": list(Fault)})

    def _reply(self, status: int, answer: dict[str, object]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@lru_cache(maxsize=256)
def entity_tag(body: bytes) -> str:
    return f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"'


def _not_before(since: str) -> bool:
    try:
        return parsedate_to_datetime(since) >= MODIFIED
    except (ValueError, TypeError):
        return False
