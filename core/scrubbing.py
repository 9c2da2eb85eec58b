"""Hides keys and tokens in addresses, so that what is kept of a crawl has none."""

from __future__ import annotations

import re

SCRUBBED = "scrubbed"
SECRET_NAMES = (
    r"(?:access|auth|bearer|csrf|xsrf|refresh|id|session|client|api|verification)?[_-]?(?:token|secret|nonce|session(?:id)?"
    r"|signature|passw(?:or)?d|jwt|authenticity_token)|api[_-]?key|x-api-key|sid|sig|phpsessid|jsessionid"
)
_IN_ADDRESSES = re.compile(rf"(?i)(?<=[?&;])({SECRET_NAMES}|key)=([^&#\s\"'<>]{{6,}})")
_USER = re.compile(r"(?<=://)[^/?#@\s]+@")
_PRIVATE_FEED = re.compile(r"(?<=/private-)[0-9a-f]{8,}(?=/)")


def scrub_address(url: str) -> str:
    """Replaces the values of parameters that identify a visitor or a key. Requests are looked up by what remains."""
    return _IN_ADDRESSES.sub(lambda found: f"{found[1]}={SCRUBBED}", url)


def public_address(url: str) -> str:
    """Also without a login, and without what makes a Google calendar's private address secret."""
    return _PRIVATE_FEED.sub(SCRUBBED, _USER.sub("", scrub_address(url)))
