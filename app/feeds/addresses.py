"""Cleans web addresses from sources and drops everything else that a source puts in their place."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[A-Za-z0-9/._~%=&?+-]*)?")
"""Most addresses look like this and need no escaping."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def web_address(address: str | None) -> str | None:
    """An http(s) address as ASCII (RFC 3987 3.1). None for any other: `javascript:`, `mailto:`, a relative address."""
    if not address or _PLAIN.fullmatch(address):
        return address or None
    return _escaped(address)


@lru_cache(maxsize=1024)
def _escaped(address: str) -> str | None:
    """Cached, because each of an event's addresses is written two or three times."""
    ascii_only = quote(_CONTROL.sub("", address).strip(), safe=_SAFE, errors="replace")
    try:
        parts = urlsplit(ascii_only)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return ascii_only if usable else None
