"""Give each event the key by which it is known again at the next harvest."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from scrapers.items import EventItem

_TRIBE = re.compile(r"(?P<post>\d+)-(?P<starts>\d{9,11})-(?P<ends>\d{9,11})@(?P<host>.+)")


class Identify:
    """Pipeline step: replaces a uid that changes with the event by the part of it that stays."""

    def process_item(self, item: Any) -> Any:
        return replace(item, uid=stable_uid(item.uid)) if isinstance(item, EventItem) else item


def stable_uid(uid: str) -> str:
    """The Events Calendar writes `<post id>-<start>-<end>@host`, which is another UID once the event is moved:
    the post id and host stay. Other UIDs are kept whole."""
    tribe = _TRIBE.fullmatch(uid)
    return f"{tribe['post']}@{tribe['host']}" if tribe else uid
