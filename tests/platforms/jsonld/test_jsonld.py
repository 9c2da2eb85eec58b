"""JSON-LD events: every form once, and every known trap."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from core.errors import Doubt
from core.items import EventStatus
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.reading.contract import Context, Reading, Window
from tests.platforms.jsonld.structured_pages import CONTEXT, FIXTURE, event, only, read_block, read_page, starts


@pytest.fixture
def page() -> Reading:
    return jsonld.read_events(FIXTURE.read_bytes(), CONTEXT)


def test_a_page_of_many_blocks(page: Reading) -> None:
    assert [found.uid for found in page.events] == ["brass-and-reeds", "wedding", "late-laughs"]
    assert [problem.field for problem in page.problems] == ["json-ld", "starts_at", "starts_at"]


def test_an_event_in_two_syntaxes_is_one(page: Reading) -> None:
    brass = page.events[0]
    assert (brass.title, starts(brass)) == ("Brass & Reeds", ["2026-11-05T19:30:00-05:00"])
    assert brass.occurrences[0].ends_at is None
    assert brass.raw["ends_at"] == "1970-01-01T01:00:00+01:00"
    assert brass.raw["title"] == "Brass & Reeds — Harbor Hall"


def test_the_facts_around_an_event(page: Reading) -> None:
    brass = page.events[0]
    assert brass.venue is not None
    assert (brass.venue.name, brass.venue.address) == ("Harbor Hall", "12 Quay St, Sarasota, FL 34236")
    assert (brass.venue.latitude, brass.venue.longitude) == (27.33, -82.54)
    assert brass.price is not None
    assert (brass.price.min_cents, brass.price.max_cents, brass.price.currency) == (3500, 12050, "USD")
    assert (brass.sold_out, brass.ticket_url) == (True, "https://tickets.example/1")
    assert (brass.image_url, brass.organizer) == ("https://img.example/brass.jpg", "Quay Arts")
    assert brass.description == "Two bands,\none stage."


def test_a_status_a_title_and_a_list_of_places(page: Reading) -> None:
    wedding = page.events[1]
    assert (wedding.title, wedding.status) == ("The Cancelled Wedding", EventStatus.RESCHEDULED)
    assert wedding.raw["previousStartDate"] == "2026-10-02T20:00"
    assert (starts(wedding), wedding.occurrences[0].time_known) == (["2026-11-07"], False)
    assert wedding.venue is not None
    assert wedding.venue.name == "Studio B"


def test_a_price_of_zero_is_free(page: Reading) -> None:
    assert page.events[2].price is not None
    assert page.events[2].price.is_free is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-05T19:30:00-0500", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05T19:30:00.0000000", "2026-11-05T19:30:00-05:00"),
        ("2026-11-06T00:30:00Z", "2026-11-05T19:30:00-05:00"),
        ("20261105T193000", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05 19:30:06", "2026-11-05T19:30:00-05:00"),
        ("2026-11-5T19-19-30-00", "2026-11-05T19:30:00-05:00"),
        ("2026-7-5T16:30+0:00", "2026-07-05T16:30:00-04:00"),
        ("2026-11-05T16:30-8:00", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05", "2026-11-05"),
        ("2026-11-05T00:00:00-05:00", "2026-11-05"),
        ("2026-03-08T02:30", "2026-03-08T03:30:00-04:00"),
        ("2026-11-01T01:30", "2026-11-01T01:30:00-04:00"),
    ],
)
def test_forms_of_dates(text: str, expected: str) -> None:
    assert starts(only(read_block(event(startDate=text)))) == [expected]


@pytest.mark.parametrize(
    "text", ["2026-10-280", "2026-02-30", "2026-11-05T19-18-30-00", "2026-11-05T25:00", "soon", "0001-01-01T00:00:00"]
)
def test_texts_that_are_not_dates(text: str) -> None:
    reading = read_block([event(startDate=text), event(name="Another", startDate="2026-11-06")])
    assert [found.title for found in reading.events] == ["Another"]
    assert [(problem.field, text in problem.found) for problem in reading.problems] == [("starts_at", True)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-05T19:30", "2026-11-05T22:00", ("2026-11-05T22:00:00-05:00", False, True)),
        ("2026-11-05T19:30", "2026-11-05T18:00", (None, False, True)),
        ("2026-11-05T19:30", "2026-11-05", (None, False, True)),
        ("2026-11-05T00:00:00", "2026-11-06T23:59:59", ("2026-11-07", True, True)),
        ("2026-11-05T00:00", "2026-11-06T00:00", ("2026-11-06", True, True)),
        ("2026-11-05", "2026-11-07", ("2026-11-08", False, False)),
        ("2026-11-05T22:00", "2026-11-06T02:00", ("2026-11-06T02:00:00-05:00", False, True)),
    ],
)
def test_ends(start: str, end: str, expected: tuple[str | None, bool, bool]) -> None:
    one = only(read_block(event(startDate=start, endDate=end))).occurrences[0]
    assert (one.to_json()["ends_at"], one.all_day, one.time_known) == expected


@pytest.mark.parametrize(("properties", "ends_at"), [({}, None), ({"duration": "PT2H"}, "2026-11-05T21:30:00-05:00")])
def test_a_later_end_day_without_an_hour_is_reported(properties: dict[str, str], ends_at: str | None) -> None:
    reading = read_block(event(startDate="2026-11-05T19:30", endDate="2026-11-08", **properties))
    [found] = reading.events
    assert [one.to_json()["ends_at"] for one in found.occurrences] == [ends_at]
    assert found.raw["ends_at"] == "2026-11-08"
    [problem] = reading.problems
    assert (problem.field, problem.found) == ("ends_at", "'Tide Songs' ends on 2026-11-08, but its endDate has no hour")


def test_utc_that_is_local() -> None:
    context = Context(url=CONTEXT.url, timezone=CONTEXT.timezone, now=CONTEXT.now, utc_is_local=True)
    assert starts(only(read_block(event(startDate="2026-11-05T19:30:00Z"), context))) == ["2026-11-05T19:30:00-05:00"]


@pytest.mark.parametrize(
    "kind", ["Event", "schema:MusicEvent", "http://schema.org/Festival", "Hackathon", "CourseInstance"]
)
def test_subtypes(kind: str) -> None:
    assert only(read_block({"@type": kind, "name": "Tide Songs", "startDate": "2026-11-05"})).title == "Tide Songs"


@pytest.mark.parametrize("kind", ["Person", "VideoObject", "Eventful", "UserInteraction", None, 7])
def test_types_other_than_events(kind: Any) -> None:
    assert read_block({"@type": kind, "name": "Tide Songs", "startDate": "2026-11-05"}) == Reading()


def test_subevents_and_their_festival() -> None:
    festival = event(
        **{"@type": "Festival"},
        subEvent=[event(name="Day one"), {"@id": "#two"}],
        superEvent={"@type": "EventSeries", "name": "Season", "startDate": "2026-09-01"},
    )
    titles = [found.title for found in read_block(festival).events]
    assert titles == ["Tide Songs", "Day one"]


@pytest.mark.parametrize("kind", ["Festival", "Event", "EventSeries", "ExhibitionEvent"])
def test_what_only_a_super_event_describes_is_no_event_of_its_own(kind: str) -> None:
    season = {"@type": kind, "name": "Season", "startDate": "2026-09-01", "endDate": "2026-12-01"}
    assert [one.title for one in read_block(event(superEvent=season)).events] == ["Tide Songs"]


@pytest.mark.parametrize(
    "of", ["Parking Pass", "VIP parking", "Shuttle", "Tour T-Shirt", "Refund Protection", "Locker"]
)
def test_an_offer_of_something_else_is_no_price(of: str) -> None:
    offers = [
        {"name": "Stalls", "price": "40", "priceCurrency": "USD"},
        {"name": of, "price": "5", "priceCurrency": "USD"},
    ]
    price = only(read_block(event(offers=offers))).price
    assert price is not None
    assert (price.min_cents, price.max_cents) == (4000, 4000)


@pytest.mark.parametrize("of", ["Ticket with parking", "Seat + T-Shirt", "General Admission"])
def test_an_offer_with_something_else_is_a_price(of: str) -> None:
    price = only(read_block(event(offers=[{"name": of, "price": "5", "priceCurrency": "USD"}]))).price
    assert price is not None
    assert price.min_cents == 500


@pytest.mark.parametrize(
    ("price", "says_free", "amount", "is_free"),
    [("0", False, None, False), ("0", "False", None, False), ("20", True, 2000, None), ("0", True, 0, True)],
)
def test_a_price_and_free_access_that_disagree(
    price: str, says_free: object, amount: int | None, is_free: bool | None
) -> None:
    found = only(
        read_block(event(isAccessibleForFree=says_free, offers={"price": price, "priceCurrency": "USD"}))
    ).price
    assert found is not None
    assert (found.min_cents, found.is_free) == (amount, is_free)


def test_dates_of_one_event() -> None:
    records = [event(url="/shows/tide", startDate=day) for day in ("2026-11-07T20:00", "2026-11-05T20:00")]
    found = only(read_block(records))
    assert (found.uid, starts(found)) == ("tide", ["2026-11-05T20:00:00-05:00", "2026-11-07T20:00:00-05:00"])


def test_one_date_of_an_event_is_canceled_alone() -> None:
    records = [
        event(url="/shows/tide", startDate="2026-11-05T20:00"),
        event(url="/shows/tide", startDate="2026-11-07T20:00", eventStatus="https://schema.org/EventCancelled"),
    ]
    found = only(read_block(records))
    assert found.status == "scheduled"
    assert [one.status for one in found.occurrences] == ["scheduled", "cancelled"]


def test_events_with_one_address_and_different_titles() -> None:
    records = [event(url="/tickets/all"), event(url="/tickets/all", name="Other Songs")]
    uids = [one.uid for one in read_block(records).events]
    assert uids == ["all#tide-songs", "all#other-songs"]
    assert [one.uid for one in read_block(records[::-1]).events] == uids[::-1]


def test_same_title_and_time_at_two_places() -> None:
    found = read_block([event(location="North Hall"), event(location="South Hall")])
    assert len({one.uid for one in found.events}) == 2


def test_without_an_address_the_uid_is_a_stable_fingerprint() -> None:
    first, again = only(read_block(event())), only(read_block(event(description="new words")))
    moved = only(read_block(event(startDate="2026-11-06T19:30")))
    assert first.uid.startswith("fp-")
    assert first.uid == again.uid != moved.uid


def test_a_page_about_one_event_gives_it_its_address() -> None:
    head = (
        '<meta property="og:title" content="Tide Songs — Harbor Hall">'
        '<meta property="og:site_name" content="Harbor Hall">'
        '<meta property="og:url" content="https://harborhall.example/shows/tide-songs">'
    )
    found = only(read_page(f'{head}<script type="application/ld+json">{json.dumps(event())}</script>'))
    assert (found.uid, found.url) == ("tide-songs", "https://harborhall.example/shows/tide-songs")


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ({"price": ""}, None),
        ({"price": "18"}, (1800, 1800, False)),
        ({"lowPrice": "18", "priceCurrency": "EUR"}, (1800, None, False)),
        ({"highPrice": 40}, (None, 4000, False)),
        ([{"price": 0}, {"price": "25.50"}], (0, 2550, False)),
        ({"price": "$20 - $30"}, (2000, 3000, False)),
        ("https://tickets.example", None),
    ],
)
def test_offers(offers: Any, expected: tuple[int | None, int | None, bool] | None) -> None:
    price = only(read_block(event(offers=offers))).price
    assert (None if price is None else (price.min_cents, price.max_cents, price.is_free)) == expected


def test_accessible_for_free() -> None:
    for said in (True, "true", "https://schema.org/True"):
        price = only(read_block(event(isAccessibleForFree=said))).price
        assert price is not None
        assert price.is_free is True
    assert only(read_block(event(isAccessibleForFree=False))).price is None


def test_sold_out_only_if_every_offer_is() -> None:
    half = [{"availability": "InStock"}, {"availability": "SoldOut"}]
    assert only(read_block(event(offers=half))).sold_out is False
    assert only(read_block(event(offers={"availability": "http://schema.org/SoldOut"}))).sold_out is True


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("EventMaybe", EventStatus.SCHEDULED),
        ("EventPlanned", EventStatus.SCHEDULED),
        ("Confirmed", EventStatus.SCHEDULED),
        ("https://schema.org/EventTentative", EventStatus.SCHEDULED),
        ("EventCancelledDueToStorm", EventStatus.CANCELLED),
        ("POSTPONED until spring", EventStatus.POSTPONED),
        ("Rescheduled to Friday 09:30", EventStatus.RESCHEDULED),
    ],
)
def test_an_unknown_status_is_a_doubt_and_the_event_is_shown(text: str, status: EventStatus) -> None:
    reading = read_block(event(eventStatus=text))
    (found,), (doubt,) = reading.events, reading.problems
    assert (found.status, doubt.field, type(doubt)) == (status, "status", Doubt)
    assert text in doubt.found


def test_a_schedule_is_expanded_without_its_exceptions() -> None:
    schedule = {
        "@type": "Schedule",
        "startDate": "2026-10-20",
        "endDate": "2026-11-12",
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Tuesday", "Thursday"],
        "startTime": "19:30:00",
        "endTime": "21:00",
        "exceptDate": "2026-10-29",
        "scheduleTimezone": "America/New_York",
    }
    found = only(read_block(event(eventSchedule=schedule)))
    days = [(one.local_date.day, one.to_json()["starts_at"][11:]) for one in found.occurrences]
    assert [day for day, _ in days] == [20, 22, 27, 3, 5, 10, 12]
    assert days[2] == (27, "19:30:00-04:00")
    assert days[3] == (3, "19:30:00-05:00")


def test_an_endless_schedule_is_bounded_by_the_window() -> None:
    schedule = {"@type": "Schedule", "startDate": "1999-01-01", "repeatFrequency": "P1D", "startTime": "T08:00"}
    window = Window(starts=date(2026, 10, 5), ends=date(2026, 10, 8))
    context = Context(url=CONTEXT.url, timezone=CONTEXT.timezone, now=CONTEXT.now, window=window)
    assert [day[:10] for day in starts(only(read_block(event(eventSchedule=schedule), context)))] == [
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
    ]
    assert len(only(read_block(event(eventSchedule=schedule))).occurrences) < 400


@pytest.mark.parametrize(
    "wrong", [{"repeatFrequency": "PT1H"}, {"byDay": "Someday"}, {"scheduleTimezone": "Mars/Base"}]
)
def test_an_unreadable_schedule_without_a_start_of_the_event_is_an_error(wrong: dict[str, str]) -> None:
    schedule = {"@type": "Schedule", "startDate": "2026-10-20", **wrong}
    reading = read_block(event(startDate=None, eventSchedule=schedule))
    assert (reading.events, [problem.field for problem in reading.problems]) == ((), ["starts_at"])


def test_the_window_limits_occurrences() -> None:
    window = Window(starts=date(2026, 11, 5), ends=date(2026, 11, 6))
    context = Context(url=CONTEXT.url, timezone=CONTEXT.timezone, now=CONTEXT.now, window=window)
    records = [event(url="/a", startDate=f"2026-11-0{day}T23:00") for day in (4, 5, 6)]
    assert starts(only(read_block(records, context))) == ["2026-11-05T23:00:00-05:00"]


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"Event","name":"Tide Songs","startDate":"2026-11-05",}',
        '{"@type":"Event", // who\n"name":"Tide Songs", /* when */ "startDate":"2026-11-05"}',
        '<!-- {"@type":"Event","name":"Tide Songs","startDate":"2026-11-05"} -->',
        '<![CDATA[{"@type":"Event","name":"Tide Songs","startDate":"2026-11-05"}]]>',
        '/*<![CDATA[*/{"@type":"Event","name":"Tide Songs","startDate":"2026-11-05"};/*]]>*/',
        '{"@type":"Event","name":"Tide\\\nSongs","startDate":"2026-11-05","description":"it\\\'s"}',
        '{"@type":"Event","name":"Tide\nSongs","startDate":"2026-11-05"}',
        '{"@type":"Event","name":"Tide Songs","offers":{"price":"4","\n  "url":"/x"},"startDate":"2026-11-05"}',
        '{"@type":"Event","name":"Tide Songs","startDate":"2026-11-05"}'.replace('"', "&quot;"),
    ],
)
def test_mistakes_that_lenient_readers_accept(block: str) -> None:
    found = only(read_page(f'<script type="application/ld+json; charset=utf-8">{block}</script>'))
    assert (found.title, starts(found)) == ("Tide Songs", ["2026-11-05"])
