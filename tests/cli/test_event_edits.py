"""`events edit`, `questions`, `hide`, and `unhide` on the command line."""

from __future__ import annotations

import json

import pytest

from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def event_id(marquee, service_environment) -> str:
    seed()
    harvest(concert("a", at(3), title="Marlowe Quartet"))
    match_runs()
    (line,) = marquee("events", "--json").output.splitlines()
    return str(json.loads(line)["event_id"])


def test_edit_and_undo(marquee, event_id):
    dry = marquee("events", "edit", event_id, "--title", "Corrected", "--dry-run")
    assert "would show" in dry.output
    assert "Corrected" not in marquee("events").output
    done = marquee(
        "events", "edit", event_id, "--title", "Corrected", "--place", "Barn", "--address", "", "--why", "they called"
    )
    assert f"Event {event_id} shows:" in done.output
    assert "title: Corrected (the source: Marlowe Quartet)" in done.output
    assert "title at " not in done.output, "only what was corrected"
    assert f" {event_id} " in marquee("events").output
    assert "Corrected" in marquee("events").output
    shown = json.loads(marquee("events", "edit", event_id, "--organizer", "Friends", "--json").output)
    assert {one["field"]: one["made_because"] for one in shown["edits"]} == {
        "organizer": None,
        "title": "they called",
        "venue": "they called",
    }
    marquee("events", "edit", event_id, "--undo", "title", "--undo", "place")
    assert "Corrected" not in marquee("events").output


def test_a_correction_says_whether_it_concerns_one_time_or_all(marquee, service_environment):
    seed()
    harvest(concert("tour", at(3), at(10), at(17)), concert("talk", at(4), at(11)))
    match_runs()
    ids = {
        one["title"]: str(one["event_id"]) for one in map(json.loads, marquee("events", "--json").output.splitlines())
    }
    tour, talk, day = ids["Concert tour"], ids["Concert talk"], f"{at(10).local_date}"
    everywhere = f"Event {tour} {{}}, at all its 3 times (--occurrence START corrects only one):"
    assert everywhere.format("would show") in marquee("events", "edit", tour, "--title", "Tour", "--dry-run").output
    assert everywhere.format("shows") in marquee("events", "edit", tour, "--title", "Tour").output
    one = marquee("events", "edit", tour, "--title", "Late tour", "--occurrence", day).output
    assert f"Event {tour} shows, only at {day}; its other 2 times stay:" in one
    two = marquee("events", "edit", talk, "--title", "Talk", "--occurrence", f"{at(4).local_date}", "--dry-run").output
    assert f"Event {talk} would show, only at {at(4).local_date}; its other time stays:" in two
    assert "of a series" not in two
    marquee("events", "group", tour, talk)
    assert f"one of 2 events of a series: the others don't change, see `events series {talk}`" in (
        marquee("events", "edit", talk, "--title", "Talk", "--dry-run").output
    )


def test_questions(marquee, event_id):
    assert marquee("events", "questions").output == "No source contradicts a correction.\n"
    marquee("events", "edit", event_id, "--title", "Corrected")
    harvest(concert("a", at(3), title="Changed"))
    match_runs()
    asked = marquee("events", "questions").output
    for line in ("the source said: Marlowe Quartet", "corrected it to: Corrected", "The Hall says now: Changed"):
        assert line in asked
    edit = json.loads(marquee("events", "questions", "--json").output)["id"]
    assert marquee("events", "questions", "--take", str(edit), "--why", "they know").exit_code == 0
    assert "Changed" in marquee("events").output


def test_what_cannot_be(marquee, event_id):
    refused = marquee("events", "edit", event_id, "--start", "2026-12-05T20:00", "--url", "ftp://x")
    assert refused.exit_code == 2
    assert "starts_at 2026-12-05T20:00: It has no zone: write 2026-12-05T20:00-05:00" in refused.output
    assert "url ftp://x: It is not a web address" in refused.output
    assert marquee("events", "edit", event_id).exit_code != 0
    assert marquee("events", "edit", "999", "--title", "X").exit_code != 0


def test_hide_and_unhide(marquee, event_id):
    marquee("events", "hide", event_id, "--why", "the venue asked")
    assert "Marlowe" not in marquee("events").output
    marquee("events", "unhide", event_id)
    assert "Marlowe" in marquee("events").output


def test_add_duplicate_and_cancel(marquee, event_id):
    added = marquee(
        *(
            "events",
            "add",
            "--title",
            "Chess",
            "--start",
            "2027-03-02T19:00-05:00",
            "--place",
            "Payne Park",
            "--address",
            "",
        ),
        *("--repeat", "every Tuesday until March 16, 2027", "--category", "outdoors"),
    )
    assert "with 3 times: 2027-03-02T19:00:00-05:00 to 2027-03-16T19:00:00-04:00" in added.output
    number = added.output.split()[1]
    copied = marquee("events", "duplicate", number, "--start", "2027-05-02T19:00-04:00")
    assert "added: 2027-05-02T19:00:00-04:00" in copied.output
    marquee("events", "cancel", number, "--occurrence", "2027-03-09", "--why", "rain")
    lines = [json.loads(line) for line in marquee("events", "--json", "-n", "50").output.splitlines()]
    chess = [(one["starts_at"][:10], one["status"]) for one in lines if one["title"] == "Chess"]
    assert chess == [
        ("2027-03-03", "scheduled"),
        ("2027-03-10", "cancelled"),
        ("2027-03-16", "scheduled"),
        ("2027-05-02", "scheduled"),
    ]
    wrong = marquee("events", "add", "--title", "Chess", "--start", "2027-03-02T19:00-05:00", "--repeat", "often")
    assert (wrong.exit_code, "repeat often: 'often' isn't understood." in wrong.output) == (2, True)


def test_the_dates_of_a_repeat_are_shown_before_they_are_added(marquee, event_id):
    repeated = ("--start", "2027-06-08", "--repeat", "every other Tuesday until June")
    expected = "Would add 2 times:\n  2027-06-08\n  2027-06-22\n"
    assert marquee("events", "add", "--title", "Chess", *repeated, "--dry-run").stdout == expected
    assert marquee("events", "duplicate", event_id, *repeated, "--dry-run").stdout == expected
    assert "Chess" not in marquee("events").stdout


def test_bulk(marquee, event_id):
    counted = marquee("events", "bulk", "hide", "--filter", "q=marlowe&source=hall", "--why", "they asked")
    assert counted.output.endswith("1 events. To do it: the same with --expected 1\n")
    assert "Marlowe" in marquee("events").output
    done = marquee("events", "bulk", "hide", "--filter", "q=marlowe", "--why", "they asked", "--expected", "1")
    assert done.output.startswith("hide: 1 events. To undo it: events bulk-undo ")
    assert "Marlowe" not in marquee("events").output
    assert marquee("events", "bulk-undo", done.output.split()[-1]).output == "1 events are as before.\n"
    assert "Marlowe" in marquee("events").output
    dry = marquee("events", "bulk", "cancel", "--filter", "q=marlowe", "--why", "x", "--expected", "1", "--dry-run")
    assert dry.output.endswith("1 events. To do it: the same with --expected 1\n")
    assert marquee("events", "bulk", "cancel", "--filter", "q=marlowe", "--expected", "1").exit_code != 0
    assert marquee("events", "bulk", "hide", "--filter", "quiet=1", "--why", "x").exit_code != 0
    assert marquee("events", "bulk", "show", "--filter", "near=here", "--why", "x").exit_code != 0
