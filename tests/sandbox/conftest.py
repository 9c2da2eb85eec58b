"""A sandbox on a fixed day, and a small client."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import pytest

from sandbox.server import Sandbox

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Got:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


Get = Callable[..., Got]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(today=TODAY) as running:
        yield running


@pytest.fixture
def get(sandbox: Sandbox) -> Get:
    """`get(site, path, method="GET", body=None, **headers)` over its own connection."""

    def fetch(site: str, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        address = urlsplit(sandbox.url(site))
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            answer = connection.getresponse()
            return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    return fetch
