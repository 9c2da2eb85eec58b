"""Gives each event a uid that stays the same in the next run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.items import EventItem
from scrapers.reading.stable_uids import stable_uid

__all__ = ["Identify", "stable_uid"]


class Identify:
    """Pipeline step. Replaces a uid that changes with the event's time by its constant part."""

    def process_item(self, item: Any) -> Any:
        return replace(item, uid=stable_uid(item.uid)) if isinstance(item, EventItem) else item
