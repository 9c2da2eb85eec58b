"""Reads the meetings of a council from CivicClerk's API."""

from __future__ import annotations

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, document_of, event_of, inner, list_at, place, read_each, when
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.values import first_text, line


def read_events(body: bytes, context: Context) -> Reading:
    """The meetings of `/v1/Events`. `uid` is the meeting's id. Leaves out what is deleted or not published.

    Times are local although they end in Z: a recorded council's meetings at 4 and 7 p.m. are 16:00Z and 19:00Z.
    """
    return read_each(
        list_at(document_of(body, context), context, "value"), _event, context, uid_at="id", title_at="eventName"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    if record.get("isDeleted") is True or record.get("isPublished", "Published") not in ("Published", True):
        return None
    where, notice = inner(record, "eventLocation"), line(record.get("eventNotice"))
    start = record.get("startDateTime") or record.get("eventDate")
    region = " ".join(filter(None, (line(where.get("state")), line(where.get("zipCode")))))
    return event_of(
        Facts(
            uid=record.get("id"),
            title=record.get("eventName"),
            occurrences=(when(start, None, context, utc_is_local=True),),
            url=_address(record, context),
            description=record.get("eventDescription") or notice,
            standing=status_of_label(notice or ""),
            venue=place(None, where.get("address1"), where.get("address2"), where.get("city"), region),
            categories=(record.get("categoryName"),),
            raw={"starts_at": start},
        ),
        context,
    )


def _address(record: Record, context: Context) -> str | None:
    """The meeting's page on the portal of the same town."""
    town, _, rest = context.url.partition(".api.civicclerk.com")
    number = first_text(record.get("id"))
    return f"{town}.portal.civicclerk.com/event/{number}" if rest and number else None
