"""Lets out web addresses, and nothing else that stands where an address should."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def web_address(address: str | None) -> str | None:
    """An http(s) address as ASCII (RFC 3987 3.1), None for any other: `javascript:`, `mailto:`, a relative one."""
    if not address:
        return None
    ascii_only = quote(_CONTROL.sub("", address).strip(), safe=_SAFE, errors="replace")
    try:
        parts = urlsplit(ascii_only)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return ascii_only if usable else None
