"""A carbonhouse site of any size on many hosts, in its own process, which serves ready bytes.

The sandbox has a thread for each connection; this server must cost little compared with the crawl. Hosts are addresses
of 127/8, so that the crawl's politeness treats each as a separate host.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quality.bench.environment.pages import Pages, made

_REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found"}


@dataclass(frozen=True, slots=True)
class Hosts:
    """The running site: the base URL of each of its hosts."""

    urls: list[str]


@contextmanager
def running(
    folder: Path, *, hosts: int = 1, shows: int = 10, page_bytes: int = 25_000, feed_events: int = 0
) -> Iterator[Hosts]:
    """Runs the site in a child process. `shows`: detail pages on each host, one for each event. `feed_events`: events
    in each of its calendars `/feeds/N.ics`."""
    from quality.bench.environment.children import PYTHON, child

    arguments = [
        *PYTHON,
        "quality.bench.environment.site",
        f"--hosts={hosts}",
        f"--shows={shows}",
        f"--page-bytes={page_bytes}",
    ]
    arguments.append(f"--feed-events={feed_events}")
    with child(arguments, folder / "site.log") as server:
        server.wait_until(lambda: server.output().endswith("\n"), 60)
        yield Hosts(json.loads(server.output()))


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, for requests without a body."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.transport: asyncio.Transport | None = None
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        while (end := self.received.find(b"\r\n\r\n")) >= 0:
            head, self.received = self.received[:end], self.received[end + 4 :]
            request, *fields = head.decode("latin-1").split("\r\n")
            self._answer(
                request.split(" ")[1],
                [value for name, _, value in (f.partition(": ") for f in fields) if name.lower() == "if-none-match"],
            )

    def _answer(self, target: str, known: list[str]) -> None:
        assert self.transport is not None
        answer = self.pages.answer(target)
        etag = answer.headers.get("ETag", "")
        same = bool(etag) and etag in known
        status, body = (304, b"") if same else (answer.status, answer.body)
        fields = {"Content-Type": answer.content_type, "Content-Length": str(len(body)), **answer.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.transport.write(f"HTTP/1.1 {status} {_REASONS[status]}\r\n{head}\r\n".encode("ascii") + body)


async def _serve(hosts: int, pages: Pages) -> None:
    loop = asyncio.get_running_loop()
    urls = []
    for number in range(hosts):
        address = f"127.1.{number // 250}.{number % 250 + 1}"
        server = await loop.create_server(lambda: _Connection(pages), address, 0, backlog=128)
        urls.append(f"http://{address}:{server.sockets[0].getsockname()[1]}")
    sys.stdout.write(json.dumps(urls) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", type=int, default=1)
    parser.add_argument("--shows", type=int, default=10)
    parser.add_argument("--page-bytes", type=int, default=25_000)
    parser.add_argument("--feed-events", type=int, default=0)
    options = parser.parse_args()
    today = date.today()  # noqa: DTZ011  # any day will do
    asyncio.run(_serve(options.hosts, made(options.shows, options.page_bytes, today, options.feed_events)))


if __name__ == "__main__":
    main()
