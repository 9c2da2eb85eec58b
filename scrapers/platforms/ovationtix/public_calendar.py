"""Reads the public calendar of an OvationTix box office, `/public/calendar/client(<id>)`."""

from __future__ import annotations

from typing import Any

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, event_of, list_at, read_each, when
from scrapers.reading.structured.values import first_text, line

_DAYS = "performancesByDateDisplay"


def is_public_calendar(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get(_DAYS), dict)


def read_public_calendar(document: Any, context: Context) -> Reading:
    """The productions of all days, with their performances. `uid` is the production's id, as in the other answers.

    The day and hour are local; `performanceStart` is not used, because it is in the server's zone.
    """
    client = first_text(document.get("clientId"))
    days = document[_DAYS]
    showings = [one for day in days for one in list_at(days, context, day)]

    def make(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
        own = first_text(record.get("productionId"))
        month, _, rest = (first_text(record.get("performanceDate")) or "").partition("/")
        day, _, year = rest.partition("/")
        start = f"{year}-{month}-{day}T{first_text(record.get('performanceTime24')) or ''}"
        url = f"https://ci.ovationtix.com/{client}/production/{own}" if client and own else None
        return event_of(
            Facts(
                uid=own,
                title=record.get("productionName"),
                occurrences=(when(start, None, context, all_day=record.get("allDayEvent") is True),),
                url=url,
                description=record.get("productionDescription"),
                ticket_url=url,
                image_url=record.get("productionLogoLink"),
                raw={
                    "starts_at": record.get("performanceStartDate"),
                    "supertitle": line(record.get("performanceSuperTitle")),
                },
            ),
            context,
        )

    return read_each(showings, make, context, uid_at="productionId", title_at="productionName")
