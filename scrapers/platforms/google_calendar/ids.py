"""Reads a calendar's id from the address of an embedded Google Calendar."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from urllib.parse import quote

_ID = re.compile(r"[\w.+-]{1,120}(?:@|#)[\w.#@-]{3,80}")


def calendar_id(written: str) -> str | None:
    """The id for the feed's address, percent-encoded, from the id as it stands or in base64, in which it has no @. None
    if it is neither."""
    if "@" not in written:
        try:
            padded = written + "=" * (-len(written) % 4)
            written = b64decode(padded, validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            return None
    return quote(written, safe="") if _ID.fullmatch(written) else None
