"""Reads the meetings of a council from an answer of eSCRIBE."""

from __future__ import annotations

import re

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, list_at, place, read_each, when
from scrapers.reading.structured.values import first_text

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_events(body: bytes, context: Context) -> Reading:
    """The meetings of the calendar's answer, `{"d": [...]}`. `uid` is the meeting's id. Times are local. The
    description is the address, with the place on its first line."""
    return read_each(
        list_at(document_of(body, context), context, "d"), _event, context, uid_at="ID", title_at="MeetingName"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    name, *address = _BREAK.split(first_text(record.get("Description")) or "")
    return event_of(
        Facts(
            uid=record.get("ID"),
            title=record.get("MeetingName"),
            occurrences=(when(record.get("StartDate"), record.get("EndDate"), context),),
            url=record.get("Url"),
            venue=place(record.get("Location") or name, *address),
            raw={"starts_at": record.get("FormattedStart") or record.get("StartDate")},
        ),
        context,
    )
