"""Lets out web addresses, and nothing else that stands where an address should."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[A-Za-z0-9/._~%=&?+-]*)?")
"""What most addresses look like, which are as they should be."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def web_address(address: str | None) -> str | None:
    """An http(s) address as ASCII (RFC 3987 3.1), None for any other: `javascript:`, `mailto:`, a relative one."""
    if not address or _PLAIN.fullmatch(address):
        return address or None
    return _escaped(address)


@lru_cache(maxsize=1024)
def _escaped(address: str) -> str | None:
    """Kept, because an event writes each of its addresses two or three times."""
    ascii_only = quote(_CONTROL.sub("", address).strip(), safe=_SAFE, errors="replace")
    try:
        parts = urlsplit(ascii_only)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return ascii_only if usable else None
