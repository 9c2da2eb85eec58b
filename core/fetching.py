"""Fetch one page of the public internet for somebody who gave its address: bounded in size, time and redirects."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from core.addresses import NotPublic, PublicAddress, Resolve, judge, resolved

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 5
DEADLINE_S = 30.0
TIMEOUT_S = 10.0
REDIRECTS = (301, 302, 303, 307, 308)


class FetchFailed(RuntimeError):
    """No answer, or none that may be taken; the message says which."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer whatever its status. `charset`: what its Content-Type declares."""

    url: str
    status: int
    body: bytes
    charset: str | None


class Fetcher:
    """Asks addresses that `judge` let pass, at the very IP address that it judged. `anywhere`: private ones too."""

    def __init__(self, user_agent: str, *, resolve: Resolve = resolved, anywhere: bool = False) -> None:
        self.user_agent, self.resolve, self.anywhere = user_agent, resolve, anywhere

    def fetch(self, url: str) -> Fetched:
        """Raises NotPublic, also for what a page redirects to, or FetchFailed."""
        stop_at = time.monotonic() + DEADLINE_S
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, stop_at)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise FetchFailed(f"more than {MOST_REDIRECTS} redirects")

    def _ask(self, url: str, stop_at: float) -> Fetched | str:
        """The answer, or where it redirects to."""
        target, headers, extensions = self._target(url)
        try:
            with (
                httpx.Client(trust_env=False, follow_redirects=False, timeout=TIMEOUT_S) as client,
                client.stream("GET", target, headers=headers, extensions=extensions) as response,
            ):
                location = response.headers.get("location")
                if response.status_code in REDIRECTS and location:
                    return str(urljoin(url, location))
                body = _bounded(response, stop_at)
                return Fetched(url, response.status_code, body, response.charset_encoding)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchFailed(f"no usable answer: {type(error).__name__}") from error

    def _target(self, url: str) -> tuple[httpx.URL, dict[str, str], dict[str, str]]:
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "text/calendar, text/html, application/json;q=0.9, */*;q=0.5",
        }
        if self.anywhere:
            return httpx.URL(url), headers, {}
        judged = judge(url, self.resolve)
        return _pinned(judged), {**headers, "Host": _authority(judged)}, {"sni_hostname": judged.host}


def _pinned(judged: PublicAddress) -> httpx.URL:
    try:
        return httpx.URL(judged.url).copy_with(host=judged.ip)
    except httpx.InvalidURL as error:
        raise NotPublic("this is no address") from error


def _authority(judged: PublicAddress) -> str:
    return judged.host if judged.port in (80, 443) else f"{judged.host}:{judged.port}"


def _bounded(response: httpx.Response, stop_at: float) -> bytes:
    """The body; a compressed one counts as what it becomes."""
    body = bytearray()
    for part in response.iter_bytes(64 * 1024):
        body += part
        if len(body) > MOST_BYTES:
            raise FetchFailed(f"the answer has more than {MOST_BYTES // 1024 // 1024} MiB")
        if time.monotonic() > stop_at:
            raise FetchFailed(f"the answer took longer than {DEADLINE_S:g} s")
    return bytes(body)
