"""The part of a UID that stays the same when its event moves."""

from __future__ import annotations

import re

_TRIBE = re.compile(r"(?P<post>\d+)-(?P<starts>\d{9,11})-(?P<ends>\d{9,11})@(?P<host>.+)")


def stable_uid(uid: str) -> str:
    """The Events Calendar writes `<post id>-<start>-<end>@host`, so the UID changes when the event moves: this keeps
    only the post id and the host. Other UIDs stay whole."""
    tribe = _TRIBE.fullmatch(uid)
    return f"{tribe['post']}@{tribe['host']}" if tribe else uid
