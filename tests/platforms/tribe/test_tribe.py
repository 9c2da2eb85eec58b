"""Our own pages of The Events Calendar: REST, month, list, single event, and addresses."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Blocked, EmptyBody, PageChanged, PageGone, SourceError, WrongKind
from core.items import EventItem, EventStatus
from scrapers.platforms.tribe import reader as tribe
from scrapers.reading.contract import Context, Reading, Window

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CONTEXT = Context(url="https://reef.example/events/", timezone="America/New_York", now=NOW)


def read(name: str, context: Context = CONTEXT) -> Reading:
    return tribe.read_events((FIXTURES / name).read_bytes(), context)


def by_title(reading: Reading) -> dict[str, EventItem]:
    return {event.title: event for event in reading.events}


def when(event: EventItem) -> tuple[Any, Any]:
    (one,) = event.occurrences
    return one.to_json()["starts_at"], one.to_json()["ends_at"]


def test_hidden_events_are_left_out_and_unreadable_ones_reported() -> None:
    reading = read("archive.json")
    assert [event.uid for event in reading.events] == ["501", "10000066", "502", "503"]
    assert [problem.field for problem in reading.problems] == ["starts_at", "events"]


def test_a_record_of_the_archive() -> None:
    talk = by_title(read("archive.json"))["Otter Talk – & Tea"]
    assert when(talk) == ("2026-11-05T18:00:00-05:00", "2026-11-05T19:30:00-05:00")
    assert talk.venue is not None
    assert (talk.venue.name, talk.venue.address) == ("Reef House", "4 Shell Rd, Sarasota, FL 34236, United States")
    assert (talk.venue.latitude, talk.venue.longitude) == (27.33, -82.57)
    assert talk.price is not None
    assert (talk.price.min_cents, talk.price.max_cents, talk.price.currency) == (1000, 2500, "USD")
    assert (talk.organizer, talk.categories) == ("Reef Society, Otter Club", ("Talks & Tours",))
    assert (talk.image_url, talk.description) == ("https://reef.example/otter.jpg", "Otters.\nTea.")
    assert talk.last_modified == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert talk.raw["starts_at"] == "2026-11-05 18:00:00"


def test_a_manual_offset_is_ignored() -> None:
    feeding = by_title(read("archive.json"))["Feeding"]
    assert when(feeding) == ("2026-11-06T11:00:00-05:00", "2026-11-06T11:30:00-05:00")
    assert (feeding.venue, feeding.price, feeding.image_url) == (None, None, None)


def test_all_day_and_postponed() -> None:
    house = by_title(read("archive.json"))["Open House"]
    assert (when(house), house.occurrences[0].all_day) == (("2026-11-07", "2026-11-09"), True)
    assert (house.status, house.occurrences[0].status) == (EventStatus.POSTPONED, EventStatus.POSTPONED)
    assert house.price is not None
    assert house.price.is_free is True


def test_utc_means_utc_unless_the_source_says_otherwise() -> None:
    assert when(by_title(read("archive.json"))["Stream"])[0] == "2026-11-08T20:00:00-05:00"
    local = Context(url=CONTEXT.url, timezone=CONTEXT.timezone, now=NOW, utc_is_local=True)
    assert when(by_title(read("archive.json", local))["Stream"])[0] == "2026-11-09T01:00:00-05:00"


def test_the_window_limits_an_archive() -> None:
    window = Window(starts=date(2026, 11, 6), ends=date(2026, 11, 7))
    context = Context(url=CONTEXT.url, timezone=CONTEXT.timezone, now=NOW, window=window)
    assert [event.title for event in read("archive.json", context).events] == ["Feeding"]


def test_one_event_s_answer() -> None:
    record = json.loads((FIXTURES / "archive.json").read_text(encoding="utf-8"))["events"][0]
    assert [event.uid for event in tribe.read_events(json.dumps(record).encode(), CONTEXT).events] == ["501"]


def test_an_empty_archive_is_good() -> None:
    assert tribe.read_events(b'{"events": [], "total": 0}', CONTEXT) == Reading()


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"code":"event-archive-page-not-found","message":"no page","data":{"status":404}}', PageGone),
        (b'{"code":"rest_forbidden","message":"no","data":{"status":401}}', Blocked),
        (b'{"code":"rest_no_route","message":"no route","data":{"status":404}}', PageGone),
        (b'{"posts": []}', PageChanged),
        (b"[1, 2, 3, 4, 5]", PageChanged),
        (b'{"events": [', WrongKind),
        (b"", EmptyBody),
        (b"\xef\xbb\xbf  \r\n", EmptyBody),
        (b"bad gateway..", WrongKind),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", WrongKind),
        (b"<html><title>Just a moment...</title></html>", Blocked),
        (b"<html><body><h1>Our news</h1></body></html>", PageChanged),
    ],
)
def test_bad_bodies(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        tribe.read_events(body, CONTEXT)
    assert caught.value.url == CONTEXT.url


def test_a_month_has_all_cards_and_the_json_ld_s_facts() -> None:
    reading = read("month.html")
    assert [event.uid for event in reading.events] == ["501", "510", "511", "512", "520"]
    assert [problem.field for problem in reading.problems] == ["title"]
    talk = by_title(reading)["Otter Talk"]
    assert when(talk) == ("2026-11-05T18:00:00-05:00", "2026-11-05T19:30:00-05:00")
    assert talk.venue is not None
    assert talk.venue.name == "Reef House"


def test_a_status_label_counts_more_than_scheduled() -> None:
    talk = by_title(read("month.html"))["Otter Talk"]
    assert (talk.status, talk.occurrences[0].status) == (EventStatus.CANCELLED, EventStatus.CANCELLED)


def test_a_card_without_json_ld_that_ends_after_midnight() -> None:
    assert when(by_title(read("month.html"))["Late Swim"]) == ("2026-11-05T21:00:00-05:00", "2026-11-06T01:00:00-05:00")


def test_the_shown_hour_counts_if_json_ld_always_has_the_summer_offset() -> None:
    events = by_title(read("month.html"))
    assert when(events["Winter Reading"]) == ("2026-11-12T19:00:00-05:00", "2026-11-12T20:00:00-05:00")
    assert when(events["Elsewhere"])[0] == "2026-11-13T22:00:00-05:00"


def test_a_multi_day_bar_is_one_event() -> None:
    week = by_title(read("month.html"))["Coral Week"]
    assert (when(week), week.occurrences[0].time_known) == (("2026-11-14", "2026-11-19"), False)


def test_a_list() -> None:
    reading = read("list.html")
    assert [(event.uid, *when(event)) for event in reading.events] == [
        ("601", "2026-12-03T11:00:00-05:00", "2026-12-03T12:00:00-05:00"),
        ("602", "2026-12-31T21:00:00-05:00", "2027-01-01T01:00:00-05:00"),
        ("603", "2027-01-04", None),
    ]
    eels = reading.events[0]
    assert (eels.url, eels.image_url) == ("https://reef.example/event/eels/", "https://reef.example/eel.jpg")
    assert eels.venue is not None
    assert (eels.venue.name, eels.venue.address) == ("Reef House", "4 Shell Rd, Sarasota")
    assert eels.price is not None
    assert (eels.price.min_cents, eels.description) == (1000, "Long fish.")
    assert reading.events[2].status is EventStatus.POSTPONED


def single_page(label: str) -> bytes:
    record = {"@type": "Event", "name": "Eels", "url": "/event/eels/", "startDate": "2026-12-03T11:00:00-05:00"}
    return (
        f'<html><head><script type="application/ld+json">{json.dumps([record])}</script></head>'
        '<body class="single-tribe_events postid-601 tribe-no-js">'
        f'<div class="tribe-events-single">{label}</div></body></html>'
    ).encode()


def test_a_single_page_has_its_post_id_and_its_label() -> None:
    label = '<div class="tribe-events-status-single tribe-events-status-single--canceled">Canceled</div>'
    (event,) = tribe.read_events(single_page(label), CONTEXT).events
    assert (event.uid, event.status) == ("601", EventStatus.CANCELLED)
    (event,) = tribe.read_events(single_page(""), CONTEXT).events
    assert (event.uid, event.status) == ("601", EventStatus.SCHEDULED)


@pytest.mark.parametrize(
    "inside",
    [
        '<div class="tribe-events-c-messages__message">There are no upcoming events.</div>',
        '<div class="tribe-events-calendar-month__day" id="tribe-events-calendar-day-2026-11-05"></div>',
    ],
)
def test_a_view_that_says_it_is_empty_is_good(inside: str) -> None:
    body = f'<html><body><div class="tribe-events-view">{inside}</div></body></html>'.encode()
    assert tribe.read_events(body, CONTEXT) == Reading()


def test_a_view_with_unknown_cards_is_a_changed_page() -> None:
    body = b'<html><body><div class="tribe-events-view"><section class="new-card">Eels</section></div></body></html>'
    with pytest.raises(PageChanged, match="without any known card"):
        tribe.read_events(body, CONTEXT)


def test_month_feeds() -> None:
    assert tribe.month_feed_url("https://reef.example", 2026, 11, current=True) == (
        "https://reef.example/events/month/?ical=1"
    )
    assert tribe.month_feed_url("https://reef.example/", 2027, 1, current=False) == (
        "https://reef.example/events/month/2027-01/?ical=1"
    )
    assert tribe.month_feed_url("http://127.0.0.1:8099/mote/", 2027, 1, current=False) == (
        "http://127.0.0.1:8099/mote/events/month/2027-01/?ical=1"
    )


def test_rest_pages() -> None:
    url = tribe.rest_url("https://reef.example", start=date(2026, 11, 1), end=date(2026, 12, 31), page=2, per_page=500)
    assert urlsplit(url).path == "/wp-json/tribe/events/v1/events"
    assert parse_qs(urlsplit(url).query) == {
        "page": ["2"],
        "per_page": ["50"],
        "start_date": ["2026-11-01 00:00:00"],
        "end_date": ["2026-12-31 23:59:59"],
        "status": ["publish"],
    }


def test_paging_of_an_archive() -> None:
    body = (FIXTURES / "archive.json").read_bytes()
    assert tribe.rest_total(body) == 61
    assert tribe.next_rest_url(body) == "https://reef.example/wp-json/tribe/events/v1/events?page=2"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"next_rest_url": "javascript:1", "total": "many"}',
        b'{"next_rest_url": "https://[tribe"}',
        b"\xff\xfe",
    ],
)
def test_paging_of_other_bodies(body: bytes) -> None:
    assert (tribe.rest_total(body), tribe.next_rest_url(body)) == (None, None)


@pytest.mark.parametrize(
    ("uid", "post_id"),
    [
        ("501-1793919600-1793925000@reef.example", "501"),
        ("10000066-1793919600-1793925000@reef.example", "10000066"),
        ("0--@reef.example", None),
        ("abc@google.com", None),
        ("501@reef.example", None),
        ("", None),
    ],
)
def test_post_ids_of_uids(uid: str, post_id: str | None) -> None:
    assert tribe.post_id_of_uid(uid) == post_id


@given(st.integers(1, 10**12), st.integers(0, 4 * 10**9), st.integers(0, 4 * 10**9))
def test_a_moved_event_keeps_its_post_id(post: int, start: int, end: int) -> None:
    assert tribe.post_id_of_uid(f"{post}-{start}-{end}@reef.example") == str(post)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["archive.json", "month.html", "list.html"]), st.data())
def test_mutated_bodies_raise_only_named_errors(name: str, data: st.DataObject) -> None:
    body = bytearray((FIXTURES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        reading = tribe.read_events(bytes(body), CONTEXT)
    except SourceError:
        reading = Reading()
    assert all(event.occurrences and event.uid for event in reading.events)


RECORD = st.dictionaries(
    st.sampled_from(
        ["id", "title", "start_date", "end_date", "timezone", "venue", "cost", "organizer", "all_day", "image"]
    ),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.lists(st.text(max_size=3), max_size=2)
    | st.dictionaries(st.sampled_from(["venue", "url", "geo_lat"]), st.text(max_size=4), max_size=2),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(RECORD, max_size=3))
def test_any_record_gives_an_event_or_a_problem(records: list[dict[str, Any]]) -> None:
    base = {"id": 1, "title": "Eels", "start_date": "2026-12-03 11:00:00"}
    body = json.dumps({"events": [{**base, **record} for record in records]}).encode()
    reading = tribe.read_events(body, CONTEXT)
    assert len(reading.events) + len(reading.problems) <= len(records)
    assert bool(reading.events or reading.problems) is bool(records)
