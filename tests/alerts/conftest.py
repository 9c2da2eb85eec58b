"""A mail server, a web server, and routes to them."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.services import ports
from core.config import settings
from storage.alerts.routes import Channel, Route, add_route
from storage.database.engine import transaction
from tests.cli.conftest import marquee
from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox
from tests.health.conftest import acting, admin, editor, queue, quick_hashes, reader, service
from tests.services.tls import certificate

__all__ = [
    "acting",
    "admin",
    "crawls",
    "editor",
    "marquee",
    "pytest_configure",
    "queue",
    "quick_hashes",
    "reader",
    "running_sandbox",
    "sandbox",
    "service",
]


class Inbox:
    """What the mail server received."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        self.mails.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def mail(service_environment, monkeypatch) -> Iterator[Inbox]:
    inbox = Inbox()
    port = ports.choose()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    use_mail_server(monkeypatch, port)
    try:
        yield inbox
    finally:
        server.stop()
        settings.cache_clear()


@pytest.fixture
def refusing_mail(service_environment, monkeypatch) -> Iterator[Inbox]:
    """Refuses every login."""
    inbox, port = Inbox(), ports.choose()
    server = Controller(
        inbox,
        hostname="127.0.0.1",
        port=port,
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )
    server.start()
    monkeypatch.setenv("SMTP_USERNAME", "marquee")
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2hunter2")
    use_mail_server(monkeypatch, port)
    try:
        yield inbox
    finally:
        server.stop()
        settings.cache_clear()


def use_mail_server(monkeypatch, port, security="none"):
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_PORT", str(port))
    monkeypatch.setenv("SMTP_SECURITY", security)
    monkeypatch.setenv("SMTP_FROM", "marquee@events.example")
    monkeypatch.setenv("PUBLIC_URL", "https://events.example")
    settings.cache_clear()


@pytest.fixture(params=["tls", "starttls"])
def secure_mail(service_environment, monkeypatch, tmp_path, request) -> Iterator[Inbox]:
    """Takes mail only over TLS, with a certificate that this process trusts."""
    public, private = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    inbox, port = Inbox(), ports.choose()
    options = {"ssl_context": context}
    if request.param == "starttls":
        options = {"tls_context": context, "require_starttls": True}
    server = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    server.start()
    use_mail_server(monkeypatch, port, request.param)
    try:
        yield inbox
    finally:
        server.stop()
        settings.cache_clear()


class Hook:
    """A web server that records requests and answers with `status`, or never, until `released`."""

    def __init__(self, port):
        self.url, self.status, self.requests = f"http://127.0.0.1:{port}", 200, []
        self.released = threading.Event()
        self.released.set()


@pytest.fixture
def hook(service_environment, monkeypatch) -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # http.server's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.requests.append((self.path, dict(self.headers), body.decode(), json.loads(body)))
            self.answer()

        def do_GET(self):  # http.server's name
            found.requests.append((self.path, dict(self.headers), "", None))
            self.answer()

        def answer(self):
            found.released.wait()
            self.send_response(found.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Hook(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("PRIVATE_ALERTS", "true")
    settings.cache_clear()
    try:
        yield found
    finally:
        found.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
        settings.cache_clear()


@pytest.fixture
def routed(service_environment):
    """Adds a route."""

    def add(channel="email", target="desk@events.example", **given):
        route = Route(person="desk", channel=Channel(channel), target=target, **given)
        with transaction() as connection:
            return add_route(connection, route, created_by="test")

    return add
