"""Reads the JSON list of a Tockify calendar."""

from __future__ import annotations

from datetime import timedelta

from core.errors import BadRecord
from core.items import EventItem, Occurrence
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import (
    Facts,
    Record,
    by_epoch,
    document_of,
    event_of,
    inner,
    instant_of,
    list_at,
    place,
    read_each,
    whole_days,
)
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured.values import first_text


def read_events(body: bytes, context: Context) -> Reading:
    """The events of `/api/ngevent`. `uid` is `<uid>-<tid>`: a series has one uid, and each of its dates its own tid.

    A start at local midnight that isn't marked as all day is how people leave the hour out: some write it into the
    title. So the hour is unknown then.
    """
    return read_each(
        list_at(document_of(body, context), context, "events"), _event, context, title_at="content.summary.text"
    )


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem:
    eid, when, content = inner(record, "eid"), inner(record, "when"), inner(record, "content")
    start = inner(when, "start")
    own, date = first_text(eid.get("uid")), first_text(eid.get("tid"))
    where = content.get("place") or content.get("location")
    images = content.get("imageSets")
    return event_of(
        Facts(
            uid=f"{own}-{date}" if own and date else own,
            title=_text(content, "summary"),
            occurrences=(_occurrence(when, start, context),),
            description=_text(content, "description"),
            standing=status_of_label(first_text(inner(record, "status").get("name")) or ""),
            venue=place(where, content.get("address")) if isinstance(where, str) else None,
            ticket_url=content.get("customButtonLink"),
            categories=inner(inner(content, "tagset"), "tags").get("default"),
            raw={"starts_at": start.get("millis"), "images": len(images) if isinstance(images, list) else None},
        ),
        context,
    )


def _occurrence(when: Record, start: Record, context: Context) -> Occurrence:
    end = inner(when, "end")
    one = by_epoch(start.get("millis"), end.get("millis"), context, zone=start.get("tzid"), per_second=1000)
    if when.get("allDay") is True:
        last = instant_of(end.get("millis"), 1000)
        until = one.ends_at - timedelta(seconds=1) if one.ends_at is not None and last is not None else one.starts_at
        return whole_days(one.local_date, until.date(), one.timezone)
    if (one.starts_at.hour, one.starts_at.minute) == (0, 0) and one.ends_at is None:
        return Occurrence(starts_at=one.starts_at, timezone=one.timezone, time_known=False)
    return one


def _text(content: Record, name: str) -> str | None:
    return first_text(inner(content, name).get("text"))
