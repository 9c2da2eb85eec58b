"""What a calendar says of an event besides its times."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.items import EventStatus, Price, Venue
from scrapers.platforms.ics.reader import read_events
from tests.platforms.ics.ics_calendars import SHOW, calendar, context, only, read, starts


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("SUMMARY:Talk", EventStatus.SCHEDULED),
        ("SUMMARY:Talk\nSTATUS:TENTATIVE", EventStatus.SCHEDULED),
        ("SUMMARY:Talk\nSTATUS:CANCELLED", EventStatus.CANCELLED),
        ("SUMMARY:CANCELLED: Talk", EventStatus.CANCELLED),
        ("SUMMARY:CANCELLED - Talk\nSTATUS:CONFIRMED", EventStatus.CANCELLED),
        ("SUMMARY:[Postponed] Talk", EventStatus.POSTPONED),
        ("SUMMARY:Rescheduled: Talk", EventStatus.RESCHEDULED),
        ("SUMMARY:The Cancelled Wedding", EventStatus.SCHEDULED),
        ("SUMMARY:Talk\nX-LIVEWHALE-CANCELED:1", EventStatus.CANCELLED),
    ],
)
def test_what_is_off_and_what_is_on(lines: str, status: EventStatus) -> None:
    event = only(read(f"UID:x\n{lines}\nDTSTART:20261010T200000"))
    assert event.status is status
    assert event.occurrences[0].status is status
    assert event.title == lines.split("\n", 1)[0].removeprefix("SUMMARY:")


def test_sold_out_is_a_flag_and_no_status() -> None:
    event = only(read("UID:x\nSUMMARY:Crab feed - SOLD OUT!\nDTSTART:20261010T200000"))
    assert (event.sold_out, event.status) == (True, EventStatus.SCHEDULED)


def test_a_calendar_of_cancellations_cancels() -> None:
    assert only(read(SHOW, header="METHOD:CANCEL")).status is EventStatus.CANCELLED
    notice = calendar("UID:show@hall\nSEQUENCE:1\nDTSTAMP:20261002T000000Z", header="METHOD:CANCEL")
    event = only(read_events(calendar(SHOW) + notice, context()))
    assert (event.title, event.status, starts(event)) == (
        "Late Quartet",
        EventStatus.CANCELLED,
        ["2026-10-10T20:00:00-04:00"],
    )


@pytest.mark.parametrize("word", ["PRIVATE", "CONFIDENTIAL", "X-STAFF"])
def test_what_is_not_public_is_not_published(word: str) -> None:
    reading = read(f"{SHOW}\nCLASS:{word}", "UID:y\nSUMMARY:Open day\nDTSTART:20261010T100000\nCLASS:PUBLIC")
    assert [event.title for event in reading.events] == ["Open day"]
    assert reading.problems == ()


def test_the_fields_of_a_full_event() -> None:
    event = only(
        read(
            f"{SHOW}\nURL:/event/late-quartet/\nSTATUS:CONFIRMED\nSEQUENCE:3\nLAST-MODIFIED:20260930T101500Z\n"
            "DESCRIPTION:Four players\\, one piano.\\n\\n<b>Doors</b> at 7 &amp\\; no late seating.\n"
            "LOCATION:Red Room\\, 12 Palm Avenue\\, Sarasota\\, FL\\, 34236\\, United States\nGEO:27.3364;-82.5307\n"
            'ORGANIZER;CN="Friends of the Hall":mailto:office@hall.example\nCATEGORIES:Jazz,Late\\, later\n'
            "CATEGORIES:Jazz\n"
            "ATTACH;FMTTYPE=application/pdf:https://hall.example/menu.pdf\nATTACH;FMTTYPE=image/png:/img/quartet.png\n"
            "X-COST:$12–$20\nX-TICKETS-URL:https://tickets.example/7\nCONFERENCE;VALUE=URI:https://meet.example/7"
        )
    )
    assert event.url == "https://hall.example/event/late-quartet/"
    assert event.description == "Four players, one piano.\nDoors at 7 & no late seating."
    assert event.venue == Venue(
        name="Red Room",
        address="12 Palm Avenue, Sarasota, FL, 34236, United States",
        latitude=27.3364,
        longitude=-82.5307,
    )
    assert event.organizer == "Friends of the Hall"
    assert event.categories == ("Jazz", "Late, later")
    assert event.image_url == "https://hall.example/img/quartet.png"
    assert event.price == Price(text="$12–$20", min_cents=1200, max_cents=2000, currency="USD", is_free=False)
    assert event.ticket_url == "https://tickets.example/7"
    assert (event.sequence, event.last_modified) == (3, datetime(2026, 9, 30, 10, 15, tzinfo=UTC))
    assert event.raw["conference"] == "CONFERENCE;VALUE=URI:https://meet.example/7"


@pytest.mark.parametrize(
    ("location", "name", "address"),
    [
        ("Red Room", "Red Room", None),
        ("Main Library - Room 4", "Main Library - Room 4", None),
        ("Red Room, Palm Hall", "Red Room, Palm Hall", None),
        ("Red Room, Sarasota, FL", "Red Room", "Sarasota, FL"),
        ("12 Palm Ave, Sarasota, FL 34236", None, "12 Palm Ave, Sarasota, FL 34236"),
        ("Red Room @ 12 Palm Avenue, Sarasota", "Red Room", "12 Palm Avenue, Sarasota"),
        ("Red Room - 12 Palm Ave.   Sarasota FL 34236", "Red Room", "12 Palm Ave., Sarasota FL 34236"),
        ("<p>Red Room</p> - 12 Palm Ave.   Sarasota FL 34236", "Red Room", "12 Palm Ave., Sarasota FL 34236"),
        (" - 12 Palm Avenue  Sarasota FL 34236", None, "12 Palm Avenue, Sarasota FL 34236"),
        ("Red Room\\n12 Palm Avenue\\nSarasota", "Red Room", "12 Palm Avenue, Sarasota"),
    ],
)
def test_name_and_address_of_a_place(location: str, name: str | None, address: str | None) -> None:
    written = location.replace(",", "\\,")
    event = only(read(f"UID:x\nSUMMARY:Talk\nDTSTART:20261010T200000\nLOCATION:{written}"))
    assert event.venue == Venue(name=name, address=address)


def test_what_is_no_place_no_link_and_no_name_is_null() -> None:
    event = only(
        read(
            f"{SHOW}\nLOCATION:https://meet.example/j/1\nGEO:0;0\nURL:N/A\nORGANIZER;CN=desk@hall.example:mailto:desk@hall.example\n"
            "ATTACH:https://hall.example/menu.pdf\nIMAGE;VALUE=BINARY;ENCODING=BASE64:AAAA"
        )
    )
    assert (event.venue, event.url, event.organizer, event.image_url, event.price) == (None, None, None, None, None)


def test_html_stands_in_for_a_missing_description_and_the_largest_image_wins() -> None:
    event = only(
        read(
            f"{SHOW}\nDESCRIPTION:\nX-ALT-DESC;FMTTYPE=text/html:<p>One</p>\\n<p>Two &amp\\; three</p>\n"
            "IMAGE;VALUE=URI;DISPLAY=THUMBNAIL:https://hall.example/s.jpg\n"
            "IMAGE;VALUE=URI;DISPLAY=FULLSIZE:https://hall.example/l.jpg"
        )
    )
    assert event.description == "One\nTwo & three"
    assert event.image_url == "https://hall.example/l.jpg"


def test_civicplus_has_the_page_in_the_description() -> None:
    event = only(
        read(
            "UID:41\nSUMMARY:Parade\nDTSTART:20261010T200000\nURL:/common/modules/iCalendar/iCalendar.aspx?feed=calendar&catID=9\n"
            "DESCRIPTION: https://town.example/calendar.aspx?EID=41"
        )
    )
    assert event.url == "https://town.example/calendar.aspx?EID=41"


def test_other_categories_of_one_date_are_reported() -> None:
    series = "UID:m\nSUMMARY:Market\nDTSTART:20261010T100000\nRRULE:FREQ=WEEKLY;COUNT=2\nCATEGORIES:Music"
    other = "UID:m\nRECURRENCE-ID:20261017T100000\nDTSTART:20261017T100000\nSUMMARY:Market\nCATEGORIES:Film"
    reading = read(series, other)
    assert [event.categories for event in reading.events] == [("Music",)]
    assert [(problem.field, problem.found) for problem in reading.problems] == [
        ("CATEGORIES", "Market on 2026-10-17 has other CATEGORIES (Film)")
    ]
