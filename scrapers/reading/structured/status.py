"""Reads eventStatus, in every form that sites use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import BadRecord
from core.items import EventStatus
from scrapers.reading.contract import Context
from scrapers.reading.problems import unknown_status
from scrapers.reading.status.words import Standing, status_of_field
from scrapers.reading.structured.types import short_type
from scrapers.reading.structured.values import texts

_STATUSES = {
    **dict.fromkeys(["scheduled", "on-schedule"], EventStatus.SCHEDULED),
    **dict.fromkeys(["cancelled", "canceled"], EventStatus.CANCELLED),
    "postponed": EventStatus.POSTPONED,
    "rescheduled": EventStatus.RESCHEDULED,
    "movedonline": EventStatus.MOVED_ONLINE,
}


def stated_status(node: Mapping[str, Any], title: str, context: Context, problems: list[BadRecord]) -> Standing:
    """What eventStatus says; of several, the most serious. An unknown word never hides an event: what it contains
    counts ("EventCancelledDueToStorm"), else it says nothing, and it is reported as a doubt."""
    stated = Standing()
    for text in texts(node.get("eventStatus"), "@id", "@type", "name"):
        name = short_type(text)
        known = _STATUSES.get(name.lower().replace(" ", "").removeprefix("event"))
        if known is not None:
            stated |= Standing(known)
            continue
        stated |= status_of_field(text)
        problems.append(unknown_status(text, title, context))
    return stated
