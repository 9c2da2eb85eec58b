"""The town's sources change what they list: an editor and readers see what that means, and an event stays the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from icalendar import Calendar

from sandbox.town.data import NEW_YORK

from .running import TODAY
from .town import add_town, harvest_town

MARLOWE = "Marlowe Quartet: An Evening of Ballads"
CLEANUP = "Shore Cleanup with the Dune Rangers"
TALK = "Author Talk: Ines Calloway on Storm Letters"
KAYAK = "Mangrove Kayak Tour at Dawn"
CORRECTED = "Kayaks among the Mangroves"
RENAMED = "Mangrove Kayak Tour before Dawn"


@pytest.fixture
def town(crawls, acting, editor):
    return Town(crawls, acting, editor)


class Town:
    """Readers' and an editor's view of a harvested town."""

    def __init__(self, crawls, client, editor):
        self.crawls, self.client, self.editor = crawls, client, editor
        add_town(crawls)
        harvest_town(crawls)

    def change(self, *names):
        """The town's sources publish with these changes, and are harvested again."""
        self.crawls.sandbox.trouble.clear("town")
        if names:
            self.crawls.sandbox.trouble.add("town", "changed", value=",".join(names))
        harvest_town(self.crawls)

    def get(self, path):
        return self.client.get(path, headers=self.editor).json()

    def act(self, path, **given):
        self.client.post(path, json=given, headers=self.editor).raise_for_status()

    def correct(self, shown, **fields):
        path = f"/api/events/{self.one(shown)['event_id']}"
        self.client.patch(path, json=fields, headers=self.editor).raise_for_status()

    def all(self):
        asked = {"from": TODAY.isoformat(), "until": (TODAY + timedelta(days=30)).isoformat(), "limit": 100}
        return self.client.get("/api/occurrences", params=asked).json()["occurrences"]

    def one(self, title):
        (found,) = [one for one in self.all() if one["title"] == title]
        return found

    def uids(self):
        """Of the feed, by title and start."""
        asked = {"from": TODAY.isoformat(), "until": (TODAY + timedelta(days=30)).isoformat()}
        calendar = Calendar.from_ical(self.client.get("/feeds/events.ics", params=asked).content)
        return {(str(one["SUMMARY"]), one.decoded("DTSTART")): str(one["UID"]) for one in calendar.walk("VEVENT")}

    def story(self, title):
        story = self.get(f"/api/events/{self.one(title)['event_id']}/story")
        return [entry["text"] for entry in story["entries"]]


def at(day, hour, minute=0):
    return datetime.combine(TODAY + timedelta(days=day), time(hour, minute), NEW_YORK)


def titled(field, found):
    return {one[field] for one in found}


def test_one_moves(town):
    before = town.uids()
    town.change("moved")
    one = town.one(MARLOWE)
    assert one["starts_at"] == f"{TODAY + timedelta(days=4)}T19:00:00-05:00"
    assert [other["source"]["name"] for other in one["also_listed"]] == ["city", "courier", "tickets"]
    assert [caution["text"] for caution in one["cautions"]] == [
        f"{source} gives another time: Saturday, November 25, 2028, 8 p.m."
        for source in ("City of Sarasota", "The Bay Courier", "Bay Tickets")
    ]
    (conflict,) = town.get("/api/conflicts")["conflicts"]
    assert (conflict["title"], [other["kind"] for other in conflict["others"]]) == (MARLOWE, ["time"] * 3)
    assert town.story(MARLOWE)[-1] == (
        "Gray Heron Hall moved it from Saturday, November 25, 2028, 8 p.m. to Sunday, November 26, 2028, 7 p.m."
    )
    after = town.uids()
    assert sorted(after.values()) == sorted(before.values())
    assert after[MARLOWE, at(4, 19)] == before[MARLOWE, at(3, 20)]


