"""Lines of text that look like properties or components, values cut by soft breaks, and components without an end."""

from __future__ import annotations

import pytest

from core.errors import Doubt
from core.items import EventStatus
from scrapers.platforms.ics.reader import read_events

from .ics_calendars import SHOW, context, only, read, starts

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\nDTSTART:20261010T190000\n"


@pytest.mark.parametrize(
    "stray",
    [
        "CLASS: bring a mat",
        "STATUS: CANCELLED last year",
        "STATUS: great",
        "RRULE: be kind",
        "END: 9pm",
        "End: 9pm",
        "Begin: 8pm",
        "Begin: 8pm\nEnd: 9pm",
        "begin: late",
        "BEGIN: here",
        "BEGIN:8PM",
        "END:LATE",
        "End: Saturday",
        "SEQUENCE: one after the other",
        "DURATION: two hours",
        "DTEND: nine o'clock",
        "EXDATE: none",
        "GEO: by the pier",
        "URL: ask at the desk",
        "RECURRENCE-ID: see above",
        "PRIORITY: seniors",
        "TRANSP: bus 12",
        "RDATE: to be announced",
    ],
)
@pytest.mark.parametrize("rest", ["", "LOCATION:Red Room"])
def test_a_raw_line_of_text_stays_text(stray, rest):
    event = only(read(f"UID:r3\nDTSTART:20261010T200000\nDESCRIPTION:Dinner\n{stray}\n{rest}\nSUMMARY:Talk"))
    assert event.description == f"Dinner\n{stray}"
    assert (event.uid, event.title, event.status) == ("r3", "Talk", EventStatus.SCHEDULED)
    assert starts(event) == ["2026-10-10T20:00:00-04:00"]


@pytest.mark.parametrize(
    "stray",
    [
        "8:00 PM Show\nBring cash",
        "19:00 Einlass",
        "10:30 Coffee\n11:00:00 Talk\nUntil noon",
        "4:30-6:30 PM: Happy hour",
        "7pm: doors",
        "5-9: market",
        "2026: a new year",
        "1st: soup",
    ],
)
def test_a_raw_line_that_begins_with_an_hour_or_a_number_stays_text(stray):
    event = only(
        read(f"UID:r3\nDTSTART:20261010T200000\nSUMMARY:Talk\nDESCRIPTION:Tonight\n{stray}\nLOCATION:Red Room")
    )
    assert event.description == f"Tonight\n{stray}"
    assert event.venue is not None
    assert event.venue.name == "Red Room"


@pytest.mark.parametrize(
    "stray",
    [
        "CATEGORIES: jazz, food and wine",
        "CATEGORIES: jazz\nMore of the text.",
        "Categories: Jazz",
        "CONTACT: us at 5",
        "RESOURCES: a mat",
        "COMMENT: not to be missed",
        "LOCATION: the old pier\nBring a coat.",
    ],
)
@pytest.mark.parametrize("rest", ["", "URL:https://hall.example/talk", "CATEGORIES:Music"])
def test_a_raw_line_that_is_spaced_unlike_the_feed_s_own_stays_text(stray, rest):
    event = only(read(f"{TALK}DESCRIPTION:Dinner\n{stray}\n{rest}"))
    assert event.description == f"Dinner\n{stray}"
    assert (event.categories, event.venue) == (("Music",) if rest.startswith("CAT") else (), None)


@pytest.mark.parametrize(
    "lines",
    [
        "DESCRIPTION: Dinner\nCATEGORIES: Music\nLOCATION:Hall",
        "CATEGORIES: Music\nDESCRIPTION:Dinner\nLOCATION:Hall",
        "DESCRIPTION:Dinner\nLOCATION: Hall\nCATEGORIES:Music",
        "SEQUENCE: 1\nDESCRIPTION:Dinner\nCATEGORIES: Music\nLOCATION: Hall",
    ],
)
def test_a_space_before_a_value_is_no_sign_of_text_where_others_have_it_or_no_text_precedes(lines):
    event = only(read(f"{TALK}{lines}"))
    assert event.venue is not None
    assert (event.categories, event.venue.name, event.description) == (("Music",), "Hall", "Dinner")


@pytest.mark.parametrize(
    "line",
    ["STATUS: CANCELLED", "Status: Cancelled", "status:cancelled"],
)
def test_a_feed_that_writes_a_space_after_each_colon_is_read(line):
    event = only(read(f"UID: r3\nDTSTART: 20261010T200000\nSUMMARY: Talk\nDESCRIPTION: Dinner\n{line.upper()}"))
    assert (event.title, event.status) == ("Talk", EventStatus.CANCELLED)


