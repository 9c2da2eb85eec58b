"""The front page leads with what happens only then; exhibitions, and what is always there, come last."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.api.calendar.filters import span_of
from app.api.calendar.front import front
from core.items import EventStatus, Price, Venue
from storage.database.engine import transaction
from storage.places.link import link
from tests.api.harvest import ZONE, at, concert, harvest, seed

NEW_YORK = ZoneInfo(ZONE)


def ends(occurrence, days=0, hours=0):
    return replace(occurrence, ends_at=occurrence.starts_at + timedelta(days=days, hours=hours))


def morning(hour=0):
    return datetime.now(NEW_YORK).replace(hour=hour, minute=1)


def chosen(now=None):
    with transaction() as connection:
        return front(connection, ZONE, now or morning())


def titles(found):
    return [one.listing.title for one in found]


@pytest.fixture
def town(service_environment):
    seed()
    harvest(
        concert("only", at(0, 20), title="Only Tonight"),
        concert("weekly", *(at(7 * week, 19) for week in range(12)), title="Quiz Night"),
        concert("daily", *(at(day, 11) for day in range(40)), title="Manatee Feeding"),
        concert("show", ends(at(-30, 10), days=60), title="Portraits"),
        concert("hours", *(at(day, 9) for day in range(200)), title="Gallery Open Daily"),
        concert("deal", *(at(7 * week, None, all_day=True) for week in range(52)), title="$5 Drafts"),
    )


def test_what_happens_only_then_leads(town):
    found = chosen()
    assert titles(found.lead) == ["Only Tonight"]
    assert titles(found.today.shown) == ["Quiz Night"]
    assert titles(found.daily) == ["Manatee Feeding"]
    assert titles(found.running) == ["Portraits"]
    assert found.today.total == 5
    assert not found.today.complete, "hours and offers are only in the list of the day"


@pytest.mark.parametrize(
    ("title", "rhythm"),
    [
        ("Only Tonight", "once"),
        ("Quiz Night", "series"),
        ("Manatee Feeding", "daily"),
        ("Portraits", "daily"),
        ("Gallery Open Daily", "standing"),
        ("$5 Drafts", "standing"),
    ],
)
def test_each_occurrence_has_its_rhythm(town, client, title, rhythm):
    (found,) = client.get("/api/occurrences", params={"q": f'"{title}"', "day": "today"}).json()["occurrences"]
    assert found["rhythm"] == rhythm


def test_series_say_on_which_weekdays(town, client):
    (quiz,) = client.get("/api/occurrences", params={"q": "quiz"}).json()["occurrences"]
    assert quiz["more_dates"]["every"] == [datetime.now(NEW_YORK).isoweekday()]
    (feeding,) = client.get("/api/occurrences", params={"q": "manatee"}).json()["occurrences"]
    assert feeding["more_dates"]["every"] == [1, 2, 3, 4, 5, 6, 7]
    page = client.get("/?q=manatee").text
    assert "daily until " in page


def test_what_already_runs_is_last_and_says_since_when(town, client):
    page = client.get("/today").text
    order = ["Quiz Night", "Manatee Feeding", "Already running", "Portraits"]
    assert sorted(order, key=page.index) == order
    assert ">since " in page
    begun = client.get("/api/occurrences", params={"day": "today", "begun": True}).json()["occurrences"]
    assert [one["title"] for one in begun] == ["Portraits"]
    ahead = client.get("/api/occurrences", params={"day": "today", "begun": False}).json()["occurrences"]
    assert "Portraits" not in [one["title"] for one in ahead]


def test_editors_put_an_event_first(town, acting, editor):
    harvest(concert("sale", at(0, 10), title="Bake Sale", categories=()), source_id=2, whole=False)
    (sale,) = acting.get("/api/events", params={"q": "bake", "day": "today"}).json()["events"]
    answer = acting.patch(f"/api/events/{sale['id']}", json={"featured": True}, headers=editor)
    assert answer.is_success, answer.text
    assert titles(chosen().lead)[0] == "Bake Sale"


def test_the_front_is_the_same_for_programs(town, client):
    answer = client.get("/api/front").json()
    assert [one["title"] for one in answer["running"]] == ["Portraits"]
    shown = [*answer["lead"], *answer["today"]["occurrences"], *answer["weekend"]["occurrences"], *answer["daily"]]
    ids = [one["event_id"] for one in shown]
    assert len(ids) == len(set(ids))


def test_evenings(service_environment, client):
    seed()
    harvest(concert("noon", at(1, 12)), concert("late", at(1, 17)), concert("unknown", at(1, None)))
    found = client.get("/api/occurrences", params={"evening": True}).json()["occurrences"]
    assert [one["uid"] for one in found] == ["late"]


@pytest.mark.parametrize(
    ("day", "begin", "end"),
    [
        ("week", datetime(2031, 12, 3, 12, tzinfo=NEW_YORK), date(2031, 12, 8)),
        ("next-week", datetime(2031, 12, 8, tzinfo=NEW_YORK), date(2031, 12, 15)),
    ],
)
def test_weeks_begin_on_monday(day, begin, end):
    midnight = datetime(end.year, end.month, end.day, tzinfo=NEW_YORK)
    wednesday = datetime(2031, 12, 3, 12, tzinfo=NEW_YORK)
    assert span_of(day, wednesday) == (begin.astimezone(UTC), midnight.astimezone(UTC))


def test_a_month_counts_every_day_of_what_lasts(service_environment, client):
    seed()
    first = datetime.now(NEW_YORK).date().replace(day=1) + timedelta(days=62)
    away = (first - datetime.now(NEW_YORK).date()).days
    harvest(concert("camp", ends(at(away, 9), days=4, hours=7), title="Camp"), concert("one", at(away + 1, 20)))
    days = client.get("/api/days", params={"from": first.isoformat(), "until": (first + timedelta(days=9)).isoformat()})
    counts = {one["day"]: one["occurrences"] for one in days.json()["days"]}
    assert counts == {(first + timedelta(days=day)).isoformat(): 2 if day == 1 else 1 for day in range(5)}
    page = client.get(f"/?view=calendar&month={first:%Y-%m}").text
    day = first + timedelta(days=1)
    assert f'href="/{day:%Y/%m/%d}"' in page
    titles = re.findall('month__title" href="[^"]+">([^<]+)<', page)
    assert titles == ["Camp", "Concert one", *["Camp"] * 4], "what begins on a day comes before what goes on"
    listed = client.get(f"/{day:%Y/%m/%d}").text
    assert listed.count('class="event-row"') == counts[day.isoformat()]


def test_a_day_lists_first_what_is_on_the_fewest_days(town, client):
    first = datetime.now(NEW_YORK).date()
    answer = client.get("/api/days", params={"from": first.isoformat(), "q": "-drafts", "first": 2})
    today = answer.json()["days"][0]
    assert today["occurrences"] == 5
    assert [one["title"] for one in today["first"]] == ["Quiz Night", "Only Tonight"]
    assert client.get("/api/days").json()["days"][0]["first"] == []


def test_a_week_with_its_events(town, client):
    today = datetime.now(NEW_YORK).date()
    page = client.get("/?view=week").text
    assert page.count('class="week__day') == 7
    ours = page[page.index('<li class="week__day" aria-current="date"') :].partition("</ul>")[0]
    for title in ("Only Tonight", "Quiz Night", "Manatee Feeding", "Portraits", "Gallery Open Daily"):
        assert title in ours
    sunday = today + timedelta(days=7 - today.isoweekday() % 7)
    assert f"/?view=week&amp;week={sunday}" in page
    monday = today + timedelta(days=7 - today.weekday())
    assert f"/?view=week&amp;week={monday}" in client.get("/?view=week&lang=es").text
    following = client.get(f"/?view=week&week={monday + timedelta(days=3)}&category=music").text
    assert "<h1>Events in the week of " in following
    assert f"/?view=week&amp;week={monday + timedelta(days=6)}&amp;category=music" in following
    assert f"Eventos de la semana del {monday.day} de" in client.get(f"/?view=week&week={monday}&lang=es").text
    assert client.get("/?view=week&week=2026-02-30").status_code == 422


def test_counts_of_choices(town, client):
    """Each number is that of the list with this choice."""
    harvest(
        concert("talk", at(1, 18), title="Night Talk", categories=("Lecture",), price=Price(text="Free", is_free=True)),
        concert("webinar", at(2, 10), title="Webinar", venue=Venue(name="Zoom")),
        concert("class", at(2, 9), title="Class", raw={"online": "VirtualLocation"}),
        concert("stream", at(3, 20), title="Stream", status=EventStatus.MOVED_ONLINE),
        source_id=2,
    )
    with transaction() as connection:
        link(connection)
    for filters in ({}, {"category": "music"}, {"free": True}, {"evening": True, "source": "aquarium"}, {"q": "night"}):
        counts = client.get("/api/counts", params={**filters, "places": True}).json()

        def listed(**choice):
            answer = client.get("/api/occurrences", params={**filters, **choice, "limit": 200})  # noqa: B023
            return len(answer.json()["occurrences"])

        assert counts["events"] == listed()
        assert counts["free"] == listed(free=True)
        assert counts["evening"] == listed(evening=True)
        assert counts["online"] == listed(online=True)
        for one in counts["categories"]:
            assert one["events"] == listed(category=one["slug"]), (filters, one)
        for one in counts["sources"]:
            assert one["events"] == listed(source=one["name"])
        for one in counts["venues"]:
            assert one["events"] == listed(venue=one["id"])
    assert client.get("/api/counts").json()["online"] == 3
    in_town = client.get("/api/counts").json()["events"] - 1  # without the webinar
    assert client.get("/api/counts", params={"bbox": "-82.6,27.3,-82.5,27.4"}).json()["events"] == in_town
    assert client.get("/api/counts", params={"bbox": "-82.5,27.3,-82.4,27.4"}).json()["events"] == 0
    assert client.get("/api/counts", params={"bbox": "170,27,-82.4,28"}).json()["events"] == in_town
    assert client.get("/api/counts", params={"bbox": "1,2,3"}).status_code == 422


def test_only_what_takes_place_counts(service_environment, client):
    seed()
    off = concert("off", at(2), status=EventStatus.CANCELLED)
    harvest(concert("on", at(1)), off, concert("later", at(3), status=EventStatus.POSTPONED))
    assert client.get("/api/counts").json()["events"] == 1
    assert len(client.get("/api/occurrences").json()["occurrences"]) == 3, "the lists have all"
    assert client.get("/api/counts", params={"status": "cancelled"}).json()["events"] == 1


def test_distances_and_addresses_as_people_here_write_them(service_environment, client):
    seed()
    far = Venue(address="9 Dock Rd, Sarasota, FL 34236, United States", latitude=27.4, longitude=-82.55)
    harvest(concert("near", at(1)), concert("far", at(2), venue=far))
    page = client.get("/?near=27.34,-82.55", headers={"Accept-Language": "en-US"}).text
    assert "The Hall · 0 mi" in page
    assert "9 Dock Rd, Sarasota, FL 34236 · 4.1 mi" in page
    assert "34236 · 6.7 km" in client.get("/?near=27.34,-82.55", headers={"Accept-Language": "es-MX"}).text
    assert "United States" not in client.get("/venues/").text.partition("<main")[2]


def test_a_list_for_paper(town, client):
    page = client.get("/?view=print").text
    assert "<h1>Local events</h1>" in page
    assert "Quiz Night" in page.partition('class="printed"')[2]
    assert 'name="robots" content="noindex"' in page
    spanish = client.get("/?view=print&category=music&lang=es").text
    assert "<h1>Música</h1>" in spanish
    limited = client.get("/?view=print&free=true&online=true&until=2099-01-01&source=hall&q=jazz").text
    assert "<h1>Events that match “jazz” · To Dec 31 · Source: hall · Free · Online</h1>" in limited
    assert (
        '<a href="/?q=jazz&amp;until=2099-01-01&amp;source=hall&amp;free=true&amp;online=true">Back to the list</a>'
        in limited
    )


def test_without_the_script_the_map_is_a_list(town, client):
    page = client.get("/?view=map&free=false&lang=es").text
    assert "<noscript><p>El mapa necesita JavaScript. Aquí está la lista.</p></noscript>" in page
    assert 'view=map&amp;free=false" aria-current="page">Mapa' in page
    assert "The map needs JavaScript" in client.get("/?view=map").text
    assert "needs JavaScript" not in client.get("/").text.partition("<main")[2]
