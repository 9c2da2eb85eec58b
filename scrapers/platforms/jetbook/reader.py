"""Reads the search answers of JetBook's ticket pages."""

from __future__ import annotations

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.contract import Context, Reading
from scrapers.reading.records import Facts, Record, by_epoch, document_of, event_of, inner, list_at, objects, read_each


def read_events(body: bytes, context: Context) -> Reading:
    """The shows of an `msearch` answer. `uid` is the record's id. Leaves out what isn't visible. Times are Unix times
    in milliseconds. The venue is only a reference, so it stays empty."""
    responses = objects(list_at(document_of(body, context), context, "responses"))
    hits = [hit for response in responses for hit in list_at(response, context, "hits", "hits")]
    return read_each(hits, _event, context, uid_at="_id", title_at="_source.name_text")


def _event(record: Record, context: Context, problems: list[BadRecord]) -> EventItem | None:
    source = inner(record, "_source")
    if source.get("visble_boolean") is False or source.get("ticket_page_visible_boolean") is False:
        return None
    start = source.get("parsedate_start_date") or source.get("date_start_date")
    end = source.get("parsedate_end_date") or source.get("date_end_date")
    return event_of(
        Facts(
            uid=record.get("_id") or source.get("_id") or source.get("Slug"),
            title=source.get("name_text"),
            occurrences=(by_epoch(start, end, context, per_second=1000),),
            description=source.get("description_text"),
            categories=(source.get("typename_text"),),
            raw={"starts_at": start},
        ),
        context,
    )
