"""The part of a UID that stays the same when its event moves, or when its series is split."""

from __future__ import annotations

import re
from hashlib import sha256

from core.limits import UID

_TRIBE = re.compile(r"(?P<post>\d+)-(?P<starts>\d{9,11})-(?P<ends>\d{9,11})@(?P<host>.+)")


_GOOGLE_SPLIT = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@google\.com\Z)")


def unsplit_uid(uid: str) -> str:
    """Google Calendar writes `<id>_R20281219T000000@google.com` for the dates of a series from one on that somebody
    changed together ("this and following"): this is the UID of the dates before it. Other UIDs stay whole."""
    return _GOOGLE_SPLIT.sub("", uid)


def stable_uid(uid: str) -> str:
    """The Events Calendar writes `<post id>-<start>-<end>@host`, so the UID changes when the event moves: this keeps
    only the post id and the host. Very long UIDs end in a hash instead of their rest. Other UIDs stay whole."""
    if len(uid) > UID:
        digest = sha256(uid.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{uid[: UID - len(digest) - 1]}#{digest}"
    tribe = _TRIBE.fullmatch(uid)
    return f"{tribe['post']}@{tribe['host']}" if tribe else uid
