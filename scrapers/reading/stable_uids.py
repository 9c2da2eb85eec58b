"""The part of a UID that stays the same when its event moves."""

from __future__ import annotations

import re
from hashlib import sha256

from core.limits import UID

_TRIBE = re.compile(r"(?P<post>\d+)-(?P<starts>\d{9,11})-(?P<ends>\d{9,11})@(?P<host>.+)")


def stable_uid(uid: str) -> str:
    """The Events Calendar writes `<post id>-<start>-<end>@host`, so the UID changes when the event moves: this keeps
    only the post id and the host. Very long UIDs end in a hash instead of their rest. Other UIDs stay whole."""
    if len(uid) > UID:
        digest = sha256(uid.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{uid[: UID - len(digest) - 1]}#{digest}"
    tribe = _TRIBE.fullmatch(uid)
    return f"{tribe['post']}@{tribe['host']}" if tribe else uid
