"""Wherever a command takes a source, its id, its name, and its title are the same; an unknown one gets near names."""

from __future__ import annotations

import json

import pytest

from tests.crawl.running import NOW

MOTE = ("2", "mote", "MOTE", "Mote Marine Laboratory & Aquarium")
TAKES_A_SOURCE = (
    ("sources", "pause"),
    ("sources", "resume"),
    ("sources", "why"),
    ("sources", "report"),
    ("sources", "rm", "--dry-run"),
    ("sources", "edit", "--floor", "3"),
    ("sources", "test"),
    ("sources", "recipe"),
    ("feeds", "--source"),
    ("events", "--source"),
    ("runs", "--source"),
    ("runs",),
    ("captures", "list", "--source"),
    ("captures", "export", "/nowhere/town.warc", "--source"),
    ("alerts", "add", "email", "ed@news.example", "--source"),
    ("replay",),
)


@pytest.mark.parametrize("given", MOTE)
def test_a_source_has_three_names(marquee, crawls, given):
    title = json.loads(marquee("sources", "--json").stdout.splitlines()[1])["title"]
    asked = title if given == MOTE[-1] else given
    assert marquee("sources", "pause", asked).stdout == f"Source 2 ({title}) is paused.\n"
    assert marquee("sources", "edit", asked, "--floor", "7").stdout == "Changed source 2: floor=7.\n"
    assert marquee("runs", asked).stdout.startswith("No runs yet")


@pytest.mark.parametrize("command", TAKES_A_SOURCE, ids=" ".join)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("moat", "There is no source moat. Did you mean mote?"),
        ("99", "There is no source 99. There are vanwezel, mote, feeds, venue2."),
    ],
)
def test_an_unknown_source_is_named_with_near_ones(marquee, crawls, command, given, said):
    ran = marquee(*command, given)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith(said)


@pytest.mark.parametrize("given", ["1", "VanWezel"])
def test_crawl_takes_an_id(marquee, crawls, given):
    address = ("--base-url", crawls.sandbox.url("vanwezel"), "-a", "delay=0", "-a", f"now={NOW}")
    assert marquee("crawl", given, *address).exit_code == 0
    (run,) = [json.loads(line) for line in marquee("runs", given, "--json").stdout.splitlines()]
    assert run["spider"] == "vanwezel"
