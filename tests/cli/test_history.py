"""The history of an event reads as a story."""

from __future__ import annotations

import pytest

from core.items import EventStatus
from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def event_id(service_environment) -> str:
    seed()
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads"))
    match_runs()
    return "1"


def _story(marquee, event_id: str) -> list[str]:
    return [line.split("  ", 1)[1] for line in marquee("events", "history", event_id).output.splitlines()]


def test_a_life(marquee, event_id):
    harvest(concert("b", at(3), title="Marlowe Quartet Ballads", url="https://sea.example/events/4"), source_id=2)
    match_runs()
    harvest(concert("a", at(4), title="Marlowe Quartet Ballads"))
    match_runs()
    marquee("events", "edit", event_id, "--title", "By Candlelight", "--why", "the hall called")
    harvest(concert("a", at(4), title="Marlowe Quartet: Ballads", status=EventStatus.CANCELLED))
    match_runs()
    marquee("events", "questions", "--keep", "1")
    harvest(concert("a", at(4), title="Marlowe Quartet: Ballads"))
    marquee("events", "edit", event_id, "--undo", "title")
    marquee("events", "hide", event_id, "--why", "the hall asked us to")
    marquee("events", "unhide", event_id)
    lines = _story(marquee, event_id)
    assert lines[0] == "First seen at The Hall as “Marlowe Quartet Ballads”."
    assert lines[1] == "First seen at The Aquarium as “Marlowe Quartet Ballads”."
    assert lines[2].startswith("Merged: The Hall and The Aquarium list the same event (")
    assert lines[3].startswith("The Hall moved it from ")
    assert lines[3].endswith(", 8 p.m.")
    assert lines[4:] == [
        "command line corrected the title: “By Candlelight” instead of “Marlowe Quartet Ballads”: the hall called.",
        "The Hall canceled it.",
        "command line kept the corrected title.",
        "The Hall says that it takes place as planned.",
        "command line withdrew the corrected title.",
        "command line hid it: the hall asked us to.",
        "command line showed it again.",
    ]


def test_gone_and_back(marquee, event_id):
    other = concert("c", at(5), title="Another")
    harvest(other, concert("a", at(3), title="Marlowe Quartet Ballads"), concert("d", at(6)), concert("e", at(7)))
    harvest(other, concert("d", at(6)), concert("e", at(7)))
    harvest(other, concert("a", at(3), title="Marlowe Quartet Ballads"), concert("d", at(6)), concert("e", at(7)))
    lines = _story(marquee, event_id)
    assert "The Hall no longer lists it." in lines
    assert "The Hall lists it again." in lines


def test_split_and_joined_again(marquee, event_id):
    """Each listing's own page names the other one, and when they are one again, each sentence names the right one."""
    harvest(concert("b", at(3), title="Marlowe Quartet", url="https://sea.example/events/4"), source_id=2)
    match_runs()
    marquee("events", "join", event_id, "2")
    marquee("events", "split", "2", "--why", "two nights")
    assert _story(marquee, "1")[-1] == "command line separated it from “Marlowe Quartet” (The Aquarium): two nights."
    own = _story(marquee, "2")[-1]
    assert own == "command line separated it from “Marlowe Quartet Ballads” (The Hall): two nights."
    marquee("events", "join", event_id, "2")
    names = "“Marlowe Quartet Ballads” (The Hall)", "“Marlowe Quartet” (The Aquarium)"
    one = _story(marquee, "2")
    assert one == _story(marquee, "1")
    assert one[-3:] == [
        f"command line joined it with {names[1]}.",
        f"command line separated {names[1]} from {names[0]}: two nights.",
        f"command line joined it with {names[1]}.",
    ]


def test_one_of_three_is_split(marquee, event_id):
    harvest(concert("b", at(3), title="Quartet B"), concert("c", at(3), title="Quartet C"), source_id=2)
    match_runs()
    for other in ("2", "3"):
        marquee("events", "join", event_id, other)
    marquee("events", "split", "3")
    names = "“Marlowe Quartet Ballads” (The Hall)", "“Quartet B” (The Aquarium)", "“Quartet C” (The Aquarium)"
    assert _story(marquee, "3")[-1] == f"command line separated it from {names[0]} and {names[1]}."
    assert _story(marquee, "1")[-1] == f"command line separated it from {names[2]}."
