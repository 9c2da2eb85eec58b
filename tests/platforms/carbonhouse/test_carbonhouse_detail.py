"""Detail pages of carbonhouse events."""

from __future__ import annotations

import pytest

from core.errors import Blocked, EmptyBody, PageChanged, WrongKind
from core.items import EventItem, EventStatus, Price, Venue
from scrapers.platforms.carbonhouse.cards import read_cards
from scrapers.platforms.carbonhouse.detail import read_detail
from scrapers.platforms.carbonhouse.merging import complete
from scrapers.platforms.carbonhouse.reader import read_events
from tests.platforms.carbonhouse.carbonhouse_pages import BASE, context, page

PATH = "/events/detail/salt-choir"


def detail(body: bytes, path: str = PATH) -> EventItem:
    (event,) = read_detail(body, context(path)).events
    return event


def shown(event: EventItem) -> list[tuple[str, str | None]]:
    return [(str(one["starts_at"]), one["ends_at"]) for one in (o.to_json() for o in event.occurrences)]


def bare(inside: str) -> bytes:
    return f'<html><body><div class="event_detail"><h1>Tin Herons</h1>{inside}</div></body></html>'.encode()


def test_all_showings_once_with_their_own_status() -> None:
    reading = read_detail(page("detail.html"), context(PATH))
    (event,) = reading.events
    assert shown(event) == [
        ("2026-10-08T19:30:00-04:00", None),
        ("2026-10-10T14:00:00-04:00", "2026-10-10T16:00:00-04:00"),
        ("2026-10-10T19:30:00-04:00", None),
    ]
    assert [one.status.value for one in event.occurrences] == ["scheduled", "scheduled", "cancelled"]
    assert (event.status, event.sold_out) == (EventStatus.SCHEDULED, False)
    assert [problem.found for problem in reading.problems] == ["unknown word 'smarch' in 'Smarch 13 2026'"]


def test_the_facts_besides_the_showings() -> None:
    event = detail(page("detail.html"))
    assert event.uid == "salt-choir"
    assert event.url == BASE + PATH
    assert event.price == Price(
        text="$45 - $120 + fees", min_cents=4500, max_cents=12000, currency="USD", is_free=False
    )
    assert event.venue == Venue(name="Little Stage")
    assert event.ticket_url == "https://shop.example/12"
    assert event.image_url == f"{BASE}/assets/img/salt-wide.jpg"
    assert event.description == "Songs of the shore.\nBring & share."
    assert event.raw["price"] == "$45 - $120 + fees"
    assert "October 8 2026 at 7:30 PM" in event.raw["starts_at"]


def test_a_detail_page_is_recognized() -> None:
    assert read_events(page("detail.html"), context(PATH)).events == (detail(page("detail.html")),)


def test_the_sidebar_replaces_missing_showings() -> None:
    body = bare(
        '<ul class="details"><li class="date"><label>Date</label><span>Fri, August 7, 2026</span></li><li>'
        '<span class="has_door_time"><label class="event_time">Time</label><span>9:30 PM</span></span>'
        '<span class="doors"><label>Doors</label><span>8:00 PM</span></span></li></ul>'
    )
    assert shown(detail(body)) == [("2026-08-07T21:30:00-04:00", None)]


def test_a_door_time_alone_is_not_a_start() -> None:
    body = bare(
        '<ul class="eventDetailList"><li class="sidebar_event_date"><span>Oct 8, 2026</span></li>'
        '<li class="sidebar_event_starts"><div class="label">Doors</div><span>7:00 PM</span></li></ul>'
    )
    assert shown(detail(body)) == [("2026-10-08", None)]


JSON_LD = '<script type="application/ld+json">{"@type":"Event","name":"Tin Herons",%s}</script>'
DATED = '<ul class="eventDetailList"><li class="sidebar_event_date"><span>Oct 8, 2026</span></li></ul>'


@pytest.mark.parametrize(
    ("structured", "expected"),
    [
        ('"startDate":"2026-10-08T19:00:00-04:00","endDate":"1970-01-01T01:00:00+01:00"', "2026-10-08T19:00:00-04:00"),
        ('"startDate":"2026-10-08T23:00:00Z"', "2026-10-08T19:00:00-04:00"),
        ('"startDate":"2026-10-08T19:00:00"', "2026-10-08T19:00:00-04:00"),
        ('"startDate":"2026-10-08T00:00:00-04:00"', "2026-10-08"),
        ('"startDate":"2026-10-09T19:00:00-04:00"', "2026-10-08"),
        ('"startDate":"2026-10-08"', "2026-10-08"),
        ('"startDate":7', "2026-10-08"),
        ("broken", "2026-10-08"),
    ],
)
def test_json_ld_fills_in_the_hour_only_for_the_same_day(structured: str, expected: str) -> None:
    assert shown(detail(bare(DATED + JSON_LD % structured))) == [(expected, None)]


def test_json_ld_counts_if_the_page_shows_no_date() -> None:
    event = detail(
        bare(JSON_LD % '"startDate":"2026-10-08T19:00:00-04:00","offers":{"price":"0","priceCurrency":"USD"}')
    )
    assert shown(event) == [("2026-10-08T19:00:00-04:00", None)]
    assert event.price is None


def test_the_site_of_a_single_hall_names_the_venue() -> None:
    hall = '<script type="application/ld+json">{"@type":"Organization","name":"Pelican Hall"}</script>'
    address = '<footer><address class="venue-address">1 Shore Rd<br>Bay, FL 30000</address></footer>'
    assert detail(bare(DATED + hall + address)).venue == Venue(name="Pelican Hall", address="1 Shore Rd, Bay, FL 30000")
    assert detail(bare(DATED + hall)).venue is None


def test_a_cancelled_button_without_showings_cancels_the_event() -> None:
    event = detail(bare(DATED + '<a class="tickets cancelled" href="/x">Event Cancelled</a>'))
    assert event.status is EventStatus.CANCELLED
    assert event.occurrences[0].status is EventStatus.CANCELLED


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b'{"a":1}', WrongKind),
        (b"<html><title>Just a moment...</title></html>", Blocked),
        (b"<html><body><h1>Box office hours</h1></body></html>", PageChanged),
        (bare(""), PageChanged),
        (bare(DATED).replace(b"Tin Herons", b""), PageChanged),
        (bare(DATED).replace(b"Oct 8", b"Smarch 8"), PageChanged),
    ],
)
def test_bad_bodies(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_detail(body, context(PATH))


def test_the_detail_page_completes_the_card() -> None:
    (card, *_) = read_cards(page("listing.html"), context()).events
    whole = complete(card, detail(page("detail.html")))
    assert shown(whole)[0] == ("2026-10-08T19:30:00-04:00", None)
    assert len(whole.occurrences) == 3
    assert whole.organizer == "Gull & Tern"
    assert whole.price is not None
