"""Give each event the key by which it is known again at the next harvest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.items import EventItem
from scrapers.reading.stable_uids import stable_uid

__all__ = ["Identify", "stable_uid"]


class Identify:
    """Pipeline step: replaces a uid that changes with the event by the part of it that stays."""

    def process_item(self, item: Any) -> Any:
        return replace(item, uid=stable_uid(item.uid)) if isinstance(item, EventItem) else item
