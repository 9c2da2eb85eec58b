"""The Tribe site has the plugin's calendars, REST API, and pages."""

from __future__ import annotations

import json
from datetime import date

import pytest
from icalendar import Calendar
from parsel import Selector

from sandbox.tribe.months import Month
from sandbox.truth import expected

from .conftest import TODAY

REST = "/wp-json/tribe/events/v1/events"
MONTHS = ("/events/month/?ical=1", "/events/month/2026-12/?ical=1", "/events/month/2027-01/?ical=1")


def vevents(answer):
    return Calendar.from_ical(answer.body).walk("VEVENT")


def test_three_months_of_calendars_have_the_expected_events(get):
    found = {str(event["UID"]): event for path in MONTHS for event in vevents(get("mote", path))}
    truth = {event.uid: event for event in expected("mote", TODAY)}
    assert set(found) == set(truth)
    for uid, event in truth.items():
        occurrence = event.occurrences[0]
        assert str(found[uid]["SUMMARY"]) == event.title
        starts, ends = found[uid].decoded("DTSTART"), found[uid].decoded("DTEND")
        if occurrence.all_day:
            assert (starts, ends) == (occurrence.local_date, occurrence.ends_at.date())
        else:
            assert (starts, ends) == (occurrence.starts_at, occurrence.ends_at or occurrence.starts_at)


def test_adjacent_months_overlap_by_their_grids(get):
    uids = [{str(event["UID"]) for event in vevents(get("mote", path))} for path in MONTHS]
    assert uids[0] & uids[1]
    assert uids[1] & uids[2]


def test_list_export_is_capped_and_the_bare_address_is_empty(get):
    assert len(vevents(get("mote", "/events/list/?ical=1"))) == 30
    assert len(vevents(get("mote", "/?post_type=tribe_events&ical=1&eventDisplay=list"))) == 30
    empty = get("mote", "/events/?ical=1")
    assert (empty.status, empty.body) == (200, b"")


def test_list_export_steps_by_a_later_date_only(get):
    later = vevents(get("mote", "/events/list/?ical=1&tribe-bar-date=2027-02-01"))
    assert min(str(event.decoded("DTEND"))[:10] for event in later) >= "2027-02-01"
    past = get("mote", "/events/list/?ical=1&tribe-bar-date=2026-01-01")
    assert past.body == get("mote", "/events/list/?ical=1").body


def test_lines_are_like_the_plugins(get):
    body = get("mote", MONTHS[1]).text
    assert "\r\n" in body
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    assert "\r\nSTATUS:" not in body
    assert "ECPv6" in body
    event = next(one for one in vevents(get("mote", MONTHS[0])) if "shark-night" in str(one["URL"]))
    assert str(event["SUMMARY"]).startswith("CANCELED:")
    assert event["UID"].startswith("4103-")
    assert "ATTACH" in event
    assert "CATEGORIES" in event


def test_recurring_events_have_their_own_ids(get):
    uids = [str(event["UID"]) for event in vevents(get("mote", MONTHS[1])) if "story-time" in str(event["URL"])]
    assert len(set(uids)) == len(uids) >= 4
    assert all(int(uid.split("-")[0]) >= 10_000_000 for uid in uids)


def test_rest_has_pages_up_to_the_last(get):
    rows, page, answer = [], 1, {"total_pages": 1}
    while page <= answer["total_pages"]:
        answer = json.loads(get("mote", f"{REST}?per_page=50&page={page}").text)
        rows += answer["events"]
        page += 1
    assert len(rows) == answer["total"] > 100
    assert "next_rest_url" not in answer
    beyond = get("mote", f"{REST}?per_page=50&page={page}")
    assert beyond.status == 404
    assert json.loads(beyond.text)["code"] == "event-archive-page-not-found"
    assert get("mote", f"{REST}?per_page=51").status == 400


def test_rest_rows_agree_with_the_expected_events(get):
    first, last = Month.of(TODAY).first_day, Month.of(TODAY).last_day
    rows = json.loads(get("mote", f"{REST}?per_page=50&start_date={first}&end_date={last}").text)["events"]
    truth = {
        int(event.uid.split("-")[0]): event
        for event in expected("mote", TODAY)
        if first <= event.occurrences[0].local_date <= last
    }
    assert {row["id"] for row in rows} == set(truth)
    for row in rows:
        assert row["start_date"] == f"{truth[row['id']].occurrences[0].starts_at:%Y-%m-%d %H:%M:%S}"
        assert row["all_day"] is truth[row["id"]].occurrences[0].all_day
    titles = [row["title"] for row in rows]
    assert "Manatee Rescue: A Keeper&#8217;s Talk" in titles


def test_single_rest_event(get):
    assert json.loads(get("mote", f"{REST}/4101").text)["venue"]["venue"] == "Bayside Aquarium"
    assert get("mote", f"{REST}/99").status == 404


def test_month_page_has_all_cells_and_events(get):
    page = Selector(get("mote", "/events/month/2026-12/").text)
    cells = page.css(".tribe-events-calendar-month__day-date-daynum::attr(datetime)").getall()
    first, last = Month(2026, 12).grid()
    assert (cells[0], cells[-1]) == (first.isoformat(), last.isoformat())
    times = page.css("#tribe-events-calendar-day-2026-12-02 time::attr(datetime)").getall()
    assert times == ["2026-12-02", "10:30", "11:15"]
    assert page.css(".tribe-events-calendar-month__multiday-event")
    assert len(json.loads(page.css('script[type="application/ld+json"]::text').get())) > 10


def test_list_pages_link_on_until_the_last(get):
    path, pages = "/events/list/", 0
    while path:
        page = Selector(get("mote", path).text)
        assert page.css(".tribe-events-calendar-list__event-title-link")
        path, pages = page.css("a.tribe-events-c-nav__next::attr(href)").get(), pages + 1
    assert pages > 5
    assert get("mote", f"/events/list/page/{pages + 1}/").status == 404


def test_cancelled_event_is_marked_on_its_page(get):
    page = get("mote", "/event/canceled-shark-night/").text
    assert "tribe-events-status-single--canceled" in page
    assert "EventCancelled" in page


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2026, 11), date(2026, 11, 1), date(2026, 12, 5)),
        (Month(2027, 2), date(2027, 1, 31), date(2027, 3, 6)),
        (Month(2026, 2), date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_grid_is_whole_weeks_from_sunday(month, first, last):
    assert month.grid() == (first, last)
