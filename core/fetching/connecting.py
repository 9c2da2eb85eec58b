"""Opens connections that end at a deadline, to addresses that are judged as each one opens."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore


class Connections(httpcore.NetworkBackend):
    """`find_ips` returns the IP addresses of a host and port, or raises if the connection must not be opened."""

    def __init__(
        self, network: httpcore.NetworkBackend, find_ips: Callable[[str, int], Sequence[str]], stop_at: float
    ) -> None:
        self._network, self._find_ips, self._stop_at = network, find_ips, stop_at

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Tries one address after the other."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for ip in self._find_ips(host, port):
            left = _left(self._stop_at, timeout)
            try:
                stream = self._network.connect_tcp(ip, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._stop_at)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """Reads and writes until the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, stop_at: float) -> None:
        self._stream, self._stop_at = stream, stop_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._stop_at, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._stop_at, timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._stop_at, timeout))
        return _TimedStream(secured, self._stop_at)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(stop_at: float, timeout: float | None) -> float:
    """Seconds that one step may take. Raises httpcore.ReadTimeout after the deadline."""
    left = stop_at - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline is over")
    return left if timeout is None else min(left, timeout)