def test_one_cancels(town):
    before = town.uids()
    town.change("cancelled")
    one = town.one(CLEANUP)
    assert one["status"] == "cancelled"
    assert [caution["text"] for caution in one["cautions"]] == [
        "Around the Bay doesn't say that this event is canceled.",
        "Mangrove Garden doesn't say that this event is canceled.",
    ]
    (conflict,) = town.get("/api/conflicts")["conflicts"]
    assert (conflict["title"], titled("kind", conflict["others"])) == (CLEANUP, {"status"})
    town.correct(CLEANUP, status="scheduled", why="the city meant another one")
    one = town.one(CLEANUP)
    assert (one["status"], one["cautions"]) == ("scheduled", [])
    assert town.get("/api/conflicts")["conflicts"] == []
    assert town.story(CLEANUP)[-2:] == [
        "City of Sarasota canceled it.",
        "key:1 (edit) corrected the status: “scheduled” instead of “canceled”: the city meant another one.",
    ]
    assert town.uids() == before


def test_one_goes_away_and_comes_back(town):
    before = town.uids()
    town.change("gone")
    assert [one["title"] for one in town.all() if one["title"] == TALK] == []
    one = town.one("Ines Calloway: Storm Letters, Author Talk")
    assert (one["source"]["name"], titled("title", one["also_listed"])) == ("city", {TALK})
    assert town.story(one["title"])[-1] == "Sarasota Library no longer lists it."
    assert sorted(town.uids().values()) == sorted(before.values())
    town.change()
    one = town.one(TALK)
    assert [other["source"]["name"] for other in one["also_listed"]] == ["city", "courier"]
    assert town.story(TALK)[-1] == "Sarasota Library lists it again."
    assert town.uids() == before


def test_one_edits_what_a_person_corrected(town):
    before = town.uids()
    town.correct(KAYAK, title=CORRECTED, why="the garden called")
    town.change("renamed")
    one = town.one(CORRECTED)
    assert [other["source"]["name"] for other in one["also_listed"]] == ["around"]
    (asked,) = town.get("/api/questions")["questions"]
    assert (asked["said"], asked["value"], asked["says"]) == (KAYAK, CORRECTED, RENAMED)
    assert asked["says_source"] == "Mangrove Garden"
    assert town.story(CORRECTED)[-2:] == [
        f"key:1 (edit) corrected the title: “{CORRECTED}” instead of “{KAYAK}”: the garden called.",
        f"Mangrove Garden changed the title to “{RENAMED}”. The correction is still shown, until somebody decides.",
    ]
    town.act(f"/api/events/{asked['event_id']}/edits/{asked['id']}/take", why="they know best")
    assert town.one(RENAMED)["event_id"] == one["event_id"]
    assert town.get("/api/questions")["questions"] == []
    assert town.story(RENAMED)[-1] == "key:1 (edit) withdrew the corrected title: they know best."
    assert town.uids()[RENAMED, at(8, 6, 30)] == before[KAYAK, at(8, 6, 30)]


def test_all_of_it_at_once_and_back(town):
    before = town.uids()
    first = town.all()
    town.change("moved", "cancelled", "gone", "renamed")
    assert len(town.all()) == len(first)
    assert sorted(town.uids().values()) == sorted(before.values())
    town.change()
    assert [(one["title"], one["starts_at"], one["cautions"]) for one in town.all()] == [
        (one["title"], one["starts_at"], []) for one in first
    ]
    assert town.uids() == before


def test_a_story_says_each_thing_once(town):
    story = town.story(MARLOWE)
    assert [line.partition(" (")[0] for line in story] == [
        f"First seen at Gray Heron Hall as “{MARLOWE}”.",
        "First seen at City of Sarasota as “Marlowe Quartet at Gray Heron Hall”.",
        "First seen at The Bay Courier as “The Marlowe Quartet”.",
        "First seen at Bay Tickets as “Marlowe Quartet”.",
        *(
            f"Merged: Gray Heron Hall and {source} list the same event"
            for source in ("City of Sarasota", "The Bay Courier", "Bay Tickets")
        ),
    ]
