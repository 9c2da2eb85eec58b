"""Fetches one public page for a user who gave its address, with limits on size, time and redirects."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from core.addresses import NotPublic, PublicAddress, Resolve, check_public, http_address, resolved

MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
DEADLINE_S = 30.0
TIMEOUT_S = 10.0
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
    """Checks each address with `check_public` and connects to the checked IP address. `anywhere`: private ones too."""

    def __init__(self, user_agent: str, *, resolve: Resolve = resolved, anywhere: bool = False) -> None:
        self.user_agent, self.resolve, self.anywhere = user_agent, resolve, anywhere

    def fetch(self, url: str) -> Fetched:
        """Raises NotPublic, also for a redirect target, or FetchFailed. `webcal:` is asked as http."""
        stop_at = time.monotonic() + DEADLINE_S
        url = http_address(url)
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(url, stop_at)
            if isinstance(answer, Fetched):
                return answer
            url = http_address(answer)
        raise FetchFailed(f"more than {MAX_REDIRECTS} redirects")

    def _ask(self, url: str, stop_at: float) -> Fetched | str:
        """The answer, or the address it redirects to."""
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
        checked = check_public(url, self.resolve)
        return _pinned(checked), {**headers, "Host": _authority(checked)}, {"sni_hostname": checked.host}


def _pinned(checked: PublicAddress) -> httpx.URL:
    try:
        return httpx.URL(checked.url).copy_with(host=checked.ip)
    except httpx.InvalidURL as error:
        raise NotPublic("this is not a web address") from error


def _authority(checked: PublicAddress) -> str:
    return checked.host if checked.port in (80, 443) else f"{checked.host}:{checked.port}"


def _bounded(response: httpx.Response, stop_at: float) -> bytes:
    """The body. The limit applies to its decompressed size."""
    body = bytearray()
    for part in response.iter_bytes(64 * 1024):
        body += part
        if len(body) > MAX_BYTES:
            raise FetchFailed(f"the answer is larger than {MAX_BYTES // 1024 // 1024} MiB")
        if time.monotonic() > stop_at:
            raise FetchFailed(f"the answer took longer than {DEADLINE_S:g} s")
    return bytes(body)
