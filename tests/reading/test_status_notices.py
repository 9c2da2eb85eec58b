"""Notices in the place and in the description's first words, as town calendars write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from core.items import EventStatus, Venue
from scrapers.reading.status.notices import status_of_opening
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import When
from scrapers.reading.status.words import Standing

DECEMBER_4 = When(frozenset([date(2026, 12, 4)]), frozenset([time(19)]))
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
        ("This show has been postponed; a new date will be announced soon.", POSTPONED),
        ("This concert has been postponed – new date to be announced.", POSTPONED),
        ("This concert has been postponed and will be rescheduled.", POSTPONED),
        ("This event has been cancelled; refunds are automatic.", CANCELLED),
        ("Tonight's show is canceled; doors will not open.", CANCELLED),
        ("The event scheduled for Dec 4 has been canceled.", CANCELLED),
        ("The concert planned for December 4 has been canceled.", CANCELLED),
        ("We have had to cancel this event.", CANCELLED),
        ("We've had to postpone this show.", POSTPONED),
        ("We have to cancel the event due to illness.", CANCELLED),
        ("The artist has canceled this show.", CANCELLED),
        ("Unfortunately, we have decided to cancel tonight's concert.", CANCELLED),
        ("UPDATE: Tonight's concert is postponed until Jan 3.", POSTPONED),
        ("The meeting was cancelled", CANCELLED),
        ("Sorry, this event is cancelled", CANCELLED),
        ("Due to illness, the concert is cancelled.", CANCELLED),
        ("THIS MEETING HAS BEEN CANCELLED", CANCELLED),
        ("Postponed until further notice.", POSTPONED),
        ("CANCELED: No quorum", CANCELLED),
        ("This meeting will not be held.", CANCELLED),
        ("Tonight's game has been called off because of rain.", CANCELLED),
        ("We regret that this performance has been cancelled due to illness. Refunds are automatic.", CANCELLED),
        ("Unfortunately, the workshop has been canceled.", CANCELLED),
        ("Because of the storm, today's market is canceled", CANCELLED),
        ("The concert has been cancelled by the promoter.", CANCELLED),
        ("The show is postponed to a later date.", POSTPONED),
        ("This event will not take place", CANCELLED),
        ("The reading has been cancelled, and refunds will be issued.", CANCELLED),
        ("The lecture is cancelled – we are sorry", CANCELLED),
        ("The tour is cancelled tonight.", CANCELLED),
        ("NOTICE OF CANCELLATION\nThe regular meeting of the Board on Dec 4 is cancelled", CANCELLED),
        ("NOTICE OF CANCELLATION: The regular meeting", CANCELLED),
        ("NOTICE OF CANCELLATION OF REGULAR MEETING", CANCELLED),
        ("Notice is hereby given that the meeting is cancelled.", CANCELLED),
        ("Cancellation notice: the board lacks a quorum", CANCELLED),
        ("Due to rain or snow, the concert is cancelled.", CANCELLED),
        ("This class is cancelled due to fewer than 5 registrations.", CANCELLED),
        ("Our Harbor Board meeting has been postponed to Dec 12.", POSTPONED),
        ("An Evening with Tin Herons concert is canceled.", CANCELLED),
        ("The Trick or Treat event is cancelled.", CANCELLED),
    ],
)
def test_the_first_words_of_a_description(description: str, status: EventStatus) -> None:
    assert status_of_opening(description, DECEMBER_4) == Standing(status)


@pytest.mark.parametrize(
    "description",
    [
        "",
        "Cancelled Culture is a play about a talk show.",
        "Cancellation policy: full refund until the day before",
        "Cancellations must be made by Dec 1",
        "24-hour cancellation",
        "Cancellation: 24 hours notice",
        "Cancellation notice: 24 hours",
        "Notice of cancellation must be given a day before",
        "Notice of cancellation: please give 48 hours",
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
        "A screening of the cancelled TV show Firefly",
        "The show has been canceled twice by the network; now a musical.",
        "The show canceled in 2020 is finally here",
        "Our 2020 show, cancelled by the pandemic, is back!",
        "The game cancelled by war returns",
        "We have had to cancel the early show.",
        "We have to cancel this event if it rains.",
        "The artist has canceled the outdoor show; this one stands.",
        "We never had to cancel this event.",
        "This event is canceled; only joking, but the rest stands.",
        "The concert postponed since 2020 finally takes place.",
        "Performance cancelled Dec 3; Dec 10 goes ahead.",
        "The class is canceled Nov 26 only.",
        "This class is cancelled on December 24 and 31",
        "Market cancelled on rainy days",
        "Market is canceled only for lightning",
        "The show cancelled due to the pandemic is back.",
        "The concert that was postponed until this year",
        "The show was cancelled after one season.",
        "The 2 p.m. show is cancelled.",
        "The early show has been cancelled",
        "This meeting will not be held in person",
        "This meeting will not be held on July 4",
        "Last week's meeting was cancelled",
        "The festival was cancelled in 2021 because of Covid.",
        "This event has never been cancelled",
        "No show is cancelled",
        "The outdoor concert is cancelled; join us inside.",
        "The class is cancelled every other Friday",
        "The fair was postponed to 1946 because of the war",
        "The show will be cancelled if it rains",
        "This program was postponed from May.",
        "The parade is cancelled, but the concert takes place.",
        "The show has been cancelled and is back by popular demand",
        "The event was canceled due to Covid in 2020.",
        "Sign up by Dec 1, otherwise this event will be canceled.",
        "Otherwise, this event will be cancelled.",
        "Minimum of 5 students or the class will be cancelled.",
        "Pay by Dec 1 or your class will be cancelled.",
        "We need 5 people by Friday or this class is cancelled.",
        "Five or more must sign up, or class will be cancelled.",
        "Please RSVP or this event will be cancelled!",
        "With fewer than 5 registrations, the class will be cancelled.",
        "Without 5 registrations, the class will be cancelled.",
        "Under 5 sign-ups and the class is cancelled.",
        "Lack of sign-ups means the class is cancelled.",
        "It is possible the event will be cancelled.",
        "Follow us to know whether the event has been canceled.",
        "Call to find out whether the show has been postponed.",
        "Our Dec 24 class is cancelled.",
        "Our 12/24 class is cancelled.",
        "We have cancelled our December 24th class.",
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
        ("City Hall (meeting cancelled)", CANCELLED, "City Hall"),
        ("City Hall - CANCELLED", CANCELLED, "City Hall"),
        ("CANCELLED - Town Hall", CANCELLED, "Town Hall"),
        ("Postponed to Jan 5", POSTPONED, None),
        ("Room 2 [event postponed]", POSTPONED, "Room 2"),
        ("This meeting will not be held.", CANCELLED, None),
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


@pytest.mark.parametrize(
    ("place", "status", "name"),
    [
        ("Zoom / Postponed to Dec. 14", POSTPONED, "Zoom"),
        ("Postponed to Dec. 14 / Zoom", POSTPONED, "Zoom"),
        ("Town Hall (Postponed to Dec. 14)", POSTPONED, "Town Hall"),
        ("Town Hall - Postponed until January 5, 2027", POSTPONED, "Town Hall"),
        ("Zoom, Rescheduled for Mon., Dec. 14 at 7 p.m.", RESCHEDULED, "Zoom"),
        ("Room 101 | RESCHEDULED: Tue. Jan. 5, 7:30 p.m.", RESCHEDULED, "Room 101"),
        ("City Hall, 101 Main St. - Postponed to Jan. 12", POSTPONED, "City Hall, 101 Main St."),
        ("101 Main St. Postponed to Jan. 12", POSTPONED, "101 Main St."),
        ("Postponed to Dec. 14, City Hall", POSTPONED, "City Hall"),
        ("Hall: POSTPONED to Sat. Dec. 12 @ 8 p.m. / Barn", POSTPONED, "Hall / Barn"),
        ("Town Hall. Postponed to Dec. 14. Use side door.", POSTPONED, "Town Hall. Use side door."),
        ("Library - CANCELED due to weather. Main St.", CANCELLED, "Library, Main St."),
        ("Council Chambers *Postponed to Dec. 14*", POSTPONED, "Council Chambers"),
        ("Room 2 (upstairs) / Postponed to 12/14", POSTPONED, "Room 2 (upstairs)"),
        ("Postponed to a later date (Zoom)", POSTPONED, "Zoom"),
        ("Zoom / Postponed to Dec. 14, 2026, 7 p.m.", POSTPONED, "Zoom"),
        ("Postponed - Dec. 14 - Zoom", POSTPONED, "Zoom"),
        ("Zoom — has been postponed to Dec. 14", POSTPONED, "Zoom"),
        ("MEETING CANCELLED, 20 Main St., Erie", CANCELLED, "20 Main St., Erie"),
        ("Town Hall, 12 N. Main St., Erie, PA. Cancelled.", CANCELLED, "Town Hall, 12 N. Main St., Erie, PA."),
        ("Please note, this meeting has been cancelled, Room 3", CANCELLED, "Room 3"),
        ("Postponed Dr. Hall", None, "Postponed Dr. Hall"),
        ("St. Mary's, 4 Cancelled Stamp Rd., Mt. Erie", None, "St. Mary's, 4 Cancelled Stamp Rd., Mt. Erie"),
    ],
)
def test_a_notice_goes_with_its_whole_clause(place: str, status: EventStatus | None, name: str | None) -> None:
    """An abbreviation's period and a date's comma end no clause, and the rest of the place stays as written."""
    standing, venue = with_notices(Standing(), Venue(name=place), None)
    assert (standing.status, venue and venue.name) == (status, name)
