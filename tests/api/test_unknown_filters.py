"""A misspelled filter never passes for an answer: unknown parameters are refused, unknown values are named."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from icalendar import Calendar
from lxml import etree, html

from core.items import EventItem, EventStatus
from tests.api import sample_week
from tests.api.sample_week import AQUARIUM, HALL, at

FROM = "from=2031-12-05"
TO_READ = (
    "/api/occurrences",
    "/api/events",
    "/api/venues",
    "/api/days",
    "/api/counts",
    "/api/surprise",
    "/api/changes?since=2020-01-01",
    "/api/events/1/history",
    "/api/kit",
    "/api/kit/changes?since=2020-01-01",
    "/api/feeds",
    "/api/categories",
    "/api/sources",
    "/api/events/1",
    "/api/venues/1",
    "/api/searches",
    "/feeds/events/1/events.ics",
    "/feeds/events.ics",
    "/feeds/events.rss",
    "/feeds/venues/1/events.ics",
    "/feeds/categories/Music/events.atom",
    "/feeds/sources/hall/events.json",
    "/feeds/searches/anything/events.jsonld",
)
MISSPELLED = ("categroy", "Category", "sources", "venue_id", "lat", "radius", "form", "to", "days", "query", "_")


@pytest.fixture
def town(client):
    sample_week.week()
    return client


def shown(answer):
    assert answer.status_code == 200, answer.text
    return [entry["title"] for entry in answer.json()["occurrences"]]


@pytest.mark.parametrize("address", TO_READ)
def test_an_unknown_parameter_is_refused_with_those_that_exist(town, address):
    answer = town.get(f"{address}{'&' if '?' in address else '?'}categroy=Music")
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert error["where"] == ["query", "categroy"]
    assert error["message"].startswith("is not a parameter of this address. It has")


@pytest.mark.parametrize("name", MISSPELLED)
def test_misspelled(town, name):
    answer = town.get(f"/api/occurrences?{FROM}&{name}=Music")
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["where"] == ["query", name]
    assert (
        "bbox, begun, category, cursor, dates, day, evening, event, free, from, limit, near, online, q, radius_km, "
        "sort, source, status, until, venue" in error["message"]
    )


def test_several_unknown_parameters(town):
    errors = town.get("/api/occurrences?categroy=Music&limit=5&place=Pier").json()["errors"]
    assert [error["where"][1] for error in errors] == ["categroy", "place"]


def test_an_address_without_parameters_says_so(town):
    [error] = town.get("/api/sources?foo=1").json()["errors"]
    assert error["message"] == "is not a parameter of this address. It has no parameters."
    assert town.get("/healthz?probe=1").status_code == 200


def test_no_route_of_the_api_takes_an_unknown_parameter(acting, admin):
    addresses = [
        address.replace("{format}", "ics").replace("{name}", "health_check")
        for address, methods in acting.get("/api/openapi.json").json()["paths"].items()
        if "get" in methods and address.startswith(("/api/", "/feeds/"))
    ]
    for address in addresses:
        answer = acting.get(re.sub(r"\{\w+\}", "1", address) + "?categroy=Music", headers=admin)
        assert answer.status_code == 422, address
        assert ["query", "categroy"] in [error["where"] for error in answer.json()["errors"]], address


@pytest.mark.parametrize("address", ["/", "/music", "/today", "/venues/", "/venues/1"])
def test_public_pages(town, address):
    answer = town.get(f"{address}?categroy=Music")
    assert answer.status_code == 422
    assert "categroy is not a parameter of this address" in html.fromstring(answer.text).text_content()
    assert town.get(f"{address}?cursor=").status_code in (200, 422)


@pytest.mark.parametrize(
    ("filters", "note"),
    [
        ("category=Musik", "No event has the category “Musik”."),
        ("category=music&source=hal", "There is no source “hal”."),
        ("source=Hall", "There is no source “Hall”."),
        ("source=hal&source=motte", "There is no source “hal”. There is no source “motte”."),
        ("venue=999", "There is no venue 999."),
        ("category=<i>&q=jazz", "No event has the category “<i>”."),
    ],
)
def test_an_unknown_value_is_an_empty_list_that_says_so(town, filters, note):
    for address, key in (("occurrences", "occurrences"), ("events", "events"), ("days", "days")):
        answer = town.get(f"/api/{address}?{FROM}&{filters}").json()
        assert (answer[key], answer["note"]) == ([], note)
    changes = town.get(f"/api/changes?since=2020-01-01&{filters}").json()
    assert (changes["changes"], changes["note"]) == ([], note)
    surprise = town.get(f"/api/surprise?{FROM}&{filters}")
    assert (surprise.status_code, surprise.json()["detail"]) == (404, note)
    for copy in (f"kit?{FROM}", "kit/changes?since=2020-01-01"):
        assert note in town.get(f"/api/{copy}&format=text&{filters}").text
    calendar = Calendar.from_ical(town.get(f"/feeds/events.ics?{FROM}&{filters}").content)
    assert (str(calendar["DESCRIPTION"]), calendar.walk("VEVENT")) == (note, [])
    rss = etree.fromstring(town.get(f"/feeds/events.rss?{FROM}&{filters}").content)
    assert (rss.findtext("channel/description"), rss.findall("channel/item")) == (note, [])
    assert etree.fromstring(town.get(f"/feeds/events.atom?{FROM}&{filters}").content).findtext("{*}subtitle") == note
    for form in ("json", "jsonld"):
        assert town.get(f"/feeds/events.{form}?{FROM}&{filters}").json()["description"] == note
    assert note in html.fromstring(town.get(f"/?{FROM}&{filters}").text).text_content()


def test_the_feed_of_an_unknown_category_or_source(town):
    feed = town.get("/feeds/categories/Musik/events.json").json()
    assert (feed["items"], feed["description"]) == ([], "No event has the category “Musik”.")
    feed = town.get("/feeds/sources/nope/events.json").json()
    assert (feed["items"], feed["description"]) == ([], "There is no source “nope”.")
    calendar = Calendar.from_ical(town.get("/feeds/sources/nope/events.ics").content)
    assert (str(calendar["DESCRIPTION"]), calendar.walk("VEVENT")) == ("There is no source “nope”.", [])


def test_an_empty_list_of_known_values_needs_no_note(town):
    answer = town.get("/api/occurrences?dates=all&from=2040-01-01&category=MUSIC&source=hall&venue=1").json()
    assert (answer["occurrences"], answer["note"]) == ([], None)
    assert town.get(f"/api/occurrences?dates=all&{FROM}&category=Music").json()["note"] is None


def test_a_repeated_source_means_any_of_them(town):
    both = shown(town.get(f"/api/occurrences?dates=all&{FROM}&source=hall&source=mote"))
    assert both == shown(town.get(f"/api/occurrences?dates=all&{FROM}"))
    assert shown(town.get(f"/api/occurrences?dates=all&{FROM}&source=hall&source=hall")) == shown(
        town.get(f"/api/occurrences?dates=all&{FROM}&source=hall")
    )
    for words in ("jazz", "shark", "night"):
        asked = f"/api/occurrences?dates=all&{FROM}&q={words}"
        assert shown(town.get(f"{asked}&source=hall&source=mote")) == shown(town.get(asked)) != []
    family = shown(town.get(f"/api/occurrences?dates=all&{FROM}&category=family&source=mote&source=hall"))
    assert set(family) == {"Shark Feeding", "The Nutcracker"}
    feed = town.get(f"/feeds/events.json?{FROM}&source=hall&source=mote")
    assert len(feed.json()["items"]) == len(both)
    assert "source=hall&source=mote" in feed.json()["feed_url"]


def test_a_repeated_category_means_any_of_them(town):
    def titles(filters):
        return set(shown(town.get(f"/api/occurrences?{FROM}&{filters}")))

    assert titles("category=science&category=DANCE") == {"Shark Feeding", "The Nutcracker"}
    assert titles("category=Dance&category=Poetry") == {"The Nutcracker", "Poetry Slam"}
    assert titles("category=Poetry&category=Dance&free=false") == {"The Nutcracker"}
    assert titles("category=Science&category=Dance&source=mote") == {"Shark Feeding"}
    for sort in ("relevance", "starts_at"):
        assert titles(f"category=Music&category=Dance&q=night&sort={sort}") == {"Beyoncé's Jazz Night"}
    both = f"{FROM}&category=Dance&category=Poetry"
    feed = town.get(f"/feeds/events.json?{both}").json()
    assert {item["title"] for item in feed["items"]} == {"The Nutcracker", "Postponed: Poetry Slam"}
    assert "category=Dance&category=Poetry" in feed["feed_url"]
    page = html.fromstring(town.get(f"/?{both}").text)
    assert {link.text_content() for link in page.xpath("//h3/a")} == {"The Nutcracker", "Poetry Slam"}
    assert page.xpath("//article[.//a='Poetry Slam']//*[@class='badge badge--warn']/text()") == ["Postponed"]
    assert page.xpath("//input[@name='category']/@value") == ["Dance", "Poetry"]
    for address in ("events", "days", "changes?since=2020-01-01", "kit", "surprise"):
        joint = "&" if "?" in address else "?"
        assert town.get(f"/api/{address}{joint}{both}").status_code == 200


def test_an_unknown_category_among_others_is_named(town):
    answer = town.get(f"/api/occurrences?{FROM}&category=Poetry&category=Poetri")
    assert shown(answer) == ["Poetry Slam"]
    assert answer.json()["note"] == "No event has the category “Poetri”."


def test_an_unknown_source_among_others_is_named(town):
    answer = town.get(f"/api/occurrences?{FROM}&source=hall&source=motte")
    assert shown(answer) == shown(town.get(f"/api/occurrences?{FROM}&source=hall"))
    assert answer.json()["note"] == "There is no source “motte”."


def test_a_saved_search_of_several_sources(acting, editor):
    sample_week.week()
    search = {"slug": "both", "title": "Both", "filters": {"source": ["hall", "mote"], "from": "2031-12-05"}}
    saved = acting.post("/api/searches", json=search, headers=editor)
    assert (saved.status_code, saved.json()["filters"]["source"]) == (201, "hall,mote")
    items = acting.get("/feeds/searches/both/events.json").json()["items"]
    assert {item["_event"]["source"] for item in items} == {"hall", "mote"}


CHANGED = EventItem(
    uid="sharks",
    title="Shark Feeding",
    categories=("Science",),
    venue=AQUARIUM,
    occurrences=(at("2031-12-05", 11), at("2031-12-12", 11, title="Ray Feeding", venue=HALL)),
)


@pytest.fixture
def changed(client):
    """A new event, and an event whose second time is postponed and whose organizer is new."""
    first, second = CHANGED.occurrences
    sample_week.store(CHANGED, source="mote", source_id=2)
    sample_week.store(
        replace(CHANGED, organizer="Mote", occurrences=(first, replace(second, status=EventStatus.POSTPONED))),
        source="mote",
        source_id=2,
    )
    sample_week.store(EventItem(uid="jazz", title="Jazz", categories=("Music",), occurrences=(at("2031-12-07", 19),)))
    return client


NEW_SHARKS, ORGANIZER, STATUS, JAZZ = (
    ("Shark Feeding", None),
    ("Shark Feeding", "organizer"),
    ("Ray Feeding", "status"),
    ("Jazz", None),
)


@pytest.mark.parametrize(
    ("filters", "entries"),
    [
        ("", {NEW_SHARKS, ORGANIZER, STATUS, JAZZ}),
        ("source=mote", {NEW_SHARKS, ORGANIZER, STATUS}),
        ("source=hall", {JAZZ}),
        ("source=hall&source=mote", {NEW_SHARKS, ORGANIZER, STATUS, JAZZ}),
        ("category=music", {JAZZ}),
        ("q=jazz", {JAZZ}),
        ("q=ray", {NEW_SHARKS, ORGANIZER, STATUS}),
        ("q=shark", {NEW_SHARKS, ORGANIZER}),
        ("near=27.3446,-82.5502&radius_km=1", {NEW_SHARKS, ORGANIZER, STATUS}),
        ("near=27.3332,-82.5777&radius_km=1", {NEW_SHARKS, ORGANIZER}),
        ("day=2031-12-12", {NEW_SHARKS, ORGANIZER, STATUS}),
        ("day=2031-12-05", {NEW_SHARKS, ORGANIZER}),
        ("from=2031-12-06&until=2031-12-08", {JAZZ}),
        ("status=postponed", {NEW_SHARKS, ORGANIZER, STATUS}),
        ("status=scheduled", {NEW_SHARKS, ORGANIZER, JAZZ}),
        ("free=true", set()),
    ],
)
def test_changes_honor_every_filter(changed, filters, entries):
    answer = changed.get(f"/api/changes?since=2020-01-01&{filters}")
    assert answer.status_code == 200, answer.text
    assert {(each["title"], each["field"]) for each in answer.json()["changes"]} == entries
    copy = changed.get(f"/api/kit/changes?since=2020-01-01&format=csv&{filters}").text
    assert len(copy.splitlines()) == 1 + len(entries)


def test_pages_of_changes_keep_the_filters(changed):
    first = changed.get("/api/changes?since=2020-01-01&source=mote&limit=2")
    second = changed.get(first.links["next"]["url"])
    fields = [each["field"] for answer in (first, second) for each in answer.json()["changes"]]
    assert sorted(map(str, fields)) == ["None", "organizer", "status"]
    kit = changed.get("/api/kit/changes?since=2020-01-01&source=mote&limit=2&format=csv")
    following = changed.get(kit.links["next"]["url"])
    assert len(kit.text.splitlines()) + len(following.text.splitlines()) == 2 + 3


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/occurrences?day=today&day=weekend", "day"),
        ("/api/kit?day=today&day=weekend", "day"),
        ("/api/changes?since=2020-01-01&since=2026-01-01", "since"),
        ("/feeds/events.ics?q=salt&q=tin", "q"),
        ("/api/events?limit=1&limit=2", "limit"),
    ],
)
def test_a_second_value_is_refused_where_one_counts(town, address, name):
    answer = town.get(address)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"] == [{"where": ["query", name], "message": "takes one value."}]
