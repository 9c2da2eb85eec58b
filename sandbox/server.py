"""The sandbox: one process with a port for each site, so that absolute paths stay within their site."""

from __future__ import annotations

import socket
import sys
import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from sandbox.catalog import SITES, open_site
from sandbox.pictures import picture
from sandbox.serving.handler import Handler
from sandbox.serving.seen import SeenRequest
from sandbox.serving.trouble import Troubles, add_spelled
from sandbox.site import Answer, Place, Site

_CACHED_ANSWERS = 4096
_LOGGED_REQUESTS = 50_000


def today_in_sarasota() -> date:
    return datetime.now(ZoneInfo("America/New_York")).date()


class SiteServer(ThreadingHTTPServer):
    """One site on one port. `close` also ends open connections, so it doesn't wait for idle keep-alive clients."""

    daemon_threads = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(
        self, name: str, address: tuple[str, int], today: date | None, troubles: Troubles, seen: deque[SeenRequest]
    ) -> None:
        self.name = name
        self.troubles = troubles
        self.seen = seen
        self.stopping = threading.Event()
        self._today = today
        self._day: date | None = None
        self._site: Site | None = None
        self._answers: dict[str, Answer | None] = {}
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, Handler)
        self.base_url = f"http://{address[0]}:{self.server_address[1]}"
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, name=f"sandbox-{name}"
        )

    def answer(self, target: str, path: str, query: dict[str, str]) -> Answer | None:
        """The site's answer to a path with its query. Rendered once per day."""
        today = self._today or today_in_sarasota()
        with self._lock:
            if self._site is None or self._day != today:
                self._day, self._site, self._answers = today, open_site(self.name, Place(self.base_url, today)), {}
            site, answers = self._site, self._answers
        if target in answers:
            return answers[target]
        answer = site.answer(path, query) or picture(path)
        if (answer is None or answer.repeatable) and len(answers) < _CACHED_ANSWERS:
            answers[target] = answer
        return answer

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.stopping.set()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _hang_up(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores clients that hang up, which is normal here. Any other error is a bug in the sandbox and is shown."""
        if not isinstance(_current_error(), ConnectionError):
            super().handle_error(request, client_address)


class Sandbox:
    """All sites. They run from `start` to `stop`, or within `with Sandbox(today=…) as sandbox:`.

    today     fixes the day, for tests and to compare with `truth.expected`. None: the current day in Sarasota.
    port      the port of the first site; the others use the next ports. 0: any free ports.
    requests  the last 50,000 requests to all sites, in order.
    trouble   the switches for faults. `troubles` turns some on at the start, such as `vanwezel:slow=2`.
    """

    def __init__(
        self,
        *,
        today: date | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        troubles: Iterable[str] = (),
    ) -> None:
        self.requests: deque[SeenRequest] = deque(maxlen=_LOGGED_REQUESTS)
        self.trouble = Troubles(SITES)
        for text in troubles:
            add_spelled(self.trouble, text)
        self._today = today
        self._host = host
        self._port = port
        self._servers: dict[str, SiteServer] = {}

    def url(self, site: str, path: str = "") -> str:
        return self._servers[site].base_url + path

    @property
    def urls(self) -> dict[str, str]:
        """The base URL of each site, in the order of their ports."""
        return {name: server.base_url for name, server in self._servers.items()}

    def start(self) -> None:
        """Bind all ports, then serve. Raises OSError if a port is taken, and then releases the others."""
        try:
            for number, name in enumerate(SITES):
                address = (self._host, self._port + number if self._port else 0)
                self._servers[name] = SiteServer(name, address, self._today, self.trouble, self.requests)
        except OSError:
            self.stop()
            raise
        for server in self._servers.values():
            server.start()

    def stop(self) -> None:
        """Stop all sites in parallel: each takes up to its poll interval."""
        if self._servers:
            with ThreadPoolExecutor(len(self._servers)) as pool:
                list(pool.map(SiteServer.close, self._servers.values()))
        self._servers = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _current_error() -> BaseException | None:
    return sys.exception()
