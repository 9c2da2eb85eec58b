"""The month JSON, and combining what several places say about one event."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from core.errors import Blocked, EmptyBody, PageChanged, WrongKind
from core.items import EventItem, EventStatus, Occurrence
from scrapers.platforms.carbonhouse.merging import complete, merge
from scrapers.platforms.carbonhouse.month import read_month
from scrapers.platforms.carbonhouse.reader import read_events
from scrapers.reading.contract import Reading
from scrapers.reading.dates import end_of_day, local
from tests.platforms.carbonhouse.carbonhouse_pages import BASE, context

ZONE = "America/New_York"


def row(**changes: Any) -> dict[str, Any]:
    return {
        "EventID": "31",
        "Title": "Mud Larks &amp; Co",
        "Description": "<p>Songs of the flats.</p>",
        "StartDateTime": "2026-10-08T19:30:00.0000000",
        "EndDateTime": "2026-10-08T21:30:00.0000000",
        "Category": "3",
        "Promotions": "",
        "URL": "/events/detail/mud-larks",
        "ImageURL": False,
    } | changes


def read(*rows: object) -> Reading:
    return read_month(json.dumps({"events": list(rows)}).encode(), context("/events/calendar/2026/10"))


def shown(event: EventItem) -> list[tuple[str, str | None]]:
    return [(str(one["starts_at"]), one["ends_at"]) for one in (o.to_json() for o in event.occurrences)]


def test_rows_of_one_show_are_one_event() -> None:
    later = row(StartDateTime="2026-10-09T19:30:00.0000000", EndDateTime="2026-10-09T19:30:00.0000000")
    (event,) = read(row(), later).events
    assert (event.uid, event.title, event.url) == ("mud-larks", "Mud Larks & Co", f"{BASE}/events/detail/mud-larks")
    assert event.description == "Songs of the flats."
    assert shown(event) == [
        ("2026-10-08T19:30:00-04:00", "2026-10-08T21:30:00-04:00"),
        ("2026-10-09T19:30:00-04:00", None),
    ]
    assert (event.image_url, event.categories, event.raw["category"]) == (None, (), "3")


def test_midnight_is_an_unknown_hour() -> None:
    (event,) = read(row(StartDateTime="2026-10-08T00:00:00.0000000")).events
    assert shown(event) == [("2026-10-08", None)]


@pytest.mark.parametrize("end", ["1970-01-01T00:00:00", "2026-10-20T21:00:00", "", "soon"])
def test_an_impossible_end_is_ignored(end: str) -> None:
    (event,) = read(row(EndDateTime=end)).events
    assert shown(event) == [("2026-10-08T19:30:00-04:00", None)]


def test_without_an_address_the_row_number_is_the_uid() -> None:
    (event,) = read(row(URL="")).events
    assert (event.uid, event.url) == ("31", None)


def test_an_empty_month_is_not_an_error() -> None:
    assert read() == Reading()
    assert read_events(b'{"events":[]}', context("/events/calendar/2026/10")) == Reading()


def test_bad_rows_are_problems_and_the_others_are_read() -> None:
    reading = read(row(), row(StartDateTime="0001-01-01T00:00:00", URL="/events/detail/x"), row(URL="/events/detail/y"))
    assert [event.uid for event in reading.events] == ["mud-larks", "y"]
    assert [problem.url for problem in reading.problems] == [f"{BASE}/events/detail/x"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b"<html><body>Page not found</body></html>", WrongKind),
        (b"<title>Just a moment...</title>", Blocked),
        (b'{"message":"no"}', WrongKind),
        (b'{"events":', WrongKind),
        (b'{"events":{}}', PageChanged),
        (b'{"events":[{},{}]}', PageChanged),
    ],
)
def test_bad_bodies(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_month(body, context("/events/calendar/2026/10"))


def at(day: str, hour: int | None = None, *, last: str | None = None, ends: int | None = None) -> Occurrence:
    first = date.fromisoformat(day)
    end = end_of_day(date.fromisoformat(last), ZONE) if last else local(first, time(ends), ZONE) if ends else None
    starts_at = local(first, None if hour is None else time(hour), ZONE)
    return Occurrence(starts_at=starts_at, ends_at=end, timezone=ZONE, time_known=hour is not None)


def event(*occurrences: Occurrence, **changes: Any) -> EventItem:
    return EventItem(**{"uid": "a", "title": "A", "occurrences": occurrences} | changes)


def test_merging_keeps_every_occurrence_once() -> None:
    (merged,) = merge([event(at("2026-10-09", 20)), event(at("2026-10-08")), event(at("2026-10-09", 20, ends=22))])
    assert shown(merged) == [("2026-10-08", None), ("2026-10-09T20:00:00-04:00", "2026-10-09T22:00:00-04:00")]
    assert merge([event(), event(uid="b")]) == (event(), event(uid="b"))


def test_merging_replaces_a_day_by_its_hours() -> None:
    (merged,) = merge([event(at("2026-10-08")), event(at("2026-10-08", 14), at("2026-10-08", 20))])
    assert [start for start, _ in shown(merged)] == ["2026-10-08T14:00:00-04:00", "2026-10-08T20:00:00-04:00"]


def test_a_range_stays_until_its_first_and_last_day_are_known() -> None:
    run = at("2026-10-08", last="2026-10-10")
    (half,) = merge([event(run), event(at("2026-10-08", 20))])
    (whole,) = merge([event(run), event(at("2026-10-08", 20), at("2026-10-10", 20))])
    assert len(half.occurrences) == 2
    assert [start for start, _ in shown(whole)] == ["2026-10-08T20:00:00-04:00", "2026-10-10T20:00:00-04:00"]


def test_an_event_is_cancelled_only_if_all_its_parts_are() -> None:
    off, on = event(status=EventStatus.CANCELLED, sold_out=True), event()
    assert (merge([off, on])[0].status, merge([off, on])[0].sold_out) == (EventStatus.SCHEDULED, False)
    assert merge([off, off])[0].status is EventStatus.CANCELLED


def test_completing_takes_hours_ends_and_the_more_serious_status() -> None:
    card = event(at("2026-10-08", 20), at("2026-10-09", 20, ends=22), status=EventStatus.POSTPONED, sold_out=True)
    detail = event(at("2026-10-08"), at("2026-10-09", 20), uid="other", description="Songs")
    whole = complete(card, detail)
    assert (whole.uid, whole.status, whole.sold_out, whole.description) == ("a", EventStatus.POSTPONED, True, "Songs")
    assert shown(whole) == [
        ("2026-10-08T20:00:00-04:00", None),
        ("2026-10-09T20:00:00-04:00", "2026-10-09T22:00:00-04:00"),
    ]
    assert {one.status for one in whole.occurrences} == {EventStatus.POSTPONED}


def test_completing_keeps_the_card_s_days_if_the_detail_page_has_none() -> None:
    assert complete(event(at("2026-10-08")), event()).occurrences == (at("2026-10-08"),)
