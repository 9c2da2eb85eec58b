"""For every platform: a wrong body raises a named error, and a good body without events does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.errors import BadCharset, Blocked, EmptyBody, PageChanged, SourceError, WrongKind
from quality.accuracy import folder
from quality.places import PLATFORM_TESTS
from scrapers.platforms.recognition import choices, read_events
from scrapers.platforms.registry import platforms
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events",
    timezone="America/New_York",
    now=datetime(2026, 11, 22, tzinfo=UTC),
    source="hall",
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270101T200000Z\r\nSUMMARY:Café\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
HTML = b"<!doctype html><html><head><title>Not here</title></head><body><p>Welcome to the hall.</p></body></html>"
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body></body></html>"
BODIES = {
    "empty": b"",
    "blank": b" \r\n\t",
    "13 bytes": b"13 bytes long",
    "HTML": HTML,
    "JSON": b'{"error": "none"}',
    "XML": b"<?xml version='1.0'?><note><to>you</to></note>",
    "iCalendar": CALENDAR,
    "UTF-16": CALENDAR.decode().encode("utf-16"),
    "challenge": CHALLENGE,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x81" * 50,
}
ALWAYS = {"empty": EmptyBody, "blank": EmptyBody, "challenge": Blocked, "picture": BadCharset}
ONLY_JSON = (
    "bibliocommons",
    "librarymarket",
    "admitone",
    "civicclerk",
    "dice",
    "elfsight",
    "escribe",
    "fever",
    "jetbook",
    "legistar",
    "livenation",
    "resident_advisor",
    "revize",
    "shopify",
    "spektrix",
    "ticketmaster",
    "tockify",
    "trumba",
)
EXPECTED = {
    "ics": {"iCalendar": None, "UTF-16": None, "13 bytes": EmptyBody},
    "jsonld": {"HTML": None},
    "cards": {"HTML": None},
    "carbonhouse": {"HTML": PageChanged},
    "tribe": {"HTML": PageChanged, "JSON": PageChanged},
    "rss": {"XML": PageChanged},
    "squarespace": {"HTML": PageChanged, "JSON": PageChanged},
    "localist": {"HTML": PageChanged, "JSON": PageChanged},
    "libcal": {"HTML": PageChanged, "JSON": PageChanged},
    "tnew": {"HTML": PageChanged, "JSON": PageChanged},
    "ovationtix": {"JSON": PageChanged},
    "wix": {"HTML": PageChanged, "JSON": PageChanged},
    "axs": {"JSON": PageChanged, "HTML": PageChanged},
    "event_organizer": {"JSON": PageChanged, "HTML": PageChanged},
    "eventbrite": {"JSON": PageChanged, "HTML": PageChanged},
    "eventon": {"JSON": PageChanged, "HTML": PageChanged},
    "events_manager": {"HTML": PageChanged, "iCalendar": None, "UTF-16": None},
    "livewhale": {"JSON": PageChanged, "iCalendar": None, "UTF-16": None},
    "finalsite": {"HTML": PageChanged, "iCalendar": None, "UTF-16": None},
    "google_calendar": {"JSON": PageChanged, "iCalendar": None, "UTF-16": None},
    "mec": {"HTML": None, "iCalendar": None, "UTF-16": None},
    "showclix": {"HTML": PageChanged},
    "spothopper": {"HTML": PageChanged},
    "wp_event_manager": {"HTML": PageChanged, "XML": PageChanged},
    **{name: {"JSON": PageChanged} for name in ONLY_JSON},
    "auto": {"iCalendar": None, "UTF-16": None, "HTML": None},
}
"""Exceptions from `WrongKind`. PageChanged: the right kind of body in another shape. None: it is read."""

GOOD_WITHOUT_EVENTS = {
    "ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    "jsonld": b"<html><body><h1>Events</h1><p>None yet.</p></body></html>",
    "cards": b"<html><body><h1>Events</h1><p>None yet.</p></body></html>",
    "carbonhouse": b"<!doctype html><html><body><div id='list'>There are no upcoming events.</div></body></html>",
    "tribe": b'{"events": [], "rest_url": "x", "total": 0, "total_pages": 0}',
    "rss": b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title></channel></rss>",
    "squarespace": b'{"collection": {"typeName": "events"}, "upcoming": [], "past": []}',
    "localist": b'{"events": [], "page": {"current": 1, "size": 0, "total": 0}}',
    "libcal": b'{"total_results": 0, "perpage": 20, "results": [], "status": 200}',
    "tnew": b"[]",
    "ovationtix": b"[]",
    "wix": b'{"events": [], "hasMore": false, "total": 0}',
    "bibliocommons": b'{"events": {"items": []}, "entities": {}}',
    "librarymarket": b"[]",
    "livewhale": b'{"meta": {"total_pages": 0}, "data": []}',
    "admitone": b'{"events": []}',
    "axs": b"[]",
    "civicclerk": b'{"value": []}',
    "dice": b'{"data": [], "links": {}}',
    "elfsight": b'{"data": {"widgets": {"a": {"data": {"settings": {"events": []}}}}}}',
    "escribe": b'{"d": []}',
    "event_organizer": b"[]",
    "eventbrite": b'{"events": [], "pagination": {}}',
    "eventon": b'{"status": "GOOD", "json": [], "html": "<div>No Events</div>"}',
    "events_manager": b"<html><body><div class='em-list em-events-list'>No Events</div></body></html>",
    "fever": b'{"hits": []}',
    "finalsite": b"<html><body><section class='fsElement fsCalendar' data-calendar-ids=9></section></body></html>",
    "google_calendar": b'{"kind": "calendar#events", "items": []}',
    "jetbook": b'{"responses": [{"hits": {"hits": []}}]}',
    "legistar": b"[]",
    "livenation": b"[]",
    "mec": b"<html><body><div class='mec-wrap'>No event found!</div></body></html>",
    "resident_advisor": b'{"data": {"listing": {"data": []}}}',
    "revize": b"[]",
    "shopify": b'{"products": []}',
    "spektrix": b'{"events": [], "instances": []}',
    "spothopper": b"<html><body><div class='event-calendar-holder'></div></body></html>",
    "ticketmaster": b'{"page": {"totalElements": 0, "totalPages": 0}}',
    "tockify": b'{"events": [], "metaData": {"hasNext": false}}',
    "trumba": b"[]",
    "wp_event_manager": b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title></channel></rss>",
    "auto": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
}


def reader_of(kind: str) -> str:
    """The platform whose reader understands the answers."""
    return (platforms()[kind].reads_as or kind) if kind in platforms() else kind


SINGLE = ("showclix",)
"""Platforms whose pages have one event each."""
FIXTURES = {one.file: one for one in folder.judged("fixtures", PLATFORM_TESTS)}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("kind", choices())
def test_a_wrong_body_raises_a_named_error(kind: str, name: str) -> None:
    wanted = {**ALWAYS, **EXPECTED[reader_of(kind)]}.get(name, WrongKind)
    if wanted is None:
        titles = [event.title for event in read_events(kind, BODIES[name], CONTEXT).events]
        assert titles == ([] if name == "HTML" else ["Café"])
        return
    with pytest.raises(SourceError) as caught:
        read_events(kind, BODIES[name], CONTEXT)
    assert type(caught.value) is wanted
    assert (caught.value.url, caught.value.source) == (CONTEXT.url, "hall")
    assert caught.value.found


@pytest.mark.parametrize("kind", [kind for kind in choices() if kind not in SINGLE])
def test_a_good_body_without_events(kind: str) -> None:
    reading = read_events(kind, GOOD_WITHOUT_EVENTS[reader_of(kind)], CONTEXT)
    assert (reading.events, reading.problems) == ((), ())


@pytest.mark.parametrize("file", FIXTURES)
def test_a_good_body_in_utf_16(file: str) -> None:
    """The same events as in UTF-8. A body cut off after its byte order mark raises an error."""
    one = FIXTURES[file]
    text = one.body.decode()
    events = read_events(one.kind, one.body, one.context).events
    assert events
    assert read_events(one.kind, text.encode("utf-16"), one.context).events == events
    with pytest.raises(SourceError):
        read_events(one.kind, text.encode("utf-16")[:13], one.context)
