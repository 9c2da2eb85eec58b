"""Lets out web addresses, and nothing else that stands where an address should."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@lru_cache(maxsize=1024)
def web_address(address: str | None) -> str | None:
    """An http(s) address as ASCII (RFC 3987 3.1), None for any other: `javascript:`, `mailto:`, a relative one.

    Kept, because an event writes each of its addresses two or three times.
    """
    if not address:
        return None
    ascii_only = quote(_CONTROL.sub("", address).strip(), safe=_SAFE, errors="replace")
    try:
        parts = urlsplit(ascii_only)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return ascii_only if usable else None
