"""Only what has begun and is not over is listed as still going on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from app.api.calendar.filters import span_of
from core.items import Occurrence
from storage.database.engine import transaction
from storage.search import listings
from storage.search.listings import EventFilter
from tests.api.harvest import ZONE, concert, harvest, seed

NEW_YORK = ZoneInfo(ZONE)
SATURDAY, SUNDAY = date(2031, 12, 6), date(2031, 12, 7)


def local(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("now", "begin"),
    [
        (local(date(2031, 12, 3), 12), local(date(2031, 12, 5), 17)),
        (local(date(2031, 12, 5), 16), local(date(2031, 12, 5), 17)),
        (local(SATURDAY, 23, 30), local(SATURDAY, 23, 30)),
        (local(SUNDAY, 12), local(SUNDAY, 12)),
    ],
    ids=["Wednesday", "Friday afternoon", "Saturday night", "Sunday"],
)
def test_the_weekend_is_what_is_left_of_it(now, begin):
    assert span_of("weekend", now) == (begin.astimezone(UTC), local(date(2031, 12, 8), 0).astimezone(UTC))


def time(start, hours=None, **fields):
    return Occurrence(
        starts_at=start, ends_at=None if hours is None else start + timedelta(hours=hours), timezone=ZONE, **fields
    )


def ago(hours, lasts=None, **fields):
    start = datetime.now(NEW_YORK).replace(microsecond=0) - timedelta(hours=hours)
    return time(start, lasts, **fields)


def test_every_list_of_a_day_marks_what_is_over(acting):
    seed()
    harvest(
        concert("over", ago(6, 1), title="Matinee"),
        concert("over, end unknown", ago(5), title="Breakfast"),
        concert("running", ago(1, 30), title="Hackathon"),
        concert("ahead", ago(-40), title="Gala"),
    )
    since = (datetime.now(UTC) - timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    wanted = {"Matinee": "over", "Breakfast": "over", "Hackathon": "running", "Gala": "upcoming"}
    marks = {"over": "Over", "running": "Running now", "upcoming": ""}
    events = acting.get(f"/api/events?from={since}").json()["events"]
    assert {one["title"]: one["occurrences"][0]["progress"] for one in events} == wanted
    listed = acting.get(f"/api/occurrences?from={since}").json()["occurrences"]
    assert {one["title"]: one["progress"] for one in listed} == wanted
    for event in events:
        [whole] = acting.get(f"/api/events/{event['id']}").json()["occurrences"]
        assert whole["progress"] == wanted[event["title"]]
    page = html.fromstring(acting.get(f"/?from={since}").text)
    rows = {
        row.findtext(".//h3/a"): row.xpath("string(.//*[@class='badges']/*[1])") for row in page.iterfind(".//article")
    }
    kit = acting.get(f"/api/kit?from={since}&format=text").text
    for title, found in wanted.items():
        assert rows[title] == (marks[found] or "$20"), title
        point = kit.split(f"\n{title}\n")[1].splitlines()[0]
        assert point.partition(" (")[2].removesuffix(")") == (found if marks[found] else ""), title


def test_on_sunday_the_weekend_has_no_saturday_that_is_over(acting):
    seed()
    harvest(
        concert("over", time(local(SATURDAY, 20), 2)),
        concert("over, end unknown", time(local(SUNDAY, 8))),
        concert("day over", time(local(SATURDAY, 0), all_day=True)),
        concert("running", time(local(SATURDAY, 10), 30)),
        concert("running, end unknown", time(local(SUNDAY, 10))),
        concert("today", time(local(SUNDAY, 0), time_known=False)),
        concert("tonight", time(local(SUNDAY, 20))),
        concert("next week", time(local(date(2031, 12, 9), 20))),
    )
    begin, end = span_of("weekend", local(SUNDAY, 12))
    with transaction() as connection:
        page = listings.page(connection, EventFilter(from_=begin, until=end))
    assert [one.uid for one in page.listings] == ["running", "today", "running, end unknown", "tonight"]
