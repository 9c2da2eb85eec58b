"""What the check finds in feeds and pages, and where."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.reading.lint.check import lint

TODAY = date(2027, 3, 1)
GOOD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Museum//EN",
    "BEGIN:VEVENT",
    "UID:1@museum.example",
    "DTSTAMP:20270201T120000Z",
    "DTSTART:20270305T190000Z",
    "DTEND:20270305T200000Z",
    "SUMMARY:Opening",
    "LOCATION:Museum\\, 1 Main St",
    "URL:https://museum.example/opening",
    "END:VEVENT",
    "END:VCALENDAR",
)


def calendar(*changes):
    """The good calendar with lines replaced: `(old, new)`; None removes the line."""
    lines = list(GOOD)
    for old, new in changes:
        place = lines.index(old)
        lines[place : place + 1] = [] if new is None else [new] if isinstance(new, str) else new
    return "".join(f"{line}\r\n" for line in lines).encode()


def found(body):
    return [(one.level.value, one.line, one.clause) for one in lint(body, TODAY)]


def test_a_good_calendar():
    assert found(calendar()) == []


def test_a_line_separator_within_a_text_ends_no_line():
    described = ["SUMMARY:Opening", "DESCRIPTION:One\u2028UID:two\x0bthree\x85four", "STATUS:MAYBE"]
    assert found(calendar(("SUMMARY:Opening", described))) == [("warning", 11, "RFC 5545, 3.8.1.11")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("UID:1@museum.example", None), ("error", 4, "RFC 5545, 3.8.4.7")),
        (("DTSTAMP:20270201T120000Z", None), ("warning", 4, "RFC 5545, 3.8.7.2")),
        (("SUMMARY:Opening", "SUMMARY:"), ("error", 4, "RFC 5545, 3.8.1.12")),
        (("LOCATION:Museum\\, 1 Main St", None), ("advice", 4, "RFC 5545, 3.8.1.7")),
        (("VERSION:2.0", None), ("warning", 1, "RFC 5545, 3.7.4")),
        (("DTSTART:20270305T190000Z", "DTSTART:March 5"), ("error", 7, "RFC 5545, 3.3.5")),
        (("DTEND:20270305T200000Z", "DTEND:20270305T180000Z"), ("error", 8, "RFC 5545, 3.8.2.2")),
        (("DTEND:20270305T200000Z", ["DTEND:20270305T200000Z", "DURATION:PT1H"]), ("error", 8, "RFC 5545, 3.6.1")),
        (("DTSTART:20270305T190000Z", "DTSTART;TZID=Museum Time:20270305T190000"), ("error", 7, "RFC 5545, 3.2.19")),
        (
            ("DTSTART:20270305T190000Z", "DTSTART;TZID=America/New_York:20270305T190000"),
            ("warning", 7, "RFC 5545, 3.6.5"),
        ),
        (("DTSTART:20270305T190000Z", "DTSTART:20270305T190000"), ("warning", 7, "RFC 5545, 3.3.5")),
        (("SUMMARY:Opening", ["SUMMARY:Opening", "STATUS:SOLDOUT"]), ("warning", 10, "RFC 5545, 3.8.1.11")),
        (
            ("SUMMARY:Opening", ["SUMMARY:Opening", "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270401T000000Z"]),
            ("error", 10, "RFC 5545, 3.3.10"),
        ),
        (
            ("SUMMARY:Opening", ["SUMMARY:Opening", "DESCRIPTION:<p>Wine</p>"]),
            ("advice", 10, "RFC 5545, 3.8.1.5"),
        ),
        (("END:VCALENDAR", None), ("error", 12, "RFC 5545, 3.4")),
        (("SUMMARY:Opening", f"SUMMARY:{'Opening ' * 12}"), ("advice", 9, "RFC 5545, 3.1")),
    ],
)
def test_a_fault_and_its_line(change, expected):
    assert found(calendar(change)) == [expected]


def test_the_same_uid_twice():
    copied = [*GOOD[3:12], *GOOD[3:12]]
    body = "".join(f"{line}\r\n" for line in (*GOOD[:3], *copied, GOOD[12])).encode()
    assert found(body) == [("error", 14, "RFC 5545, 3.8.4.7")]


def test_a_fault_of_many_events_is_said_once():
    event = [line for line in GOOD[3:12] if not line.startswith("LOCATION")]
    events = [line.replace("UID:1@", f"UID:{number}@") for number in range(40) for line in event]
    body = "".join(f"{line}\r\n" for line in (*GOOD[:3], *events, GOOD[12])).encode()
    (one,) = lint(body, TODAY)
    assert (one.line, one.times, one.about) == (4, 40, "Opening")


def test_folded_lines_alarms_and_exceptions():
    folded = ["SUMMARY:Open", " ing", "BEGIN:VALARM", "TRIGGER:-PT15M", "DESCRIPTION:<p>soon</p>", "END:VALARM"]
    assert found(calendar(("SUMMARY:Opening", folded))) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", ("error", 1, "RFC 5545, 3.4")),
        (b"Log in\r\n", ("error", 1, "RFC 5545, 3.4")),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:Caf\xe9\r\n", ("error", 2, "RFC 5545, 3.1.4")),
    ],
)
def test_what_is_no_calendar(body, expected):
    assert found(body)[0] == expected


def test_all_events_are_over():
    body = calendar(("DTSTART:20270305T190000Z", "DTSTART:20260305T190000Z"), ("DTEND:20270305T200000Z", None))
    assert found(body) == [("warning", 4, "RFC 5545, 3.6.1")]


def page(data):
    return f'<!doctype html>\n<title>Museum</title>\n<script type="application/ld+json">\n{data}\n</script>\n'.encode()


EVENT = (
    '{"@type": "MusicEvent",\n"name": "Opening",\n"startDate": "2027-03-05T19:00:00-05:00",\n"location": "Museum",\n'
    '"url": "https://museum.example", "image": "a.jpg", "offers": {"price": 0}}'
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (EVENT, []),
        (f'{{"@graph": [{EVENT}]}}', []),
        (EVENT.replace('"name": "Opening",', ""), [("error", 3, "schema.org/name")]),
        (EVENT.replace("-05:00", ""), [("warning", 5, "schema.org/startDate")]),
        (EVENT.replace("2027-03-05T19:00:00-05:00", "March 5"), [("error", 5, "schema.org/startDate")]),
        (EVENT.replace('"image": "a.jpg", ', ""), [("advice", 5, "schema.org/image")]),
        (EVENT.replace('"Museum"', '"Museum", "eventStatus": "off"'), [("warning", 5, "schema.org/eventStatus")]),
        (EVENT.replace('"Museum"', '"Museum", "endDate": "2027-03-04"'), [("error", 5, "schema.org/endDate")]),
        (EVENT.replace('"Museum",', '"Museum"'), [("error", 8, "schema.org JSON-LD")]),
        (EVENT.replace("2027", "2026"), [("warning", 5, "schema.org/startDate")]),
        ('{"@type": "WebSite"}', [("warning", 1, "schema.org/Event")]),
    ],
)
def test_structured_data(data, expected):
    assert found(page(data)) == expected


@pytest.mark.parametrize("body", [b"\x00" * 100, b"<" * 1000, b"BEGIN:VEVENT\r\n" * 1000, b"END:X\r\n", b"[" * 50])
def test_hostile_bodies(body):
    assert found(body)
