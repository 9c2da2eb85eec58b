"""Notices in descriptions that are about another day, another hour, or only a part of the event."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.items import EventStatus, Occurrence
from scrapers.reading.status.notices import status_of_opening
from scrapers.reading.status.scope import When, when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing

CANCELLED, POSTPONED, RESCHEDULED = EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.RESCHEDULED
WEDNESDAY = When(frozenset([date(2027, 3, 10)]), frozenset([time(18, 30)]))
RUN = When(frozenset([date(2027, 3, 10), date(2027, 3, 17)]), frozenset([time(18, 30)]))


@pytest.mark.parametrize(
    "description",
    [
        "The March 17 recital is cancelled.",
        "The recital on March 17 is cancelled.",
        "The Mar. 24 recital has been canceled.",
        "Please note: the March 17th workshop has been cancelled. All other dates take place.",
        "March 17: cancelled",
        "Wednesday, March 17 - CANCELLED",
        "Cancelled dates: March 17, March 24",
        "CANCELLED: March 17 and 24",
        "3/17 class cancelled",
        "The 17 March workshop is cancelled.",
        "The 2027-03-17 workshop is cancelled.",
        "The class on the 17th is cancelled.",
        "Thursday's talk has been cancelled.",
        "The Sunday class is cancelled.",
        "This Saturday's market is cancelled.",
        "We have cancelled our March 17th class.",
        "The April 7 hearing is canceled; this hearing will be held.",
        "The March 17 show has been postponed.",
        "March 17 class postponed",
        "The March 17 talk has been rescheduled to April 2.",
        "The March 17 meeting will not be held.",
        "The 2:30 PM show is cancelled.",
        "The 2:30 p.m. show is cancelled.",
        "Babysitting for this event has been cancelled.",
        "Parking for tonight's concert is cancelled.",
        "Captioning of this talk is cancelled.",
        "The livestream of this concert is cancelled.",
        "Shuttle service for the fair has been cancelled.",
        "The dinner following this concert has been cancelled.",
        "The tour before the show is cancelled.",
        "Registration for this workshop is cancelled.",
        "The afternoon workshop is cancelled.",
        "The parade is cancelled. The fair goes on.",
        "The dance is cancelled. All other events take place as planned.",
    ],
)
def test_a_notice_about_something_else_says_nothing(description: str) -> None:
    assert status_of_opening(description, WEDNESDAY) == Standing()


@pytest.mark.parametrize(
    ("description", "status"),
    [
        ("The March 10 recital is cancelled.", CANCELLED),
        ("The Mar. 10 recital has been canceled.", CANCELLED),
        ("The class on Wednesday, March 10 is cancelled.", CANCELLED),
        ("Wednesday's talk has been cancelled.", CANCELLED),
        ("3/10 class cancelled", CANCELLED),
        ("March 10: cancelled", CANCELLED),
        ("We have cancelled our March 10th class.", CANCELLED),
        ("The 6:30 PM show is cancelled.", CANCELLED),
        ("The 6:30 p.m. show is cancelled.", CANCELLED),
        ("Update 3/9: Due to a burst pipe tonight's talk is canceled. Refunds are automatic.", CANCELLED),
        ("We regret to announce that this concert will no longer take place.", CANCELLED),
        ("This meeting is cancelled. The next meeting is on April 7.", CANCELLED),
        ("This meeting is cancelled. The meeting will be held on April 7.", CANCELLED),
        ("Due to the holiday on March 9, this class is cancelled.", CANCELLED),
        ("The 5th Annual Gala has been cancelled.", CANCELLED),
        ("The February 3 talk has been rescheduled to March 10.", RESCHEDULED),
        ("Postponed to April 7.", POSTPONED),
    ],
)
def test_a_notice_about_the_event(description: str, status: EventStatus) -> None:
    assert status_of_opening(description, WEDNESDAY) == Standing(status)


@pytest.mark.parametrize("when", [RUN, When()], ids=["several days", "days unknown"])
def test_a_day_says_nothing_of_a_whole_with_other_days(when: When) -> None:
    assert status_of_opening("The March 10 recital is cancelled.", when) == Standing()
    assert status_of_opening("This recital is cancelled.", when) == Standing(CANCELLED)


def test_the_days_of_occurrences() -> None:
    starts = datetime(2027, 3, 11, 2, 30, tzinfo=UTC)
    until_one = Occurrence(starts_at=starts, timezone="America/Chicago", ends_at=starts + timedelta(hours=4))
    assert when_of([until_one]) == When(frozenset([date(2027, 3, 10)]), frozenset([time(20, 30)]))
    weekend = Occurrence(starts_at=starts, timezone="America/Chicago", ends_at=starts + timedelta(days=1))
    assert when_of([weekend]).days == {date(2027, 3, 10), date(2027, 3, 11)}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Moved Online: The Future of Shopping", Standing()),
        ("Sold Out: Keeping Your Store Alive", Standing()),
        ("Rescheduled: Why Clocks Lie (talk)", Standing()),
        ("New Time: Blues at Five", Standing()),
        ("NEW TIME: Blues at Five", Standing(RESCHEDULED)),
        ("SOLD OUT: How to Whistle", Standing(sold_out=True)),
        ("Sold out: How to Whistle", Standing(sold_out=True)),
        ("Sold Out: Tin Herons", Standing(sold_out=True)),
        ("Cancelled: Blues at Five", Standing(CANCELLED)),
        ("NO MEETING", Standing(CANCELLED)),
        ("No meeting this month", Standing(CANCELLED)),
    ],
)
def test_marks_that_may_be_names(title: str, said: Standing) -> None:
    assert status_of_title(title) == said
