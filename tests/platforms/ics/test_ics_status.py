"""STATUS in the words that feeds write, and notices in the place and the description."""

from __future__ import annotations

import pytest

from core.errors import Doubt
from core.items import EventStatus, Venue

from .ics_calendars import SHOW, only, read

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\nDTSTART:20261010T190000\n"
SCHEDULED, CANCELLED, POSTPONED = EventStatus.SCHEDULED, EventStatus.CANCELLED, EventStatus.POSTPONED
RESCHEDULED, ONLINE = EventStatus.RESCHEDULED, EventStatus.MOVED_ONLINE


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("EventCancelled", CANCELLED),
        ("https://schema.org/EventPostponed", POSTPONED),
        ("http://schema.org/EventRescheduled", RESCHEDULED),
        ("EventMovedOnline", ONLINE),
        ("MOVED TO DEC 12", RESCHEDULED),
        ("Moved to Friday", RESCHEDULED),
        ("MOVED TO ZOOM", ONLINE),
        ("MOVED TO THE GYM", SCHEDULED),
        ("CANCEL", CANCELLED),
        ("Cancellation", CANCELLED),
        ("CALLED OFF", CANCELLED),
        ("POSTPONE", POSTPONED),
        ("Was CANCELLED\\, now on", SCHEDULED),
        ("MAY BE CANCELLED", SCHEDULED),
        ("could be postponed", SCHEDULED),
        ("Not cancelled", SCHEDULED),
        ("no longer cancelled", SCHEDULED),
        ("CANCELLED?", SCHEDULED),
        ("CANCELLED IF RAIN", SCHEDULED),
        ("Uncancelled", SCHEDULED),
        ("PARTIALLY CANCELLED", SCHEDULED),
        ("DELAYED", SCHEDULED),
    ],
)
def test_a_status_counts_by_what_its_words_say(written, status):
    reading = read(f"{TALK}STATUS:{written}")
    [event], [doubt] = reading.events, reading.problems
    assert (event.status, event.sold_out) == (status, False)
    assert (type(doubt), doubt.field, doubt.uid) == (Doubt, "STATUS", "talk@hall")


@pytest.mark.parametrize("written", ["SOLD OUT", "SoldOut", "Sold-out", "CONFIRMED (SOLD OUT)"])
def test_sold_out_as_a_status(written):
    [event] = read(f"{TALK}STATUS:{written}").events
    assert (event.status, event.sold_out) == (SCHEDULED, True)


@pytest.mark.parametrize("written", ["NOT SOLD OUT", "almost sold out", "MAY BE SOLD OUT"])
def test_not_sold_out_as_a_status(written):
    [event] = read(f"{TALK}STATUS:{written}").events
    assert (event.status, event.sold_out) == (SCHEDULED, False)


@pytest.mark.parametrize(
    ("lines", "status", "venue"),
    [
        ("LOCATION:CANCELLED", CANCELLED, None),
        ("LOCATION:CANCELLED - Town Hall", CANCELLED, Venue(name="Town Hall")),
        ("LOCATION:City Hall - CANCELLED", CANCELLED, Venue(name="City Hall")),
        ("LOCATION:City Hall (meeting cancelled)", CANCELLED, Venue(name="City Hall")),
        ("LOCATION:Postponed to Jan 5", POSTPONED, None),
        ("DESCRIPTION:CANCELED: No quorum", CANCELLED, None),
        ("DESCRIPTION:THIS MEETING HAS BEEN CANCELLED", CANCELLED, None),
        ("DESCRIPTION:<p><b>This meeting has been cancelled.</b></p><p>Agenda</p>", CANCELLED, None),
        ("DESCRIPTION:Postponed until further notice.", POSTPONED, None),
        ("DESCRIPTION:The Cancelled Wedding\\, a play", SCHEDULED, None),
        ("LOCATION:The Cancelled Stamp Bar", SCHEDULED, Venue(name="The Cancelled Stamp Bar")),
    ],
)
def test_notices_in_the_place_and_the_description(lines, status, venue):
    event = only(read(f"{TALK}STATUS:CONFIRMED\n{lines}"))
    assert (event.status, event.venue) == (status, venue)
    assert [one.status for one in event.occurrences] == [status]


def test_a_notice_on_one_date_of_a_series_counts_for_that_date():
    event = only(
        read(
            f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=3\nLOCATION:Town Hall",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;TZID=America/New_York:20261017T200000\n"
            "DTSTART;TZID=America/New_York:20261017T200000\nLOCATION:CANCELLED",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;TZID=America/New_York:20261024T200000\n"
            "DTSTART;TZID=America/New_York:20261024T200000\nLOCATION:Town Hall\nDESCRIPTION:This show is postponed.",
        )
    )
    assert event.status is SCHEDULED
    assert [one.status for one in event.occurrences] == [SCHEDULED, CANCELLED, POSTPONED]
    assert [one.venue for one in event.occurrences] == [None, None, None]


def test_a_notice_on_a_whole_series_is_a_doubt():
    reading = read(f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=3\nDESCRIPTION:This class is cancelled.")
    [event], [doubt] = reading.events, reading.problems
    assert {event.status, *(one.status for one in event.occurrences)} == {SCHEDULED}
    assert (doubt.field, doubt.uid) == ("status", "show@hall")


def test_one_date_that_is_only_called_cancelled() -> None:
    series = "UID:yoga@hall\nSUMMARY:Yoga\nDTSTART:20261006T190000\nRRULE:FREQ=WEEKLY;COUNT=3"
    off = "UID:yoga@hall\nSUMMARY:Cancelled\nRECURRENCE-ID:20261013T190000\nDTSTART:20261013T190000"
    event = only(read(series, off))
    assert (event.title, event.status) == ("Yoga", SCHEDULED)
    assert [(one.status, one.title) for one in event.occurrences] == [
        (SCHEDULED, None),
        (CANCELLED, None),
        (SCHEDULED, None),
    ]


def test_a_series_that_is_called_postponed() -> None:
    series = "UID:play@hall\nSUMMARY:Postponed\nDTSTART:20261006T190000\nRRULE:FREQ=WEEKLY;COUNT=2"
    later = "UID:play@hall\nSUMMARY:Postponed\nRECURRENCE-ID:20261013T190000\nDTSTART:20261013T203000"
    event = only(read(series, later))
    assert {event.status, *(one.status for one in event.occurrences)} == {SCHEDULED}
