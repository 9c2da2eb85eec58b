"""Fetches one page for a user who gave its address, with limits on size, time and redirects."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore
import httpx

from core.addresses import NotPublic, Resolve, http_address, public_ips, resolved, well_formed
from core.fetching.connecting import Connections
from core.fetching.unpacking import ACCEPT_ENCODING, Damaged, TooLong, unpack

MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
DEADLINE_S = 30.0
TIMEOUT_S = 10.0
"""For each step: connecting, and each wait for data."""
REDIRECTS = (301, 302, 303, 307, 308)


class FetchFailed(RuntimeError):
    """No answer, or one that exceeds a limit. The message says which."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with any status. `charset` is from its Content-Type."""

    url: str
    status: int
    body: bytes
    charset: str | None


class Fetcher:
    """Each connection, also after a redirect, goes to an IP address that `public_ips` found for it.

    anywhere    private addresses too
    deadline_s  for all redirects, heads and bodies together. Only the system's own look-up of a name can take longer.
    network     opens the connections
    """

    def __init__(
        self,
        user_agent: str,
        *,
        resolve: Resolve = resolved,
        anywhere: bool = False,
        deadline_s: float = DEADLINE_S,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.user_agent, self.resolve, self.anywhere, self.deadline_s = user_agent, resolve, anywhere, deadline_s
        self.network = network or httpcore.SyncBackend()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None, body: str | None = None) -> Fetched:
        """Raises NotPublic, also for a redirect target, or FetchFailed. `webcal:` is asked as http.

        headers  more headers, or others than the usual ones. body: sent as POST if it is given. Neither is sent to a
                 redirect target, which may be another site.
        """
        stop_at = time.monotonic() + self.deadline_s
        url = http_address(url)
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(url, stop_at, headers or {}, body)
            if isinstance(answer, Fetched):
                return answer
            url, headers, body = http_address(answer), None, None
        raise FetchFailed(f"more than {MAX_REDIRECTS} redirects")

    def _ask(self, url: str, stop_at: float, more: Mapping[str, str], body: str | None) -> Fetched | str:
        """The answer, or the address it redirects to."""
        target = _target(url)
        headers: dict[str | bytes, str | bytes] = {
            "Host": target.netloc,
            "User-Agent": self.user_agent,
            "Accept": "text/calendar, text/html, application/json;q=0.9, */*;q=0.5",
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        headers.update((name, value) for name, value in more.items())
        method, content = ("GET", None) if body is None else ("POST", body.encode())
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT_S)
        try:
            with (
                httpcore.ConnectionPool(network_backend=Connections(self.network, self._find_ips, stop_at)) as pool,
                pool.stream(
                    method, _plain(target), headers=headers, content=content, extensions={"timeout": timeout}
                ) as response,
            ):
                return _read(url, response)
        except TooLong as error:
            raise FetchFailed(f"the answer is larger than {MAX_BYTES // 1024 // 1024} MiB") from error
        except Damaged as error:
            raise FetchFailed(f"the answer's compression is broken: {error}") from error
        except _NO_ANSWER as error:
            if time.monotonic() >= stop_at:
                raise FetchFailed(f"the answer took longer than {self.deadline_s:g} s") from error
            raise FetchFailed(f"no usable answer: {type(error).__name__}") from error

    def _find_ips(self, host: str, port: int) -> list[str]:
        if self.anywhere:
            return [host]
        try:
            return public_ips(host, port, self.resolve)
        except (OSError, UnicodeError) as error:
            raise NotPublic(f"{host} has no address; check the spelling") from error


_NO_ANSWER = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)


def _target(url: str) -> httpx.URL:
    _, host, _ = well_formed(url)
    try:
        return httpx.URL(url).copy_with(host=host)
    except httpx.InvalidURL as error:
        raise NotPublic("this is not a web address") from error


def _plain(target: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)


def _read(url: str, response: httpcore.Response) -> Fetched | str:
    head = httpx.Response(response.status, headers=response.headers)
    location = head.headers.get("location")
    if response.status in REDIRECTS and location:
        return str(urljoin(url, location))
    body = unpack(response.iter_stream(), head.headers.get("content-encoding", ""), MAX_BYTES)
    return Fetched(url, response.status, body, head.charset_encoding)
