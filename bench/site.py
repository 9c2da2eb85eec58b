"""A carbonhouse site of any size on many hosts, in a process of its own that serves ready bytes.

The sandbox serves what sites do wrong, a thread per connection; here the server must cost little beside the crawl.
Hosts are addresses of 127/8, so that each is a host of its own to the crawl's politeness.
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

from bench.site_pages import Pages, made

_REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found"}


@dataclass(frozen=True, slots=True)
class Hosts:
    """The running site: the base URL of each of its hosts."""

    urls: list[str]


@contextmanager
def running(folder: Path, *, hosts: int = 1, shows: int = 10, page_bytes: int = 25_000) -> Iterator[Hosts]:
    """The site in a child process. `shows`: detail pages on each host, every one an event."""
    from bench.children import PYTHON, child

    arguments = [*PYTHON, "bench.site", f"--hosts={hosts}", f"--shows={shows}", f"--page-bytes={page_bytes}"]
    with child(arguments, folder / "site.log") as server:
        server.wait_until(lambda: server.said().endswith("\n"), 60)
        yield Hosts(json.loads(server.said()))


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
            self._answer(head.split(b"\r\n", 1)[0].split(b" ")[1].decode("ascii"))

    def _answer(self, target: str) -> None:
        assert self.transport is not None
        answer = self.pages.answer(target)
        status = f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}\r\n"
        fields = f"Content-Type: {answer.content_type}\r\nContent-Length: {len(answer.body)}\r\n\r\n"
        self.transport.write((status + fields).encode("ascii") + answer.body)


async def _serve(hosts: int, shows: int, page_bytes: int, today: date) -> None:
    pages = made(shows, page_bytes, today)
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
    options = parser.parse_args()
    asyncio.run(_serve(options.hosts, options.shows, options.page_bytes, date.today()))  # noqa: DTZ011  # any day will do


if __name__ == "__main__":
    main()
