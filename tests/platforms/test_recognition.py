"""A body is known by its marks; every kind has its reader."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from core.errors import SourceError
from scrapers.platforms.recognition import Kind, guess, read_events, reader
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 11, 22, tzinfo=UTC)
)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.AUTO])
def test_every_kind_has_a_reader_that_tells_an_empty_body_from_a_good_one(kind):
    assert callable(reader(kind))
    with pytest.raises(SourceError):
        read_events(kind, b"", CONTEXT)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", Kind.ICS),
        ("\ufeff\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", Kind.ICS),
        ("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", Kind.RSS),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', Kind.RSS),
        ('{"events":[],"rest_url":"x","next_rest_url":"y"}', Kind.TRIBE),
        ('{"total_results":1,"results":[{"startdt":"x"}]}', Kind.LIBCAL),
        ('"<div class=\\"eventItem\\"></div>"', Kind.CARBONHOUSE),
        ('<html><div class="eventItem entry"></div></html>', Kind.CARBONHOUSE),
        ("<html><body>nothing</body></html>", Kind.JSONLD),
    ],
)
def test_guess(body, kind):
    assert guess(body.encode(), CONTEXT) is kind


OTHER = ("tribe_rest/tec-remap", "rss/boarddocs")
"""A plugin's own test posts, which no site publishes, and XML that is no feed."""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("ics_google", Kind.ICS),
        ("ics_tribe", Kind.ICS),
        ("tribe_rest", Kind.TRIBE),
        ("localist", Kind.LOCALIST),
        ("ovationtix", Kind.OVATIONTIX),
        ("wix", Kind.WIX),
        ("rss", Kind.RSS),
    ],
)
def test_recorded_bodies_are_guessed_as_what_they_are(real, folder, kind):
    with (real / "INDEX.tsv").open(newline="") as file:
        listed = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["kind"] == folder]
    told = [row["file"] for row in listed if (row["events"] or "0").isdigit() and int(row["events"] or 0) > 0]
    good = [name for name in told if not name.startswith(OTHER) and not name.endswith(".html")]
    guessed = {name: guess((real / name).read_bytes(), CONTEXT) for name in good}
    assert good
    assert {name: found for name, found in guessed.items() if found is not kind} == {}
