"""The expected events are consistent on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.items import EventStatus
from sandbox.catalog import SITES, open_site
from sandbox.site import Place
from sandbox.truth import expected, usual_window
from scrapers.reading.contract import Window

from .conftest import TODAY

DAYS = [TODAY, date(2026, 12, 19), date(2026, 12, 20), date(2026, 12, 31), date(2027, 1, 31), date(2028, 2, 29)]


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("site", SITES)
def test_uids_are_unique_and_occurrences_in_order(site, today):
    events = expected(site, today)
    assert len({event.uid for event in events}) == len(events) > 20
    for event in events:
        starts = [occurrence.starts_at for occurrence in event.occurrences]
        assert starts
        assert starts == sorted(set(starts))
        assert all(one.ends_at is None or one.ends_at > one.starts_at for one in event.occurrences)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_venue_season_is_in_the_future_and_has_every_messy_case(today):
    events = expected("vanwezel", today)
    assert all(event.occurrences[0].local_date > today for event in events)
    assert {event.status for event in events} == {
        EventStatus.SCHEDULED,
        EventStatus.CANCELLED,
        EventStatus.POSTPONED,
        EventStatus.RESCHEDULED,
    }
    assert sum(event.sold_out for event in events) == 1
    assert sum(event.price is not None and event.price.is_free is True for event in events) == 2
    assert sum(event.price is None for event in events) == 2
    assert sum(event.ticket_url is None for event in events) == 4
    assert [event.uid for event in events if not event.occurrences[0].time_known] == ["tidewater-youth-orchestra"]
    days = [one.local_date for event in events if event.uid == "lighthouse-keepers-waltz" for one in event.occurrences]
    assert len(days) == 2
    assert len(set(days)) == 1


def test_listing_alone_has_no_hours_prices_or_venues():
    events = expected("vanwezel", TODAY, details=False)
    assert {event.uid for event in events} == {event.uid for event in expected("vanwezel", TODAY)}
    assert not any(occurrence.time_known for event in events for occurrence in event.occurrences)
    assert all(event.price is None and event.venue is None for event in events)
    run = next(event.occurrences for event in events if event.uid == "gingerbread-harbor")
    assert [(f"{one.starts_at:%m-%d}", f"{one.ends_at:%m-%d}") for one in run] == [("12-29", "01-03")]


def test_only_the_second_venue_publishes_when_a_showing_ends():
    first = [one.ends_at for event in expected("vanwezel", TODAY) for one in event.occurrences]
    second = [one.ends_at for event in expected("venue2", TODAY) for one in event.occurrences]
    assert not any(first)
    assert second.count(None) == 1


def test_relative_links_are_resolved_against_the_sites_address():
    tickets = {event.uid: event.ticket_url for event in expected("vanwezel", TODAY, base_url="http://127.0.0.1:8099")}
    assert tickets["behind-the-curtain"] == "http://127.0.0.1:8099/plan-your-visit/tours"
    assert tickets["songs-from-the-groves-3"] is None
    assert tickets["pelican-pier"] == "https://tickets.example/?agency=SANDBOX&orgid=7&eventid=5211"


def test_expected_tribe_events_cover_three_grids_and_their_edges():
    events = expected("mote", TODAY)
    assert min(event.occurrences[0].local_date for event in events) == date(2026, 11, 1)
    assert max(event.occurrences[0].local_date for event in events) == date(2027, 2, 6)
    assert len(events) > 50
    assert [event.title for event in events if event.status is EventStatus.CANCELLED] == [
        "CANCELED: Shark Night at the Touch Pool"
    ]


def test_window_cuts_by_start():
    window = Window(starts=TODAY, ends=TODAY + timedelta(days=10))
    cut = expected("vanwezel", TODAY, window=window)
    assert {event.uid for event in cut} < {event.uid for event in expected("vanwezel", TODAY)}
    pelican = next(event for event in cut if event.uid == "pelican-pier")
    assert len(pelican.occurrences) == 1


def test_usual_window_is_yesterday_to_thirteen_months_ahead():
    assert usual_window(TODAY) == Window(starts=date(2026, 11, 21), ends=date(2027, 12, 22))
    assert usual_window(date(2027, 1, 31)).ends == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("site", "path"), [("vanwezel", "/events"), ("mote", "/events/month/"), ("feeds", "/calendars/exdates.ics")]
)
def test_the_same_day_gives_the_same_answer(site, path):
    place = Place("http://site.example", TODAY)
    first, again = (open_site(site, place).answer(path, {"ical": "1"}) for _ in range(2))
    later = open_site(site, Place("http://site.example", TODAY + timedelta(days=7))).answer(path, {"ical": "1"})
    assert first == again
    assert first != later
