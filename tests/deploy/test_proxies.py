"""The examples for Caddy and nginx, run in front of the API: compression, streams, links, slow clients."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.services import ports
from storage.database.engine import transaction
from storage.runs import ledger as runs
from tests.api.harvest import harvest, many, seed
from tests.plugins.services import environment_of, url_of_application

ROOT = Path(__file__).resolve().parents[2]
PROXIES = ROOT / "deploy" / "proxy"
HOST = "events.example.org"
KEY = "k" * 32
RUN = "going"
TIMEOUT_S = 60


@dataclass(frozen=True)
class Proxied:
    """`address`: the proxy's. `certificate`: the authority that signed its own, if it has TLS here."""

    address: str
    port: int
    certificate: Path | None

    def client(self) -> httpx.Client:
        verify: ssl.SSLContext | bool = True
        if self.certificate is not None:
            verify = ssl.create_default_context(cafile=str(self.certificate))
        return httpx.Client(
            base_url=self.address, headers={"Host": HOST}, verify=verify, timeout=TIMEOUT_S, trust_env=False
        )


@contextmanager
def running(command: list[str], ready: Callable[[], bool], **environment: str) -> Iterator[None]:
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            while not ready():
                assert process.poll() is None, process.stdout.read().decode()  # type: ignore[union-attr]
                time.sleep(0.02)
            yield
        finally:
            process.terminate()
            process.communicate(timeout=TIMEOUT_S)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def api(postgres_server, redis_server, named_database, tmp_path_factory) -> Iterator[int]:
    """Its port. A run is open."""
    port = ports.choose()
    line = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("api: "))
    command = line.removeprefix("api: exec uvicorn ").replace("$API_PORT", str(port)).split()
    variables = {"TRUSTED_PROXIES": "127.0.0.1", "API_KEY": KEY}
    folder = tmp_path_factory.mktemp("api")
    with (
        named_database("proxied") as url,
        pytest.MonkeyPatch.context() as monkeypatch,
        environment_of(monkeypatch, url, url_of_application(postgres_server, url), redis_server.url, folder),
    ):
        seed()
        harvest(*many(60))
        with transaction() as connection:
            runs.open_run(connection, run_id=RUN, source_id=2, spider="sea", launched_by="test")
        with running([sys.executable, "-m", "uvicorn", *command], lambda: listens(port), **variables):
            yield port


def caddy(folder: Path, api: int, port: int) -> tuple[list[str], Proxied]:
    """The example on plain HTTP, because no authority signs a certificate for an example's name."""
    text = (PROXIES / "Caddyfile").read_text()
    text = text.replace(f"\n{HOST} {{", f"\nhttp://{HOST}:{port} {{").replace("127.0.0.1:8000", f"127.0.0.1:{api}")
    text = text.replace("{\n\tservers", "{\n\tadmin off\n\tservers", 1).replace("read_header 10s", "read_header 1s")
    file = folder / "Caddyfile"
    file.write_text(text)
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]
    return command, Proxied(f"http://127.0.0.1:{port}", port, None)


def nginx(folder: Path, api: int, port: int) -> tuple[list[str], Proxied]:
    """The example with a certificate of its own, in a minimal main configuration that needs no root."""
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    text = (PROXIES / "nginx.conf").read_text()
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{api}").replace("listen 443", f"listen 127.0.0.1:{port}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{ports.choose()}").replace(
        "/etc/letsencrypt/live/events.example.org", str(folder)
    )
    text = text.replace("client_header_timeout 10s", "client_header_timeout 1s")
    paths = "".join(
        f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{ }}\n"
        f"http {{ access_log off; include /etc/nginx/mime.types; {paths}\n{text}\n}}\n"
    )
    command = ["nginx", "-p", str(folder), "-c", str(file), "-e", "stderr"]
    return command, Proxied(f"https://127.0.0.1:{port}", port, certificate)


@pytest.fixture(scope="module", params=[caddy, nginx], ids=lambda make: make.__name__)
def proxied(request, api, tmp_path_factory) -> Iterator[Proxied]:
    name = request.param.__name__
    if shutil.which(name) is None:
        pytest.skip(f"{name} is missing: install Debian's package `{name}`")
    folder = tmp_path_factory.mktemp(name)
    command, found = request.param(folder, api, ports.choose())
    with running(command, lambda: listens(found.port), HOME=str(folder), XDG_DATA_HOME=str(folder)):
        yield found


def test_what_clients_get(proxied):
    with proxied.client() as client:
        feed = client.get("/feeds/events.ics", headers={"Accept-Encoding": "gzip"})
        assert (feed.status_code, feed.headers["content-encoding"]) == (200, "gzip")
        assert feed.text.startswith("BEGIN:VCALENDAR")
        scheme = proxied.address.partition(":")[0]
        assert f"<{scheme}://{HOST}" in feed.headers["link"], "the links have the client's host and scheme"
        again = client.get(
            "/feeds/events.ics", headers={"Accept-Encoding": "gzip", "If-None-Match": feed.headers["etag"]}
        )
        assert (again.status_code, again.headers["etag"]) == (304, feed.headers["etag"])
        assert [client.get(path).status_code for path in ("/metrics", "/readyz", "/healthz")] == [404, 404, 200]


def test_streams_are_passed_on_at_once(proxied):
    """The run goes on, so the first event arrives while the stream is open, or never."""
    headers = {"Authorization": f"Bearer {KEY}", "Accept-Encoding": "gzip"}
    with proxied.client() as client, client.stream("GET", f"/api/runs/{RUN}/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        assert next(stream.iter_lines()) == "event: run"


def test_a_slow_head_ends_at_the_proxy(proxied):
    with ExitStack() as closing:
        slow = closing.enter_context(socket.create_connection(("127.0.0.1", proxied.port), timeout=TIMEOUT_S))
        if proxied.certificate is not None:
            context = ssl.create_default_context(cafile=str(proxied.certificate))
            slow = closing.enter_context(context.wrap_socket(slow, server_hostname=HOST))
        slow.sendall(b"GET / HTTP/1.1\r\nHost: events.example.org\r\nX-Slow: ")
        assert slow.recv(1000)[:12] in (b"", b"HTTP/1.1 408")
    with proxied.client() as client:
        assert client.get("/healthz").status_code == 200
