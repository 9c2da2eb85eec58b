"""Squarespace's JSON, cards, and typed lists; bad and damaged bodies of several platforms."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Blocked, EmptyBody, PageChanged, SourceError, WrongKind
from core.items import EventItem, EventStatus
from scrapers.platforms.squarespace import reader as squarespace
from scrapers.platforms.squarespace.json_collection import json_document
from scrapers.reading.contract import Context, Reading, Window

FIXTURES = Path(__file__).parent / "fixtures"
PLATFORM_TESTS = Path(__file__).parent.parent
PLATFORMS = ["squarespace", "localist", "libcal", "tnew", "ovationtix", "wix"]
CONTEXT = Context(
    url="https://gullwing.example/shows",
    timezone="America/Los_Angeles",
    now=datetime(2026, 10, 1, 16, tzinfo=UTC),
    source="gullwing",
)
CHALLENGE = b"<!doctype html><html><head><title>Just a moment...</title></head><body>wait</body></html>"


def read(name: str, window: Window | None = None) -> Reading:
    body = (FIXTURES / name).read_bytes()
    context = CONTEXT if window is None else Context(**{**_fields(CONTEXT), "window": window})
    return squarespace.read_events(body, context)


def _fields(context: Context) -> dict[str, Any]:
    return {name: getattr(context, name) for name in ("url", "timezone", "now", "source")}


def by_uid(reading: Reading) -> dict[str, EventItem]:
    return {event.uid: event for event in reading.events}


def times(event: EventItem) -> list[tuple[str, str | None]]:
    return [(one.to_json()["starts_at"], one.to_json()["ends_at"]) for one in event.occurrences]


def test_json_events_have_their_path_and_the_site_s_zone() -> None:
    events = by_uid(read("collection.json"))
    assert list(events) == [
        "shows/2026/11/6/brass-tide",
        "shows/2026/11/7/brass-tide",
        "shows/2026/11/8/lantern-swing",
        "shows/2026/3/1/old-harbor",
    ]
    first, second, cancelled, past = events.values()
    assert times(first) == [("2026-11-06T21:00:00-05:00", "2026-11-07T01:00:00-05:00")]
    assert times(second) == [("2026-11-07T21:00:00-05:00", None)]
    assert times(past) == [("2026-03-01T19:00:00-05:00", "2026-03-01T21:00:00-05:00")]
    assert (cancelled.status, cancelled.occurrences[0].status) == (EventStatus.CANCELLED, EventStatus.CANCELLED)


def test_json_fields() -> None:
    first, second, third, _ = read("collection.json").events
    assert (first.title, first.description, first.categories) == ("Brass & Tide", "Two sets.", ("Jazz", "Late"))
    assert first.venue is not None
    assert first.venue.address == "12 Pier Road, Sarasota, FL, 34236, United States"
    assert (first.venue.latitude, first.venue.longitude) == (27.3365, -82.5307)
    assert first.last_modified == datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
    assert (second.image_url, second.description) == (None, "Second night")
    assert second.venue is not None
    assert second.venue.latitude is None, "the marker stands where the company put it"
    assert third.venue is None


def test_an_event_without_a_time_is_a_problem_and_a_post_is_not() -> None:
    (problem,) = read("collection.json").problems
    assert (problem.field, problem.url) == ("starts_at", "https://gullwing.example/shows/2026/11/9/no-time")


def test_the_window_removes_past_events() -> None:
    reading = read("collection.json", Window(starts=datetime(2026, 10, 1, tzinfo=UTC).date()))
    assert "shows/2026/3/1/old-harbor" not in by_uid(reading)
    assert len(reading.events) == 3


def test_next_page() -> None:
    body = (FIXTURES / "collection.json").read_bytes()
    assert squarespace.next_page(body, CONTEXT) == "https://gullwing.example/shows?offset=1772409600001"
    assert squarespace.next_page(b"[]", CONTEXT) is None
    assert squarespace.next_page(b'{"items": [], "pagination": {"nextPageUrl": "/x"}}', CONTEXT) is None


def test_a_months_list_and_a_single_item() -> None:
    record = json.loads((FIXTURES / "collection.json").read_text())["upcoming"][0]
    month = squarespace.read_events(json.dumps([record]).encode(), CONTEXT)
    assert times(month.events[0])[0][0] == "2026-11-06T18:00:00-08:00", "a month's list names no zone: the context's"
    single = squarespace.read_events(json.dumps({"item": record, "website": {}}).encode(), CONTEXT)
    assert by_uid(single).keys() == by_uid(month).keys()
    assert squarespace.read_events(b"[]", CONTEXT) == Reading()


def test_cards() -> None:
    reading = read("listing.html")
    events = by_uid(reading)
    late = events["shows/2026/11/6/brass-tide"]
    assert times(late) == [("2026-11-06T21:00:00-05:00", "2026-11-07T01:00:00-05:00")]
    assert late.venue is not None
    assert (late.venue.name, late.venue.address) == ("Gullwing Loft", "12 Pier Road, Sarasota, FL, 34236")
    assert late.ticket_url == "https://tickets.example/brass"
    assert late.image_url == "https://images.squarespace-cdn.com/content/v1/x/brass.jpg"
    assert times(events["shows/2026/11/7/brass-tide"]) == [("2026-11-07T21:00:00-05:00", "2026-11-07T23:30:00-05:00")]
    swing = events["shows/lantern-swing"]
    assert (times(swing), swing.status) == ([("2026-11-08T19:30:00-05:00", None)], EventStatus.CANCELLED)
    assert times(events["shows/2026/3/1/old-harbor"]) == [("2026-03-01T19:00:00-05:00", None)]
    assert [problem.field for problem in reading.problems] == ["starts_at"]


def test_days_without_hours() -> None:
    fair = by_uid(read("listing.html"))["shows/zine-fair"].occurrences[0]
    assert (fair.time_known, fair.to_json()["starts_at"], fair.to_json()["ends_at"]) == (
        False,
        "2026-11-14",
        "2026-11-16",
    )


def test_json_and_cards_agree_on_identity() -> None:
    shared = by_uid(read("collection.json")).keys() & by_uid(read("listing.html")).keys()
    assert shared == {"shows/2026/11/6/brass-tide", "shows/2026/11/7/brass-tide", "shows/2026/3/1/old-harbor"}


def test_a_typed_list_gives_only_its_shows() -> None:
    reading = read("typed-list.html")
    owls, choir, days = reading.events
    assert (owls.uid, owls.title) == ("copper-owls", "Copper Owls")
    assert times(owls) == [("2026-11-06", None), ("2026-11-07", None)]
    assert not owls.occurrences[0].time_known, "a bare 6:00PM may be when the doors open"
    assert choir.uid.startswith("fp-")
    assert (choir.title, times(choir)) == ("Marsh Choir", [("2026-12-05T20:00:00-08:00", None)])
    assert choir.sold_out
    assert (days.title, [(o.local_date, o.time_known) for o in days.occurrences]) == (
        "Pelican Days",
        [(date(2026, 12, 11), False)],
    ), "of a run nobody knows the days between"
    assert [problem.field for problem in reading.problems] == ["data-current-context"]


def test_an_events_own_page_is_read_by_its_json_ld() -> None:
    data = {
        "@context": "http://schema.org",
        "@type": "Event",
        "name": "Brass & Tide — Gullwing Loft",
        "startDate": "2026-11-06T21:00:00-0500",
        "endDate": "2026-11-07T01:00:00-0500",
    }
    head = '<meta property="og:site_name" content="Gullwing Loft"><meta property="og:title" content="Brass &amp; Tide">'
    address = '<meta property="og:url" content="https://gullwing.example/shows/2026/11/6/brass-tide">'
    site = '<script>Static.SQUARESPACE_CONTEXT = {"website":{"timeZone":"America/New_York"}};</script>'
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    body = f"<html><head>{head}{address}{site}{script}</head><body></body></html>"
    (event,) = squarespace.read_events(body.encode(), CONTEXT).events
    assert (event.uid, event.title) == ("shows/2026/11/6/brass-tide", "Brass & Tide")
    assert times(event) == [("2026-11-06T21:00:00-05:00", "2026-11-07T01:00:00-05:00")]


@pytest.mark.parametrize(
    "body",
    [
        b'{"collection": {"type": 10, "itemCount": 0}, "mainContent": "<p>x</p>"}',
        b'{"collection": {"type": 1, "itemCount": 0}, "items": []}',
        b"<html><head><link href='https://static1.squarespace.com/x.css'></head><body>Our menu</body></html>",
    ],
)
def test_pages_of_other_kinds_are_good_and_empty(body: bytes) -> None:
    assert squarespace.read_events(body, CONTEXT) == Reading()


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"collection": {"type": 2, "itemCount": 4}, "items": []}', PageChanged),
        (b'{"message": "Not found"}', PageChanged),
        (b'"shows"', PageChanged),
        (b"<html><body><h1>Shows</h1></body></html>", PageChanged),
        (b'{"upcoming": [{"title": "cut', WrongKind),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", WrongKind),
    ],
)
def test_bad_bodies(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        squarespace.read_events(body, CONTEXT)


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b" \r\n \r\n \r\n \r\n \r\n", EmptyBody),
        (b"Not available", WrongKind),
        (CHALLENGE, Blocked),
        (b'{"message": "Rate limited"}', PageChanged),
        (b"[{", WrongKind),
        (b"BEGIN:VCALENDAR\r\n", WrongKind),
    ],
    ids=["nothing", "white space", "13 bytes", "challenge", "other JSON", "cut JSON", "calendar"],
)
def test_bad_bodies_of_every_platform(kind: str, body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as raised:
        import_module(f"scrapers.platforms.{kind}.reader").read_events(body, CONTEXT)
    assert (raised.value.url, raised.value.source) == (CONTEXT.url, "gullwing")


def test_half_a_character_is_replaced() -> None:
    assert json_document(r'{"a": "x\ud83d", "b": "\ud83d\ude00"}', CONTEXT) == {"a": "x�", "b": "😀"}


def test_half_a_character_in_a_typed_list() -> None:
    body = (FIXTURES / "typed-list.html").read_bytes().replace(b"Copper", rb"Copper\ud83d")
    assert squarespace.read_events(body, CONTEXT).events[0].title == "Copper� Owls"


OWN = sorted(path for kind in PLATFORMS for path in (PLATFORM_TESTS / kind / "fixtures").iterdir())
SCRAPS = [
    b"",
    b"<",
    b">",
    b'"',
    b"{",
    b"]",
    b"\x00",
    b"\xff",
    b"null",
    b"&#0;",
    b"9" * 30,
    b"https://[",
    b"-0001",
]
VALUES = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        10**30,
        10**400,
        1e308,
        float("nan"),
        "",
        "<p>\x00",
        "\ud800<b>",
        [],
        {},
        [[]],
        [{}],
        "https://[",
        "0001-01-01T00:00:00",
    ]
)


def survives(path: Path, body: bytes) -> None:
    try:
        reading = import_module(f"scrapers.platforms.{path.parent.parent.name}.reader").read_events(body, CONTEXT)
    except SourceError:
        return
    assert all(event.title and event.uid and event.occurrences for event in reading.events)
    assert json.dumps([event.to_json() for event in reading.events], ensure_ascii=False).encode()


@settings(max_examples=250, deadline=None)
@given(
    path=st.sampled_from(OWN),
    damages=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 80), st.sampled_from(SCRAPS)), min_size=1, max_size=8),
)
def test_damaged_bodies_end_in_named_errors(path: Path, damages: list[tuple[float, int, bytes]]) -> None:
    body = path.read_bytes()
    for place, length, scrap in damages:
        start = int(place * len(body))
        body = body[:start] + scrap + body[start + length :]
    survives(path, body)


@settings(max_examples=250, deadline=None)
@given(path=st.sampled_from([path for path in OWN if path.suffix == ".json"]), data=st.data())
def test_any_value_anywhere_in_the_json_ends_in_named_errors(path: Path, data: st.DataObject) -> None:
    document = json.loads(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(list(_places(document))))
        holder[key] = deepcopy(data.draw(VALUES))  # the next round may write into it
    survives(path, json.dumps(document).encode())


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in ((value, key), *_places(value[key]))] or [([None], 0)]
