"""Allows only addresses on the public internet, against server-side request forgery.

An address that an operator, or a thief of their key, gives us must not reach a cloud's metadata service, the database,
or a router. Names are resolved and every IP address is checked. That must happen for each connection, and the
connection must go to a checked IP address, since a second look-up may return another.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from urllib.parse import SplitResult, urlsplit

from core.networks import is_public

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host name and port, as text. Raises OSError if it has no address."""
PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""The usual ports of web servers. What listens on others could take a request for a command."""
LONGEST = 2000


class NotPublic(ValueError):
    """The address must not be asked. The message says why, without the IP addresses a name resolved to."""


def http_address(url: str) -> str:
    """The http(s) address behind a `webcal:` or `webcals:` one; any other address as it is.

    Calendar programs subscribe to `webcal:` addresses. The scheme isn't registered; all programs read it as http, and
    `webcals:` as https.
    """
    found = _WEBCAL.match(url)
    return url if found is None else (found["inner"] or f"http{found['secure'].lower()}://") + url[found.end() :]


_WEBCAL = re.compile(r"webcal(?P<secure>s?):(?://)?(?P<inner>https?://)?", re.IGNORECASE)
"""Also `webcal://https://…`, which some pages link to."""


def with_scheme(url: str) -> str:
    """An address as people write it, `hall.example/events`, as https; any other as it is."""
    return url if "://" in url or _WEBCAL.match(url) else f"https://{url}"


def rebased(url: str, old: str, new: str) -> str:
    """An address below `old` at the same place below `new`; any other as it is. A base with a final slash and one
    without it name the same folder, and what is below is joined to it (RFC 3986, 5.2.3)."""
    if url == old:
        return new
    rest = url.removeprefix(folder(old))
    if rest != url:
        return folder(new) + rest
    rest = url.removeprefix(old)
    return new + rest if rest != url and rest[0] in "?#" else url


def folder(url: str) -> str:
    """The address with a final slash, so that relative paths are below it."""
    return url if url.endswith("/") else f"{url}/"


def resolved(host: str, port: int) -> list[str]:
    """From the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def public_ips(host: str, port: int, resolve: Resolve = resolved) -> list[str]:
    """The IP addresses of a host, to connect to right now. Raises NotPublic if it has one that is not public or if the
    port is unusual, OSError or UnicodeError if it has no address."""
    if port not in PORTS:
        raise NotPublic(f"port {port} is not a usual web port: {', '.join(map(str, sorted(PORTS)))}")
    answers = list(resolve(host, port))
    if not answers:
        raise OSError(f"{host} has no address")
    if not all(is_public(answer) for answer in answers):
        raise NotPublic(f"{host} is not on the public internet")
    return answers


def check_public(url: str, resolve: Resolve = resolved) -> None:
    """Refuse an address early, when somebody enters it. Raises NotPublic."""
    _, host, port = well_formed(url)
    try:
        public_ips(host, port, resolve)
    except (OSError, UnicodeError) as error:
        raise NotPublic(f"{host} has no address; check the spelling") from error


def well_formed(url: str) -> tuple[SplitResult, str, int]:
    """The parts, host and port of an address; it need not be public. Raises NotPublic if it is malformed."""
    if len(url) > LONGEST or not url.isprintable() or " " in url:
        raise NotPublic(f"an address has at most {LONGEST} characters, without spaces and control characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotPublic("this is not a web address") from error
    if port is None:
        port = 443 if parts.scheme == "https" else 80
    host = (parts.hostname or "").rstrip(".")
    if port == 0:
        raise NotPublic("no server has port 0")
    if parts.scheme not in ("http", "https") or not host:
        raise NotPublic("an address must start with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise NotPublic("an address with a user name or a password is not stored, because anybody could read it")
    return parts, host, port
