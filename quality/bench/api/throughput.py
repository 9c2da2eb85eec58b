"""Requests per second for the calendar's first page ÷ for a bare FastAPI route that returns the same bytes.

Each has its own uvicorn and four open connections. Ours asks Postgres each time whether anything was committed and
counts the request for the rate limit; the bare one does nothing.
"""

from __future__ import annotations

import http.client
import threading
import time
from pathlib import Path

from app.services import ports
from quality.bench.api.requests import LARGE, QUICK, ask, ready, service
from quality.bench.environment.children import PYTHON, child
from quality.bench.figures import BenchFailed, Figure, Place
from quality.bench.rounds import medians

ADDRESS = "/api/occurrences?from=2031-11-03"
CONNECTIONS = 4


def measure(place: Place) -> Figure:
    seconds = 3.0 if not place.quick else 0.2
    with service(place, place.size(LARGE, QUICK)) as ours:
        _, body = ask(http.client.HTTPConnection("127.0.0.1", ours, timeout=10), ADDRESS)
        answer = place.folder / "answer.json"
        answer.write_bytes(body)
        port = ports.choose()
        command = [
            *PYTHON,
            "uvicorn",
            "quality.bench.rivals.bare_route:app",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        quiet = ("--no-server-header", "--no-access-log", "--log-level", "warning")
        with child([*command, *quiet], Path(place.folder) / "bare.log", {"BODY": str(answer)}) as running:
            running.wait_until(lambda: ready(port, "/"), 60)
            mine, bare = medians(
                lambda: rate(ours, ADDRESS, seconds), lambda: rate(port, "/", seconds), place.size(3, 1)
            )
    return Figure(mine / bare, f"{mine:,.0f} ÷ {bare:,.0f} requests/s of {len(body):,} bytes")


def rate(port: int, address: str, seconds: float) -> float:
    """Answers per second, over all connections."""
    answered = [0] * CONNECTIONS
    until = time.monotonic() + seconds

    def keep_asking(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            status, _ = ask(connection, address)
            answered[number] += status == 200

    threads = [threading.Thread(target=keep_asking, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(answered):
        raise BenchFailed(f"port {port} did not answer {address} to every connection")
    return sum(answered) / seconds
