"""Which addresses a stranger may make this machine ask: those of the public internet, whatever name hides them.

Server-side request forgery: an address that an operator's browser, or whoever stole their key, gives us must not reach
the metadata service of a cloud, the database, or a router. Names are resolved and every answer is judged; whoever then
asks must ask the address that was judged (a second look-up may answer otherwise), and judge each redirect anew.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host name and port, as text. Raises OSError when there are none."""
PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""Web servers' own. On others something else listens that may take a request for a command."""
LONGEST = 2000


class NotPublic(ValueError):
    """The address is none that may be asked; the message says why, and names no address that a name resolved to."""


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An address that was judged: ask `ip`, and call it `host`."""

    url: str
    host: str
    port: int
    ip: str


def resolved(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def judge(url: str, resolve: Resolve = resolved) -> PublicAddress:
    """The address, with an IP address to ask. Raises NotPublic."""
    parts, host, port = well_formed(url)
    if port not in PORTS:
        raise NotPublic(f"port {port} is none of a web server's: {', '.join(map(str, sorted(PORTS)))}")
    try:
        answers = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise NotPublic(f"{host} has no address: is it spelled right?") from error
    if not answers:
        raise NotPublic(f"{host} has no address: is it spelled right?")
    if not all(is_public(answer) for answer in answers):
        raise NotPublic(f"{host} is not on the public internet")
    return PublicAddress(parts.geturl(), host, port, answers[0])


def well_formed(url: str) -> tuple[SplitResult, str, int]:
    """The address's parts, host and port, wherever it leads. Raises NotPublic."""
    if len(url) > LONGEST or not url.isprintable() or " " in url:
        raise NotPublic(f"an address has at most {LONGEST} characters, none of them a space or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotPublic("this is no address") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        raise NotPublic("an address begins with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise NotPublic("an address with a user name or a password is not stored: anybody could read it")
    return parts, host, port


def is_public(answer: str) -> bool:
    """Whether an IP address is one of the public internet, and carries none that is not (IPv4 in IPv6, 6to4, Teredo,
    NAT64)."""
    try:
        address = ipaddress.ip_address(answer.partition("%")[0])
    except ValueError:
        return False
    if not address.is_global or address.is_multicast:
        return False
    return not isinstance(address, ipaddress.IPv6Address) or not any(
        address in network for network in (_SIX_TO_FOUR, _NAT64, _TEREDO, _MAPPED)
    )


_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TEREDO = ipaddress.IPv6Network("2001::/32")
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
