"""The part of a uid that stays when its event is moved."""

from __future__ import annotations

import re

_TRIBE = re.compile(r"(?P<post>\d+)-(?P<starts>\d{9,11})-(?P<ends>\d{9,11})@(?P<host>.+)")


def stable_uid(uid: str) -> str:
    """The Events Calendar writes `<post id>-<start>-<end>@host`, which is another UID once the event is moved:
    the post id and host stay. Other UIDs are kept whole."""
    tribe = _TRIBE.fullmatch(uid)
    return f"{tribe['post']}@{tribe['host']}" if tribe else uid