@pytest.mark.parametrize(
    "lines",
    [
        "UID : r3\nDTSTART : 20261010T200000\nDTEND : 20261010T220000\nSUMMARY : Talk\nLOCATION : Hall\nSEQUENCE : 1",
        "UID:r3\nDTSTART:20261010T200000\nDTEND:20261010T220000\nDESCRIPTION:Dinner\nSUMMARY : Talk\nLOCATION : Hall",
        "UID\t:r3\nDTSTART ;TZID=America/New_York : 20261010T200000\nDURATION :PT2H\nSUMMARY :Talk\nLOCATION\t:Hall",
        "UID\xa0:r3\nDTSTART\xa0: 20261010 T200000\nDTEND:20261011T 020000 Z\nSUMMARY\xa0:\xa0Talk\nLOCATION :Hall",
        "uid : r3\ndtstart : 20261010T200000\ndtend : 20261010T220000\nsummary : Talk\nlocation : Hall",
    ],
)
def test_a_space_before_a_colon_is_skipped(lines):
    event = only(read(lines))
    assert (event.uid, event.title, event.venue and event.venue.name) == ("r3", "Talk", "Hall")
    [showing] = event.occurrences
    assert showing.starts_at.isoformat() == "2026-10-10T20:00:00-04:00"
    assert showing.ends_at is not None
    assert showing.ends_at.isoformat() == "2026-10-10T22:00:00-04:00"


@pytest.mark.parametrize("colon", [":", " :", " : "])
def test_a_rule_with_spaces_and_text_with_a_space_before_its_colons(colon):
    text = "Location : the pier\nNote : bring a chair\nSummary : a night\nDoors :7pm"
    lines = [
        "UID$r3",
        "DTSTART$20261010T200000",
        "SUMMARY$Talk",
        "RRULE$FREQ = WEEKLY ; COUNT = 2",
        f"DESCRIPTION$Fun\n{text}",
    ]
    event = only(read("\n".join(lines).replace("$", colon)))
    assert event.description == f"Fun\n{text}"
    assert starts(event) == ["2026-10-10T20:00:00-04:00", "2026-10-17T20:00:00-04:00"]


def test_components_in_small_letters_and_nested_ones_of_unknown_name_are_components():
    body = (
        b"begin:vcalendar\nbegin:vevent\nuid:a\ndtstart:20261010T200000\nsummary:Talk\nbegin:valarm\n"
        b"description:Beep\nend:valarm\nBEGIN:VVENUE\nDESCRIPTION:Hall\nEND:VVENUE\nend:vevent\nend:vcalendar\n"
    )
    event = only(read_events(body, context()))
    assert (event.title, event.description) == ("Talk", None)


@pytest.mark.parametrize("word", ["Yoga", "Beginners", "Level 1", "Dance class"])
def test_an_odd_class_hides_nothing(word):
    reading = read(f"{TALK}CLASS:{word}")
    [event], [doubt] = reading.events, reading.problems
    assert event.title == "Harbor Talk"
    assert (type(doubt), doubt.field, doubt.uid) == (Doubt, "CLASS", "talk@hall")


@pytest.mark.parametrize("word", ["PRIVATE", "confidential", "X-PERSONAL", "Private event", "INTERNAL", "Restricted"])
def test_a_class_that_says_private_hides_its_event(word):
    assert read(f"{TALK}CLASS:{word}").events == ()


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9=\n Night", "Café Night"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9=\nteria", "Caféteria"),
        ("SUMMARY;CHARSET=UTF-8;ENCODING=quoted-printable:Caf=C3=\n=A9=\n Beer=\n Hall", "Café Beer Hall"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Tea =\n=26 Songs", "Tea & Songs"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Hello=", "Hello"),
        ("SUMMARY:1+1=\n 2", "1+1=2"),
    ],
)
def test_soft_breaks(lines, title):
    assert only(read(f"{lines}\nUID:q\nDTSTART:20261010T200000")).title == title


def test_an_event_without_an_end_before_the_next_one_is_read():
    body = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{TALK}BEGIN:VEVENT\n{SHOW}\nEND:VEVENT\nBEGIN:VEVENT\nUID:c\nSUMMARY:Last\n"
        "DTSTART:20261012T190000\nEND:VCALENDAR\n"
    ).encode()
    reading = read_events(body, context())
    assert [event.title for event in reading.events] == ["Harbor Talk", "Late Quartet", "Last"]
    assert [type(problem) for problem in reading.problems] == [Doubt, Doubt]


def test_an_event_cut_short_with_its_body_is_not_read():
    reading = read_events(
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{SHOW}\nEND:VEVENT\nBEGIN:VEVENT\n{TALK}".encode(), context()
    )
    assert [event.title for event in reading.events] == ["Late Quartet"]
    assert not any(isinstance(problem, Doubt) for problem in reading.problems)
