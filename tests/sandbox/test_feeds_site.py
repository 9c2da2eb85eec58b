"""The feeds contain their traps, and a second engine finds the expected events in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar
from parsel import Selector

from core.items import EventStatus
from sandbox.calendars.leaflets import leaflets
from sandbox.calendars.site import CHANGING, all_traps
from sandbox.truth import expected, expected_of_feed, usual_window

from .conftest import TODAY

DAYS = (TODAY, date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 13), date(2027, 10, 30))
OTHER_ENGINE_DIFFERS = {
    "until-local": "it takes a local UNTIL for UTC",
    "floating": "it has no zone of the source",
    "private": "it publishes private events",
    "same-uid-twice": "it does not choose between copies",
    "one-bad-record": "it has no notion of a bad record",
    "utf-16": "it reads UTF-8 only",
    "bom": "it does not skip blank lines",
    "two-calendars": "it reads one calendar",
    "gap-and-overlap": "it keeps the skipped wall clock",
}


def comparable(moment):
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("name", sorted(set(all_traps(TODAY)) - set(OTHER_ENGINE_DIFFERS)))
def test_second_engine_agrees(name, today):
    window = usual_window(today)
    found = {
        (str(event["UID"]), comparable(event.start))
        for event in recurring_ical_events.of(Calendar.from_ical(all_traps(today)[name].body)).between(
            window.starts, window.ends
        )
        if event.get("STATUS") != "CANCELLED"
    }
    truth = {
        (event.uid, occurrence.local_date if occurrence.all_day else comparable(occurrence.starts_at))
        for event in expected_of_feed(name, today)
        for occurrence in event.occurrences
        if occurrence.status is not EventStatus.CANCELLED
    }
    assert found == truth


@pytest.mark.parametrize("name", sorted(all_traps(TODAY)))
def test_calendar_is_served_as_it_was_made(get, name):
    answer = get("feeds", f"/calendars/{name}.ics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.body == all_traps(TODAY)[name].body


def test_endless_rule_has_no_instance_near_the_ends_of_the_window():
    for offset in range(0, 800, 7):
        today = TODAY + timedelta(days=offset)
        window = usual_window(today)
        days = [occurrence.local_date for occurrence in all_traps(today)["endless"].events[0].occurrences]
        edges = {edge + timedelta(days=by) for edge in (window.starts, window.ends) for by in (-1, 0, 1)}
        assert days[0] < window.starts
        assert days[-1] > window.ends
        assert not edges & set(days)


def test_clock_change_is_inside_the_weekly_series():
    for today in DAYS:
        offsets = {occ.starts_at.utcoffset() for occ in expected_of_feed("weekly-dst", today)[0].occurrences}
        assert len(offsets) == 2


def test_uids_change_at_every_load_and_the_content_does_not(get):
    first, second = (
        Calendar.from_ical(get("feeds", f"/calendars/{CHANGING}.ics").body).walk("VEVENT") for _ in range(2)
    )
    assert {str(event["UID"]) for event in first}.isdisjoint(str(event["UID"]) for event in second)
    assert [str(event["SUMMARY"]) for event in first] == [str(event["SUMMARY"]) for event in second]
    assert [event.title for event in expected_of_feed(CHANGING, TODAY)] == [str(event["SUMMARY"]) for event in first]
    assert "etag" not in get("feeds", f"/calendars/{CHANGING}.ics").headers


def test_big_calendar_has_as_many_events_as_asked(get):
    assert get("feeds", "/big.ics?events=321").body.count(b"BEGIN:VEVENT") == 321
    assert get("feeds", "/big.ics?events=0").status == 404
    assert get("feeds", "/big.ics?events=many").status == 404


def test_index_links_to_every_calendar(get):
    links = Selector(get("feeds", "/").text).css("li a::attr(href)").getall()
    assert len(links) == len(all_traps(TODAY)) + 1
    assert all(get("feeds", link).status == 200 for link in links)


def test_pages_name_each_leaflet(get):
    page, feed = get("feeds", "/jsonld").text, get("feeds", "/rss").text
    for leaflet in leaflets(TODAY):
        assert f"/show/{leaflet.slug}" in page
        assert f"/show/{leaflet.slug}" in feed
    assert feed.count("Mon, 05 Jan 2026") == len(leaflets(TODAY))


def test_uids_of_all_feeds_together_are_unique():
    uids = [event.uid for event in expected("feeds", TODAY)]
    assert len(uids) == len(set(uids)) > 25
