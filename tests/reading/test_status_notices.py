"""Notices in the place and in the description's first words, as town calendars write them."""

from __future__ import annotations

import pytest

from core.items import EventStatus, Venue
from scrapers.reading.status_notices import status_of_opening, with_notices
from scrapers.reading.status_words import Standing

CANCELLED, POSTPONED, RESCHEDULED = EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.RESCHEDULED


@pytest.mark.parametrize(
    ("description", "status"),
    [
        ("CANCELLED - no quorum", CANCELLED),
        ("Cancelled", CANCELLED),
        ("CANCELED. The next meeting is in May.", CANCELLED),
        ("Cancelled due to weather.\nBring a chair.", CANCELLED),
        ("This meeting has been canceled", CANCELLED),
        ("This meeting is cancelled as there are no items to be heard.", CANCELLED),
        ("Tonight's concert is cancelled!", CANCELLED),
        ("Meeting cancelled due to the holiday", CANCELLED),
        ("*** POSTPONED *** Doors 7pm", POSTPONED),
        ("Postponed to May 3 because of rain.", POSTPONED),
        ("Please note: the December 4 hearing has been postponed.", POSTPONED),
        ("The Harbor Board meeting on December 4 has been postponed until further notice.", POSTPONED),
        ("[Rescheduled] An evening of songs", RESCHEDULED),
        ("NOTICE: This event is rescheduled to Friday", RESCHEDULED),
        ("This show, once planned for February 11th, has been postponed/rescheduled to May 13th.", RESCHEDULED),
    ],
)
def test_the_first_words_of_a_description(description: str, status: EventStatus) -> None:
    assert status_of_opening(description) == Standing(status)


@pytest.mark.parametrize(
    "description",
    [
        "",
        "Cancelled Culture is a play about a talk show.",
        "If the meeting is cancelled, we will email you.",
        "The event is cancelled if it rains.",
        "In case of rain, the concert is cancelled.",
        "This event is not cancelled",
        "Registration cancelled within 24 hours is not refunded.",
        "Tickets for the cancelled show are valid.",
        "A concert by the Postponed Orchestra",
        "Event canceled? Get a refund.",
        "The class may be cancelled.",
        "The band that cancelled the show last year.",
        "Songs of the sea. The May show was cancelled.",
    ],
)
def test_descriptions_that_only_contain_the_words(description: str) -> None:
    assert status_of_opening(description) == Standing()


@pytest.mark.parametrize(
    ("place", "status", "name"),
    [
        ("CANCELLED", CANCELLED, None),
        ("Cancelled - Town Hall", CANCELLED, "Town Hall"),
        ("EVENT CANCELED – Town Hall", CANCELLED, "Town Hall"),
        ("CANCELLED Town Hall", CANCELLED, "Town Hall"),
        ("POSTPONED: Room 3", POSTPONED, "Room 3"),
        ("Town Hall (CANCELLED)", CANCELLED, "Town Hall"),
        ("Town Hall - Postponed", POSTPONED, "Town Hall"),
        ("Meeting has been postponed", POSTPONED, None),
        (
            "City Hall, 9 Quay St\n--em--This meeting is cancelled as there are no items",
            CANCELLED,
            "City Hall, 9 Quay St",
        ),
        ("Room 3, This meeting is cancelled.", CANCELLED, "Room 3"),
        ("The Cancelled Stamp Bar", None, "The Cancelled Stamp Bar"),
        ("Town Hall", None, "Town Hall"),
    ],
)
def test_a_notice_in_the_place(place: str, status: EventStatus | None, name: str | None) -> None:
    standing, venue = with_notices(Standing(), Venue(name=place), None)
    assert (standing.status, venue and venue.name) == (status, name)


def test_the_address_stays_and_the_more_serious_status_counts() -> None:
    before = Standing(POSTPONED, sold_out=True)
    standing, venue = with_notices(before, Venue(name="CANCELLED", address="9 Quay St"), "Postponed to May 3")
    assert standing == Standing(CANCELLED, sold_out=True)
    assert venue == Venue(name=None, address="9 Quay St")
