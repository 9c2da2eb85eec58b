"""Cards of carbonhouse listings, in each skin."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadRecord, Blocked, EmptyBody, PageChanged, WrongKind
from core.items import EventItem, EventStatus
from scrapers.platforms.carbonhouse.addresses import load_more_url, month_url
from scrapers.platforms.carbonhouse.cards import CardPage, read_cards
from scrapers.platforms.carbonhouse.load_more import LoadMore
from scrapers.platforms.carbonhouse.reader import read_events
from scrapers.reading.contract import Context, Window
from tests.platforms.carbonhouse.carbonhouse_pages import BASE, card, context, page

AJAX = "/events/events_ajax/6?category=0"


@pytest.fixture
def listing() -> CardPage:
    return read_cards(page("listing.html"), context())


def named(cards: CardPage, uid: str) -> EventItem:
    return next(event for event in cards.events if event.uid == uid)


def starts(event: EventItem) -> list[str]:
    return [str(occurrence.to_json()["starts_at"]) for occurrence in event.occurrences]


def test_all_cards_count_and_the_readable_ones_become_events(listing: CardPage) -> None:
    assert listing.cards == 6
    assert [event.uid for event in listing.events] == ["salt-choir", "lantern-circus", "masked-ball", "mud-larks"]
    assert [problem.field for problem in listing.problems] == ["starts_at"]
    assert listing.problems[0].url == f"{BASE}/events/detail/unreadable"
    assert listing.problems[0].source == "pelican"


def test_a_card_without_an_hour_keeps_its_day(listing: CardPage) -> None:
    choir = named(listing, "salt-choir")
    assert choir.title == "Salt Choir: “Low Tide” & Other Songs"
    assert starts(choir) == ["2026-10-08"]
    assert not choir.occurrences[0].time_known
    assert choir.url == f"{BASE}/events/detail/salt-choir"
    assert choir.ticket_url == "https://shop.example/?agency=P&eventid=1"
    assert choir.image_url == f"{BASE}/assets/img/salt.jpg"
    assert (choir.organizer, choir.description) == ("Gull & Tern", "A cappella")
    assert choir.raw["starts_at"] == "Thu. Oct 8, 2026"


def test_a_range_is_one_occurrence_from_first_day_to_last(listing: CardPage) -> None:
    (run,) = named(listing, "lantern-circus").occurrences
    assert run.to_json()["starts_at"] == "2026-12-29"
    assert run.to_json()["ends_at"] == "2027-01-03"
    assert not run.time_known


def test_marks_in_title_and_ticket_class(listing: CardPage) -> None:
    ball = named(listing, "masked-ball")
    assert (ball.status, ball.sold_out, ball.ticket_url) == (EventStatus.RESCHEDULED, True, None)
    assert starts(ball) == ["2026-10-31"]


def test_two_cards_with_one_address_are_one_event_with_a_status_per_day(listing: CardPage) -> None:
    larks = named(listing, "mud-larks")
    assert starts(larks) == ["2026-11-05T20:00:00-05:00", "2026-11-06"]
    assert [one.status for one in larks.occurrences] == [EventStatus.CANCELLED, EventStatus.SCHEDULED]
    assert larks.status is EventStatus.SCHEDULED
    assert larks.venue is not None
    assert larks.venue.name == "Little Stage"


def test_a_disabled_button_counts(listing: CardPage) -> None:
    assert listing.load_more == LoadMore(offset=6, increment=6)
    assert load_more_url(BASE + "/", 6, LoadMore(offset=6, increment=6)) == (
        f"{BASE}/events/events_ajax/6?category=0&venue=0&team=0&exclude=&per_page=6&came_from_page=event-list-page"
    )
    assert month_url(BASE, 2026, 8) == f"{BASE}/events/calendar/2026/8"


@pytest.mark.parametrize("name", ["offset", "increment"])
@pytest.mark.parametrize("number", ["six", "forty", "-6", "6.5", "1234567", "{{ offset }}", "NaN", "6;", "6 6"])
def test_a_button_without_its_numbers_costs_only_the_paging(listing: CardPage, name: str, number: str) -> None:
    body = page("listing.html").replace(f'data-{name}="6'.encode(), f'data-{name}="{number}'.encode())
    cards = read_cards(body, context())
    assert (cards.events, cards.cards, cards.load_more) == (listing.events, 6, None)
    assert cards.unpaged is not None
    assert cards.unpaged.field == "load_more"
    reading = read_events(body, context())
    assert len(reading.events) == len(listing.events)
    assert "the list may go on" in reading.problems[-1].found


@pytest.mark.parametrize(
    ("button", "load_more"),
    [
        ('<button id="loadMoreEvents" data-offset="40" disabled>', LoadMore(offset=40, increment=40)),
        ('<button id="loadMoreEvents" data-offset="40" data-increment="" disabled>', LoadMore(offset=40, increment=40)),
        ('<button data-offset=" 40 " disabled="disabled" id="loadMoreEvents">', LoadMore(offset=40, increment=40)),
        ('<a id="loadMoreEvents" data-increment="20" class="btn">', LoadMore(offset=2, increment=20)),
        ('<button id="loadMoreEvents" data-offset="0">', LoadMore(offset=0, increment=2)),
        ('<button id="loadMoreEvents" disabled>', LoadMore(offset=2, increment=2)),
        (
            '<button id="loadMoreEvents" data-offset="40" data-venue="7" data-category="3">',
            LoadMore(offset=40, increment=40, venue="7", category="3"),
        ),
    ],
)
def test_a_button_that_leaves_out_a_number(button: str, load_more: LoadMore) -> None:
    cards = card("a", "Dec 4, 2026") + card("b", "Dec 5, 2026")
    body = f'<!doctype html><html><body><div id="list">{cards}{button}</div></body></html>'
    listing = read_cards(body.encode(), context())
    assert ([event.uid for event in listing.events], listing.load_more) == (["a", "b"], load_more)


BUTTON = b'<button id="loadMoreEvents" disabled="disabled"'
MORE_UNDER_ANOTHER_NAME = {
    "its numbers": b'<button id="nextSlice" disabled="disabled"',
    "numbers on a div": b'<div data-offset="6" data-increment="6"></div><i hidden',
    "its class": b'<a href="#" class="eventList__showMore"></a><i',
    "its text": b"<button>Load More Events</button><i",
}


@pytest.mark.parametrize("markup", MORE_UNDER_ANOTHER_NAME.values(), ids=list(MORE_UNDER_ANOTHER_NAME))
def test_a_button_under_another_name_costs_only_the_paging(markup: bytes) -> None:
    body = page("listing.html")
    start, end = body.index(BUTTON), body.index(b"More</button>")
    numbers = body[start + len(BUTTON) : end] if b"nextSlice" in markup else b">"
    cards = read_cards(body[:start] + markup + numbers + body[end:], context())
    assert (cards.cards, cards.load_more) == (6, None)
    assert cards.unpaged is not None
    assert (cards.unpaged.field, cards.unpaged.found[:24]) == ("load_more", "no #loadMoreEvents, but ")


def test_a_list_without_a_button_is_complete() -> None:
    body = page("listing.html")
    start, end = body.index(BUTTON), body.index(b"More</button>") + len(b"More</button>")
    whole = read_cards(body[:start] + b'<a href="/news" class="more">More</a>' + body[end:], context())
    assert (whole.cards, whole.load_more) == (6, None)


def test_aeg_skin_door_times_are_not_starts() -> None:
    cards = read_cards(page("aeg.html"), context(now="2027-01-10T12:00"))
    assert [(event.uid, event.title, starts(event)) for event in cards.events] == [
        ("700001", "Long Reed", ["2027-03-26"]),
        ("700002", "Night Heron", ["2027-03-27T20:00:00-04:00"]),
    ]
    assert cards.events[0].organizer == "Tern"
    assert cards.events[0].image_url == "https://cdn.example/reed.jpg"


def test_load_more_answers_as_a_json_string_and_as_html() -> None:
    markup = card("a", "Oct 8, 2026") + card("b", "Oct 9, 2026")
    as_json = read_cards(json.dumps(markup).replace("/", "\\/").encode(), context(AJAX))
    as_html = read_cards(markup.encode(), context(AJAX))
    assert as_json == as_html
    assert as_json.cards == 2


@pytest.mark.parametrize(
    "body", [b'""', b'"\\n\\t"', b"", b" \n", b'<div class="eventList"></div>', b"<p>No more events</p>"]
)
def test_the_end_of_the_list_is_not_an_error(body: bytes) -> None:
    assert read_cards(body, context(AJAX)) == CardPage()


def test_a_listing_that_says_it_has_no_events() -> None:
    body = b"<html><body><div id='list' class='list'>There are currently no upcoming events.</div></body></html>"
    assert read_cards(body, context()) == CardPage()


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b" \n ", EmptyBody),
        (b"<html><body><div id='list'></div></body></html>", PageChanged),
        (b"<html><body><h1>Board meetings</h1><p>March 9, 2026, 9:00 AM</p></body></html>", PageChanged),
        (b"<html><title>Just a moment...</title><body></body></html>", Blocked),
        (b'{"message":"Group not found"}', WrongKind),
        (b'["<div>"]', WrongKind),
        (b'"<div', WrongKind),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", WrongKind),
        (b"<?xml version='1.0'?><rss></rss>", WrongKind),
        (b"13 bytes long", WrongKind),
    ],
)
def test_bad_bodies(body: bytes, error: type[Exception]) -> None:
    for read in (read_cards, read_events):
        with pytest.raises(error):
            read(body, context())


@pytest.mark.parametrize("lost", [b'class="date"', b'class="title"'])
def test_cards_that_lost_their_markup_are_a_changed_page(lost: bytes) -> None:
    with pytest.raises(PageChanged):
        read_cards(
            page("listing.html").replace(lost, b'class="new"').replace(b"<h3", b"<p").replace(b"</h3", b"</p"),
            context(),
        )


def test_a_lone_surrogate_in_json_is_replaced() -> None:
    body = json.dumps(card("a", "Oct 8, 2026", title="Tin \ud83d Herons")).encode()
    assert read_cards(body, context(AJAX)).events[0].title == "Tin \ufffd Herons"


def test_status_words_in_the_text_of_a_whole_card_are_ignored() -> None:
    body = card(
        "a", "Oct 8, 2026", title="The Cancelled Wedding: A Comedy of Manners in Five Acts, and an Interval of an Hour"
    )
    marked = body.replace("eventItem entry", "eventItem entry status", 1)
    assert read_cards(marked.encode(), context(AJAX)).events[0].status is EventStatus.SCHEDULED


def test_a_single_bad_card_is_a_problem() -> None:
    cards = read_cards(card("a", "31 Smarch 2026").encode(), context(AJAX))
    assert (cards.cards, cards.events) == (1, ())
    (problem,) = cards.problems
    assert (type(problem), problem.uid, problem.title) == (BadRecord, "a", "Tin Herons")


def test_an_unclear_hour_keeps_the_day() -> None:
    body = card("a", "Oct 8, 2026").replace("<h3", '<h5 class="time">Show 11</h5><h3')
    cards = read_cards(body.encode(), context(AJAX))
    assert starts(cards.events[0]) == ["2026-10-08"]
    assert "without an hour" in str(cards.problems[0])


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("Fri, Dec 4 · 7:30 PM", "2026-12-04T19:30:00-05:00"),
        ("December 4, 2026 | Doors 6 / Show 7:30 PM", "2026-12-04T19:30:00-05:00"),
        ("Dec 4, 2026 - 12:00 Noon", "2026-12-04T12:00:00-05:00"),
        ("Dec 4, 2026 Show 11", "2026-12-04"),
    ],
)
def test_an_hour_in_the_date_line_counts_if_the_card_has_no_other(day: str, start: str) -> None:
    cards = read_cards(card("a", day).encode(), context(AJAX))
    assert starts(cards.events[0]) == [start]


def test_the_window_limits_occurrences() -> None:
    wide = context()
    window = Window(starts=wide.now.date().replace(day=31), ends=wide.now.date().replace(month=11, day=6))
    narrow = Context(url=wide.url, timezone=wide.timezone, now=wide.now, window=window)
    read = read_events(page("listing.html"), narrow)
    assert [(event.uid, starts(event)) for event in read.events] == [
        ("masked-ball", ["2026-10-31"]),
        ("mud-larks", ["2026-11-05T20:00:00-05:00"]),
    ]


DAYS = st.dates(min_value=context().now.date().replace(year=2020), max_value=context().now.date().replace(year=2030))


@settings(max_examples=25, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(["%a. %b %d , %Y", "%d %B %Y", "%A / %b %d , %Y"]))
def test_every_card_of_a_page_is_an_event(days: list[object], form: str) -> None:
    markup = "".join(card(f"show-{number}", f"{day:{form}}") for number, day in enumerate(days))
    cards = read_cards(json.dumps(markup).encode(), context(AJAX))
    assert cards.cards == len(days)
    assert [starts(event) for event in cards.events] == [[str(day)] for day in days]
    assert not cards.problems
